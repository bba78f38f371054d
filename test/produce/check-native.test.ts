import { gzipSync } from 'node:zlib'
import { createCanvas } from '@napi-rs/canvas'
import { describe, expect, it } from 'vitest'
import { isOpaque } from '../../src/produce/check-native.ts'
import { nativePdf, picture } from './fixtures.ts'
import { base64, check, NAME, officePart, packed, pdfCarrying, pdfStream, zipped } from './native.ts'

const shortBinary = (...bytes: number[]) => Buffer.concat([Buffer.from(bytes), packed(`${NAME} is in here`.repeat(5))])
/** Files of kinds that nothing here takes apart; all have two zeros two apart, as text of two bytes a letter has. */
const closed: readonly (readonly [string, Uint8Array])[] = [
  ['7z', Buffer.concat([Buffer.from('7z\xbc\xaf\x27\x1c\0\x04', 'latin1'), Buffer.alloc(24), packed(NAME)])],
  ['xz', Buffer.concat([Buffer.from('\xfd7zXZ\0\0\x04', 'latin1'), Buffer.from('e6d6b4460200210116000000742fe5a3', 'hex'), packed(NAME)])],
  ['film', Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08moov', 'latin1'), packed(NAME)])],
  ['sound', Buffer.concat([Buffer.from('RIFF\x24\x08\0\0WAVEfmt \x10\0\0\0\x01\0\x02\0', 'latin1'), packed(NAME)])],
  [
    'compound file',
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(16), Buffer.from('3e000300feff0900', 'hex'), packed(NAME)]),
  ],
  ['font', Buffer.concat([Buffer.from('00010000000c00800003004004', 'hex'), packed(NAME)])],
  ['table of numbers', shortBinary(0, 1, 0, 2, 0)],
  ['text that turns into something else', Buffer.concat([Buffer.from('slate '.repeat(20_000)), packed(NAME)])],
]

describe('a file released as it came', () => {
  it.each(closed)('is kept back for a file that nobody can look into, wherever it lies, and known for it before: %s', async (_, bytes) => {
    const holders = [
      bytes,
      officePart('word/media/m.bin', bytes),
      officePart('word/printerSettings/printerSettings1.bin', bytes),
      officePart('xl/printerSettings/printerSettings1.bin', bytes),
      officePart('word/media/image1.emf', bytes),
      await pdfCarrying(bytes),
      await pdfStream('/Type /EmbeddedFile', bytes),
      gzipSync(bytes),
    ]
    for (const holder of holders) {
      expect((await check(holder, NAME)).problems).toContain('undecodable')
      expect(isOpaque(holder)).toBe(true)
    }
  })

  it('passes where there is nothing to find', async () => {
    const nothing = 'Somebody Else'
    const words = await pdfStream('', Buffer.from('BT (%PDF- and {\\\\rtf are how files begin) Tj ET'))
    for (const bytes of [
      await nativePdf(),
      picture(),
      createCanvas(8, 8).toBuffer('image/jpeg'),
      zipped(),
      Buffer.from(base64(zipped())),
      words,
    ])
      expect(await check(bytes, nothing)).toEqual({ found: 0, problems: [] })
  })
})
