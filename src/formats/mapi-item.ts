import { decodeText } from './charset.ts'

/** A property's value as stored, by MS-OXCDATA 2.11.1: text of 8 bits stays bytes until the item's code page is known. */
export interface MapiProperty {
  readonly type: number
  readonly value: number | bigint | Uint8Array
}

/** An item of Outlook (MS-OXCMSG) as its file gives it, whatever the file. */
export interface MapiItem {
  /** By property id. */
  readonly properties: ReadonlyMap<number, MapiProperty>
  readonly recipients: readonly ReadonlyMap<number, MapiProperty>[]
  readonly attachments: readonly MapiAttachment[]
  /** Names of properties from 0x8000 on, as `set/name`, where the file gives them. */
  readonly names: ReadonlyMap<number, string>
  /** False where something of it, but for its attachments, is damaged in its file: missing, cut, or not what was written. */
  readonly whole: boolean
}

export interface MapiAttachment {
  readonly properties: ReadonlyMap<number, MapiProperty>
  /** Null where the item doesn't hold it (a link), or it can't be read. */
  readonly data: Uint8Array | null
  /** Of an OLE object, the name that its own file has; else empty. */
  readonly objectName: string
  readonly item: MapiItem | null
  /** As of the item, for what belongs to the attachment itself. */
  readonly whole: boolean
}

/**
 * Attack: a file that nests thousands of items in each other. Deeper than the reader of MIME goes into a message (two levels an item, `mimeLimits.depth`), so that it is
 * that one that tells of what lies deeper.
 */
export const maximumItemDepth = 30

export const mapiType = {
  int16: 0x02,
  int32: 0x03,
  boolean: 0x0b,
  object: 0x0d,
  int64: 0x14,
  string8: 0x1e,
  unicode: 0x1f,
  time: 0x40,
  binary: 0x102,
} as const

/** Types of a property that is a text. */
export const textTypes: ReadonlySet<number> = new Set([mapiType.string8, mapiType.unicode])

export type Properties = ReadonlyMap<number, MapiProperty>

/** Properties with their code page, to be asked by id. */
export interface PropertyReader {
  text(id: number): string
  number(id: number): number | null
  bytes(id: number): Uint8Array | null
  /** UTC epoch milliseconds. */
  time(id: number): number | null
}

/** The names of the named properties that an item has, by id. A file's list may name several ids alike. */
export function propertyNames({ properties, names }: MapiItem): ReadonlyMap<number, string> {
  return new Map([...properties.keys()].flatMap((id) => (names.has(id) ? [[id, names.get(id) as string]] : [])))
}

/** Several values of a property as one: texts in lines, binary ones in a row. */
export function severalValues(type: number, values: readonly Uint8Array[]): MapiProperty {
  if (!textTypes.has(type)) return { type, value: Buffer.concat(values) }
  const feed = type === mapiType.unicode ? Buffer.from('\n', 'utf16le') : Buffer.from('\n')
  const texts = values.map((value) => withoutEnd(value, type === mapiType.unicode ? 2 : 1))
  return { type, value: Buffer.concat(texts.flatMap((text, index) => (index === 0 ? [text] : [feed, text]))) }
}

/** Types of which several values are read. */
export const severalTypes: ReadonlySet<number> = new Set([...textTypes, mapiType.binary])

function withoutEnd(value: Uint8Array, width: number): Uint8Array {
  let end = value.byteLength
  while (end >= width && value.subarray(end - width, end).every((byte) => byte === 0)) end -= width
  return value.subarray(0, end)
}

/** Code page of an item's 8-bit texts. */
export function codePageOf(properties: Properties): string {
  const number = (id: number): number => {
    const value = properties.get(id)?.value
    return typeof value === 'number' && value > 0 ? value : 0
  }
  // PidTagMessageCodepage says it. Else the language of the machine that wrote it, since 8-bit text is in its "ANSI" page; else that of the internet form.
  return charsetOf(number(0x3ffd) || pageOfLanguage(number(0x3ff1)) || number(0x3fde) || 1252)
}

/** ANSI code page of a language id (MS-LCID), 0 where it is the western one or not known. */
function pageOfLanguage(language: number): number {
  if (language === 0x0404 || language === 0x0c04 || language === 0x1404) return 950
  const pages: Readonly<Record<number, number>> = {
    1: 1256,
    2: 1251,
    4: 936,
    5: 1250,
    8: 1253,
    13: 1255,
    14: 1250,
    17: 932,
    18: 949,
    21: 1250,
    24: 1250,
    25: 1251,
    26: 1250,
    27: 1250,
    28: 1250,
    30: 874,
    31: 1254,
    32: 1256,
    34: 1251,
    35: 1251,
    36: 1250,
    37: 1257,
    38: 1257,
    39: 1257,
    41: 1256,
    42: 1258,
    44: 1254,
    47: 1251,
    63: 1251,
  }
  return pages[language & 0x3ff] ?? 0
}

/** A Windows code page as a charset label. */
export function charsetOf(page: number): string {
  const known: Readonly<Record<number, string>> = {
    65001: 'utf-8',
    65000: 'utf-7',
    1200: 'utf-16le',
    20127: 'windows-1252',
    932: 'shift_jis',
    936: 'gbk',
    949: 'euc-kr',
    950: 'big5',
    20866: 'koi8-r',
    21866: 'koi8-u',
    50220: 'iso-2022-jp',
    50221: 'iso-2022-jp',
    50222: 'iso-2022-jp',
    51932: 'euc-jp',
    51936: 'gbk',
    51949: 'euc-kr',
    52936: 'hz-gb-2312',
    54936: 'gb18030',
    10000: 'macintosh',
  }
  if (page >= 28591 && page <= 28605) return `iso-8859-${page - 28590}`
  return (
    known[page] ??
    (page >= 1250 && page <= 1258 ? `windows-${page}` : page === 874 ? 'windows-874' : page < 1000 ? `cp${page}` : 'windows-1252')
  )
}

/** Asks properties by id. */
export function reader(properties: Properties, charset: string): PropertyReader {
  const bytes = (id: number): Uint8Array | null => {
    const value = properties.get(id)?.value
    return value instanceof Uint8Array ? value : null
  }
  return {
    bytes,
    text: (id) => {
      const property = properties.get(id)
      if (!(property?.value instanceof Uint8Array)) return ''
      return textOf(property.value, property.type === mapiType.unicode ? 'utf-16le' : charset)
    },
    number: (id) => {
      const value = properties.get(id)?.value
      return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : null
    },
    time: (id) => {
      const property = properties.get(id)
      if (property?.type !== mapiType.time || typeof property.value !== 'bigint' || property.value === 0n) return null
      // 100 ns since 1601 (MS-DTYP 2.3.3).
      const ms = Number(property.value / 10_000n) - 11_644_473_600_000
      return ms > -8.64e15 && ms < 8.64e15 ? ms : null
    },
  }
}

/** Text without the zeros that end it; one within is a blank, since what stands behind it is text as well. */
export function textOf(bytes: Uint8Array, charset: string): string {
  const text = charset === 'utf-16le' ? Buffer.from(bytes).toString('utf16le') : decodeText(bytes, charset).text
  if (!text.includes('\0')) return text
  let end = text.length
  while (end > 0 && text[end - 1] === '\0') end--
  return text.slice(0, end).replaceAll('\0', ' ')
}
