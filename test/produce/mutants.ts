import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import type { BundleFile } from '../../src/produce/zip-write.ts'
import { ADDRESS, NAME } from './mails.ts'

/**
 * Leaks left in finished renditions, one for each way that `safety.md` §1 numbers. Each takes the files of a clean bundle and gives them with the
 * leak in; the check must name `where`.
 */
export interface Mutant {
  readonly numbers: readonly number[]
  readonly what: string
  readonly where: RegExp
  readonly mutate: (files: readonly BundleFile[]) => readonly BundleFile[]
}

const FIRST = 'mail/CTRL-000001.eml'
const SECOND = 'mail/CTRL-000002.eml'
const HTML = 'mail/CTRL-000006.eml'
const OTHER = 'mail/CTRL-000007.eml'
const FILES = 'mail/CTRL-000008.eml'
const PRINTED = 'pdf/CTRL-000001.pdf'
const PIXELS = 'pdf/CTRL-000003.pdf'
const PLAIN_NAME = 'Zoe Quillfeather'

const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')

function edit(path: string, change: (text: string) => string): Mutant['mutate'] {
  return (files) =>
    files.map((file) => {
      if (file.path !== path) return file
      const before = latin(file.bytes)
      const after = change(before)
      if (after === before) throw new Error(`this mutant changes nothing in ${path}`)
      return { path, bytes: Buffer.from(after, 'latin1') }
    })
}

/** UTF-8 as the latin1 view of a file has it. */
const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
const header = (line: string) => (text: string) => `${utf8(line)}\r\n${text}`
/** A sentence more in the first body of a message; quoted-printable where it is not ASCII. */
const say = (text: string) => (mail: string) => mail.replace(/(quoted-printable\r\n\r\n)/, `$1${qp(text)}\r\n`)
const qp = (text: string) =>
  [...Buffer.from(text, 'utf8')]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f && byte !== 0x3d
        ? String.fromCharCode(byte)
        : byte === 0x0a
          ? '\r\n'
          : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`,
    )
    .join('')
    .split('\r\n')
    .map((line) =>
      line
        .replace(/[ \t]$/, (blank) => `=${blank.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
        .replace(/((?:=..|[^=]){60})(?=.)/g, '$1=\r\n'),
    )
    .join('\r\n')
const inHtml = (markup: string) => (mail: string) => {
  const at = mail.indexOf('<body>')
  if (at < 0) throw new Error('no HTML body')
  return `${mail.slice(0, at + 6)}=\r\n${qp(markup)}=\r\n${mail.slice(at + 6)}`
}
/** One more part at the end of the outermost multipart. */
const part = (headers: string, body: string) => (mail: string) => {
  const boundary = /^Content-Type: multipart\/mixed; boundary="([^"]+)"/m.exec(mail)?.[1] ?? ''
  return mail.replace(`--${boundary}--`, `--${boundary}\r\n${headers}\r\n\r\n${body}\r\n--${boundary}--`)
}

/** A PDF object more, named by the catalog where `key` is given; the cross-reference table is left to the reader. */
const pdfObject = (body: string, key: string | null) => (pdf: string) => {
  const withObject = pdf.replace(/xref\n0 \d+\n/, (table) => `9000 0 obj\n${body}\nendobj\n\n${table}`)
  return key === null ? withObject : withObject.replace(/\/Type \/Catalog/, `/Type /Catalog\n/${key} 9000 0 R`)
}
const onPage = (entry: string) => (pdf: string) => pdf.replace(/\/Type \/Page\n/, `/Type /Page\n${entry}\n`)
const stream = (content: string) => {
  const packed = deflateSync(Buffer.from(content, 'latin1')).toString('latin1')
  return `<<\n/Filter /FlateDecode\n/Length ${packed.length}\n>>\nstream\n${packed}\nendstream`
}
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()

