import { ADDRESS, NAME } from './mails.ts'
import {
  base64,
  edit,
  FILES,
  FIRST,
  HTML,
  header,
  inHtml,
  type Mutant,
  mutant,
  OTHER,
  PLAIN_NAME,
  part,
  pngWith,
  proof,
  qp,
  recode,
  rewrite,
  SECOND,
  say,
  shape,
  utf8,
} from './mutant.ts'

/** Header fields that are never written, each with what it gives away. */
const dropped: readonly (readonly [number, string, RegExp?])[] = [
  [3, `Organization: ${PLAIN_NAME}`],
  [5, `Sender: ${PLAIN_NAME} <${ADDRESS}>`],
  [5, `Resent-From: ${PLAIN_NAME} <${ADDRESS}>`],
  [5, `Disposition-Notification-To: <${ADDRESS}>`],
  [6, `Delivered-To: ${ADDRESS}`],
  [6, `X-Original-To: ${ADDRESS}`],
  [6, 'Return-Path: <bounce-zoe@orchard.example>', /bounce-zoe@orchard/],
  [7, 'Received: from mx.orchard.example (mx [203.0.113.9]) by mx.example; Mon, 5 Jan 2026 10:00:00 +0100', /203\.0\.113\.9/],
  [7, 'X-Originating-IP: [203.0.113.9]', /203\.0\.113\.9/],
  [7, 'Authentication-Results: mx.example; spf=pass smtp.mailfrom=bounce-zoe@orchard.example', /bounce-zoe@orchard/],
  [7, 'ARC-Seal: i=1; a=rsa-sha256; d=orchard.example; b=47DEQpj8HBSa', /orchard\.example/],
  [8, 'DKIM-Signature: v=1; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; d=orchard.example', /bh=47DEQpj8/],
  [10, `Thread-Topic: Lunch with ${PLAIN_NAME}`],
  [10, 'Thread-Index: AdEJ9Vw6Kd3XqX1dTQmQ0n3l8Z1B2Q==', /AdEJ9Vw6/],
  [11, `List-Unsubscribe: <mailto:leave-${ADDRESS.replace('@', '=')}@lists.example>`],
  [11, `Feedback-ID: ${ADDRESS}:campaign`],
  [11, 'X-Mailer: Quill Mail for Orchards', /Quill Mail/],
]

/** Leaks in the frame of a message: `safety.md` 1–13, 29. */
const frame: readonly Mutant[] = [
  mutant(
    1,
    'an original in the place of its rendition',
    (text) =>
      `${text.slice(0, 40)}\r\n${utf8(`From: ${NAME} <${ADDRESS}>\r\nSubject: Lunch with ${NAME} on Friday\r\n\r\n${NAME} will join us. Call ${NAME}`)}`,
  ),
  mutant(2, 'a preamble', (text) => text.replace(/\r\n\r\n--=_/, `\r\n\r\nseen by ${PLAIN_NAME}\r\n--=_`), SECOND),
  mutant(2, 'an epilogue', (text) => `${text}seen by ${PLAIN_NAME}\r\n`, SECOND),
  mutant(
    2,
    'an epilogue of the inner multipart',
    (text) => text.replace(/(--=_[0-9a-f]{32}--\r\n)(?=--=_)/, `$1seen by ${PLAIN_NAME}\r\n`),
    SECOND,
  ),
  ...dropped.map(([number, line, pattern]) =>
    mutant(number, `a header ${line.slice(0, line.indexOf(':'))}`, header(line), FIRST, pattern === undefined ? {} : proof(pattern)),
  ),
  mutant(4, 'a second subject', header(`Subject: Lunch with ${PLAIN_NAME}`)),
  mutant(4, 'a second sender', header(`From: ${PLAIN_NAME} <${ADDRESS}>`)),
  mutant(5, 'a comment in an address', (text) => text.replace(/^To: /m, `To: (${PLAIN_NAME}) `)),
  mutant(5, 'a group name', (text) => text.replace(/^To: (.*)$/m, `To: ${PLAIN_NAME}: $1;`)),
  mutant(5, 'a name before an address', (text) => text.replace(/^From: (.*)$/m, `From: "${PLAIN_NAME}" <redacted@redacted.invalid>`)),
  mutant(5, 'an address to reply to', header(`Reply-To: <${ADDRESS}>`)),
  mutant(6, 'blind copies', header(`Bcc: ${ADDRESS}`)),
  {
    numbers: [6],
    what: 'an envelope sender in the mailbox',
    where: /^mail\.mbox/,
    mutate: edit('mail.mbox', (text) => text.replace('From MAILER-DAEMON', `From ${ADDRESS}`)),
  },
  {
    numbers: [12],
    what: 'a time in the separator of the mailbox',
    where: /^mail\.mbox/,
    mutate: edit('mail.mbox', (text) =>
      text.replace('From MAILER-DAEMON Thu Jan  1 00:00:00 1970', 'From MAILER-DAEMON Mon Jan  5 10:00:00 2026'),
    ),
    ...shape(/2026/),
  },
  {
    numbers: [1],
    what: 'words before the first message of the mailbox',
    where: /^mail\.mbox/,
    mutate: edit('mail.mbox', (text) => `seen by ${PLAIN_NAME}\n${text}`),
  },
  mutant(9, "the original's message id", rewrite('Message-ID', '<one@orchard.example>'), FIRST, proof(/one@orchard/)),
  mutant(9, "the original's references", header('References: <zero@elsewhere.example>'), SECOND, proof(/zero@elsewhere/)),
  mutant(9, 'the id that the original answers', header('In-Reply-To: <one@orchard.example>'), SECOND, proof(/one@orchard/)),
  mutant(12, 'another date than was approved', rewrite('Date', 'Mon, 05 Jan 2026 10:00:01 +0100'), FIRST, shape(/10:00:01/)),
  mutant(12, 'a comment behind the date', (text) => text.replace(/^(Date: .*)$/m, `$1 (${PLAIN_NAME})`)),
  mutant(13, "the original's boundary", (text) => text.replaceAll(/=_[0-9a-f]{32}/g, 'outer-zoe'), SECOND, proof(/outer-zoe/)),
  mutant(
    13,
    'a content id',
    (text) => text.replace(/^Content-Disposition/m, `Content-ID: <zoe@orchard.example>\r\nContent-Disposition`),
    SECOND,
    proof(/zoe@orchard/),
  ),
  mutant(29, 'the name quoted in a document where nobody approved it', say(`> ${NAME} wrote`), OTHER, { whole: true }),
]

