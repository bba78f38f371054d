import { describe, expect, it } from 'vitest'
import { unreferenced } from '../../src/formats/index.ts'

const numbers = (...values: readonly number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer)

/** A change in the log (mail-transaction-log.h): its size in quarters, seven bits a byte; its type; its body. */
function change(type: number, body: Uint8Array): Buffer {
  const quarters = (body.byteLength + 8) / 4
  const size = [quarters >> 21, quarters >> 14, quarters >> 7, quarters].map((part) => 0x80 | (part & 0x7f))
  return Buffer.concat([Buffer.from(size), numbers(type), body])
}

/** That a change of an extension follows, with its name and its records' size. */
function extension(name: string, recordBytes: number): Buffer {
  const body = Buffer.alloc(24)
  body.writeUInt32LE(0xffffffff, 0)
  body.writeUInt16LE(recordBytes, 12)
  body.writeUInt16LE(name.length, 18)
  body.write(name, 20)
  return change(0x40, body)
}

function log(...changes: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(40)
  head.writeUInt16LE(40, 2)
  return Buffer.concat([head, ...changes])
}

/** Messages 1 to `count` at offsets of a hundred each, none of them in a mailbox. */
function saved(count: number): readonly Buffer[] {
  const each = Array.from({ length: count }, (_, at) => at + 1)
  return [
    extension('map', 12),
    change(0x200, numbers(...each.flatMap((number) => [number, 7, number * 100, 9]))),
    extension('ref', 2),
    change(0x200, numbers(...each.flatMap((number) => [number, 0]))),
  ]
}
const expunge = (...ranges: readonly number[]): Buffer => change(0x1, numbers(...ranges))

describe('the map of an mdbox', () => {
  it('names what no mailbox refers to, without what a purge removed from it', () => {
    expect([...unreferenced(null, log(...saved(5)))]).toEqual(['7@100', '7@200', '7@300', '7@400', '7@500'])
    expect([...unreferenced(null, log(...saved(5), expunge(4, 9, 2, 2)))]).toEqual(['7@100', '7@300'])
  })

  it('is read at once where its log removes all there could be, again and again', () => {
    const all = Array.from({ length: 20_000 }, () => [3, 0xffffffff]).flat()
    expect([...unreferenced(null, log(...saved(3), expunge(...all)))]).toEqual(['7@100', '7@200'])
  })
})
