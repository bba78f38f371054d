import { writeCompoundFile } from '../../src/formats/cfb-write.ts'
import { wide, xlsb, record as xlsbRecord } from '../formats/xlsb-file.ts'
import { below, mutated, pick, type Random, wordsOf } from './fuzz-random.ts'

function textOf(random: Random, runBytes: number): string {
  return wordsOf(
    random,
    ['text', ' ', '\r', '\u0007', '\u0013', '\u0014', '\u0015', '\u0001', '\u000b', '\u000c', 'ü', '\u0005', '\t'],
    7,
    runBytes,
  ).join('')
}

/** A document of Word 97 to 2003 (MS-DOC): a head that says which stretches of text are which story, a table of pieces, a page of formatting. */
export function docCase(random: Random, runBytes: number): Buffer {
  const text = Buffer.from(textOf(random, runBytes), 'utf16le')
  const head = Buffer.alloc(0x600)
  head.writeUInt16LE(0xa5ec, 0)
  head.writeUInt16LE(0xc1, 2)
  head.writeUInt16LE(0x200, 0x0a)
  const characters = text.byteLength / 2
  for (let field = 0x4c; field <= 0x68; field += 4) head.writeInt32LE(random() < 0.5 ? 0 : below(random, characters + 9), field)
  head.writeInt32LE(characters, 0x4c)
  const most = runBytes > 0 ? 20_000 : 1 + below(random, 5)
  const pieces = Array.from({ length: Math.min(most, Math.max(1, characters)) }, (_, at, all = most) => Math.floor((at * characters) / all))
  const table = Buffer.alloc(5 + (pieces.length + 1) * 4 + pieces.length * 8)
  table[0] = 2
  table.writeUInt32LE(table.byteLength - 5, 1)
  for (const [at, start] of [...pieces, characters].entries()) table.writeInt32LE(start, 5 + at * 4)
  for (const [at, start] of pieces.entries())
    table.writeUInt32LE(random() < 0.8 ? 0x600 + start * 2 : below(random, 2 ** 31), 5 + (pieces.length + 1) * 4 + at * 8 + 2)
  head.writeUInt32LE(table.byteLength, 0x1a6)
  const format = Buffer.alloc(512, Buffer.from(Array.from({ length: 64 }, () => below(random, 256))))
  const bins = Buffer.alloc(12 * (runBytes > 0 ? 500 : 1), Buffer.from(Uint32Array.of(0x600, 0x600 + text.byteLength, 3).buffer))
  head.writeUInt32LE(table.byteLength, 0xfa)
  head.writeUInt32LE(bins.byteLength, 0xfe)
  format.copy(head, 0x400)
  const file = writeCompoundFile({ WordDocument: Buffer.concat([head, text]), '1Table': Buffer.concat([table, bins]) })
  return random() < 0.6 ? file : Buffer.from(mutated(random, file))
}

function biff(type: number, data: Uint8Array): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(type, 0)
  head.writeUInt16LE(Math.min(data.byteLength, 8224), 2)
  return Buffer.concat([head, data.subarray(0, 8224)])
}

const randomBytes = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => (random() < 0.5 ? below(random, 4) : below(random, 256))))

/** A workbook of Excel 97 to 2003 (MS-XLS): shared strings over continued records, then a sheet's records in any order. */
export function xlsCase(random: Random, runBytes: number): Buffer {
  const types = [
    6, 0x14, 0x1c, 0x3c, 0x5d, 0x7d, 0xbd, 0xd6, 0xfd, 0x1b6, 0x1b8, 0x203, 0x204, 0x205, 0x207, 0x208, 0x27e, 0x809, 0x100d, 0x0a,
  ]
  const strings = Array.from({ length: 1 + below(random, 5) }, () => {
    const text = Buffer.from(textOf(random, 0), 'utf16le').subarray(0, 600)
    return Buffer.concat([Buffer.from(Uint16Array.of(text.byteLength / 2).buffer), Buffer.from([1]), text])
  })
  const shared = Buffer.concat([Buffer.from(Uint32Array.of(9, random() < 0.8 ? strings.length : 0xffffffff).buffer), ...strings])
  const globals = [
    biff(0x809, Buffer.from([0, 6, 5, 0])),
    biff(0x85, Buffer.from([0, 0, 0, 0, 0, 0, 1, 0, 0x53])),
    biff(0xfc, shared),
    biff(0x3c, randomBytes(random, below(random, 40))),
    biff(0x41e, Buffer.concat([Buffer.from([9, 0, 5, 0, 0]), Buffer.from('0.00_)')])),
    biff(0xe0, randomBytes(random, 20)),
    biff(0x0a, Buffer.alloc(0)),
  ]
  const at = globals.reduce((sum, { byteLength }) => sum + byteLength, 0)
  globals[1]?.writeUInt32LE(at, 4)
  const row = (): Buffer => biff(pick(random, types), randomBytes(random, below(random, 40)))
  const one = row()
  const sheet = Array.from({ length: 1 + below(random, 60) }, row)
  const run = Buffer.alloc(Math.floor(runBytes / one.byteLength) * one.byteLength, one)
  const book = Buffer.concat([...globals, biff(0x809, Buffer.from([0, 6, 0x10, 0])), ...sheet, run, biff(0x0a, Buffer.alloc(0))])
  const file = writeCompoundFile({ Workbook: book })
  return random() < 0.6 ? file : Buffer.from(mutated(random, file))
}

