import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { comparePlaces, type PlaceStep } from '../../src/formats/index.ts'
import { readFamily, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { PlaceReader, parsePlace } from '../../src/jobs/ingest-place.ts'
import type { ByteSource, DocumentId } from '../../src/model/index.ts'
import { documentByNumber, listInstances, type WritableDatabase } from '../../src/store/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { environment, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'
import { ids, packed, take, told } from './taken.ts'

const letters = ['a', 'b', 'c', 'd'].map((id) => letter({ id }))
const mbox = Buffer.from(mboxOf(letters))

const flags = (index: WritableDatabase): readonly string[] =>
  (index.prepare("SELECT number FROM document WHERE kind = 'message' ORDER BY number").pluck().all() as number[]).flatMap((number) => {
    const record = documentByNumber(index, number)
    return record ? listInstances(index, record).map((instance) => instance.flags.join(' ')) : []
  })

describe('names in old code pages in an archive that is a source', () => {
  const places = (index: WritableDatabase): readonly (readonly [name: string, folder: string])[] =>
    (index.prepare("SELECT number FROM document WHERE kind = 'message' ORDER BY number").pluck().all() as number[]).flatMap((number) => {
      const record = documentByNumber(index, number)
      return record
        ? listInstances(index, record).map(({ containerName, name, folder }) => [`${containerName} ${name}`, folder] as const)
        : []
    })
  const zipWith = (charset: string, files: Readonly<Record<string, string>>): Buffer =>
    zipOf(Object.entries(files).map(([name, content]) => ({ name: '', oldName: iconv.encode(name, charset), content })))
  const [a = '', b = '', c = ''] = letters

  it.each([
    ['cp437', 'Krämer', 'Überblick'],
    ['cp850', 'Ærø Ørsted', 'Über'],
    ['cp852', 'Łukasz Wiśniewski', 'zażółć'],
    ['cp866', 'Мюллер', 'договор'],
    // Of some letters the second byte is the backslash that parts names elsewhere.
    ['shift_jis', 'ソニー表', '契約書'],
  ])('are read together, in a zip: %s', async (charset, person, other) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'old.zip'), zipWith(charset, { [`${person}/in.mbox`]: mboxOf([a, b]), [`${other}/${person}.eml`]: c }))
    const index = await take(folder)
    const found = places(index)
    expect(found.map(([name]) => name)).toEqual([
      `old.zip/${person}/in.mbox `,
      `old.zip/${person}/in.mbox `,
      `old.zip/${other} ${person}.eml`,
    ])
    expect(JSON.stringify(found)).not.toContain('\ufffd')
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, exceptions: [], totals: { indexed: 3 } })
    await rescanSources(environment(index), null)
    expect(places(index)).toEqual(found)
  })

  it('are read in a zip whose directory is lost, and in a tar', async () => {
    const folder = temporaryFolder()
    const whole = zipWith('cp437', { 'Krämer/in.mbox': mboxOf([a]) })
    writeFileSync(join(folder, 'cut.zip'), whole.subarray(0, whole.lastIndexOf('PK\x01\x02', undefined, 'latin1')))
    const program = `import tarfile,io,sys
t=tarfile.open(sys.argv[1],'w',format=tarfile.GNU_FORMAT,encoding='iso-8859-1')
i=tarfile.TarInfo('J\u00fcrgen/in.mbox'); d=open(sys.argv[2],'rb').read(); i.size=len(d); t.addfile(i,io.BytesIO(d)); t.close()`
    const plain = join(temporaryFolder(), 'in.mbox')
    writeFileSync(plain, mboxOf([b]))
    execFileSync('python3', ['-c', program, join(folder, 'old.tar'), plain])
    const index = await take(folder)
    expect(places(index).map(([name]) => name)).toEqual(['cut.zip/Krämer/in.mbox ', 'old.tar/Jürgen/in.mbox '])
    expect(
      told(index)
        .map((each) => JSON.stringify(each))
        .join(),
    ).not.toContain('\ufffd')
  })

  it('that are the same then are kept both', async () => {
    const folder = temporaryFolder()
    const file = (name: Buffer, content: string) => ({ name: '', oldName: name, content })
    writeFileSync(join(folder, 'two.zip'), zipOf([file(Buffer.from('M\x81ller.eml', 'latin1'), a), file(Buffer.from('Müller.eml'), b)]))
    const index = await take(folder)
    expect(places(index)).toHaveLength(2)
    expect(readLedger(index, null).totals).toMatchObject({ found: 2, indexed: 2 })
  })
})

