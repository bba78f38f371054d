import { inflateSync } from 'node:zlib'
import { decodeText } from './charset.ts'
import { createHiddenLines } from './html-hidden.ts'
import { imageType } from './image-header.ts'
import { exifWords, iptcWords } from './image-tags.ts'
import { cleanControls } from './surfaces-text.ts'
import { xmpWords } from './xmp-words.ts'

/** Attack: a line of text that unpacks to more than memory holds. In bytes. */
const maxUnpacked = 1_048_576

/**
 * What a picture says beside its pixels: who made it, what and whom it shows (EXIF, XMP, IPTC, comments). One line each; empty for most. Whatever is damaged
 * ends the reading there.
 */
export function imageWords(bytes: Uint8Array): string {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const lines = createHiddenLines()
  for (const words of wordsOf(data))
    for (const word of words) if (/\p{L}/u.test(word)) lines.add('kept in the picture', cleanControls(word))
  return lines.text()
}

type Words = Generator<readonly string[]>

function wordsOf(data: Buffer): Words {
  switch (imageType(data)) {
    case 'image/jpeg':
      return jpegWords(data)
    case 'image/png':
      return pngWords(data)
    case 'image/gif':
      return gifWords(data)
    case 'image/webp':
      return webpWords(data)
    default:
      return otherWords(data)
  }
}

const decoded = (bytes: Uint8Array): string => decodeText(bytes, null).text
const beginsWith = (data: Buffer, head: string): boolean => data.subarray(0, head.length).toString('latin1') === head

const exif = 'Exif\0\0'
const xmp = 'http://ns.adobe.com/xap/1.0/\0'
const moreXmp = 'http://ns.adobe.com/xmp/extension/\0'
const photoshop = 'Photoshop 3.0\0'
/** Behind its name: a digest, the length of all, and where this piece belongs (XMP specification part 3, §1.1.3.1). */
const moreXmpHeader = moreXmp.length + 40

/** ITU-T T.81 Annex B: segments up to the picture itself. */
function* jpegWords(data: Buffer): Words {
  const pieces: Buffer[] = []
  for (let at = 2; at + 4 <= data.length && data[at] === 0xff; ) {
    const marker = data[at + 1] ?? 0
    if (marker === 0xda || marker === 0xd9) break
    if (marker === 0xff) {
      at++
      continue
    }
    const body = data.subarray(at + 4, at + 2 + data.readUInt16BE(at + 2))
    if (marker === 0xfe) yield [decoded(body)]
    else if (marker === 0xe1 && beginsWith(body, exif)) yield tiffWords(body.subarray(exif.length))
    else if (marker === 0xe1 && beginsWith(body, xmp)) yield xmpWords(decoded(body.subarray(xmp.length)))
    else if (marker === 0xe1 && beginsWith(body, moreXmp)) pieces.push(body.subarray(moreXmpHeader))
    else if (marker === 0xed && beginsWith(body, photoshop)) yield photoshopWords(body.subarray(photoshop.length))
    at += 2 + Math.max(2, data.readUInt16BE(at + 2))
  }
  if (pieces.length > 0) yield xmpWords(decoded(Buffer.concat(pieces)))
}

const iptcResource = 0x0404

/** Resources one behind the other (Adobe Photoshop file formats specification, image resource blocks), of which one is IPTC. */
function photoshopWords(data: Buffer): readonly string[] {
  const even = (length: number): number => length + (length & 1)
  for (let at = 0; at + 12 <= data.length && data.toString('latin1', at, at + 4) === '8BIM'; ) {
    const size = at + 6 + even(1 + (data[at + 6] ?? 0))
    if (size + 4 > data.length) break
    const length = data.readUInt32BE(size)
    if (data.readUInt16BE(at + 4) === iptcResource) return iptcWords(data.subarray(size + 4, size + 4 + length))
    at = size + 4 + even(length)
  }
  return []
}

