import { decodeText } from '../charset.ts'

/** Code pages by font charset (RTF 1.9.1, `\fcharset`); those not named are the document's own. */
const fontCharsets: Readonly<Record<number, number>> = {
  ...{ 0: 1252, 2: 1252, 77: 10000, 78: 932, 79: 949, 80: 936, 81: 950, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950 },
  ...{ 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850 },
}

export function codePageOfFont(charset: number): number | null {
  return fontCharsets[charset] ?? null
}

const names: Readonly<Record<number, string>> = {
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  1361: 'johab',
  10000: 'macintosh',
  10007: 'x-mac-cyrillic',
  20127: 'us-ascii',
  28591: 'iso-8859-1',
  65001: 'utf-8',
}

/** Label of a Windows code page, as `decodeText` takes it. */
export function codePageLabel(page: number): string {
  return names[page] ?? (page >= 1250 && page <= 1258 ? `windows-${page}` : page === 874 ? 'windows-874' : `cp${page}`)
}

/** Text of bytes in a Windows code page. */
export function decodeCodePage(bytes: Uint8Array, page: number): string {
  return decodeText(bytes, codePageLabel(page)).text
}
