import { crc32 } from 'node:zlib'
import { openPstFile } from '../../src/formats/pst-blocks.ts'
import { bytesSource } from '../../src/model/index.ts'
import { msgFile, type OutlookItem, oneOffId, sets } from '../formats/outlook-item.ts'
import { attribute, properties, type TnefValue, tnefStart } from '../formats/tnef-stream.ts'
import { below, mutated, pick, type Random, wordsOf } from './fuzz-random.ts'

const words: readonly string[] = [
  ...[
    'Name',
    'Name <a@x.example>',
    '; ',
    ', ',
    '(',
    ')',
    '<',
    '>',
    '"',
    'a@x.example',
    ' ',
    '\r\n',
    '\n',
    ': ',
    'SMTP:',
    '/o=Org/cn=a',
    '\0',
    'ü',
    '山',
  ],
  ...[
    'From: a@x.example\r\n',
    'Content-Type: text/plain\r\n',
    'Subject: s',
    ' folded',
    '=?utf-8?q?a?=',
    'IPM.Note',
    '{\\rtf1 x}',
    '<p>',
    '\t',
  ],
]

/** Properties that the header, the body or the kinds of items are made from, and some that nobody knows. */
const textual = [
  ...[
    0x001a, 0x0037, 0x003d, 0x0042, 0x0044, 0x0050, 0x0065, 0x0070, 0x007d, 0x0c1a, 0x0c1e, 0x0c1f, 0x0e02, 0x0e03, 0x0e04, 0x0e1d, 0x1000,
    0x1001,
  ],
  ...[0x1013, 0x1035, 0x1039, 0x1042, 0x3001, 0x3003, 0x39fe, 0x3a06, 0x3a11, 0x3a16, 0x3a1c, 0x5d01, 0x5d02, 0x6001, 0x7001],
]
const binary = [0x0041, 0x003f, 0x004f, 0x0051, 0x1009, 0x1013, 0x0071, 0x3701, 0x7d00]
const classes = [
  'IPM.Note',
  'IPM.Contact',
  'IPM.DistList',
  'IPM.Appointment',
  'IPM.Task',
  'IPM.Activity',
  'REPORT.IPM.Note.NDR',
  'IPM.StickyNote',
  'IPM.Post',
]

/** Texts of an item by property; a long run stands in one of them, or there are as many properties as it has tens of bytes. */
function texts(random: Random, runBytes: number): Record<number, string | Uint8Array> {
  const found: Record<number, string | Uint8Array> = { 26: pick(random, classes), 55: 'Subject', 4096: 'Body' }
  const text = (run: number): string => wordsOf(random, words, 4, run).join('')
  for (let count = below(random, 12); count > 0; count--) found[pick(random, textual)] = text(0)
  for (let count = below(random, 3); count > 0; count--) found[pick(random, binary)] = Buffer.from(text(0), 'utf16le')
  if (runBytes > 0) found[pick(random, textual)] = text(runBytes)
  return found
}

/** A .msg file: an item, its people, named properties, attachments with items in them. */
export function msgCase(random: Random, runBytes: number): Buffer {
  const many = runBytes > 0 && random() < 0.4
  const file = msgFile(outlookItem(random, many ? 0 : runBytes, many ? 1500 : 5, 0))
  return random() < 0.7 ? file : Buffer.from(mutated(random, file))
}

function outlookItem(random: Random, runBytes: number, most: number, depth: number): OutlookItem {
  const text = (): string => wordsOf(random, words, 2, 0).join('')
  const named = Array.from({ length: below(random, most) }, () => {
    const set = pick(random, Object.keys(sets) as (keyof typeof sets)[])
    return [
      set,
      random() < 0.4 ? `field ${below(random, most)}` : pick(random, [0x8083, 0x8054, 0x8055, 0x8208, 0x8102, 0x8584]),
      memberOr(random, text()),
    ] as const
  })
  const recipients = Array.from({ length: below(random, most) }, () => ({
    12289: text(),
    14846: text(),
    3093: below(random, 5),
    24566: text(),
  }))
  const attachments = Array.from({ length: depth > 2 ? 0 : below(random, 3) }, () => ({
    properties: { 14087: text(), 14094: text(), 14085: below(random, 8), 14081: Buffer.from(text()) },
    ...(random() < 0.3 ? { object: outlookItem(random, 0, 3, depth + 1) } : {}),
  }))
  return { properties: texts(random, runBytes), named, recipients, attachments }
}