function pngWith(type: string, body: string) {
  return (bytes: Uint8Array): Buffer => {
    const data = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(body, 'utf8')])
    const chunk = Buffer.alloc(8)
    chunk.writeUInt32BE(data.length - 4, 0)
    chunk.writeUInt32BE(crc32(data), 4)
    return Buffer.concat([bytes.subarray(0, 33), chunk.subarray(0, 4), data, chunk.subarray(4), bytes.subarray(33)])
  }
}
/** Replaces the base64 body of the part that has this file name. */
const recode = (name: string, change: (bytes: Buffer) => Uint8Array) => (mail: string) =>
  mail.replace(
    new RegExp(`(filename="${name}"\\r\\nContent-Transfer-Encoding: base64\\r\\n\\r\\n)([A-Za-z0-9+/=\\r\\n]+?)(?=\\r\\n--)`),
    (_, head: string, body: string) => `${head}${base64(change(Buffer.from(body, 'base64'))).replace(/.{76}(?=.)/g, '$&\r\n')}`,
  )

const mail = (numbers: number | readonly number[], what: string, change: (text: string) => string, path = FIRST): Mutant => ({
  numbers: typeof numbers === 'number' ? [numbers] : numbers,
  what,
  where: new RegExp(`^${path.replaceAll('.', '\\.')}`),
  mutate: edit(path, change),
})