/** Leaks in HTML: 23–27. */
const html: readonly Mutant[] = [
  mutant(
    23,
    'an alternative that was left',
    part('Content-Type: text/x-amp-html\r\nContent-Transfer-Encoding: quoted-printable', qp(`<p>${NAME}</p>`)),
    SECOND,
  ),
  mutant(
    23,
    'an alternative of enriched text beside the body',
    (text) =>
      text.replace(
        /(--=_[0-9a-f]{32}--\r\n)(?=--=_)/,
        (end) =>
          `${end.replace(/--\r\n$/, '')}\r\nContent-Type: text/enriched; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<bold>${PLAIN_NAME}</bold>\r\n${end}`,
      ),
    SECOND,
  ),
  ...(
    [
      [24, 'a hidden preheader', `<div style="display:none">${NAME}</div>`],
      [24, 'an element with the attribute hidden', `<div hidden>${NAME}</div>`],
      [24, 'text of no size', `<span style="font-size:0">${NAME}</span>`],
      [24, 'text of the colour of its ground', `<span style="color:#fff;background:#fff">${NAME}</span>`],
      [24, 'text far outside the page', `<p style="position:absolute;left:-9999px">${NAME}</p>`],
      [24, 'text of no height', `<p style="max-height:0;overflow:hidden">${NAME}</p>`],
      [25, 'a comment', `<!-- ${NAME} -->`],
      [25, 'a conditional comment', `<!--[if mso]><p>${NAME}</p><![endif]-->`],
      [25, 'a title', `<title>${NAME}</title>`],
      [25, 'CSS content', `<style>p:after{content:"Zo\\eb  Quillfeather"}</style>`],
      [25, 'CSS content in pieces', `<p style="--a:'Zoe Quill' 'feather'">x</p>`],
      [25, 'a class name', '<p class="quillfeather">x</p>'],
      [25, 'an element that does not exist', `<zoe-quillfeather>x</zoe-quillfeather>`],
      [25, 'an end tag that holds something', `</p ${PLAIN_NAME}>`],
      [25, 'a declaration', `<!ENTITY guest "${PLAIN_NAME}">`],
      [25, 'a processing instruction', `<?xml guest="${PLAIN_NAME}"?>`],
      [26, 'an alternative text', `<img alt="${NAME}">`],
      [26, 'a tooltip', `<p title="${NAME}">x</p>`],
      [26, 'a label for readers', `<p aria-label="${NAME}">x</p>`],
      [26, 'data of a script', `<p data-guest="${NAME}">x</p>`],
      [26, 'an id', `<p id="zoe-quillfeather">x</p>`],
      [26, 'an attribute without quotes', `<p lang=quillfeather>x</p>`],
      [26, 'a link target', `<a href="mailto:${ADDRESS}">x</a>`],
      [26, 'a source', `<img src="https://t.example/${encodeURIComponent(NAME)}.gif">`],
      [27, 'a script', `<script type="application/ld+json">{"name":"Zo\\u00eb Quillfeather"}</script>`],
      [27, 'inline SVG', `<svg><text>${NAME}</text></svg>`],
      [27, 'a form field', `<input value="${NAME}">`],
      [27, 'a template', `<template><p>${NAME}</p></template>`],
    ] as const
  ).map(([number, what, markup]) =>
    mutant(number, what, inHtml(markup), HTML, what.includes('pieces') ? proof(/Quill.*feather/, 'quoted-printable') : {}),
  ),
  mutant(
    26,
    'a tracking token',
    inHtml(`<a href="https://t.example/?q=${encodeURIComponent(base64(NAME))}">x</a>`),
    HTML,
    proof(new RegExp(encodeURIComponent(base64(NAME)).slice(0, 16))),
  ),
  mutant(26, 'a telephone link', inHtml('<a href="tel:+4930901820-55">x</a>'), HTML, {
    ...proof(/tel:\+4930901820/, 'quoted-printable'),
    whole: true,
  }),
  mutant(27, 'a data address', inHtml(`<img src="data:text/plain;base64,${base64(NAME)}">`), HTML, proof(/Quillfeather/, 'base64')),
]