/** PNG 3rd ed. §11.3.3: a keyword, then the text, packed or not. */
function* pngWords(data: Buffer): Words {
  for (let at = 8; at + 12 <= data.length; ) {
    const length = data.readUInt32BE(at)
    const type = data.toString('latin1', at + 4, at + 8)
    const body = data.subarray(at + 8, at + 8 + length)
    const end = body.indexOf(0)
    const rest = body.subarray(end + 1)
    if (type === 'eXIf') yield tiffWords(body)
    else if (type === 'tEXt' && end >= 0) yield [decoded(rest)]
    else if (type === 'zTXt' && end >= 0) yield [decoded(unpacked(rest.subarray(1)))]
    else if (type === 'iTXt' && end >= 0) {
      const [language, translated] = [rest.indexOf(0, 2), rest.indexOf(0, rest.indexOf(0, 2) + 1)]
      const text = rest.subarray(translated + 1)
      const said = language < 0 || translated < 0 ? '' : decoded(rest[0] === 1 ? unpacked(text) : text)
      yield said.includes('<x:xmpmeta') ? xmpWords(said) : [said]
    }
    at += 12 + length
  }
}

function unpacked(packed: Uint8Array): Uint8Array {
  try {
    return inflateSync(packed, { maxOutputLength: maxUnpacked })
  } catch {
    return new Uint8Array(0)
  }
}

/** GIF89a §24, §26: comments, and XMP, which is no chain of blocks as others are. */
function* gifWords(data: Buffer): Words {
  const tableBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1))
  for (let at = 13 + tableBytes(data[10] ?? 0); at < data.length; ) {
    const kind = data[at]
    if (kind !== 0x21 && kind !== 0x2c) break
    const isComment = kind === 0x21 && data[at + 1] === 0xfe
    const isXmp = kind === 0x21 && data[at + 1] === 0xff && data.toString('latin1', at + 3, at + 14) === 'XMP DataXMP'
    if (isXmp) yield packetWords(data.subarray(at + 14))
    // The size of the letters of a picture's code stands before its blocks.
    at += kind === 0x2c ? 11 + tableBytes(data[at + 9] ?? 0) : 2
    const blocks: Buffer[] = []
    for (; at < data.length && data[at] !== 0; at += 1 + (data[at] ?? 0)) {
      if (isComment) blocks.push(data.subarray(at + 1, at + 1 + (data[at] ?? 0)))
    }
    if (blocks.length > 0) yield [decoded(Buffer.concat(blocks))]
    at++
  }
}

/** RFC 9649 §2.3, §2.7.1.4. */
function* webpWords(data: Buffer): Words {
  for (let at = 12; at + 8 <= data.length; ) {
    const length = data.readUInt32LE(at + 4)
    const type = data.toString('latin1', at, at + 4)
    const body = data.subarray(at + 8, at + 8 + length)
    if (type === 'EXIF') yield tiffWords(beginsWith(body, exif) ? body.subarray(exif.length) : body)
    else if (type === 'XMP ') yield xmpWords(decoded(body))
    at += 8 + length + (length & 1)
  }
}

/** TIFF is what EXIF is made of; of other kinds (HEIC, PSD, films) what they say in XMP, which stands there as it is. */
function* otherWords(data: Buffer): Words {
  if (beginsWith(data, 'II*\0') || beginsWith(data, 'MM\0*')) yield tiffWords(data)
  else yield packetWords(data)
}

const packetEnd = '</x:xmpmeta>'

function packetWords(data: Buffer): readonly string[] {
  const start = data.indexOf('<x:xmpmeta')
  const end = start < 0 ? -1 : data.indexOf(packetEnd, start)
  return end < 0 ? [] : xmpWords(decoded(data.subarray(start, end + packetEnd.length)))
}

function tiffWords(data: Buffer): readonly string[] {
  const { texts, xmp: packets, iptc } = exifWords(data)
  return [...texts, ...packets.flatMap((packet) => xmpWords(decoded(packet))), ...iptc.flatMap(iptcWords)]
}
