import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type ArchiveItem, innerName, readEntry, readTar, readZip } from '../../src/formats/index.ts'
import { bytesSource } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { zipOf } from './office-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-archive-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** An archive written by Python's tarfile or zipfile. */
function written(name: string, program: string): Buffer {
  const path = join(folder, name)
  execFileSync('python3', ['-c', `import tarfile,zipfile,io,sys\npath=sys.argv[1]\n${program}`, path])
  return readFileSync(path)
}

const told = (items: Iterable<ArchiveItem>): (string | number)[][] =>
  [...items].map((item) =>
    'fault' in item
      ? ['fault', item.fault]
      : [item.entry.name === null ? `refused ${item.entry.shown}` : item.entry.name.toString(), item.entry.kind, item.entry.sizeBytes],
  )

const contents = (bytes: Uint8Array, items: Iterable<ArchiveItem>): Record<string, string> =>
  Object.fromEntries(
    [...items].flatMap((item) => {
      if ('fault' in item || item.entry.kind !== 'file') return []
      const read = readEntry(bytesSource(bytes), item.entry, 1e6)
      return [[item.entry.shown, read.fault ?? Buffer.from(read.bytes ?? []).toString()]]
    }),
  )

const tarProgram = (format: string): string => `
t=tarfile.open(path,'w',format=tarfile.${format})
def add(name,data=b'',**facts):
  i=tarfile.TarInfo(name); i.size=len(data)
  for k,v in facts.items(): setattr(i,k,v)
  t.addfile(i,io.BytesIO(data))
add('mail',type=tarfile.DIRTYPE)
add('mail/a.eml',b'first'*200)
add('mail/'+'long '*30+'.eml',b'long')
add('mail/b.eml',type=tarfile.LNKTYPE,linkname='mail/a.eml')
add('mail/out',type=tarfile.SYMTYPE,linkname='/etc/passwd')
add('mail/pipe',type=tarfile.FIFOTYPE)
add('../up.eml',b'up')
add('/root.eml',b'root')
t.close()`

describe.each(['GNU_FORMAT', 'PAX_FORMAT'])('a tar in %s', (format) => {
  const bytes = written(`${format}.tar`, tarProgram(format))

  it('gives its files in order; links, pipes and names that lead out are told and not read', () => {
    expect(told(readTar(bytesSource(bytes)))).toEqual([
      ['mail', 'folder', 0],
      ['mail/a.eml', 'file', 1000],
      [`mail/${'long '.repeat(30)}.eml`, 'file', 4],
      ['mail/b.eml', 'file', 1000],
      ['mail/out', 'link', 0],
      ['mail/pipe', 'special', 0],
      ['refused ../up.eml', 'file', 2],
      ['refused /root.eml', 'file', 4],
    ])
  })

  it('gives a hard link the bytes of what it links to', () => {
    const read = contents(bytes, readTar(bytesSource(bytes)))
    expect(read['mail/b.eml']).toBe('first'.repeat(200))
    expect(read[`mail/${'long '.repeat(30)}.eml`]).toBe('long')
  })

  it('that was cut in a file gives what is there of it, and tells that', () => {
    const at = bytes.indexOf('first')
    const items = told(readTar(bytesSource(bytes.subarray(0, at + 700))))
    expect(items.slice(-2)).toEqual([
      ['mail/a.eml', 'file', 700],
      ['fault', 'damaged-archive'],
    ])
  })

  it('is read on where another was written behind it', () => {
    const two = Buffer.concat([bytes, bytes])
    const one = told(readTar(bytesSource(bytes)))
    expect(told(readTar(bytesSource(two)))).toEqual([...one, ...one])
  })

  it('with a damaged header is read on at the next, and the damage told', () => {
    const hurt = Buffer.from(bytes)
    const at = hurt.indexOf('mail/a.eml')
    hurt.writeUInt8(0xff, at + 120)
    const items = [...readTar(bytesSource(hurt))]
    expect(items).toContainEqual({ fault: 'damaged-archive', position: at })
    expect(told(items)).toContainEqual([`mail/${'long '.repeat(30)}.eml`, 'file', 4])
  })

  it('tells what follows its end and is no tar', () => {
    const followed = Buffer.concat([bytes, Buffer.from('something else')])
    expect(told(readTar(bytesSource(followed)))).toEqual([...told(readTar(bytesSource(bytes))), ['fault', 'damaged-archive']])
  })

  it('ends with a fault where it was cut, and keeps what came before', () => {
    const items = told(readTar(bytesSource(bytes.subarray(0, 1300))))
    expect(items.at(-1)).toEqual(['fault', 'damaged-archive'])
    expect(items[0]).toEqual(['mail', 'folder', 0])
  })
})

