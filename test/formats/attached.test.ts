import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { docx, paragraph, zipOf } from './office-file.ts'
import { readAttached as read } from './read-attached.ts'
import { uuencoded } from './uuencoded.ts'

const has7z = spawnSync('7z', ['i']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'desk-attached-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A tar of one file (ustar). */
function tarOf(name: string, content: string): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0)
  header.write('0000644\0', 100)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  )
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512)
  body.write(content)
  return Buffer.concat([header, body, Buffer.alloc(1024)])
}

const letter = 'From: Anna <anna@x.example>\r\nTo: Otto <otto@x.example>\r\nSubject: Slates\r\n\r\nThe inner text\r\n'
const mbox = `From anna@x.example Mon May  4 10:00:00 2026\n${letter.replaceAll('\r', '')}\nFrom otto@x.example Mon May  4 11:00:00 2026\nFrom: Otto <otto@x.example>\nTo: a@x.example\nSubject: Two\n\nSecond\n`

describe('an attachment is told by its content, whatever its name and type say', () => {
  it.each<readonly [string, string | Uint8Array, string | null, string | undefined, string]>([
    ['text without an ending', 'Katherine Brennan called.', 'README', undefined, 'Katherine Brennan called.'],
    ['text under another', 'Katherine Brennan called.', 'export.dat', undefined, 'Katherine Brennan called.'],
    ['text of two bytes a character', Buffer.from('Katherine Brennan', 'utf16le'), 'export.dat', undefined, 'Katherine Brennan'],
    ['a page', '<!DOCTYPE html><p>Katherine <b>Bren</b>nan</p>', null, undefined, 'Katherine Brennan'],
    ['text under a made-up type', 'Katherine Brennan', null, 'application/x-legacy', 'Katherine Brennan'],
    [
      'a patch, which reads like a mail',
      'From: a@x.example\nSubject: [PATCH] y\n\nbody',
      'a.patch',
      undefined,
      'From: a@x.example\nSubject: [PATCH] y\n\nbody',
    ],
  ])('%s', async (_, content, name, type, text) => {
    expect(await read(content, name, type)).toEqual({ texts: [[name, text]], problems: [] })
  })

  it.each(['text/rfc822-headers', 'message/global-headers', 'message/delivery-status'])(
    'the fields of %s, as a message shows them',
    async (type) => {
      const fields =
        'Subject: =?utf-8?Q?Kath=C3=A4?=\r\n =?utf-8?Q?rina?= called\r\nTo: Katherine\r\n\tBrennan <k@x.example>\r\n\r\nX-Name: Jürgen\r\n'
      expect(await read(fields, null, type)).toEqual({
        texts: [[null, 'Subject: Kathärina called\nTo: Katherine\tBrennan <k@x.example>\n\nX-Name: Jürgen']],
        problems: [],
      })
    },
  )

  it.each([
    ['koi8-r', 'utf-8', 'Катерина Бреннан'],
    ['big5', 'utf-8', 'Katharina Brönner, Köln'],
    ['iso-8859-1', 'windows-1251', 'Катерина Бреннан звонила вчера вечером'],
    ['us-ascii', 'windows-1251', 'Катерина Бреннан звонила вчера вечером'],
    ['utf-8', 'windows-1251', 'Катерина Бреннан звонила вчера вечером'],
    ['utf-8', 'shift_jis', '山田太郎様、お世話になっております。'],
  ])('a page sent as %s that names %s itself, where only that can be', async (declared, named, text) => {
    const page = iconv.encode(`<html><head><meta charset="${named}"></head><body><p>${text}</p></body></html>`, named)
    const { texts, problems } = await read(page, 'a.html', `text/html; charset=${declared}`)
    expect(texts).toEqual([['a.html', text]])
    expect(problems).toEqual(['wrong-charset'])
  })

  it('text of eight bits, whose charset is guessed and told', async () => {
    const { texts, problems } = await read(Buffer.from('Katherine M\u00fcller', 'latin1'), 'export.dat')
    expect(texts).toEqual([['export.dat', 'Katherine M\u00fcller']])
    expect(problems).toEqual(['wrong-charset'])
  })

  it.each<readonly [string, Uint8Array, string | null, readonly (readonly [string | null, string])[]]>([
    [
      'a zip archive',
      zipOf([{ name: 'a.txt', content: 'Cat' }]),
      'x.dat',
      [
        ['x.dat', 'a.txt'],
        ['a.txt', 'Cat'],
      ],
    ],
    [
      'a compressed text',
      gzipSync('Cat'),
      'notes.txt.gz',
      [
        ['notes.txt.gz', 'notes.txt'],
        ['notes.txt', 'Cat'],
      ],
    ],
    [
      'a tar archive',
      tarOf('a.txt', 'Cat'),
      null,
      [
        [null, 'a.txt'],
        ['a.txt', 'Cat'],
      ],
    ],
    [
      'one compressed',
      gzipSync(tarOf('a.txt', 'Cat')),
      'a.tgz',
      [
        ['a.tgz', 'a.tar'],
        ['a.tar', 'a.txt'],
        ['a.txt', 'Cat'],
      ],
    ],
    ['a mail', Buffer.from(letter), null, [[null, 'The inner text']]],
    ['a mail of Apple', Buffer.from(`${letter.length}\n${letter}<plist/>`), null, [[null, 'The inner text']]],
    [
      'a mailbox',
      Buffer.from(mbox),
      'box',
      [
        ['box', ''],
        [null, 'The inner text'],
        [null, 'Second'],
      ],
    ],
    [
      'a uuencoded file',
      Buffer.from(uuencoded('a.txt', 'Cat').join('\n')),
      'a.uu',
      [
        ['a.uu', '[attached file: a.txt]'],
        ['a.txt', 'Cat'],
      ],
    ],
  ])('%s', async (_, content, name, texts) => {
    expect(await read(content, name)).toEqual({ texts, problems: [] })
  })

  it.runIf(has7z)('a 7z archive, and one that is protected', async () => {
    writeFileSync(join(folder, 'a.txt'), 'Cat')
    writeFileSync(join(folder, 'b.txt'), 'Dog')
    execFileSync('7z', ['a', join(folder, 'a.7z'), 'a.txt', 'b.txt'], { cwd: folder, stdio: 'ignore' })
    execFileSync('7z', ['a', '-psecret', join(folder, 'p.7z'), 'a.txt'], { cwd: folder, stdio: 'ignore' })
    expect(await read(readFileSync(join(folder, 'a.7z')), 'x')).toEqual({
      texts: [
        ['x', 'a.txt\nb.txt'],
        ['a.txt', 'Cat'],
        ['b.txt', 'Dog'],
      ],
      problems: [],
    })
    expect(await read(readFileSync(join(folder, 'p.7z')), 'x')).toEqual({
      texts: [['x', 'a.txt (not read)']],
      problems: ['password-protected'],
    })
  })

  it.each(['mimetype', 'META-INF/manifest.xml'])('an archive with an empty %s hides none of its files', async (name) => {
    const { texts } = await read(
      zipOf([
        { name, content: '' },
        { name: 'a.txt', content: 'Katherine Brennan' },
      ]),
      'a.zip',
      'application/zip',
    )
    expect(texts).toContainEqual(['a.txt', 'Katherine Brennan'])
  })

  it('an Office file is a document, also among others', async () => {
    expect((await read(docx(paragraph('Katherine Brennan')), 'x.zip')).texts).toEqual([['x.zip', 'Katherine Brennan']])
    expect((await read(zipOf([{ name: 'a.docx', content: docx(paragraph('Katherine Brennan')) }]))).texts).toContainEqual([
      'a.docx',
      'Katherine Brennan',
    ])
  })
})