function memberOr(random: Random, text: string): string | readonly Uint8Array[] {
  return random() < 0.7 ? text : [oneOffId(text, 'a@x.example'), Buffer.from(text)]
}

/** A winmail.dat: attributes in any order, properties, recipients, attachments, a stream in a stream. */
export function tnefCase(random: Random, runBytes: number, depth = 0): Buffer {
  const list = (run: number): Buffer =>
    properties(...Object.entries(texts(random, run)).map(([id, value]) => [Number(id), value as TnefValue] as const))
  const many = runBytes > 0 && random() < 0.5
  const rows = Array.from({ length: many ? 2000 : below(random, 4) }, () =>
    properties([0x3001, wordsOf(random, words, 2, 0).join('')], [0x39fe, 'a@x.example'], [0x0c15, below(random, 4)]),
  )
  const count = Buffer.from(Uint32Array.of(random() < 0.9 ? rows.length : 0xffffffff).buffer)
  const attributes: Buffer[] = [
    attribute(1, 0x00069003, list(many ? 0 : runBytes)),
    attribute(1, 0x00069004, Buffer.concat([count, ...rows])),
  ]
  for (let turn = below(random, 6); turn > 0; turn--) {
    const inner = depth < 2 ? tnefCase(random, 0, depth + 1) : Buffer.from('end')
    const object = Buffer.concat([Buffer.from('0703020000000000c000000000000046', 'hex'), inner])
    attributes.push(
      attribute(2, 0x00069002, Buffer.alloc(14)),
      pick(random, [
        attribute(2, 0x0006800f, Buffer.from('file')),
        attribute(2, 0x00018010, Buffer.from('short.bin\0')),
        attribute(2, 0x00069005, properties([0x3707, 'a.txt'], [0x3701, object, true])),
        attribute(1, 0x00008000, Buffer.from([0, 0, 9, 0, 5, 0, 9, 0, 65, 0])),
        attribute(1, 0x0002800c, Buffer.from(wordsOf(random, words, 3, 0).join(''))),
        attribute(1, 0x00038005, Buffer.alloc(14, 255)),
      ]),
    )
  }
  const whole = Buffer.concat([tnefStart, ...attributes])
  return random() < 0.6 ? whole : Buffer.from(mutated(random, whole))
}

const checksum = (bytes: Uint8Array): number => ~crc32(bytes, 0xffffffff) >>> 0

/** A real PST of Unicode pages of which some blocks say something else, with checksums that hold: a wrong one would be told, and the block hardly looked at. */
export function pstCase(random: Random, real: Uint8Array): Buffer {
  const file = openPstFile(bytesSource(real))
  const bytes = Buffer.from(real)
  if (file === null || !file.variant.wide || file.variant.compressed || random() < 0.2) return Buffer.from(mutated(random, bytes))
  const blocks = [...file.blocks.values()]
  for (let count = 1 + below(random, 6); count > 0 && blocks.length > 0; count--) {
    const { at, bytes: length } = pick(random, blocks)
    const space = Math.ceil((length + 16) / 64) * 64
    if (at + space > bytes.byteLength || length < 4) continue
    const block = bytes.subarray(at, at + length)
    for (let turn = 1 + below(random, 4); turn > 0; turn--) damage(random, block, pick(random, blocks), bytes)
    bytes.writeUInt32LE(checksum(block), at + space - 12)
  }
  return bytes
}

function damage(random: Random, block: Buffer, other: { readonly at: number; readonly bytes: number }, all: Buffer): void {
  const at = below(random, block.byteLength)
  switch (below(random, 4)) {
    case 0:
      block[at] = below(random, 256)
      break
    case 1:
      if (at + 4 <= block.byteLength) block.writeUInt32LE(pick(random, [0, 1, 0xffff, 0x7fffffff, 0xffffffff, block.byteLength]), at)
      break
    case 2:
      block.copyWithin(at, below(random, block.byteLength))
      break
    default:
      all.copy(block, 0, other.at, other.at + Math.min(other.bytes, block.byteLength))
  }
}