describe('a tar of several volumes', () => {
  const [first, second] = ['first '.repeat(2000), 'second']
  writeFileSync(join(folder, 'a.eml'), first)
  writeFileSync(join(folder, 'b.eml'), second)

  it.each(['gnu', 'posix'])('in %s gives of each volume what is in it, and tells what goes on in another', (format) => {
    const names = [1, 2].map((number) => join(folder, `${format}.${number}`))
    const files = names.flatMap((name) => ['-f', name])
    execFileSync('tar', [`--format=${format}`, '-c', '-M', '-L', '10', '-V', 'label', ...files, 'a.eml', 'b.eml'], { cwd: folder })
    const volumes = names.map((name) => bytesSource(readFileSync(name)))
    const parts = volumes.flatMap((source) => [...readTar(source)].map((item) => ({ item, source })))
    const text = (name: RegExp): string =>
      parts
        .flatMap(({ item, source }) =>
          'entry' in item && name.test(item.entry.shown) ? [Buffer.from(readEntry(source, item.entry, 1e6).bytes ?? []).toString()] : [],
        )
        .join('')
    expect(text(/a\.eml/u)).toBe(first)
    expect(text(/b\.eml/u)).toBe(second)
    expect(parts.filter(({ item }) => 'entry' in item).map(({ item }) => 'entry' in item && item.entry.kind)).toEqual([
      'file',
      'file',
      'file',
    ])
    expect(parts.flatMap(({ item }) => ('fault' in item ? [item.fault] : []))).toEqual(['damaged-archive', 'unsupported-archive'])
  })
})