export const mutants: readonly Mutant[] = [
  mail(
    1,
    'an original in the place of its rendition',
    (text) =>
      `${text.slice(0, 40)}\r\n${utf8(`From: ${NAME} <${ADDRESS}>\r\nSubject: Lunch with ${NAME} on Friday\r\n\r\n${NAME} will join us. Call ${NAME}`)}`,
  ),
  mail(2, 'a preamble', (text) => text.replace(/\r\n\r\n--=_/, `\r\n\r\nseen by ${PLAIN_NAME}\r\n--=_`), SECOND),
  mail(2, 'an epilogue', (text) => `${text}seen by ${PLAIN_NAME}\r\n`, SECOND),
  mail(3, 'an unknown header', header(`Organization: ${PLAIN_NAME}`)),
  mail(4, 'a second subject', header(`Subject: Lunch with ${PLAIN_NAME}`)),
  mail(5, 'a comment in an address', (text) => text.replace(/^To: /m, `To: (${PLAIN_NAME}) `)),
  mail(5, 'a sender', header(`Sender: ${PLAIN_NAME} <${ADDRESS}>`)),
  mail(5, 'a group name', (text) => text.replace(/^To: (.*)$/m, `To: ${PLAIN_NAME}: $1;`)),
  mail(6, 'blind copies', header(`Bcc: ${ADDRESS}`)),
  mail(6, 'a delivery address', header(`Delivered-To: ${ADDRESS}`)),
  {
    numbers: [6],
    what: 'an envelope sender in the mailbox',
    where: /^mail\.mbox/,
    mutate: edit('mail.mbox', (text) => text.replace('From MAILER-DAEMON', `From ${ADDRESS}`)),
  },
  mail(7, 'a trace header', header('Received: from quillfeather.orchard.example by mx.example; Mon, 5 Jan 2026 10:00:00 +0100')),
  mail(8, 'a signature', header('DKIM-Signature: v=1; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; d=orchard.example')),
  mail(9, "the original's message id", (text) => text.replace(/^Message-ID: <[^>]+>/m, 'Message-ID: <one@orchard.example>')),
  mail(10, 'a thread topic', header(`Thread-Topic: Lunch with ${PLAIN_NAME}`)),
  mail(11, 'a list header', header(`List-Unsubscribe: <mailto:leave-${ADDRESS.replace('@', '=')}@lists.example>`)),
  mail(12, 'another date than was approved', (text) => text.replace(/^Date: .*$/m, 'Date: Mon, 05 Jan 2026 10:00:01 +0100')),
  mail(13, "the original's boundary", (text) => text.replaceAll(/=_[0-9a-f]{32}/g, 'outer-zoe'), SECOND),
  mail(
    13,
    'a content id',
    (text) => text.replace(/^Content-Disposition/m, `Content-ID: <zoe@orchard.example>\r\nContent-Disposition`),
    SECOND,
  ),
  ...[0, 1, 2].map((skip) => mail(14, `base64 in a body at alignment ${skip}`, say(`x ${base64(`${'.'.repeat(skip)}${NAME}`)}`))),
  mail(
    14,
    'text behind base64 padding',
    (text) => text.replace(/(base64\r\n\r\n[A-Za-z0-9+/=\r\n]+?)(?=\r\n--)/, `$1\r\n${base64(NAME)}`),
    SECOND,
  ),
  mail(15, 'quoted-printable with a soft break in the name', say(`write to Quill=\nfeather, Zo=C3=AB Quill=\nfeather`)),
  mail(16, 'encoded words cut inside the name', (text) =>
    text.replace(/^Subject: .*(\r\n .*)*/m, `Subject: =?utf-8?B?${base64('Zoë Qu')}?=\r\n =?utf-8?B?${base64('illfeather')}?=`),
  ),
  mail(
    16,
    'a file name in continuations',
    (text) =>
      text
        .replace('filename="blob.bin', 'x="')
        .replace(
          /Content-Disposition: attachment;\r\n\tfilename="CTRL-000004 withheld\.txt"/,
          "Content-Disposition: attachment;\r\n\tfilename*0*=utf-8''Zo%C3%AB%20Quil;\r\n\tfilename*1*=lfeather",
        ),
    SECOND,
  ),
  mail(17, 'a quoted transfer encoding', (text) =>
    text.replace(
      /Content-Transfer-Encoding: quoted-printable\r\n\r\n[\s\S]*/,
      `Content-Transfer-Encoding: "base64"\r\n\r\n${base64(NAME)}\r\n`,
    ),
  ),
  mail(18, 'UTF-7', say('Zo+AOs- Quillfeather')),
  mail(18, 'a wrong charset label', (text) => text.replace('charset=utf-8', 'charset=utf-16')),
  mail(18, 'ISO-2022-JP in a body', (text) => text.replace(/(quoted-printable\r\n\r\n)/, '$1=1B$B=1B(BZoe Quillfeather\r\n')),
  mail(19, 'the name decomposed', say(NAME.normalize('NFD'))),
  mail(
    19,
    'the name in full width',
    say([...PLAIN_NAME].map((letter) => (letter === ' ' ? '\u3000' : String.fromCharCode(letter.charCodeAt(0) + 0xfee0))).join('')),
  ),
  mail(19, 'the name in capitals', say(NAME.toUpperCase())),
  mail(20, 'zero-width characters in the name', say('Zoë Quill\u200b\u00adfea\u2060ther')),
  mail(21, 'Cyrillic lookalikes in the name', say('Zоë Quillfеаthеr')),
  mail(22, 'the name broken by quoting', say('> Zoë\n> Quillfeather')),
  mail(22, 'the name broken by hyphenation', say('Zoë Quill-\nfeather')),
  mail(22, 'the name broken by tags', inHtml('<p>Zoë Qu<b></b>ill<i>feather</i></p>'), HTML),
  mail(
    23,
    'an alternative that was left',
    part('Content-Type: text/x-amp-html\r\nContent-Transfer-Encoding: quoted-printable', qp(`<p>${NAME}</p>`)),
    SECOND,
  ),
  mail(24, 'a hidden preheader', inHtml(`<div style="display:none">${NAME}</div>`), HTML),
  mail(24, 'text of no size', inHtml('<span style="font-size:0">secret guest</span>'), HTML),
  mail(25, 'a comment', inHtml(`<!-- ${NAME} -->`), HTML),
  mail(25, 'CSS content', inHtml(`<style>p:after{content:"Zo\\eb  Quillfeather"}</style>`), HTML),
  mail(25, 'a class name', inHtml('<p class="quillfeather">x</p>'), HTML),
  mail(26, 'an alternative text', inHtml(`<img alt="${NAME}">`), HTML),
  mail(26, 'a link target', inHtml(`<a href="mailto:${ADDRESS}">x</a>`), HTML),
  mail(26, 'a tracking token', inHtml(`<a href="https://t.example/?q=${encodeURIComponent(base64(NAME))}">x</a>`), HTML),
  mail(27, 'a script', inHtml(`<script type="application/ld+json">{"name":"Zo\\u00eb Quillfeather"}</script>`), HTML),
  mail(27, 'inline SVG', inHtml(`<svg><text>${NAME}</text></svg>`), HTML),
  mail(
    28,
    'an attached message in base64',
    part('Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64', base64(`Subject: ${NAME}\r\n\r\n${NAME}`)),
    SECOND,
  ),
  mail(28, 'an attached message unredacted', (text) => text.replace(/Inner words for /, `Inner words for ${PLAIN_NAME} `), SECOND),
  mail(29, 'the name quoted in a document where nobody approved it', say(`> ${NAME} wrote`), OTHER),
  mail(
    30,
    'a calendar part',
    part('Content-Type: text/calendar', `BEGIN:VCALENDAR\r\nATTENDEE;CN="Zoe Quill\r\n feather":mailto:${ADDRESS}\r\nEND:VCALENDAR`),
    SECOND,
  ),
  mail(
    31,
    'winmail.dat',
    part(
      'Content-Type: application/ms-tnef\r\nContent-Disposition: attachment; filename="winmail.dat"\r\nContent-Transfer-Encoding: base64',
      base64(`\x78\x9f\x3e\x22${PLAIN_NAME}`),
    ),
    SECOND,
  ),
  mail(32, 'a file name', (text) => text.replace(/filename="[^"]*withheld\.txt"/, `filename="${PLAIN_NAME}.txt"`), SECOND),
  mail(
    32,
    'a name beside the type',
    (text) => text.replace(/Content-Type: text\/csv; charset=utf-8/, `Content-Type: text/csv; charset=utf-8; name="${PLAIN_NAME}.csv"`),
    SECOND,
  ),
  {
    numbers: [32],
    what: 'a name in the archive',
    where: /Quillfeather/,
    mutate: (files) => [...files, { path: 'files/Quillfeather.txt', bytes: Buffer.from('x') }],
  },
  mail(33, 'a text chunk', recode('wall.png', pngWith('tEXt', `Author\0${NAME}`)), FILES),
  mail(33, 'EXIF', recode('wall.png', pngWith('eXIf', `Exif${NAME}`)), FILES),
  mail(
    33,
    'bytes behind the picture',
    recode('wall.png', (bytes) => Buffer.concat([bytes, Buffer.from(NAME)])),
    FILES,
  ),
  mail(
    34,
    'a native where a placeholder was decided',
    part(
      'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="a.docx"\r\nContent-Transfer-Encoding: base64',
      base64('PK\x03\x04 no zip'),
    ),
    SECOND,
  ),
  mail(35, 'a delivery status', part('Content-Type: message/delivery-status', `Final-Recipient: rfc822; ${ADDRESS}`), SECOND),
  mail(
    36,
    'a signature part',
    part('Content-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64', base64(`cert ${PLAIN_NAME}`)),
    SECOND,
  ),
  ...(
    [
      [37, 'an unreachable literal', pdfObject(`(${PLAIN_NAME})`, null), PRINTED],
      [37, 'an unreachable hexadecimal string', pdfObject(`<${Buffer.from(PLAIN_NAME).toString('hex')}>`, null), PRINTED],
      [37, 'an unreachable UTF-16 string', pdfObject(`<${utf16(NAME).toString('hex')}>`, null), PRINTED],
      [37, 'an array of glyphs in an unreachable stream', pdfObject(stream('BT [(Zo) 12 (e Quill) -3 (feather)] TJ ET'), null), PRINTED],
      [38, 'a second revision', (pdf: string) => `${pdf}\n9 0 obj\n(${PLAIN_NAME})\nendobj\nstartxref\n0\n%%EOF\n`, PRINTED],
      [38, 'bytes behind the end', (pdf: string) => `${pdf}${PLAIN_NAME}`, PRINTED],
      [39, 'a title', (pdf: string) => pdf.replace('/Producer', `/Title (${PLAIN_NAME})\n/Producer`), PRINTED],
      [39, 'XMP', pdfObject(stream(`<x:xmpmeta>${PLAIN_NAME}</x:xmpmeta>`), 'Metadata'), PRINTED],
      [40, 'an annotation', onPage(`/Annots [ << /Subtype /Text /Contents (${PLAIN_NAME}) >> ]`), PRINTED],
      [40, 'outlines', pdfObject(`<< /Type /Outlines /Title (${PLAIN_NAME}) >>`, 'Outlines'), PRINTED],
      [41, 'an embedded file', pdfObject(`<< /EmbeddedFiles << /Names [ (${PLAIN_NAME}) ] >> >>`, 'Names'), PRINTED],
      [41, 'a script', pdfObject(`<< /S /JavaScript /JS (app.alert\\(1\\)) >>`, 'OpenAction'), PRINTED],
      [42, 'optional content', pdfObject('<< /OCGs [ ] >>', 'OCProperties'), PRINTED],
      [42, 'invisible text', pdfObject(stream(`BT 3 Tr (${PLAIN_NAME}) Tj ET`), null), PRINTED],
      [42, 'a crop box', onPage('/CropBox [0 0 100 100]'), PRINTED],
      [43, 'a structure tree', pdfObject(`<< /Type /StructTreeRoot /ActualText (${PLAIN_NAME}) >>`, 'StructTreeRoot'), PRINTED],
      [
        44,
        'a font of the original on a rebuilt page',
        pdfObject('<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Original >>', null),
        PIXELS,
      ],
      [45, 'a soft mask', (pdf: string) => pdf.replace('/Subtype /Image', '/Subtype /Image\n/SMask 1 0 R'), PIXELS],
      [46, 'a text layer of the original', pdfObject(stream(`BT 3 Tr (${PLAIN_NAME}) Tj ET`), null), PIXELS],
    ] as const
  ).map(([number, what, change, path]) => mail(number, what, change, path)),
  {
    numbers: [45, 48],
    what: 'a box that does not cover its picture',
    where: /^pdf\/CTRL-000003\.pdf/,
    mutate: edit(PIXELS, (pdf) => {
      const match = /\/Width (\d+)\n\/Height (\d+)[\s\S]*?\/Length (\d+)\n>>\nstream\n/.exec(pdf)
      if (match === null) throw new Error('no picture')
      const start = match.index + match[0].length
      const rows = deflateSync(Buffer.alloc(Number(match[1]) * Number(match[2]) * 3, 200)).toString('latin1')
      return `${pdf.slice(0, start).replace(new RegExp(`/Length ${match[3]}\n>>\nstream\n$`), `/Length ${rows.length}\n>>\nstream\n`)}${rows}${pdf.slice(start + Number(match[3]))}`
    }),
  },
  mail(47, 'a marker as long as what it hides', (text) =>
    text.replace(/=\?utf-8\?B\?W1JFREFD[^?]*\?=/, `=?utf-8?B?${base64('[REDACTED 16]')}?=`),
  ),
  {
    numbers: [50],
    what: 'the name in the schedule',
    where: /^schedule\.csv/,
    mutate: edit('schedule.csv', (text) => text.replace('"message"', `"message ${PLAIN_NAME}"`)),
  },
  {
    numbers: [50],
    what: 'an unsalted hash of the name in the schedule',
    where: /^schedule\.json/,
    mutate: edit('schedule.json', (text) =>
      text.replace('"copies": "2"', `"copies": "2", "value": "${createHash('sha256').update(NAME).digest('hex')}"`),
    ),
  },
  {
    numbers: [51],
    what: 'an index of words',
    where: /^index\.txt/,
    mutate: (files) => [...files, { path: 'index.txt', bytes: Buffer.from(`quillfeather 1, 2\n`) }],
  },
  {
    numbers: [51],
    what: 'a search term on the cover',
    where: /^README\.txt/,
    mutate: edit('README.txt', (text) => `${text}Searched for: ${PLAIN_NAME}\r\n`),
  },
]