const attached = (type: string, name: string, bytes: string | Uint8Array) =>
  part(
    `Content-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64`,
    base64(bytes).replace(/.{76}(?=.)/g, '$&\r\n'),
  )
/** The first attachment has `field` besides. */
const onPart = (field: string) => (text: string) => text.replace(/^Content-Disposition/m, () => `${field}\r\nContent-Disposition`)

/** Leaks in parts and attachments: 28, 30–36. */
const parts: readonly Mutant[] = [
  mutant(
    28,
    'an attached message in base64',
    part('Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64', base64(`Subject: ${NAME}\r\n\r\n${NAME}`)),
    SECOND,
  ),
  mutant(28, 'an attached message unredacted', (text) => text.replace(/Inner words for /, `Inner words for ${PLAIN_NAME} `), SECOND),
  mutant(
    28,
    'a header of an attached message',
    (text) => text.replace(/(message\/rfc822[\s\S]*?\r\n\r\n)/, `$1X-Guest: ${PLAIN_NAME}\r\n`),
    SECOND,
  ),
  mutant(
    30,
    'a calendar part',
    part('Content-Type: text/calendar', `BEGIN:VCALENDAR\r\nATTENDEE;CN="Zoe Quill\r\n feather":mailto:${ADDRESS}\r\nEND:VCALENDAR`),
    SECOND,
  ),
  mutant(
    30,
    'a card',
    attached('text/vcard', 'a.vcf', `BEGIN:VCARD\r\nX-GUEST:Zoe Quill\r\n feather\r\nEND:VCARD`),
    SECOND,
    proof(/Quill\r\n feather/, 'base64'),
  ),
  mutant(31, 'winmail.dat', attached('application/ms-tnef', 'winmail.dat', `\x78\x9f\x3e\x22${PLAIN_NAME}`), SECOND),
  mutant(32, 'a file name', (text) => text.replace(/filename="[^"]*withheld\.txt"/, `filename="${PLAIN_NAME}.txt"`), SECOND),
  mutant(
    32,
    'a name beside the type',
    (text) => text.replace(/text\/csv; charset=utf-8/, `text/csv; charset=utf-8; name="${PLAIN_NAME}.csv"`),
    SECOND,
  ),
  mutant(32, 'a description', onPart(`Content-Description: ${PLAIN_NAME}`), SECOND),
  mutant(32, 'a location', onPart('Content-Location: https://orchard.example/quillfeather.csv'), SECOND),
  mutant(33, 'a text chunk', recode('wall.png', pngWith('tEXt', `Author\0${NAME}`)), FILES, proof(/Quillfeather/, 'base64')),
  mutant(33, 'EXIF', recode('wall.png', pngWith('eXIf', `Exif${NAME}`)), FILES, proof(/Quillfeather/, 'base64')),
  mutant(
    33,
    'XMP',
    recode('wall.png', pngWith('iTXt', `XML:com.adobe.xmp\0\0\0\0\0<x>${NAME}</x>`)),
    FILES,
    proof(/Quillfeather/, 'base64'),
  ),
  mutant(33, 'a colour profile', recode('wall.png', pngWith('iCCP', `p\0\0${PLAIN_NAME}`)), FILES, proof(/Quillfeather/, 'base64')),
  mutant(33, 'a time', recode('wall.png', pngWith('tIME', 'abcdefg')), FILES, shape(/tIMEabcdefg/, 'base64')),
  mutant(
    33,
    'bytes behind the picture',
    recode('wall.png', (bytes) => Buffer.concat([bytes, Buffer.from(NAME)])),
    FILES,
    proof(/Quillfeather/, 'base64'),
  ),
  mutant(
    34,
    'a native where a placeholder was decided',
    attached('application/octet-stream', 'a.docx', `PK\x03\x04 ${PLAIN_NAME}`),
    SECOND,
    proof(/PK.*Quillfeather/s, 'base64'),
  ),
  mutant(35, 'a delivery status', part('Content-Type: message/delivery-status', `Final-Recipient: rfc822; ${ADDRESS}`), SECOND),
  mutant(35, 'the header that was not delivered', part('Content-Type: text/rfc822-headers', `To: ${ADDRESS}`), SECOND),
  mutant(
    36,
    'a signature part',
    part('Content-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64', base64(`cert ${PLAIN_NAME}`)),
    SECOND,
  ),
  mutant(
    36,
    'an encrypted part',
    part(
      'Content-Type: application/pgp-encrypted',
      '-----BEGIN PGP MESSAGE-----\r\nComment: Zoe Quillfeather\r\n-----END PGP MESSAGE-----',
    ),
    SECOND,
  ),
]

export const mailMutants: readonly Mutant[] = [...frame, ...html, ...parts]