describe('an entry of a tar', () => {
  it('that is the label of the volume is no file', () => {
    execFileSync('tar', ['-cf', join(folder, 'labelled.tar'), '-V', 'backup of May', 'b.eml'], { cwd: folder })
    expect(told(readTar(bytesSource(readFileSync(join(folder, 'labelled.tar')))))).toEqual([['b.eml', 'file', 6]])
  })

  it('that an incremental backup wrote for a folder is that folder', () => {
    const root = join(folder, 'incremental')
    mkdirSync(join(root, 'mail'), { recursive: true })
    writeFileSync(join(root, 'mail/c.eml'), 'third')
    execFileSync('tar', ['-cf', join(folder, 'incremental.tar'), '-g', join(folder, 'snapshot'), 'mail'], { cwd: root, stdio: 'ignore' })
    expect(told(readTar(bytesSource(readFileSync(join(folder, 'incremental.tar')))))).toEqual([
      ['mail', 'folder', 0],
      ['mail/c.eml', 'file', 5],
    ])
  })

  const facts = (type: string, data: string): string =>
    `
t=tarfile.open(path,'w',format=tarfile.USTAR_FORMAT)
i=tarfile.TarInfo('x'); i.size=700; i.type=tarfile.${type}; i.linkname='elsewhere'
h=i.tobuf(tarfile.USTAR_FORMAT)
if ${type === 'REGTYPE' ? 'True' : 'False'}:
  i.name='x/'; h=i.tobuf(tarfile.USTAR_FORMAT)
t.fileobj.write(h); t.offset+=512
d=${data}
t.fileobj.write(d); t.offset+=len(d)
j=tarfile.TarInfo('next.eml'); j.size=4
t.addfile(j,io.BytesIO(b'next'))
t.close()`
  const padded = `b'kept '*140+bytes(324)`

  it.each([
    ['a file whose name ends as a folder’s', 'REGTYPE', padded, ['x/', 'file', 700]],
    ['a folder with data', 'DIRTYPE', padded, ['x/', 'file', 700]],
    ['a folder whose size stands for none', 'DIRTYPE', `b''`, ['x/', 'folder', 0]],
    ['a hard link with the data of a file that isn’t there', 'LNKTYPE', padded, ['x', 'file', 700]],
    ['a hard link whose size stands for none', 'LNKTYPE', `b''`, ['x', 'link', 0]],
  ])('%s, is read as what it is, and so is the next', (name, type, data, entry) => {
    const bytes = written(`${name.replace(/\W/gu, '')}.tar`, facts(type, data))
    const items = [...readTar(bytesSource(bytes))]
    expect(items.map((item) => 'entry' in item && [item.entry.shown, item.entry.kind, item.entry.sizeBytes])).toEqual([
      entry,
      ['next.eml', 'file', 4],
    ])
    if (entry[1] === 'file') expect(contents(bytes, items)[String(entry[0])]).toBe('kept '.repeat(140))
  })

  it('is found behind a damaged header and megabytes of data without a look at each block of them', () => {
    const bytes = written(
      'long.tar',
      `t=tarfile.open(path,'w')\nfor n,s in (('a.eml',8000000),('b.eml',4)):\n  i=tarfile.TarInfo(n); i.size=s\n  t.addfile(i,io.BytesIO(b'x'*s))\nt.close()`,
    )
    bytes.writeUInt8(0xff, 120)
    let [reads, read] = [0, 0]
    const source = bytesSource(bytes)
    const counted = {
      size: source.size,
      read: (offset: number, length: number) => {
        reads++
        read += length
        return source.read(offset, length)
      },
    }
    expect(told(readTar(counted))).toEqual([
      ['fault', 'damaged-archive'],
      ['b.eml', 'file', 4],
    ])
    expect(reads).toBeLessThan(bytes.byteLength / 16_384)
    expect(read).toBeLessThan(bytes.byteLength * 1.1)
  })
})

const zipProgram = `
z=zipfile.ZipFile(path,'w')
z.writestr('mail/',b'')
z.writestr('mail/stored.eml',b'stored',zipfile.ZIP_STORED)
z.writestr('mail/deflated.eml',b'deflated '*500,zipfile.ZIP_DEFLATED)
z.writestr('mail/bzip2.eml',b'bzip2 '*500,zipfile.ZIP_BZIP2)
z.writestr('mail/lzma.eml',b'lzma '*500,zipfile.ZIP_LZMA)
z.writestr('../up.eml',b'up')
i=zipfile.ZipInfo('link'); i.create_system=3; i.external_attr=0o120777<<16
z.writestr(i,'/etc/passwd')
z.writestr('../../x\\\\y',b'')
z.close()`

