import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { findInBytes } from './scan.ts'

const canary = 'Canary7f3a9c51e0b84d26a1'
const around = (text: string): Buffer => Buffer.from(`${'before '.repeat(20)}${text}${' after'.repeat(20)}`)
const zipEntry = (bytes: Buffer): Buffer => {
  const header = Buffer.alloc(30)
  header.write('PK\u0003\u0004', 'latin1')
  header.writeUInt16LE(3, 26)
  return Buffer.concat([header, Buffer.from('a.b'), deflateRawSync(bytes)])
}

describe('the scan for canaries', () => {
  it.each([
    ['raw', around(canary)],
    ['lower case', around(canary.toLowerCase())],
    ['UTF-16 LE', Buffer.from(`x ${canary} y`, 'utf16le')],
    ['UTF-16 BE', Buffer.from(`x ${canary} y`, 'utf16le').swap16()],
    ['base64 at every alignment', Buffer.from(Buffer.from(`a${canary}`).toString('base64'))],
    ['base64 at every alignment', Buffer.from(Buffer.from(`ab${canary}`).toString('base64'))],
    ['base64 at every alignment', Buffer.from(Buffer.from(`abc${canary}xyz`).toString('base64'))],
    ['zlib', Buffer.concat([Buffer.alloc(100, 7), deflateSync(around(canary))])],
    ['gzip', gzipSync(around(canary))],
    ['a cut gzip', gzipSync(around(canary)).subarray(0, -9)],
    ['zstd', Buffer.concat([Buffer.from('junk'), zstdCompressSync(around(canary))])],
    ['a zip entry', zipEntry(around(canary))],
    ['base64 in gzip', gzipSync(Buffer.from(around(canary).toString('base64')))],
  ])('finds one as %s', (_form, bytes) => {
    expect(findInBytes('file', bytes, [canary])).not.toEqual([])
  })

  it('finds nothing where nothing is', () => {
    expect(findInBytes('file', gzipSync(around('harmless')), [canary])).toEqual([])
  })
})