describe('an mbox that is compressed', () => {
  const packers: Readonly<Record<string, (folder: string) => void>> = {
    gz: (folder) => writeFileSync(join(folder, 'in.gz'), gzipSync(mbox)),
    zst: (folder) => writeFileSync(join(folder, 'in.zst'), zstdCompressSync(mbox)),
    bz2: (folder) =>
      packed(folder, "python3 -c \"import bz2,sys;open('in.bz2','wb').write(bz2.compress(open('../in.mbox','rb').read()))\""),
    xz: (folder) => packed(folder, "python3 -c \"import lzma;open('in.xz','wb').write(lzma.compress(open('../in.mbox','rb').read()))\""),
  }

  it.each(Object.keys(packers))('(.%s) gives the documents of the plain one, counted in the bytes it decompresses to', async (kind) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'in.mbox'), mbox)
    mkdirSync(join(folder, 'packed'))
    packers[kind]?.(join(folder, 'packed'))
    const index = await take(join(folder, 'packed'))
    const ledger = readLedger(index, null)
    expect(ids(index)).toEqual(ids(await take(join(folder, 'in.mbox'))))
    expect(ledger).toMatchObject({ reconciles: true, totals: { found: 4, indexed: 4 }, bytes: { total: mbox.byteLength }, exceptions: [] })
    for (const id of ids(index)) expect(Buffer.from(readFamily(index, id).bytes).toString()).toContain('Text of letter')
  })

  it('and cut off keeps what came before, and tells the place in the file', async () => {
    const folder = temporaryFolder()
    const whole = gzipSync(
      Buffer.from(mboxOf(Array.from({ length: 400 }, (_, at) => letter({ id: `${at}`, body: `${Math.sin(at)} `.repeat(90) })))),
    )
    writeFileSync(join(folder, 'cut.mbox.gz'), whole.subarray(0, whole.byteLength >> 1))
    const index = await take(folder)
    const ledger = readLedger(index, null)
    expect(ledger.reconciles).toBe(true)
    expect(ledger.totals.indexed).toBeGreaterThan(100)
    expect(ledger.totals.indexed).toBeLessThan(400)
    expect(told(index)).toEqual([[`cut.mbox.gz@${whole.byteLength >> 1}`, 'damaged-archive']])
  })

  it('and replaced by a longer one is read anew, and keeps what was known', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'in.mbox.gz')
    writeFileSync(path, gzipSync(mbox))
    const index = await take(folder)
    writeFileSync(path, gzipSync(Buffer.from(mboxOf([...letters, letter({ id: 'e' })]))))
    await rescanSources(environment(index), null)
    expect(ids(index).length).toBe(5)
    expect(readLedger(index, null).reconciles).toBe(true)
    for (const id of ids(index)) expect(readFamily(index, id).bytes.byteLength).toBeGreaterThan(0)
  })

  it('and growing by a further member goes on where it was', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'in.mbox.gz')
    writeFileSync(path, gzipSync(mbox))
    const index = await take(folder)
    appendFileSync(path, gzipSync(Buffer.from(mboxOf([letter({ id: 'e' })]))))
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 5, indexed: 5, duplicates: 0 } })
  })

  it('and gone is told, and what was read of it stays', async () => {
    const folder = temporaryFolder()
    writeTree(folder, { 'a/in.mbox.gz': gzipSync(mbox), 'b.eml': letters[0] ?? '' })
    const index = await take(folder)
    renameSync(join(folder, 'a/in.mbox.gz'), join(folder, 'a-gone'))
    rmSync(join(folder, 'a-gone'))
    await rescanSources(environment(index), null)
    expect(told(index)).toContainEqual(['a/in.mbox.gz', 'vanished'])
    expect(ids(index).length).toBe(4)
  })
})

