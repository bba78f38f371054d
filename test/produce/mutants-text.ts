import { gzipSync } from 'node:zlib'
import { zipOf } from '../formats/office-file.ts'
import { NAME } from './mails.ts'
import { base64, FIRST, HTML, inHtml, type Mutant, mutant, PLAIN_NAME, proof, rewrite, SECOND, say, shape } from './mutant.ts'

/** The name written in a body in some way, and what proves that it is there. */
const body = (number: number, what: string, text: string, pattern: RegExp): Mutant =>
  mutant(number, what, say(text), FIRST, proof(pattern, 'quoted-printable'))

const wide = [...PLAIN_NAME].map((letter) => (letter === ' ' ? '\u3000' : String.fromCharCode(letter.charCodeAt(0) + 0xfee0))).join('')
/** Mathematical letters, which NFKC folds. */
const script = [...PLAIN_NAME]
  .map((letter) => (/[a-z]/.test(letter) ? String.fromCodePoint(letter.charCodeAt(0) - 97 + 0x1d5ba) : letter))
  .join('')

/** Leaks that stand in the text itself, encoded or disguised: `safety.md` 14–22. The search must find each as the name. */
export const textMutants: readonly Mutant[] = [
  ...[0, 1, 2].map((skip) => {
    const encoded = base64(`${'.'.repeat(skip)}${NAME}`)
    return body(14, `base64 in a body at alignment ${skip}`, `x ${encoded}`, new RegExp(encoded.slice(0, 16)))
  }),
  mutant(
    14,
    'text behind base64 padding',
    (text) => text.replace(/(base64\r\n\r\n[A-Za-z0-9+/=\r\n]+?)(?=\r\n--)/, `$1\r\n${base64(NAME)}`),
    SECOND,
    proof(/Quillfeather/, 'base64'),
  ),
  body(14, 'base64 in base64', base64(base64(base64(NAME))), /[A-Za-z0-9]{24}/),
  body(14, 'base64 for addresses of the web', Buffer.from(`>>>${NAME}???`).toString('base64url'), /Pj4-/),
  body(14, 'an archive in base64', base64(zipOf([{ name: 'list.txt', content: `${NAME}\n` }])).replace(/.{60}/g, '$&\n'), /^UEsDB/m),
  body(14, 'a compressed file in base64', base64(gzipSync(`${NAME} `.repeat(9))), /H4sI/),
  body(14, 'a compressed file in hexadecimal', gzipSync(`${NAME} `.repeat(9)).toString('hex'), /1f8b08/),
  body(
    15,
    'quoted-printable with a soft break in the name',
    `write to Quill=\nfeather, Zo=C3=AB Quill=\nfeather`,
    /Zo=C3=AB Quill=\r?\nfeather/,
  ),
  mutant(
    16,
    'encoded words cut inside the name',
    rewrite('Subject', `=?utf-8?B?${base64('Zoë Qu')}?=\r\n =?utf-8?B?${base64('illfeather')}?=`),
    FIRST,
    proof(/illfeather/, 'base64'),
  ),
  mutant(
    16,
    'encoded words cut inside a letter',
    rewrite('Subject', '=?utf-8?Q?Zo=C3?=\r\n =?utf-8?Q?=AB_Quillfeather?='),
    FIRST,
    proof(/=C3\?=\r\n =\?utf-8\?Q\?=AB/),
  ),
  mutant(
    16,
    'encoded words in another charset',
    rewrite('Subject', '=?iso-8859-1?Q?Zo=EB_Quillfeather?='),
    FIRST,
    proof(/Zo=EB_Quillfeather/),
  ),
  mutant(16, 'encoded words of a language', rewrite('Subject', `=?utf-8*en?B?${base64(NAME)}?=`), FIRST, proof(/Quillfeather/, 'base64')),
  mutant(
    16,
    'a file name in continuations',
    (text) =>
      text.replace(
        /Content-Disposition: attachment;\r\n\tfilename="CTRL-000004 withheld\.txt"/,
        "Content-Disposition: attachment;\r\n\tfilename*0*=utf-8''Zo%C3%AB%20Quil;\r\n\tfilename*1*=lfeather",
      ),
    SECOND,
    proof(/Zo%C3%AB%20Quil;\r\n\tfilename\*1\*=lfeather/),
  ),
  mutant(
    16,
    'a charset parameter in continuations',
    (text) => text.replace(/text\/csv; charset=utf-8/, 'text/csv; charset*0="Zoe Quil";\r\n charset*1=lfeather'),
    SECOND,
    proof(/Quil";\r\n charset\*1=lfeather/),
  ),
  mutant(
    17,
    'a quoted transfer encoding',
    (text) =>
      text.replace(
        /Content-Transfer-Encoding: quoted-printable\r\n\r\n[\s\S]*/,
        `Content-Transfer-Encoding: "base64"\r\n\r\n${base64(NAME)}\r\n`,
      ),
    FIRST,
    proof(/Quillfeather/, 'base64'),
  ),
  mutant(17, 'an unknown transfer encoding', (text) =>
    text.replace(
      /Content-Transfer-Encoding: quoted-printable\r\n\r\n[\s\S]*/,
      `Content-Transfer-Encoding: x-uuencode\r\n\r\n${PLAIN_NAME}\r\n`,
    ),
  ),
  body(18, 'UTF-7', 'Zo+AOs- Quillfeather', /Zo\+AOs- Quill/),
  mutant(18, 'a wrong charset label', (text) => text.replace('charset=utf-8', 'charset=utf-16'), FIRST, shape(/16/)),
  mutant(18, 'an unknown charset label', (text) => text.replace('charset=utf-8', 'charset=x-quill'), FIRST, shape(/x-quill/)),
  mutant(18, 'ISO-2022-JP in a body', (text) => text.replace(/(quoted-printable\r\n\r\n)/, '$1=1B$B=1B(BZoe Quillfeather\r\n')),
  mutant(
    18,
    'UTF-16 in a body',
    (text) =>
      text.replace(
        /(quoted-printable\r\n\r\n)/,
        (head) =>
          `${head}${[...Buffer.from(PLAIN_NAME, 'utf16le')]
            .map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`)
            .join('')
            .replace(/.{72}/g, '$&=\r\n')}\r\n`,
      ),
    FIRST,
    proof(/Z\0o\0e\0 \0Q\0/, 'quoted-printable'),
  ),
  body(19, 'the name decomposed', NAME.normalize('NFD'), /Zoe\u0308 Quill/),
  body(19, 'the name in full width', wide, /Ｚｏｅ/),
  body(19, 'the name in capitals', NAME.toUpperCase(), /ZOË QUILL/),
  body(19, 'the name in mathematical letters', script, /Z\p{L}/u),
  body(19, 'the name in circled letters', 'Ⓩⓞⓔ Ⓠⓤⓘⓛⓛⓕⓔⓐⓣⓗⓔⓡ', /ⓞⓔ/),
  body(20, 'zero-width characters in the name', 'Zoë Quill\u200b\u00adfea\u2060ther', /Quill\u200b/),
  body(20, 'bidi controls in the name', 'Zoë \u2066Quill\u2069\u200ffeather\u202c', /\u2066Quill/),
  body(20, 'combining joiners in the name', 'Zoë Quill\u034ffea\u034fther', /Quill\u034f/),
  body(20, 'variation selectors in the name', 'Zoë Q\ufe00u\ufe0fill\u{e0101}feather', /Q\ufe00u/u),
  body(20, 'the name from right to left', `\u202e${[...NAME].reverse().join('')}\u202c`, /rehtaefllIuq/i),
  body(20, 'hangul fillers in the name', 'Zoë Quill\u3164fea\uffa0ther', /Quill\u3164/),
  body(20, 'braille blanks in the name', 'Zoë Quill\u2800feather', /Quill\u2800/),
  body(21, 'Cyrillic lookalikes in the name', 'Zоë Quillfеаthеr', /Zо/),
  body(21, 'Greek lookalikes in the name', 'Ζοë Quillfeather', /Ζο/),
  body(21, 'Armenian lookalikes in the name', 'Zօë Quillfeatհer', /Zօ/),
  body(21, 'Lisu lookalikes in the name', 'ꓜoe QuillfeaꓔHeꓣ', /ꓜoe/),
  body(21, 'Cherokee lookalikes in the name', 'Ꮓoe QuillfeaᎢher', /Ꮓoe/),
  body(21, 'small capitals', 'Zᴏᴇ Qᴜɪʟʟғᴇᴀᴛʜᴇʀ', /ᴏᴇ/),
  body(21, 'regional indicators', '🇿🇴🇪 🇶🇺🇮🇱🇱🇫🇪🇦🇹🇭🇪🇷', /🇿/u),
  body(21, 'a phone number in Arabic digits', '+٤٩ ٣٠ ٩٠١٨٢٠-٥٥', /٤٩/),
  body(21, 'a phone number in Thai digits', '๔๙๓๐๙๐๑๘๒๐๕๕', /๔๙/),
  body(22, 'the name broken by quoting', '> Zoë\n> Quillfeather', /> Zoë\r?\n> Quill/),
  body(22, 'the name broken by hyphenation', 'Zoë Quill-\nfeather', /Quill-\r?\nfeather/),
  body(22, 'the name broken by flowed lines', '> Zoë Quill \n> feather', /Quill ?\r?\n?> feather|Quill=20/),
  body(22, 'the name spaced out', 'Z o ë   Q u i l l f e a t h e r', /Q u i l l/),
  body(22, 'the name spelled with dots', 'Z.o.e. Q.u.i.l.l.f.e.a.t.h.e.r', /Q\.u\.i/),
  body(22, 'the name down a column', [...PLAIN_NAME].join('\n'), /Q\r?\nu\r?\ni/),
  body(22, 'the name with slashes', 'Zoë Qu/ill/feather', /Qu\/ill/),
  mutant(22, 'the name broken by tags', inHtml('<p>Zoë Qu<b></b>ill<i>feather</i></p>'), HTML, proof(/Qu<b><\/b>ill/, 'quoted-printable')),
  mutant(
    22,
    'the name broken by cells',
    inHtml('<table><tr><td>Zoë Quill</td><td>feather</td></tr></table>'),
    HTML,
    proof(/Quill<\/td><td>feather/, 'quoted-printable'),
  ),
  mutant(
    22,
    'the name broken by blocks',
    inHtml('<p>Zoë Quill</p><p>feather</p>'),
    HTML,
    proof(/Quill<\/p><p>feather/, 'quoted-printable'),
  ),
  mutant(22, 'the name in entities', inHtml('<p>Zo&euml; &#81;uillfeath&#x65;r</p>'), HTML, proof(/&#81;uill/, 'quoted-printable')),
]