describe('a zip', () => {
  const bytes = written('a.zip', zipProgram)

  it('gives its entries with what they hold', () => {
    expect(contents(bytes, readZip(bytesSource(bytes)))).toMatchObject({
      'mail/stored.eml': 'stored',
      'mail/deflated.eml': 'deflated '.repeat(500),
      'mail/bzip2.eml': 'bzip2 '.repeat(500),
      'mail/lzma.eml': 'unsupported-archive',
    })
  })

  it('tells links and names that lead out', () => {
    const items = told(readZip(bytesSource(bytes)))
    expect(items).toContainEqual(['link', 'link', 11])
    expect(items).toContainEqual(['refused ../up.eml', 'file', 2])
  })

  it('is read behind something else, and in zip64', () => {
    const shifted = Buffer.concat([Buffer.from('#!/bin/sh\nexit\n'), bytes])
    expect(contents(shifted, readZip(bytesSource(shifted)))['mail/deflated.eml']).toBe('deflated '.repeat(500))
    const large = written(
      'large.zip',
      `z=zipfile.ZipFile(path,'w')\nwith z.open('a.eml','w',force_zip64=True) as f: f.write(b'hello')\nz.close()`,
    )
    expect(contents(large, readZip(bytesSource(large)))).toEqual({ 'a.eml': 'hello' })
  })

  it('refuses an entry that is larger than asked for, by its size and by what comes out', () => {
    const bomb = written('bomb.zip', `z=zipfile.ZipFile(path,'w',zipfile.ZIP_DEFLATED)\nz.writestr('a',b'0'*10_000_000)\nz.close()`)
    expect(Object.values(contents(bomb, readZip(bytesSource(bomb))))).toEqual(['expands-too-much'])
    // The directory says 1000 bytes; ten million come out.
    const lying = Buffer.from(bomb)
    lying.writeUInt32LE(1000, lying.lastIndexOf(Buffer.from('PK\x01\x02')) + 24)
    expect(Object.values(contents(lying, readZip(bytesSource(lying))))).toEqual(['damaged-archive'])
  })

  it('tells an entry whose checksum is another, and a directory that has fewer entries than it says', () => {
    const wrong = zipOf([{ name: 'a', content: 'text of a' }])
    wrong.writeUInt32LE(12_345, wrong.indexOf('PK\x01\x02') + 16)
    expect(contents(wrong, readZip(bytesSource(wrong)))).toEqual({ a: 'damaged-archive' })
    const fewer = zipOf([{ name: 'a', content: 'text of a' }])
    fewer.writeUInt16LE(2, fewer.length - 12)
    expect(told(readZip(bytesSource(fewer)))).toEqual([
      ['a', 'file', 9],
      ['fault', 'damaged-archive'],
    ])
  })

  it('is read with those that stand before it in the same file', () => {
    const three = ['1', '2', '3'].map((name) => zipOf([{ name, content: `text ${name}` }]))
    const joined = Buffer.concat(three)
    const entries = [
      ['1', 'file', 6],
      ['2', 'file', 6],
      ['3', 'file', 6],
    ]
    expect(told(readZip(bytesSource(joined)))).toEqual(entries)
    expect(contents(joined, readZip(bytesSource(joined)))).toEqual({ 1: 'text 1', 2: 'text 2', 3: 'text 3' })
    const cut = Buffer.concat([(three[0] as Buffer).subarray(0, -40), ...three.slice(1)])
    expect(told(readZip(bytesSource(cut))).filter(([name]) => name !== 'fault')).toEqual(entries)
    expect(told(readZip(bytesSource(cut)))).toContainEqual(['fault', 'damaged-archive'])
    // Cut itself, it stands behind one that is whole.
    const short = joined.subarray(0, -60)
    expect(told(readZip(bytesSource(short))).slice(0, 2)).toEqual(entries.slice(0, 2))
    expect(told(readZip(bytesSource(short)))).toContainEqual(['3', 'file', 6])
    expect(told(readZip(bytesSource(short))).at(-1)?.[0]).toBe('fault')
  })

  it('gives what its directory leaves out, and tells where that stands', () => {
    const names = ['1', '2', '3', '4', '5']
    const bytes = zipOf(names.map((name) => ({ name, content: `text ${name}`, unlisted: name === '3' || name === '5' })))
    expect(contents(bytes, readZip(bytesSource(bytes)))).toEqual(Object.fromEntries(names.map((name) => [name, `text ${name}`])))
    const heads = [...bytes.toString('latin1').matchAll(/PK\x03\x04/gu)].map(({ index }) => index)
    expect([...readZip(bytesSource(bytes))].filter((item) => 'fault' in item)).toEqual([
      { fault: 'outside-directory', position: heads[2] },
      { fault: 'outside-directory', position: heads[4] },
    ])
  })

  it('gives what stands in an entry that is named as a folder', () => {
    const bytes = zipOf([
      { name: 'folder/', content: '' },
      { name: 'file/', content: 'text' },
    ])
    expect(told(readZip(bytesSource(bytes)))).toEqual([
      ['folder', 'folder', 0],
      ['file', 'file', 4],
    ])
  })

  it('without its directory is read by the headers before its entries, and told to be damaged', () => {
    const cut = bytes.subarray(0, bytes.indexOf('PK\x01\x02') + 30)
    expect(contents(cut, readZip(bytesSource(cut)))).toMatchObject({
      'mail/stored.eml': 'stored',
      'mail/deflated.eml': 'deflated '.repeat(500),
      'mail/bzip2.eml': 'bzip2 '.repeat(500),
    })
    expect(told(readZip(bytesSource(cut)))).toContainEqual(['refused ../up.eml', 'file', 2])
    expect(told(readZip(bytesSource(cut))).at(-1)).toEqual(['fault', 'damaged-archive'])
  })

  it('written as a stream, sizes behind the data, is read without its directory as well', () => {
    const streamed = written(
      'streamed.zip',
      `
class Forwards(io.RawIOBase):
  def __init__(self,f): self.f=f
  def writable(self): return True
  def write(self,b): return self.f.write(b)
f=open(path,'wb')
z=zipfile.ZipFile(Forwards(f),'w',zipfile.ZIP_DEFLATED)
z.writestr('a.eml',b'first '*500)
z.writestr('b.zip',b'PK\\x03\\x04PK\\x07\\x08PK\\x01\\x02'*9,zipfile.ZIP_STORED)
z.writestr('c.eml',b'third '*500)
z.close(); f.close()`,
    )
    const whole = contents(streamed, readZip(bytesSource(streamed)))
    expect(Object.keys(whole)).toEqual(['a.eml', 'b.zip', 'c.eml'])
    const cut = streamed.subarray(0, streamed.lastIndexOf('PK\x05\x06'))
    expect(contents(cut, readZip(bytesSource(cut)))).toEqual(whole)
  })

  it('that was cut in an entry gives what is there of it', () => {
    const cut = bytes.subarray(0, bytes.indexOf('PK', bytes.indexOf('mail/deflated.eml')) - 6)
    const read = contents(cut, readZip(bytesSource(cut)))
    expect(read['mail/stored.eml']).toBe('stored')
    expect(read['mail/deflated.eml']).toMatch(/^(?:deflated ){3}/u)
  })

  it.each([0, 4, 21, 100, 600])('that was cut at byte %d gives a fault and no crash', (size) => {
    expect(told(readZip(bytesSource(bytes.subarray(0, size)))).at(-1)?.[0]).toBe('fault')
  })
})