describe('a backup', () => {
  /** A Maildir, a compressed mbox and a message, in a zip in a compressed tar. */
  function backup(folder: string): string {
    const inside = writeTree(join(folder, 'inside'), {
      'Mail/cur/1.M1.host:2,S': letters[0] ?? '',
      'Mail/cur/2.M2.host:2,': gzipSync(Buffer.from(letters[1] ?? '')),
      'Mail/new/.keep': '',
      'old/in.mbox.gz': gzipSync(Buffer.from(mboxOf(letters.slice(2)))),
      'notes.txt': 'nothing here',
    })
    packed(inside, "python3 -c \"import shutil;shutil.make_archive('../mail','zip','.')\"")
    writeTree(join(folder, 'outer'), { 'one.eml': letters[0] ?? '' })
    copyFileSync(join(folder, 'mail.zip'), join(folder, 'outer/mail.zip'))
    packed(join(folder, 'outer'), 'ln -s /etc/passwd link; tar -czf ../backup.tar.gz .')
    return join(folder, 'backup.tar.gz')
  }

  it('is read through a zip in a compressed tar, with nothing written beside it', async () => {
    const folder = temporaryFolder()
    const path = backup(folder)
    const before = statSync(path)
    const index = await take(path)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 6, indexed: 5, exceptions: 1, duplicates: 1 } })
    expect(ids(index).length).toBe(4)
    expect(told(index)).toContainEqual(['link', 'symlink-refused'])
    expect(told(index)).toContainEqual(['mail.zip/notes.txt', 'not-mail'])
    for (const id of ids(index)) expect(Buffer.from(readFamily(index, id).bytes).toString()).toContain('Text of letter')
    const after = statSync(path)
    expect([after.mtimeMs, after.atimeMs, after.size]).toEqual([before.mtimeMs, before.atimeMs, before.size])
  })

  it('that is written anew with more keeps its documents findable, and takes in what is new', async () => {
    const folder = temporaryFolder()
    writeTree(join(folder, 'm'), { 'b.eml': letters[1] ?? '' })
    packed(folder, 'tar -czf backup.tgz m')
    const index = await take(join(folder, 'backup.tgz'))
    writeTree(join(folder, 'm'), { 'a.eml': letters[0] ?? '' })
    packed(folder, 'tar -czf backup.tgz m')
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 2, duplicates: 0 } })
    for (const id of ids(index)) expect(readFamily(index, id).bytes.byteLength).toBeGreaterThan(0)
  })

  it('with a password stands in the ledger with what to do, and is read once it is open', async () => {
    const folder = temporaryFolder()
    writeTree(folder, { 'm/a.eml': letters[0] ?? '', 'beside.eml': letters[1] ?? '' })
    packed(folder, '7z a -tzip -psecret mail.zip ./m && rm -r m')
    const index = await take(folder)
    expect(told(index)).toEqual([['mail.zip/m/a.eml', 'protected-archive']])
    expect(readLedger(index, null).exceptions[0]?.whatToDo).toContain('rescan')
    writeTree(folder, { 'm/a.eml': letters[0] ?? '' })
    packed(folder, 'rm mail.zip && 7z a -tzip mail.zip ./m && rm -r m')
    await rescanSources(environment(index), null)
    expect(told(index)).toEqual([])
    expect(ids(index).length).toBe(2)
  })

  it('that holds nothing that can be opened is a source all the same, and a rescan tries again', async () => {
    const folder = temporaryFolder()
    writeTree(folder, { 'm/a.eml': letters[0] ?? '' })
    packed(folder, '7z a -tzip -psecret mail.zip ./m')
    const index = await take(join(folder, 'mail.zip'))
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 1, exceptions: 1 } })
    packed(folder, 'rm mail.zip && 7z a -tzip mail.zip ./m')
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 1, indexed: 1, exceptions: 0 } })
  })

  it('that holds itself is followed to the limit of depth, and told', async () => {
    const folder = temporaryFolder()
    let inner: Buffer = gzipSync(mbox)
    for (let depth = 0; depth < 40; depth++) inner = gzipSync(inner)
    writeTree(folder, { 'a.eml': letters[0] ?? '', 'deep.gz': inner })
    const index = await take(folder)
    expect(told(index)).toEqual([['deep.gz', 'nested-too-deep']])
    expect(ids(index).length).toBe(1)
  })

  it('in a solid 7z, and through a 7z in a zip, gives the same documents, each read again by its place', async () => {
    const folder = temporaryFolder()
    writeTree(folder, {
      'm/cur/1.M1.host:2,S': letters[0] ?? '',
      'm/new/.keep': '',
      'm/old/in.mbox': mboxOf(letters.slice(1)),
      'm/old/notes.txt': 'nothing here',
    })
    packed(folder, '7z a -ms=on mail.7z ./m && 7z a -tzip outer.zip mail.7z && rm -r m && mkdir in && mv outer.zip in')
    for (const path of ['mail.7z', 'in']) {
      const index = await take(join(folder, path))
      expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 4, indexed: 4, exceptions: 0 } })
      expect(flags(index)).toContain('seen')
      expect(ids(index).map((id) => Buffer.from(readFamily(index, id).bytes).toString())).toEqual(
        ids(index).map(() => expect.stringContaining('Text of letter')),
      )
    }
  })

  it('in a 7z with a password, or in a method that isn’t read, is told with what to do', async () => {
    const folder = temporaryFolder()
    writeTree(folder, { 'beside.eml': letters[1] ?? '', 'm/a.eml': letters[0] ?? '' })
    packed(folder, '7z a -psecret a.7z ./m; 7z a -psecret -mhe=on b.7z ./m; 7z a -m0=PPMd c.7z ./m; rm -r m')
    expect(told(await take(folder))).toEqual([
      ['a.7z/m/a.eml', 'protected-archive'],
      ['b.7z@0', 'protected-archive'],
      ['c.7z/m/a.eml', 'unsupported-archive'],
    ])
  })

  it('that is a bomb is given up by what it really makes', async () => {
    const folder = temporaryFolder()
    const zeros = zstdCompressSync(Buffer.alloc(256 * 1024 * 1024))
    writeTree(folder, { 'a.eml': letters[0] ?? '', 'bomb.zst': Buffer.concat(Array.from({ length: 8 }, () => zeros)) })
    expect(told(await take(folder))).toEqual([[expect.stringMatching(/^bomb\.zst@/u), 'expands-too-much']])
  })
})

