import { deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { surfacesOfAttachment } from '../../src/formats/index.ts'
import { asId, type DocumentId } from '../../src/model/index.ts'

const bytes = (...pieces: readonly (string | Uint8Array | readonly number[])[]): Buffer =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : Buffer.from(piece as Uint8Array))))
const two = (value: number): number[] => [value >> 8, value & 255]
const four = (value: number): number[] => [...two(value >> 16), ...two(value & 0xffff)]

/** EXIF with texts, big-endian: the artist, a comment in two bytes a letter, and a program, which is nobody. */
function tiff(artist: string): Buffer {
  const comment = bytes('UNICODE\0', Buffer.from('Zoe Zqcomment', 'utf16le').swap16())
  const name = bytes(artist, [0])
  const at = 8 + 2 + 3 * 12 + 4
  const entry = (tag: number, type: number, length: number, value: readonly number[]) => [
    ...two(tag),
    ...two(type),
    ...four(length),
    ...value,
  ]
  return bytes(
    'MM\0*',
    four(8),
    two(3),
    entry(0x0131, 2, 4, [...Buffer.from('Zqp\0')]),
    entry(0x013b, 2, name.length, four(at)),
    entry(0x9286, 7, comment.length, four(at + name.length)),
    four(0),
    name,
    comment,
  )
}
const xmp = (name: string): string => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:li>${name}</rdf:li></x:xmpmeta>`
const iptc = (name: string): Buffer => bytes([0x1c, 2, 120, ...two(name.length)], name)

const segment = (marker: number, ...body: readonly (string | Uint8Array | readonly number[])[]): Buffer =>
  bytes([0xff, marker], two(bytes(...body).length + 2), ...body)
const frame = segment(0xc0, [8, ...two(80), ...two(80), 1, 1, 0x11, 0])
const jpeg = (...segments: readonly Uint8Array[]): Buffer => bytes([0xff, 0xd8], ...segments, frame, [0xff, 0xd9])
const chunk = (type: string, ...body: readonly (string | Uint8Array | readonly number[])[]): Buffer =>
  bytes(four(bytes(...body).length), type, ...body, four(0))
const png = (...chunks: readonly Uint8Array[]): Buffer =>
  bytes('\x89PNG\r\n\x1a\n', chunk('IHDR', four(80), four(80), [8, 0, 0, 0, 0]), ...chunks, chunk('IEND'))
const gif = (...extensions: readonly Uint8Array[]): Buffer => bytes('GIF89a', [80, 0, 80, 0, 0, 0, 0], ...extensions, ';')
const riff = (type: string, body: Uint8Array): Buffer => bytes(type, [body.length, 0, 0, 0], body, body.length % 2 === 0 ? [] : [0])
const webp = (...chunks: readonly Uint8Array[]): Buffer =>
  bytes('RIFF\0\0\0\0WEBP', riff('VP8X', bytes([0, 0, 0, 0, 79, 0, 0, 79, 0, 0])), ...chunks)

async function read(content: Uint8Array, type = 'image/x') {
  const { surfaces, problems } = await surfacesOfAttachment(asId<DocumentId>('d'), { part: '2', type, filename: null, bytes: content })
  const hidden = surfaces.filter(({ kind }) => kind === 'hidden')
  expect(hidden.every(({ producible }) => !producible)).toBe(true)
  return {
    lines: hidden.flatMap(({ text }) => text.split('\n')),
    problems: problems.map(({ code }) => code),
    kinds: surfaces.map(({ kind }) => kind),
  }
}

describe('what a picture says beside its pixels', () => {
  const name = 'Zoe Zqname'
  it.each([
    ['the comment of a JPEG', jpeg(segment(0xfe, name))],
    ['XMP of a JPEG', jpeg(segment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', xmp(name)))],
    [
      'XMP of a JPEG in several pieces',
      jpeg(
        ...[xmp(name).slice(0, 50), xmp(name).slice(50)].map((piece) =>
          segment(0xe1, 'http://ns.adobe.com/xmp/extension/\0', 'd'.repeat(32), four(0), four(0), piece),
        ),
      ),
    ],
    [
      'IPTC of a JPEG',
      jpeg(
        segment(
          0xed,
          'Photoshop 3.0\0',
          '8BIM',
          two(0x03ed),
          [0, 0],
          four(2),
          'xx',
          '8BIM',
          two(0x0404),
          [0, 0],
          four(iptc(name).length),
          iptc(name),
        ),
      ),
    ],
    ['a text of a PNG', png(chunk('tEXt', 'Author\0', name))],
    ['a packed text of a PNG', png(chunk('zTXt', 'Author\0\0', deflateSync(name)))],
    ['an international text of a PNG', png(chunk('iTXt', 'Author\0\0\0de\0Autor\0', name))],
    ['XMP of a PNG', png(chunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0', xmp(name)))],
    ['the comment of a GIF', gif(bytes([0x21, 0xfe, 4], name.slice(0, 4), [6], name.slice(4), [0]))],
    ['XMP of a GIF', gif(bytes([0x21, 0xff, 11], 'XMP DataXMP', xmp(name), [1, 0]))],
    ['XMP of a WebP', webp(riff('XMP ', bytes(xmp(name))))],
    ['XMP of a picture of a kind that isn’t shown', bytes('\0\0\0\x18ftypheic', xmp(name))],
  ])('%s is hidden text', async (_what, content) => {
    expect((await read(content)).lines).toEqual([`kept in the picture: ${name}`])
  })

  it.each([
    ['a JPEG', jpeg(segment(0xe1, 'Exif\0\0', tiff('Zoe Zqname')))],
    ['a PNG', png(chunk('eXIf', tiff('Zoe Zqname')))],
    ['a WebP', webp(riff('EXIF', tiff('Zoe Zqname')))],
    ['a TIFF', tiff('Zoe Zqname')],
  ])('EXIF of %s is: who made it, and a comment, but no program', async (_what, content) => {
    expect((await read(content)).lines).toEqual(['kept in the picture: Zoe Zqname', 'kept in the picture: Zoe Zqcomment'])
  })

  it('stands beside the picture, whose pixels are told as before', async () => {
    expect(await read(jpeg(segment(0xfe, 'Zoe')))).toMatchObject({ kinds: ['image', 'hidden'], problems: ['no-text'] })
    expect(await read(jpeg())).toMatchObject({ kinds: ['image'], problems: ['no-text'] })
  })

  it('ends at damage: lengths that lie, directories in a ring, text that unpacks to more than memory holds', async () => {
    const ring = bytes('MM\0*', four(8), two(0), four(8))
    const bomb = png(chunk('zTXt', 'Author\0\0', deflateSync(Buffer.alloc(50_000_000, 'Zoe '))))
    const lying = png(bytes(four(0xffff), 'tEXt', 'a\0'))
    for (const content of [
      jpeg(segment(0xe1, 'Exif\0\0', ring)),
      bomb,
      lying,
      tiff('Zoe').subarray(0, 30),
      jpeg(bytes([0xff, 0xe1, 0, 0])),
    ])
      expect((await read(content)).lines.join('').length).toBeLessThan(100)
  })
})