describe('a name in an archive', () => {
  it.each([
    ['a/b', 'a/b'],
    ['./a//b/', 'a/b'],
    ['../a', null],
    ['a/../../b', null],
    ['/a', null],
    ['C:/a', null],
    ['a\0b', null],
    ['', null],
    ['.', null],
  ])('%j stands for %j', (name, path) => {
    expect(innerName(Buffer.from(name))?.toString() ?? null).toBe(path)
  })

  it('may be parted by backslashes where the packer was of the old kind', () => {
    expect(innerName(Buffer.from('a\\b'), true)?.toString()).toBe('a/b')
    expect(innerName(Buffer.from('..\\b'), true)).toBe(null)
  })
})

describeWithCorpora('archives of others', () => {
  it.each([
    ['test-documents.zip', 9, []],
    ['testZipEncrypted.zip', 2, ['protected-archive']],
    ['droste.zip', 2, []],
    ['moby.zip', 135, ['unsupported-archive']],
    ['testZIP_corrupted_oom.zip', 1, ['damaged-archive']],
    ['testZip_with_DataDescriptor2.zip', 5, []],
  ])('%s holds %d entries', (name, count, faults) => {
    const bytes = readFileSync(corpora(`documents/tika/${name}`))
    const items = [...readZip(bytesSource(bytes))]
    const found = items.map((item) => ('fault' in item ? item.fault : item.entry.fault)).filter((fault) => fault !== null)
    expect(items.filter((item) => 'entry' in item).length).toBe(count)
    expect([...new Set(found)]).toEqual(faults)
  })
})
