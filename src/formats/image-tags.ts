import { decodeText } from './charset.ts'

/** What a structure of tags says; XMP and IPTC in it as they are. */
export interface TagWords {
  readonly texts: readonly string[]
  readonly xmp: readonly Buffer[]
  readonly iptc: readonly Buffer[]
}

/** Attack: directories that name each other in a ring, or by the ten thousand. Entries in all. */
const mostEntries = 10_000
const maxBytes = 1_000_000

/** Directories that a directory names (CIPA DC-008 §4.6.3): EXIF, GPS, interoperability, further pictures. */
const directories: ReadonlySet<number> = new Set([0x8769, 0x8825, 0xa005, 0x014a])
const tags = { userComment: 0x9286, xmp: 0x02bc, iptc: 0x83bb, windowsFirst: 0x9c9b, windowsLast: 0x9c9f, gps: 0x8825 } as const
/** Texts that name a device, a program, a time, a format: nobody's words. */
const technical: ReadonlySet<number> = new Set([
  ...[0x010f, 0x0110, 0x0131, 0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292],
  ...[0xa420, 0xa431, 0xa433, 0xa434, 0xa435, 0xa004],
])
/** Of a place the processing and the area have names; the rest are marks and measures (§4.6.6). */
const gpsTexts: ReadonlySet<number> = new Set([0x1b, 0x1c])
const sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8]

/** The words in a structure of TIFF (TIFF 6.0 §2), of which EXIF is one: texts, and what Windows writes beside them. */
export function exifWords(data: Buffer): TagWords {
  const texts: string[] = []
  const xmp: Buffer[] = []
  const iptc: Buffer[] = []
  if (data.length < 8) return { texts, xmp, iptc }
  const little = data[0] === 0x49
  const short = (at: number): number => (at + 2 > data.length ? 0 : little ? data.readUInt16LE(at) : data.readUInt16BE(at))
  const long = (at: number): number => (at + 4 > data.length ? 0 : little ? data.readUInt32LE(at) : data.readUInt32BE(at))
  const open = [{ at: long(4), place: false }]
  const seen = new Set<number>()
  let entries = 0
  for (let directory = open.shift(); directory !== undefined; directory = open.shift()) {
    const { at, place } = directory
    if (at < 8 || seen.has(at)) continue
    seen.add(at)
    const count = short(at)
    for (let index = 0; index < count && entries < mostEntries; index++, entries++) {
      const entry = at + 2 + index * 12
      const [tag, type] = [short(entry), short(entry + 2)]
      const length = long(entry + 4) * (sizes[type] ?? 0)
      const start = length <= 4 ? entry + 8 : long(entry + 8)
      const value = data.subarray(start, start + Math.min(length, maxBytes))
      if (directories.has(tag)) open.push({ at: long(entry + 8), place: tag === tags.gps })
      else if (place) {
        if (gpsTexts.has(tag)) texts.push(comment(value, little))
      } else if (tag === tags.xmp) xmp.push(value)
      else if (tag === tags.iptc) iptc.push(value)
      else if (tag === tags.userComment) texts.push(comment(value, little))
      else if (tag >= tags.windowsFirst && tag <= tags.windowsLast) texts.push(ended(value.toString('utf16le')))
      else if (type === 2 && !technical.has(tag)) texts.push(ended(decodeText(value, null).text))
    }
    open.push({ at: long(at + 2 + count * 12), place: false })
  }
  return { texts, xmp, iptc }
}

/** CIPA DC-008 §4.6.5: eight characters say in what letters it is written. */
function comment(value: Buffer, little: boolean): string {
  const text = value.subarray(8)
  if (value.toString('latin1', 0, 7) !== 'UNICODE') return ended(decodeText(text, null).text)
  return ended(decodeText(text, little ? 'utf-16le' : 'utf-16be').text)
}

/** Texts end in zeros. */
const ended = (text: string): string => text.replaceAll('\0', ' ').trim()

/** Of what IPTC says of a picture (IPTC-IIM 4.2 §6) versions, times and programs, which are nobody's words. */
const bare: ReadonlySet<number> = new Set([0, 3, 8, 10, 30, 35, 37, 38, 47, 50, 55, 60, 62, 63, 65, 70, 75, 130, 131, 135])

/** The texts of IPTC: captions, authors, keywords, names of people and places. */
export function iptcWords(data: Buffer): readonly string[] {
  const found: string[] = []
  for (let at = 0; at + 5 <= data.length && data[at] === 0x1c; ) {
    const length = data.readUInt16BE(at + 3)
    const end = at + 5 + length
    if (length > 0x7fff || end > data.length) break
    if (data[at + 1] === 2 && !bare.has(data[at + 2] ?? 0)) found.push(decodeText(data.subarray(at + 5, end), null).text)
    at = end
  }
  return found
}
