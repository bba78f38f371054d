import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { containerLimits, parseMessage, StreamSource } from '../../src/formats/index.ts'
import { openEvidence, ReadBuffer } from '../../src/jobs/ingest-file.ts'
import { canonicalOf, isCutShort, readStretch, readWhole } from '../../src/jobs/raw-message.ts'
import { type ByteSource, bytesSource } from '../../src/model/index.ts'
import { letter, temporaryFolder } from './archive.ts'

const text = Buffer.from(letter({ id: 'long', body: Array.from({ length: 9000 }, (_, at) => `Line ${at} of a long letter.\n`).join('') }))
const limit = 1000
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const whole = { sizeBytes: text.byteLength, sha256: sha256(text) }

function file(bytes: Uint8Array): ByteSource {
  const path = join(temporaryFolder(), 'message')
  writeFileSync(path, bytes)
  const opened = openEvidence(path, new ReadBuffer())
  onTestFinished(() => opened.close())
  return opened
}

function* inPieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 700) yield bytes.subarray(at, at + 700)
}

describe('a message larger than is read into memory', () => {
  it.each<readonly [string, () => ByteSource]>([
    ['a file', () => file(text)],
    ['a part of a stream', () => new StreamSource(text.byteLength, () => inPieces(text))],
    ['a file that is compressed (gzip)', () => file(gzipSync(text))],
    ['a file that is compressed (zstd)', () => file(zstdCompressSync(text))],
  ])('gives its beginning, and the size and hash of all of it: %s', (_name, open) => {
    const { bytes, ...facts } = readWhole(open(), limit)
    expect(facts).toEqual(whole)
    expect(Buffer.from(bytes)).toEqual(text.subarray(0, limit))
  })

  it('does so where it stands among others', () => {
    const { bytes, ...facts } = readStretch(
      file(Buffer.concat([Buffer.from('before'), text, Buffer.from('after')])),
      6,
      text.byteLength,
      limit,
    )
    expect(facts).toEqual(whole)
    expect(Buffer.from(bytes)).toEqual(text.subarray(0, limit))
  })

  it('at the limit is whole, and one byte more is not', () => {
    expect(isCutShort(readWhole(file(text), text.byteLength))).toBe(false)
    expect(isCutShort(readWhole(file(text), text.byteLength - 1))).toBe(true)
  })

  it('that is shorter than it was says so by its size', () => {
    expect(readStretch(file(text), 0, text.byteLength + 1, limit).sizeBytes).toBe(text.byteLength)
  })

  it('is given up where it expands as a bomb does', () => {
    const limits = { ...containerLimits, ratio: 2, freeBytes: 1000 }
    expect(() => readWhole(file(gzipSync(text)), limit, limits)).toThrow(expect.objectContaining({ code: 'expands-too-much' }))
  })
})

describe('messages of which only the beginning was read', () => {
  const canonical = (bytes: Uint8Array, maximumBytes = limit): string => {
    const raw = readWhole(bytesSource(bytes), maximumBytes)
    return canonicalOf(parseMessage(raw.bytes), raw.bytes, raw)
  }

  it('are one document where all their bytes are equal, however much was read', () => {
    expect(canonical(Buffer.from(text))).toBe(canonical(text, 2 * limit))
  })

  it('stay two where they only begin alike', () => {
    const other = Buffer.from(text)
    other[text.byteLength - 2] = 0x21
    expect(canonical(other)).not.toBe(canonical(text))
  })

  it('never are the document that ends where the reading did', () => {
    expect(canonical(text)).not.toBe(canonical(text.subarray(0, limit)))
  })
})
