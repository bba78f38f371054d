import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { attachmentParts, indexText, locatedBytes, parseMessage, partBytes, surfacesOfAttachment } from '../../src/formats/index.ts'
import { asId } from '../../src/model/index.ts'
import { docx, paragraph, zipOf } from './office-file.ts'
import { uuencoded } from './uuencoded.ts'

const has7z = spawnSync('7z', ['i']).status === 0
const folder = mkdtempSync(join(tmpdir(), 'desk-attached-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** All that is read of a file that was attached: documents by name with their text, and the problems. */
async function read(content: Uint8Array | string, name: string | null = null, type = 'application/octet-stream') {
  const encoded = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n')
  const file = name === null ? '' : `; filename="${name}"`
  const bytes = Buffer.from(
    `Content-Type: ${type}\r\nContent-Disposition: attachment${file}\r\nContent-Transfer-Encoding: base64\r\nDate: 5 Oct 2026 14:03:22 +0200\r\n\r\n${encoded}`,
  )
  const parsed = parseMessage(bytes)
  const problems = parsed.problems.filter(({ where, code }) => where === '1' && code !== 'no-date').map(({ code }) => code)
  const texts: [string | null, string][] = []
  for (const located of attachmentParts(parsed)) {
    const { part } = located
    const { bytes: inner } = partBytes(locatedBytes(bytes, located), part)
    const { charset, message, filename } = part
    const found = await surfacesOfAttachment(asId('d'), {
      part: located.path,
      type: part.type,
      filename,
      bytes: inner,
      charset,
      message,
    })
    texts.push([filename, indexText(found.surfaces).body.trim()])
    problems.push(...found.problems.map(({ code }) => code))
  }
  return { texts, problems }
}

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

  const table = 'Name;Straße\r\nKatherine Brennan;Hauptstraße 5\r\n'
  const wide: readonly (readonly [string, Uint8Array])[] = [
    ['UTF-16, the lower byte first', Buffer.from(table, 'utf16le')],
    ['UTF-16, the higher byte first', Buffer.from(table, 'utf16le').swap16()],
    ['UTF-16 with its mark', Buffer.from(`\ufeff${table}`, 'utf16le')],
    ['UTF-32, the lowest byte first', iconv.encode(table, 'utf-32le')],
    ['UTF-32, the highest byte first', iconv.encode(table, 'utf-32be')],
    ['UTF-32 with its mark', iconv.encode(`\ufeff${table}`, 'utf-32le')],
    ['UTF-32 with its other mark', iconv.encode(`\ufeff${table}`, 'utf-32be')],
  ]
  it.each(
    wide.flatMap(([name, content]) =>
      [undefined, 'text/csv', 'text/plain; charset=us-ascii', 'text/csv; charset=utf-8', 'text/csv; charset=iso-8859-1'].map(
        (type) => [name, type, content] as const,
      ),
    ),
  )('a table in %s, as %s', async (_, type, content) => {
    const { texts, problems } = await read(content, 'a.csv', type)
    expect(texts).toEqual([['a.csv', table.replaceAll('\r', '').trim()]])
    expect(problems).toEqual([])
  })

  it.each([
    ['Cyrillic', 'Уважаемая Катерина Бреннан!\nПришлите, пожалуйста, договор.'],
    ['Greek', 'Αγαπητή κυρία Κατερίνα,\nσας στέλνω το συμβόλαιο.'],
    ['Chinese', '尊敬的王小明先生：\n您好，请查收附件中的一份合同。谢谢。'],
    ['Japanese', 'やまだたろうさま：\nごれんらくありがとうございます。またでんわをします。'],
    ['Korean', '김철수 부장님께\n계약서를 보내 드립니다. 감사합니다.'],
    ['Chinese among Latin', '张伟明 (Wei Ming Zhang), 北京市朝阳区建国路八十八号院三号楼请签收'],
  ])('text of two bytes a character in %s, which has few zeros', async (_, text) => {
    expect((await read(Buffer.from(text, 'utf16le'), 'brief.dat')).texts).toEqual([['brief.dat', text]])
    expect((await read(Buffer.from(text, 'utf16le').swap16(), 'brief.dat')).texts).toEqual([['brief.dat', text]])
  })

  it('a page of two bytes a character', async () => {
    const page = Buffer.from('<!DOCTYPE html><p>Katherine <b>Bren</b>nan</p>', 'utf16le')
    expect(await read(page, 'export.dat')).toEqual({ texts: [['export.dat', 'Katherine Brennan']], problems: [] })
    expect((await read(page, 'a.html', 'text/html; charset=us-ascii')).texts).toEqual([['a.html', 'Katherine Brennan']])
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

  it('a card of two bytes a character, its folded lines joined', async () => {
    const card = Buffer.from('BEGIN:VCARD\r\nFN:Katherine Bren\r\n nan\r\nEND:VCARD\r\n', 'utf16le')
    expect((await read(card, 'a.vcf', 'text/vcard')).texts[0]?.[1]).toContain('Katherine Brennan')
  })

  it('text that calls itself UTF-16 and is none', async () => {
    for (const charset of ['utf-16', 'utf-16le', 'utf-32']) {
      const { texts, problems } = await read('Katherine Brennan called.', 'a.txt', `text/plain; charset=${charset}`)
      expect(texts).toEqual([['a.txt', 'Katherine Brennan called.']])
      expect(problems).toEqual(['wrong-charset'])
    }
  })

  it.each([
    ['windows-1252', 'utf-16', 'Sehr geehrter Herr Müller, anbei die Unterlagen.'],
    ['windows-1252', 'utf-16le', 'Sehr geehrter Herr Müller, anbei die Unterlagen!!'],
    ['windows-1251', 'utf-16', 'Договор с Катериной Бреннан. Проверка связи.'],
    ['utf-8', 'ucs-2', 'Договор с Катериной Бреннан. Проверка связи.'],
  ])('text in %s that calls itself %s: %s', async (charset, label, text) => {
    const { texts, problems } = await read(iconv.encode(text, charset), 'a.txt', `text/plain; charset=${label}`)
    expect(texts).toEqual([['a.txt', text]])
    expect(problems).toEqual(['wrong-charset'])
  })

  it.each([
    ['utf-16be', Buffer.from('Katherine Brennan', 'utf16le')],
    ['utf-16le', Buffer.from('Katherine Brennan', 'utf16le').swap16()],
  ])('text of two bytes a character whose label, %s, has them the wrong way round', async (label, content) => {
    expect((await read(content, 'a.txt', `text/plain; charset=${label}`)).texts).toEqual([['a.txt', 'Katherine Brennan']])
  })

  it.each([
    ['as long as each other', 'brennan1\0brennan2\0'.repeat(200)],
    ['of sixteen bytes', 'Jane Roe  12345\0Johann Schmidt \0'.repeat(20)],
    ['of a few bytes', 'Roe\0Doe\0'.repeat(50)],
    ['of an environment', 'HOME=/home/jane\0USER=jane.roes\0LANG=x\0SHELL=/bin/bashes\0'],
    ['of two', 'Jane Roes\0and then more text here of abc\0end'],
    ['in UTF-8', 'Müller Jürg\0Müller Jürg\0'.repeat(9)],
  ])('text in records that each end with a zero, %s', async (_, text) => {
    for (const charset of ['', '; charset=utf-16'])
      expect((await read(Buffer.from(text), 'a.txt', `text/plain${charset}`)).texts).toEqual([['a.txt', text.replaceAll('\0', '\ufffd')]])
  })

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
      Buffer.from('3020' + '06092a864886f70d010702' + 'a013' + '3011' + '020101' + '3100' + '300a' + '06082a864886f70d0107', 'hex'),
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
