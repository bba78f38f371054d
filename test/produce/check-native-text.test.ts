import { brotliCompressSync, deflateRawSync, deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { nativePdf } from './fixtures.ts'
import { base64, check, type Made, NAME, png, zipped } from './native.ts'

const ADDRESS = 'zoe@quill.example'
/** How draw.io keeps a diagram: percent encoding, deflate without a header, base64. */
const diagram = () =>
  `<mxfile><diagram>${deflateRawSync(encodeURIComponent(`<mxCell value="${NAME}"/>`)).toString('base64')}</diagram></mxfile>`
const tags = (text: string) => [...text].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('')
const selectors = (text: string) => [...Buffer.from(text)].map((byte) => String.fromCodePoint(0xe0100 + byte - 16)).join('')
const noise = Buffer.from(Array.from({ length: 90 }, (_, at) => ((at * 73 + 151) % 256) | 0x80))
/** The name behind so much else that it comes long after the first that is unpacked. */
const farBehind = (pack: (text: string) => Buffer): string => pack(`${'x '.repeat(100_000)}${NAME}`).toString('base64')

describe('a text released as it came', () => {
  it.each<Made>([
    ['a diagram of draw.io', () => Buffer.from(diagram())],
    ['a diagram of draw.io within its picture', () => png('tEXt', Buffer.from(`mxfile\0${encodeURIComponent(diagram())}`))],
    ['base64 of an archive in a text', () => Buffer.from(`see below\n\n${base64(zipped())}\n`)],
    [
      'base64 of a PDF in HTML',
      async () => Buffer.from(`<a href="data:application/pdf;base64,${Buffer.from(await nativePdf()).toString('base64')}">x</a>`),
    ],
    ['base64 of an archive, shifted by one', () => Buffer.from(base64(Buffer.concat([Buffer.from('x'), zipped()])))],
    ['hexadecimal of an archive, as in RTF', () => Buffer.from(`objdata ${zipped().toString('hex').replace(/.{60}/g, '$&\n')}`)],
    [
      'base64 in an attribute of XML, whose line ends are references',
      () => Buffer.from(`<v gfxdata="${base64(zipped()).replaceAll('\n', '&#xA;')}"/>`),
    ],
    ['brotli in base64', () => Buffer.from(`{"d":"${brotliCompressSync(NAME.repeat(3)).toString('base64')}"}`)],
    ['deflate in base64', () => Buffer.from(`{"d":"${deflateRawSync(NAME.repeat(3)).toString('base64')}"}`)],
    ['brotli in base64 that grows a thousandfold', () => Buffer.from(`{"d":"${farBehind(brotliCompressSync)}"}`)],
    ['deflate in base64 that grows a thousandfold', () => Buffer.from(`{"d":"${farBehind(deflateRawSync)}"}`)],
    [
      'zlib in base64 whose lines are escaped',
      () => Buffer.from(JSON.stringify({ d: base64(deflateSync(`${NAME} ${noise.toString('hex')}`)) })),
    ],
    [
      'bytes of no text in base64, as a certificate',
      () => Buffer.from(base64(Buffer.concat([noise, Buffer.from(`\x0c\x10${NAME}\x30`, 'latin1'), noise]))),
    ],
    [
      'UTF-16 in bytes of no text in base64',
      () => Buffer.from(base64(Buffer.concat([noise, Buffer.from(NAME, 'utf16le'), Buffer.from([0xff, 3]), noise]))),
    ],
    ['tag characters', () => Buffer.from(`hello${tags(NAME)}`)],
    ['variation selectors', () => Buffer.from(`hello${selectors(NAME)}`)],
    ['URL encoding, twice', () => Buffer.from(encodeURIComponent(NAME.replace(/./g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)))],
    ['JSON escapes', () => Buffer.from(JSON.stringify({ a: NAME }).replace('Q', '\\u0051'))],
    ['JSON escapes before a letter that is a digit, too', () => Buffer.from(JSON.stringify({ a: NAME }).replace('f', '\\u0066'))],
    ['escapes of JavaScript and Python', () => Buffer.from(NAME.replace('f', '\\u{66}').replace('h', '\\U00000068'))],
    ['UTF-7', () => Buffer.from('Zoe +AFEAdQBpAGwAbA-feather')],
  ])('is searched in %s', async (_, make) => {
    expect((await check(await make(), NAME)).found).toBe(1)
  })

  it.each([
    ['named characters', `zoe&commat;quill&period;example`, ADDRESS],
    ['a folded calendar line', 'BEGIN:VCALENDAR\r\nATTENDEE;CN=Qu\r\n ist:x\r\nEND:VCALENDAR', 'Quist'],
    ['a calendar’s escaped line end', 'BEGIN:VCALENDAR\r\nDESCRIPTION:Zeile\\nQuist\r\nEND:VCALENDAR', 'Quist'],
    [
      'a card in quoted-printable',
      'BEGIN:VCARD\r\nVERSION:2.1\r\nN;ENCODING=QUOTED-PRINTABLE:Zo=C3=\r\n=AB Quist\r\nEND:VCARD',
      'Zoë Quist',
    ],
    [
      'a card in base64, folded',
      `BEGIN:VCARD\r\nFN;ENCODING=b:${Buffer.from('Zoë Quist').toString('base64').replace(/.{6}/, '$&\r\n ')}\r\nEND:VCARD`,
      'Zoë Quist',
    ],
    [
      'UTF-8 that was taken for windows-1252',
      Buffer.from(new TextDecoder('windows-1252').decode(Buffer.from('Zoë Ærø'))).toString('latin1'),
      'Zoë Ærø',
    ],
    ['a text in Japanese of an old encoding', '\x8e\x52\x93\x63\x91\xbe\x98\x59', '山田太郎'],
    ['a text in Russian of an old encoding', '\xc8\xe2\xe0\xed\xee\xe2', 'Иванов'],
    ['a folded card, cut inside a letter', 'BEGIN:VCARD\r\nFN:Zo\xc3\r\n \xab Quist\r\nEND:VCARD', 'Zoë Quist'],
  ])('is searched in %s', async (_, text, needle) => {
    expect((await check(Buffer.from(text, 'latin1'), needle)).found).toBe(1)
  })

  it.each<Made>([
    [
      'an unknown file in base64',
      () => Buffer.from(base64(Buffer.concat([Buffer.from('7z\xbc\xaf\x27\x1c', 'latin1'), Buffer.alloc(60, 3)]))),
    ],
  ])('is kept back for %s', async (_, make) => {
    expect((await check(await make(), NAME)).problems).toContain('undecodable')
  })

  it('is searched behind millions of signs that are no letters', async () => {
    expect((await check(Buffer.from(`${'\u2014'.repeat(6_000_000)}${NAME}`), NAME)).found).toBe(1)
  })
})