describe('a damaged archive in mail is read as far as it goes, and told', () => {
  /** Lines that are all different. */
  const lines = (word: string, count: number): string =>
    Array.from({ length: count }, (_, at) => `${word} ${at} ${Math.sin(at)}`).join('\n')
  const files = { 'a.txt': lines('first', 400), 'b.txt': lines('second', 4000), 'c.txt': lines('third', 400) }

  /** A 7z of the files in this order, one block, with a byte changed at a part of it. */
  function bent7z(name: string, part: number, ...switches: string[]): Buffer {
    for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content)
    execFileSync('7z', ['a', '-mqs=off', ...switches, `${name}.7z`, ...Object.keys(files)], { cwd: folder, stdio: 'ignore' })
    const bytes = readFileSync(join(folder, `${name}.7z`))
    const at = Math.floor(bytes.byteLength * part)
    bytes[at] = (bytes[at] as number) ^ 0x55
    return bytes
  }

  it.runIf(has7z)('a 7z gives the files before the damage, and the beginning of the one that is hit', async () => {
    const { texts, problems } = await read(bent7z('bent', 0.5), 'a.7z')
    const of = new Map(texts)
    expect(of.get('a.txt')).toBe(files['a.txt'])
    expect(of.get('b.txt')).toContain(files['b.txt'].slice(0, 20_000))
    expect(problems).toContain('unreadable-attachment')
    expect(texts[0]?.[1]).toMatch(/^a\.txt\nb\.txt \(damaged or read in part\)/u)
  })

  it.runIf(has7z)('a 7z gives a file whose checksum is another', async () => {
    const { texts, problems } = await read(bent7z('stored', 0.1, '-mx0'), 'a.7z')
    const [one = '', whole = ''] = [new Map(texts).get('b.txt'), files['b.txt']]
    expect([...whole].filter((letter, at) => letter !== one[at])).toHaveLength(1)
    expect(new Map(texts).get('c.txt')).toBe(files['c.txt'])
    expect(problems).toEqual(['unreadable-attachment'])
  })

  it.runIf(has7z)('a 7z that unpacks to more than is read gives the files up to there', async () => {
    writeFileSync(join(folder, 'small.txt'), files['a.txt'])
    writeFileSync(join(folder, 'zeros.txt'), Buffer.alloc(80_000_000, '0'))
    execFileSync('7z', ['a', '-mqs=off', 'large.7z', 'small.txt', 'zeros.txt'], { cwd: folder, stdio: 'ignore' })
    const { texts, problems } = await read(readFileSync(join(folder, 'large.7z')), 'large.7z')
    expect(new Map(texts).get('small.txt')).toBe(files['a.txt'])
    expect(problems).toEqual(['too-large'])
  })

  it('a zip gives what stands before the damage of an entry', async () => {
    const bytes = zipOf(Object.entries(files).map(([name, content]) => ({ name, content })))
    // Distances of the first bytes that reach before the beginning can't be.
    bytes.fill(0, bytes.indexOf('b.txt') + 2500, bytes.indexOf('c.txt') - 30)
    const { texts, problems } = await read(bytes, 'a.zip')
    const of = new Map(texts)
    expect(of.get('a.txt')).toBe(files['a.txt'])
    expect(of.get('b.txt')).toContain(files['b.txt'].slice(0, 2500))
    expect(of.get('c.txt')).toBe(files['c.txt'])
    expect(problems).toEqual(['unreadable-attachment'])
  })

  it('a tar that was cut gives the beginning of its last file', async () => {
    const { texts, problems } = await read(tarOf('a.txt', files['a.txt']).subarray(0, 5000), 'a.tar')
    expect(texts.at(-1)).toEqual(['a.txt', files['a.txt'].slice(0, 5000 - 512)])
    expect(problems).toEqual(['unreadable-attachment'])
  })
})