describe('flags and labels', () => {
  it('of Thunderbird, Dovecot and Gmail are those of the instance; a message deleted and not compacted away says so', async () => {
    const folder = temporaryFolder()
    const mails = [
      letter({ id: 'a', headers: ['X-Mozilla-Status: 0009', 'X-Mozilla-Keys: $label1 work'] }),
      letter({ id: 'b', headers: ['X-Gmail-Labels: Inbox,Team plans,"Label, with comma",=?utf-8?Q?Gr=C3=BC=C3=9Fe?='] }),
    ]
    writeTree(folder, { 'Profile/Mail/Local Folders/Inbox': mboxOf(mails), 'Profile/Mail/Local Folders/Inbox.msf': '// mdb' })
    expect(flags(await take(folder))).toEqual(['seen deleted $label1 work', 'Inbox Team\u00a0plans Label,\u00a0with\u00a0comma Grüße'])
  })

  it('of a Maildir are named by the server’s file of keywords', async () => {
    const folder = writeTree(temporaryFolder(), {
      'cur/1.M1.host:2,Sab': letters[0] ?? '',
      'new/.keep': '',
      'dovecot-keywords': '0 $Forwarded\n1 Team plans\n',
    })
    expect(flags(await take(folder))).toEqual(['seen $Forwarded Team\u00a0plans'])
  })

  it('of Apple Mail are in the list behind the message', async () => {
    const text = letters[0] ?? ''
    const list = '<?xml version="1.0"?><plist><dict><key>flags</key><integer>17</integer></dict></plist>'
    const folder = writeTree(temporaryFolder(), { 'INBOX.mbox/Messages/1.emlx': `${Buffer.byteLength(text)}\n${text}${list}` })
    const index = await take(folder)
    expect(flags(index)).toEqual(['seen flagged'])
    expect(Buffer.from(readFamily(index, ids(index)[0] as DocumentId).bytes).toString()).toBe(text)
  })
})

describe('tars that were put after each other', () => {
  it('are read as one', async () => {
    const folder = writeTree(temporaryFolder(), { 'a/a.eml': letters[0] ?? '', 'b/b.eml': letters[1] ?? '' })
    packed(folder, 'tar -cf 1 a; tar -cf 2 b; cat 1 2 > both.tar; rm -r 1 2 a b')
    const index = await take(folder)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 2 }, exceptions: [] })
  })
})

describe('a zip', () => {
  const zip = (folder: string, name: string, files: Readonly<Record<string, string>>): void => {
    const made = `import zipfile,json,sys
z=zipfile.ZipFile(sys.argv[1],'w')
for n,c in json.loads(sys.argv[2]).items(): z.writestr(n,c)`
    execFileSync('python3', ['-c', made, join(folder, name), JSON.stringify(files)])
  }
  const rels = '<Relationships/>'
  const word = { '[Content_Types].xml': '<Types/>', '_rels/.rels': rels, 'word/document.xml': '<w:document/>' }

  it('is no document for the name of an entry: its mail is taken in', async () => {
    const folder = temporaryFolder()
    zip(folder, 'a.zip', { 'word/inbox.mbox': mboxOf(letters.slice(0, 1)), 'b.eml': letters[1] ?? '' })
    zip(folder, 'b.zip', { mimetype: 'text/plain', 'c.eml': letters[2] ?? '' })
    const index = await take(folder)
    expect(ids(index).length).toBe(3)
    expect(told(index)).toEqual([['b.zip/mimetype', 'not-mail']])
  })

  it('that is a document, a book or a program is listed as one file that isn’t mail', async () => {
    const folder = writeTree(temporaryFolder(), { 'a.eml': letters[0] ?? '' })
    zip(folder, 'letter.docx', word)
    zip(folder, 'sheet.ods', {
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'META-INF/manifest.xml': '<m/>',
      'content.xml': '<c/>',
    })
    zip(folder, 'book.epub', { mimetype: 'application/epub+zip', 'META-INF/container.xml': '<c/>', 'a.xhtml': '<html/>' })
    zip(folder, 'program.jar', { 'META-INF/MANIFEST.MF': 'Manifest-Version: 1.0', 'A.class': '' })
    const index = await take(folder)
    expect(told(index)).toEqual(['book.epub', 'letter.docx', 'program.jar', 'sheet.ods'].map((name) => [name, 'not-mail']))
  })

  it('that is a document with mail put into it gives the mail', async () => {
    const folder = temporaryFolder()
    zip(folder, 'letter.docx', { ...word, 'word/embeddings/a.eml': letters[0] ?? '' })
    const index = await take(folder)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 1 } })
  })

  it('of nothing but a name that leads out stands in the ledger', async () => {
    const folder = temporaryFolder()
    zip(folder, 'evil.zip', { '../evil.eml': letters[0] ?? '' })
    const index = await take(folder)
    expect(told(index)).toEqual([['evil.zip/../evil.eml', 'name-leads-out']])
  })
})

