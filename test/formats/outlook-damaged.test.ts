import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { listPst, parseMessage, takeItem } from '../../src/formats/index.ts'
import { dataBlocks, openPstFile, type PstFile } from '../../src/formats/pst-blocks.ts'
import { bytesSource } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { msgFile } from './outlook-item.ts'
import { largeStore } from './pst-large.ts'

const toldOf = (bytes: Uint8Array): readonly string[] =>
  parseMessage(bytes).problems.flatMap(({ code, where }) => (code === 'damaged-in-store' ? [where ?? 'message'] : []))

interface Store {
  readonly folders: string
  readonly damagedPlaces: number
  /** Rebuilt, by number; null where that can't be. */
  readonly messages: ReadonlyMap<number, Buffer | null>
}

function readStore(bytes: Uint8Array): Store {
  const source = bytesSource(bytes)
  const { messages, damagedPlaces } = listPst(source) ?? { messages: [], damagedPlaces: 0 }
  const rebuilt = messages.map(({ nid }): [number, Buffer | null] => {
    const item = takeItem(source, ['pst', nid])
    return [nid, item === null ? null : Buffer.from(item.bytes)]
  })
  return { folders: JSON.stringify(messages.map(({ folder }) => folder)), damagedPlaces, messages: new Map(rebuilt) }
}

function opened(bytes: Uint8Array): PstFile {
  const file = openPstFile(bytesSource(bytes))
  if (file === null) throw new Error('no store')
  return file
}

/** Messages that read otherwise than before, without a word of it; and how many read otherwise at all. */
function unsaid(before: Store, after: Store): { readonly silent: readonly number[]; readonly changed: number } {
  const changed = [...before.messages].filter(([nid, bytes]) => {
    const now = after.messages.get(nid)
    return now === null || now === undefined || bytes === null || !now.equals(bytes)
  })
  const silent = changed.filter(([nid]) => {
    const now = after.messages.get(nid)
    return now !== null && (now === undefined || toldOf(now).length === 0)
  })
  if (before.folders !== after.folders && after.damagedPlaces === 0) silent.push([0, null])
  return { silent: silent.map(([nid]) => nid), changed: changed.length }
}

/** Stores with items of every kind, and of which of their blocks each is tried: of the one with attachments and long bodies a ninth. */
const stores: readonly (readonly [name: string, step: number])[] = [
  ['pst-java-libpst/dist-list.pst', 1],
  ['pst-java-libpst/passworded.pst', 1],
  ['pst-aspose/Outlook/Outlook.pst', 9],
]

const everyNth = (file: PstFile, step: number) => [...file.blocks].filter((_, index) => index % step === 0)

describeWithCorpora('a store of Outlook of which one block is damaged', () => {
  it.each(stores)('%s: whatever block it is, each message that reads otherwise says so, and no other does', (name, step) => {
    const whole = readFileSync(corpora(`outlook/${name}`))
    const before = readStore(whole)
    let changed = 0
    for (const [, { at, bytes }] of everyNth(opened(whole), step)) {
      const bent = Buffer.from(whole)
      const middle = at + (bytes >> 1)
      bent.writeUInt8((bent[middle] ?? 0) ^ 1, middle)
      const found = unsaid(before, readStore(bent))
      expect(found.silent).toEqual([])
      changed += found.changed
    }
    expect(changed).toBeGreaterThanOrEqual(before.messages.size)
    expect([...before.messages.values()].flatMap((bytes) => (bytes === null ? ['none'] : toldOf(bytes)))).toEqual([])
  })

  it.each(stores)('%s: the same where the block isn’t there at all', (name, step) => {
    const whole = readFileSync(corpora(`outlook/${name}`))
    const before = readStore(whole)
    let changed = 0
    for (const [id, { at }] of everyNth(opened(whole), step)) {
      const entry = Buffer.alloc(16)
      entry.writeBigUInt64LE(BigInt(id), 0)
      entry.writeBigUInt64LE(BigInt(at), 8)
      const bent = Buffer.from(whole)
      for (let found = bent.indexOf(entry); found >= 0; found = bent.indexOf(entry, found + 1)) bent.writeUInt32LE(0x7ffffff0, found)
      const found = unsaid(before, readStore(bent))
      expect(found.silent).toEqual([])
      changed += found.changed
    }
    expect(changed).toBeGreaterThanOrEqual(before.messages.size)
  })
})

