import { deflateSync, gzipSync } from 'node:zlib'
import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { picture } from './fixtures.ts'
import { check, chunk, type Made, NAME, packed, png, zipped } from './native.ts'

function jpeg(marker: number, body: Buffer): Buffer {
  const bytes = createCanvas(8, 8).toBuffer('image/jpeg')
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([bytes.subarray(0, 2), head, body, bytes.subarray(2)])
}
function jpegSegments(marker: number, bodies: readonly Buffer[]): Buffer {
  const bytes = createCanvas(8, 8).toBuffer('image/jpeg')
  const segments = bodies.flatMap((body) => {
    const head = Buffer.from([0xff, marker, 0, 0])
    head.writeUInt16BE(body.length + 2, 2)
    return [head, body]
  })
  return Buffer.concat([bytes.subarray(0, 2), ...segments, bytes.subarray(2)])
}
const extended = (at: number, text: string) => {
  const place = Buffer.alloc(8)
  place.writeUInt32BE(16, 0)
  place.writeUInt32BE(at, 4)
  return Buffer.concat([Buffer.from(`http://ns.adobe.com/xmp/extension/\0${'0123456789ABCDEF'.repeat(2)}`), place, Buffer.from(text)])
}
/** A PNG of one pixel, its rows packed in some way. */
function pngPixels(pack: (rows: Buffer) => Buffer): Buffer {
  const header = Buffer.from('0000000100000001080200000000'.slice(0, 26), 'hex')
  const rows = pack(Buffer.from([0, 1, 2, 3]))
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows.subarray(0, 7)),
    chunk('IDAT', rows.subarray(7)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
/** XMP in a GIF stands unparted, so that its letters are read as lengths of blocks (XMP part 3 §1.1.2). */
function gifXmp(text: string): string {
  const trailer = String.fromCharCode(1, ...Array.from({ length: 256 }, (_, at) => 255 - at), 0)
  const xmp = Buffer.from(`<x>${text}</x>${' '.repeat(300)}`).toString('latin1')
  return `GIF89a\x01\0\x01\0\0\0\0!\xff\x0bXMP DataXMP${xmp}${trailer},\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;`
}

describe('a picture released as it came', () => {
  it.each<Made>([
    ['a text chunk of a PNG', () => png('tEXt', Buffer.from(`Author\0${NAME}`))],
    ['a packed text chunk of a PNG', () => png('zTXt', Buffer.concat([Buffer.from('Author\0\0'), packed(NAME)]))],
    ['a packed international text chunk', () => png('iTXt', Buffer.concat([Buffer.from('Author\0\x01\0en\0\0'), packed(NAME)]))],
    ['a colour profile of a PNG', () => png('iCCP', Buffer.concat([Buffer.from('p\0\0'), packed(NAME)]))],
    ['a packed chunk of a PNG that no reader here knows', () => png('mkBT', Buffer.concat([Buffer.alloc(8, 7), packed(NAME)]))],
    ['an archive in a chunk of a PNG', () => png('prIv', Buffer.concat([Buffer.from('x'), zipped()]))],
    ['a gzip file in a segment of a JPEG', () => jpeg(0xeb, Buffer.concat([Buffer.from('JP\0\0'), gzipSync(NAME)]))],
    ['bytes behind a PNG', () => Buffer.concat([picture(), Buffer.from(NAME)])],
    ['a comment of a JPEG', () => jpeg(0xfe, Buffer.from(NAME))],
    ['EXIF of a JPEG', () => jpeg(0xe1, Buffer.from(`Exif\0\0II*\0${NAME}\0`))],
    ['EXIF in UTF-16 at an odd place', () => jpeg(0xe1, Buffer.concat([Buffer.from('Exif\0\0x'), Buffer.from(NAME, 'utf16le')]))],
    ['XMP of a JPEG', () => jpeg(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<dc:creator>Zoe Quill&#102;eather</dc:creator>`))],
    ['IPTC of a JPEG', () => jpeg(0xed, Buffer.from(`Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\x00\x1c\x02\x50\x00\x10${NAME}`, 'latin1'))],
    ['XMP that goes on in a second segment of a JPEG', () => jpegSegments(0xe1, [extended(0, 'Zoe Quill'), extended(9, 'feather')])],
    ['XMP whose second segment comes first', () => jpegSegments(0xe1, [extended(9, 'feather'), extended(0, 'Zoe Quill')])],
    [
      'a colour profile in further segments of a JPEG',
      () => jpegSegments(0xe2, [Buffer.from('ICC_PROFILE\0\x02\x03Zoe Quill'), Buffer.from('ICC_PROFILE\0\x03\x03feather')]),
    ],
    [
      'IPTC in two segments of a JPEG',
      () => jpegSegments(0xed, [Buffer.from('Photoshop 3.0\0Zoe Quill'), Buffer.from('Photoshop 3.0\0feather')]),
    ],
    ['a comment in two segments of a JPEG', () => jpegSegments(0xfe, [Buffer.from('Zoe Quill'), Buffer.from('feather')])],
    ['bytes behind the packed pixels of a PNG', () => pngPixels((rows) => Buffer.concat([deflateSync(rows), deflateSync(NAME)]))],
    ['rows of a PNG that nobody draws', () => pngPixels((rows) => deflateSync(Buffer.concat([rows, Buffer.from(`${NAME}, seen`)])))],
  ])('is searched in %s', async (_, make) => {
    expect((await check(await make(), NAME)).found).toBe(1)
  })

  it.each([['a name that a GIF counts by its own letters', gifXmp('Zoë Q'), 'Zoë Q']])('is searched in %s', async (_, text, needle) => {
    expect((await check(Buffer.from(text, 'latin1'), needle)).found).toBe(1)
  })

  it.each<Made>([
    ['bytes of no known kind behind a picture', () => Buffer.concat([picture(), Buffer.from([1, 2, 3, 4, 5])])],
    ['an archive of no known kind in a chunk of a picture', () => png('prIv', Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1'))],
    ['a PNG whose packed text does not unpack', () => png('zTXt', Buffer.from('Author\0\0nothing'))],
    [
      'a PNG whose pixels unpack to far more than its size',
      () => pngPixels((rows) => deflateSync(Buffer.concat([rows, Buffer.alloc(2 ** 25)]))),
    ],
    ['a JPEG that is cut off', () => createCanvas(8, 8).toBuffer('image/jpeg').subarray(0, 300)],
  ])('is kept back for %s', async (_, make) => {
    expect((await check(await make(), NAME)).problems).toContain('undecodable')
  })
})