/** How often whoever reads these places one after the other has to start a stream again. */
const restarts = (places: readonly (readonly PlaceStep[])[]): number =>
  places.filter((steps, at) => at > 0 && comparePlaces(places[at - 1] ?? [], steps) > 0).length

describe('an archive in the order of a directory', () => {
  it('is read in the order of its bytes, folder after folder, whatever its names', async () => {
    const folder = temporaryFolder()
    const names = Array.from({ length: 60 }, (_, at) => `${(at * 37) % 60}`.padStart(2, '0'))
    writeTree(
      join(folder, 'in'),
      Object.fromEntries(names.map((name, at) => [`${at < 30 ? 'z' : 'a'}/cur/${name}.x:2,`, letter({ id: name })])),
    )
    mkdirSync(join(folder, 'in/z/new'))
    mkdirSync(join(folder, 'in/a/new'))
    const members = names.map((name, at) => `${at < 30 ? 'z' : 'a'}/cur/${name}.x:2,`)
    packed(folder, 'tar -czf mail.tar.gz -C in z/new a/new "$@" && rm -r in', ...members)
    const index = await take(folder)
    const rows = index.prepare('SELECT place FROM instance ORDER BY number').pluck().all() as string[]
    expect(rows.length).toBe(60)
    expect(restarts(rows.map((row) => parsePlace(row).steps))).toBe(0)
  })

  it('of several mailboxes is decoded once by each reader', async () => {
    const reader = new PlaceReader()
    const folder = temporaryFolder()
    writeTree(join(folder, 'in'), Object.fromEntries(letters.map((each, at) => [`${at}.mbox`, mboxOf([each])])))
    packed(folder, '7z a -ms=on mail.7z ./in/* && rm -r in')
    const index = await take(folder)
    const places = (index.prepare('SELECT place FROM container ORDER BY number').pluck().all() as string[]).map(
      (row) => parsePlace(row).steps,
    )
    expect(restarts(places)).toBe(0)
    const path = Buffer.from(join(folder, 'mail.7z'))
    const shared = (steps: readonly PlaceStep[]): ByteSource => reader.open(path, steps.slice(0, 2))
    const first = shared(places[0] ?? [])
    for (let round = 0; round < 12; round++)
      for (const steps of places) reader.open(path, [...steps, ['at', round, 1], ['hold'], ['at', 0, 1]])
    expect(shared(places[0] ?? [])).toBe(first)
    reader.close()
  })
})

describe('a zip whose directory doesn’t list all that is in the file', () => {
  it('gives the messages of those joined before it, of entries left out, and of one that is named as a folder', async () => {
    const entry = (id: string, more: object = {}) => ({ name: `${id}.eml`, content: letter({ id }), ...more })
    const folder = writeTree(temporaryFolder(), {
      'joined.zip': Buffer.concat([zipOf([entry('1')]), zipOf([entry('2')])]),
      'left-out.zip': zipOf([entry('3'), entry('4', { unlisted: true }), entry('5')]),
      'named.zip': zipOf([entry('6', { name: 'box/' }), entry('7', { name: 'box/7.eml' })]),
    })
    const index = await take(folder)
    expect(ids(index).length).toBe(7)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 7, exceptions: 1 } })
    expect(told(index).map(([locator, code]) => [locator?.split('@')[0], code])).toEqual([['left-out.zip', 'outside-directory']])
  })
})