/** A binary workbook (MS-XLSB): sheets of records in any order, lengths that lie, parts that no reader knows. */
export function xlsbCase(random: Random, runBytes: number): Buffer {
  const types = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 60, 62, 64, 130, 145, 146, 147, 167, 426, 479, 494, 635, 637, 2071]
  const body = (): Buffer => {
    const text = wide(textOf(random, 0).slice(0, 300))
    const bent = random() < 0.2 ? Buffer.concat([Buffer.from(Uint32Array.of(below(random, 2 ** 32)).buffer), text]) : text
    return random() < 0.4 ? randomBytes(random, below(random, 40)) : Buffer.concat([randomBytes(random, below(random, 12)), bent])
  }
  const many = (): Buffer => Buffer.concat(Array.from({ length: 1 + below(random, 60) }, () => xlsbRecord(pick(random, types), body())))
  const one = xlsbRecord(pick(random, types), body())
  const run = Buffer.alloc(Math.floor(runBytes / one.byteLength) * one.byteLength, one)
  const cells = Buffer.concat([many(), run, random() < 0.8 ? xlsbRecord(130) : Buffer.alloc(0)])
  const file = xlsb([{ name: 'S', state: below(random, 3), rows: [{ cells: [{ shared: below(random, 3) }] }] }], {
    strings: [xlsbRecord(19, body()), xlsbRecord(19, Buffer.from([3]), wide('text'), randomBytes(random, 9))],
    parts: {
      'xl/worksheets/sheet0.bin': random() < 0.7 ? cells : Buffer.from(mutated(random, cells)),
      'xl/comments1.bin': many(),
      'xl/pivotCache/pivotCacheRecords1.bin': random() < 0.5 ? many() : randomBytes(random, 60),
      ...(runBytes > 0 && random() < 0.5 ? { 'xl/tables/table1.bin': Buffer.concat([xlsbRecord(343, Buffer.alloc(runBytes, one))]) } : {}),
    },
    related: { 'xl/worksheets/sheet0.bin': [['c', 'comments', '../comments1.bin']] },
  })
  return random() < 0.8 ? file : Buffer.from(mutated(random, file))
}

const slideTypes = [
  0x3e8, 0x3ee, 0x3f0, 0x3f3, 0x3f9, 0xf9e, 0xf9f, 0xfa0, 0xfa8, 0xfba, 0xff0, 0x3f1, 0x138b, 0x2ee0, 0xf00a, 0xf003, 0xf004, 0xf00d,
]

function slideRecord(random: Random, depth: number, type = pick(random, slideTypes)): Buffer {
  const container = depth < 6 && random() < 0.4
  const body = container
    ? Buffer.concat(Array.from({ length: below(random, 6) }, () => slideRecord(random, depth + 1)))
    : type === 0xfa0
      ? Buffer.from(textOf(random, 0), 'utf16le')
      : randomBytes(random, below(random, 40))
  return record(type, container ? 15 : below(random, 3) << 4, body)
}

function record(type: number, head: number, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16LE(head, 0)
  bytes.writeUInt16LE(type, 2)
  bytes.writeUInt32LE(body.byteLength, 4)
  return Buffer.concat([bytes, body])
}

/** A presentation of PowerPoint 97 to 2003 (MS-PPT): a document with lists of slides, the directory of where they stand, the last save. */
export function pptCase(random: Random, runBytes: number): Buffer {
  const number = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer)
  const run =
    runBytes === 0
      ? []
      : [Buffer.alloc(runBytes, record(pick(random, slideTypes), below(random, 16), number(2, 0).subarray(0, 4 * below(random, 3))))]
  const list = record(
    0xff0,
    15,
    Buffer.concat([
      record(0x3f3, 0, number(2, 0, 0, 0, 0)),
      ...Array.from({ length: below(random, 9) }, () => slideRecord(random, 3)),
      ...run,
    ]),
  )
  const document = record(0x3e8, 15, Buffer.concat([list, slideRecord(random, 1)]))
  const slide = record(0x3ee, 15, Buffer.concat(Array.from({ length: below(random, 9) }, () => slideRecord(random, 1))))
  const directory = record(0x1772, 0, number((2 << 20) | 1, 0, document.byteLength))
  const editAt = document.byteLength + slide.byteLength + directory.byteLength
  const edit = record(0xff5, 0, number(0, 0, random() < 0.9 ? 0 : editAt, document.byteLength + slide.byteLength, 1, 3, 0))
  const user = record(0xff6, 0, number(0x14, 0xe391c05f, editAt))
  const file = writeCompoundFile({ 'PowerPoint Document': Buffer.concat([document, slide, directory, edit]), 'Current User': user })
  return random() < 0.6 ? file : Buffer.from(mutated(random, file))
}
