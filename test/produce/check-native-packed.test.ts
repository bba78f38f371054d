import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { gzipMember } from '../../src/produce/check-gzip.ts'
import { zipOf } from '../formats/office-file.ts'
import { base64, check, type Made, NAME, zipped } from './native.ts'

/** A zip with more around its entries; offsets in its directory follow. */
function zipAround(where: 'before' | 'between' | 'behind' | 'comment' | 'entry comment' | 'extra field', bytes: Buffer): Buffer {
  const zip = Buffer.from(zipOf([{ name: 'a.txt', content: 'nothing' }]))
  const end = zip.length - 22
  const directory = zip.readUInt32LE(end + 16)
  const parts = [zip.subarray(0, directory), zip.subarray(directory, end), zip.subarray(end)].map((part) => Buffer.from(part))
  const [entries, head, tail] = parts as [Buffer, Buffer, Buffer]
  if (where === 'behind') return Buffer.concat([zip, bytes])
  if (where === 'comment') {
    tail.writeUInt16LE(bytes.length, 20)
    return Buffer.concat([entries, head, tail, bytes])
  }
  if (where === 'entry comment' || where === 'extra field') {
    const field = where === 'extra field' ? Buffer.concat([Buffer.from([0x75, 0x70, bytes.length, 0]), bytes]) : bytes
    head.writeUInt16LE(field.length, where === 'extra field' ? 30 : 32)
    tail.writeUInt32LE(head.length + field.length, 12)
    return Buffer.concat([entries, head, field, tail])
  }
  tail.writeUInt32LE(directory + bytes.length, 16)
  if (where === 'before') head.writeUInt32LE(bytes.length, 42)
  return Buffer.concat(where === 'before' ? [bytes, entries, head, tail] : [entries, bytes, head, tail])
}
const gzipHead = (flags: number) => Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 3])
const gzipNamed = (name: string) => Buffer.concat([gzipHead(8), Buffer.from(`${name}\0`)])
const gzipExtra = (field: Buffer) => Buffer.concat([gzipHead(4), Buffer.from([field.length, 0]), field])
const skippable = (bytes: Buffer) => Buffer.concat([Buffer.from([0x50, 0x2a, 0x4d, 0x18, bytes.length, 0, 0, 0]), bytes])
/** A zip with one entry of this name, as bytes. */
function nameIn(name: string): string {
  const plain = 'n'.repeat(name.length)
  return Buffer.from(zipOf([{ name: plain, content: 'x' }]))
    .toString('latin1')
    .replaceAll(plain, name)
}

describe('an archive or a compressed file released as it came', () => {
  it.each<Made>([
    ['a gzip file', () => gzipSync(Buffer.from(NAME))],
    ['the file name in a gzip header', () => Buffer.concat([gzipNamed(NAME), gzipSync('x').subarray(10)])],
    ['bytes behind a gzip file', () => Buffer.concat([gzipSync('x'), Buffer.from(`${NAME}, seen`)])],
    ['a zstd file', () => zstdCompressSync(Buffer.from(NAME))],
    ['an archive in gzip', () => gzipSync(zipped())],
    ['bytes before an archive', () => zipAround('before', Buffer.from(`${NAME}, seen`))],
    ['bytes between the entries of an archive', () => zipAround('between', Buffer.from(NAME))],
    ['bytes behind an archive', () => zipAround('behind', Buffer.from(NAME))],
    ['an archive behind an archive', () => zipAround('between', zipped())],
    ["an archive's comment", () => zipAround('comment', Buffer.from(NAME))],
    ["an entry's comment", () => zipAround('entry comment', Buffer.from(base64(Buffer.from(NAME))))],
    ['an extra field of an entry', () => zipAround('extra field', Buffer.from(NAME))],
    ['an extra field of a gzip header', () => Buffer.concat([gzipExtra(Buffer.from(`ab\x10\0${NAME}`)), gzipSync('x').subarray(10)])],
    ['the file name of a second member of gzip', () => Buffer.concat([gzipSync('one'), gzipNamed(NAME), gzipSync('x').subarray(10)])],
    [
      'a frame of zstd that readers skip',
      () => Buffer.concat([zstdCompressSync('x'), skippable(Buffer.from(NAME)), zstdCompressSync('y')]),
    ],
  ])('is searched in %s', async (_, make) => {
    expect((await check(await make(), NAME)).found).toBe(1)
  })

  it.each([['an entry named in an old code page', nameIn('Z\xe9 Quist \x81nal.txt'), 'Quist Ünal']])(
    'is searched in %s',
    async (_, text, needle) => {
      expect((await check(Buffer.from(text, 'latin1'), needle)).found).toBe(1)
    },
  )

  it.each<Made>([
    ['bytes of no known kind between the entries of an archive', () => zipAround('between', Buffer.from([1, 2, 3, 4, 5]))],
    ['gzip that is cut off', () => gzipSync(Buffer.from(NAME.repeat(50))).subarray(0, 40)],
  ])('is kept back for %s', async (_, make) => {
    expect((await check(await make(), NAME)).problems).toContain('undecodable')
  })

  it('is known by a name of any length that a file can have, and not by one that never ends', () => {
    const named = (length: number) => gzipMember(Buffer.concat([gzipNamed('x'.repeat(length)), gzipSync(NAME).subarray(10)]), 1000)
    expect(named(65_535)?.buffer.toString()).toBe(NAME)
    expect(named(65_536)).toBeNull()
  })
})