describe('what is noted on an archive', () => {
  it('and on files in a zip stands in its list', async () => {
    const path = join(folder, 'noted.zip')
    const program = `import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1],'w')\nz.comment='For Zoé'.encode()\ni=zipfile.ZipInfo('a.txt')\ni.comment=b'By Katherine'\nz.writestr(i,'Cat')\nz.close()`
    execFileSync('python3', ['-c', program, path])
    expect((await read(readFileSync(path))).texts).toEqual([
      [null, 'a.txt\ncomment: By Katherine\ncomment: For Zoé'],
      ['a.txt', 'Cat'],
    ])
  })

  it('in the header of gzip stands there, too, and the name that the file had', async () => {
    const header = Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0x18, 0, 0, 0, 0, 0, 3]), Buffer.from('Katherine.txt\0By Otto\0')])
    const content = Buffer.concat([header, gzipSync('Cat').subarray(10)])
    expect((await read(content, 'a.txt.gz')).texts[0]?.[1]).toBe('a.txt (or Katherine.txt)\ncomment: By Otto')
    expect((await read(content, 'Katherine.txt.gz')).texts[0]?.[1]).toBe('Katherine.txt\ncomment: By Otto')
  })
})

it('a zip whose entries are packed by bzip2 is read', async () => {
  const program = `import zipfile,sys\nz=zipfile.ZipFile(sys.argv[1],'w',zipfile.ZIP_BZIP2)\nz.writestr('a.txt',b'Katherine '*99)\nz.close()`
  execFileSync('python3', ['-c', program, join(folder, 'bzip2.zip')])
  expect((await read(readFileSync(join(folder, 'bzip2.zip')))).texts.at(-1)).toEqual(['a.txt', 'Katherine '.repeat(99).trim()])
})

describe('what has content that is not read', () => {
  it.each<readonly [string, Uint8Array | string, string | undefined, string]>([
    ['a rar archive', Buffer.from('Rar!\x1a\x07\x01\0\x33\x92\xb5\xe5', 'latin1'), undefined, 'unreadable-attachment'],
    ['a file of no known kind', Buffer.from([1, 2, 3, 0, 5]), undefined, 'unreadable-attachment'],
    ['one that calls itself text', Buffer.from([1, 2, 3, 0, 5]), 'text/plain', 'unreadable-attachment'],
    ['a damaged archive', gzipSync('Katherine Brennan'.repeat(99)).subarray(0, 25), undefined, 'unreadable-attachment'],
    ['a sound', Buffer.from('ID3\x03\0\0\0\0'), undefined, 'no-text'],
    ['a film', Buffer.from('\0\0\0\x18ftypmp42\0\0'), undefined, 'no-text'],
    ['a picture of a kind that is not shown', Buffer.from('II*\0\x08\0\0\0'), undefined, 'no-text'],
    ['a piece of a message', 'Katherine Brennan', 'message/partial; id=x; number=1', 'piece-of-message'],
    ['an encrypted text', '-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n', undefined, 'encrypted'],
  ])('%s is told', async (_, content, type, code) => {
    expect((await read(content, null, type)).problems).toEqual([code])
  })

  it.each([
    ['an empty file', '', undefined],
    [
      'a signature beside what it signs',
      Buffer.from('3021' + '06092a864886f70d010702' + 'a014' + '3012' + '020101' + '3100' + '300b' + '06092a864886f70d010701', 'hex'),
      'application/pkcs7-signature',
    ],
  ])('%s says nothing', async (_, content, type) => {
    expect((await read(content, 'x', type)).problems).toEqual([])
  })

  it('goes by limits: an archive of more than it may unpack to is told, and its names stand', async () => {
    const { problems } = await read(gzipSync(Buffer.alloc(80_000_000)), 'bomb')
    expect(problems).toContain('too-large')
  })
})