describe('a store with pages of 4 kB', () => {
  const content = Buffer.from('Please ask Ida Falk. '.repeat(40))
  const { bytes: store, blockAt, blockBytes } = largeStore(content)
  const read = (bytes: Uint8Array) => dataBlocks(opened(bytes), 4)

  it('is read, its blocks decompressed', () => {
    expect(opened(store).damagedPages).toBe(0)
    expect(read(store)).toEqual({ blocks: [content], whole: true })
  })

  it('of which a block that isn’t compressed is another than was written is told', () => {
    const raw = largeStore(Buffer.from('Ida Falk'))
    expect(read(raw.bytes)).toEqual({ blocks: [Buffer.from('Ida Falk')], whole: true })
    const bent = Buffer.from(raw.bytes)
    bent[raw.blockAt] = 0x41
    expect(read(bent)).toEqual({ blocks: [Buffer.from('Ada Falk')], whole: false })
  })

  it('of which the end of a block is not as other readers know it is no evidence of damage', () => {
    const other = Buffer.from(store)
    other.fill(0, blockAt + blockBytes - 24)
    expect(read(other)).toEqual({ blocks: [content], whole: true })
  })

  it('that is cut behind the bytes of a block, too, is read as it stands', () => {
    expect(read(store.subarray(0, blockAt + blockBytes - 24)).blocks).toEqual([content])
  })
})

describe('a .msg file', () => {
  const long = 'Please ask Ida Falk. '.repeat(400)
  const item = {
    properties: { 26: 'IPM.Note', 55: 'Pay', 4096: long },
    named: [['public', 'Keywords', 'Falk']] as const,
    recipients: [{ 3093: 1, 12289: 'Ida Falk', 14846: 'ida@x.example' }],
    attachments: [
      { properties: { 14087: 'a.txt', 14081: Buffer.from('Ida Falk\n'.repeat(2000)) } },
      { properties: { 14085: 5 }, object: { properties: { 26: 'IPM.Note', 4096: 'To Ida' } } },
    ],
  }
  const whole = msgFile(item)
  const rebuilt = (bytes: Uint8Array): Buffer => Buffer.from(takeItem(bytesSource(bytes), ['msg'])?.bytes ?? [])

  it('that is whole says nothing of damage', () => {
    expect(toldOf(rebuilt(whole))).toEqual([])
  })

  it('in which a chain of sectors ends too early is told wherever something is missing', () => {
    const before = rebuilt(whole)
    const table = (whole.readUInt32LE(76) + 1) * 512
    let told = 0
    for (let at = table; at < table + 512; at += 4) {
      const bent = Buffer.from(whole)
      bent.writeUInt32LE(0xfffffffe, at)
      const now = rebuilt(bent)
      // What isn't rebuilt at all is listed as that.
      if (now.byteLength === 0 || now.equals(before)) continue
      expect(toldOf(now)).not.toEqual([])
      told++
    }
    expect(told).toBeGreaterThan(50)
  })

  it('that lacks a text which it declares is told', () => {
    const row = Buffer.alloc(16)
    row.writeUInt16LE(0x1f, 0)
    row.writeUInt16LE(0x3001, 2)
    row.writeUInt32LE(100, 8)
    const bent = Buffer.from(whole)
    // The row of how a file is attached becomes one of a text.
    const at = bent.indexOf(Buffer.from('0300053700000000', 'hex'))
    expect(at).toBeGreaterThan(0)
    row.copy(bent, at)
    expect(toldOf(rebuilt(bent))).toEqual(['3'])
  })
})
