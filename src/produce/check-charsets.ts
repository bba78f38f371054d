import { isUtf8 } from 'node:buffer'

/** Charsets of files and names from before UTF-8, the platform's decoders (WHATWG Encoding) only; windows-1252 is read anyway. */
const charsets = [
  'shift_jis',
  'euc-jp',
  'gb18030',
  'big5',
  'euc-kr',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'koi8-r',
  'ibm866',
  'macintosh',
] as const
/** Of the code page 850, which zip programs of Western Europe wrote names in, the letters from 0x80; those of 437 stand at the same places, as far as it has them. */
const dos =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'

/** What bytes that are no UTF-8 say in charsets of old, of which nothing tells them: the lines alone that would read otherwise. */
export function oldTexts(bytes: Uint8Array): readonly string[] {
  if (isUtf8(bytes)) return []
  const lines = Buffer.from(bytes)
    .toString('latin1')
    .split(/[\r\n]+/)
    .filter((line) => /[\x80-\xff]/.test(line))
    .join('\n')
  const raw = Buffer.from(lines, 'latin1')
  return [
    ...charsets.map((charset) => new TextDecoder(charset).decode(raw)),
    lines.replace(/[\x80-\xff]/g, (byte) => dos.charAt(byte.charCodeAt(0) - 0x80)),
  ]
}
