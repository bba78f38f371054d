import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBiff12, wordsWithin } from '../../src/formats/office/biff12.ts'
import { unlessItHangs } from '../hang.ts'
import { read } from './read-office.ts'
import { double, long, none, record, wide, word, xlsb } from './xlsb-file.ts'

const shared = (text: string): Buffer => record(19, Buffer.from([0]), wide(text))
/** Where a cell stands, and its style. */
const at = (column: number, style = 0): Buffer => long(column, style)
/** A formula that is one text: PtgStr. */
const formulaText = (text: string): Buffer => {
  const constant = Buffer.concat([Buffer.from([0x17]), word(text.length), Buffer.from(text, 'utf16le')])
  return Buffer.concat([word(0), long(constant.byteLength), constant, long(0)])
}

describe('a binary workbook', () => {
  it('shows each sheet as a table under its name, with shared and own texts, numbers, truths and errors', async () => {
    const { shown, problems } = await read(
      xlsb(
        [
          {
            name: 'Staff',
            rows: [
              { cells: [{ shared: 0 }, 'Käthe Brennan', true] },
              { cells: [45_000.5, record(2, at(1), long(((1234 << 2) | 3) >>> 0)), record(3, at(2), Buffer.from([7]))] },
            ],
          },
          { name: 'Notes', rows: [{ cells: [record(62, at(0), Buffer.from([1]), wide('佐藤 花子'), long(1, 0))] }] },
        ],
        { strings: [shared('Name')] },
      ),
    )
    expect(shown).toBe('Staff\n\nName\tKäthe Brennan\tTRUE\n45000.5\t12.34\t#DIV/0!\n\nNotes\n\n佐藤 花子')
    expect(problems).toEqual([])
  })

  it('shows numbers as their style does: dates, times, shares; of both calendars', async () => {
    const row = (style: number, value: number) => ({ style, cells: [value] })
    const sheet = { name: 'S', rows: [row(1, 45_000), row(2, 0.5), row(3, 0.25), row(0, 7)] }
    const formats = [
      [14, 'm/d/yy'],
      [170, 'hh:mm'],
      [171, '0%'],
    ] as const
    expect((await read(xlsb([sheet], { formats }))).shown).toBe('S\n\n2023-03-15\n12:00\n25%\n7')
    const from1904 = record(153, long(1, 0), wide('ThisWorkbook'))
    expect((await read(xlsb([sheet], { formats, globals: [from1904] }))).shown).toContain('2027-03-16')
  })

  it('gives formulas by their results, and the texts in them as hidden', async () => {
    const { shown, hidden } = await read(
      xlsb([
        {
          name: 'S',
          rows: [
            {
              cells: [
                record(8, at(0), wide('to Otto'), formulaText('Otto Weber')),
                record(9, at(1), double(12), formulaText('if Jane')),
                record(10, at(2), Buffer.from([0]), formulaText('x')),
                record(11, at(3), Buffer.from([42]), formulaText('')),
              ],
            },
          ],
        },
      ]),
    )
    expect(shown).toBe('S\n\nto Otto\t12\tFALSE\t#N/A')
    expect(hidden).toEqual(['text in a formula: A1 Otto Weber', 'text in a formula: B1 if Jane', 'text in a formula: C1 x'])
  })

  it('keeps hidden sheets, rows and columns out of what is shown', async () => {
    const { shown, hidden } = await read(
      xlsb([
        {
          name: 'Open',
          before: [record(60, long(1, 1, 0, 0), word(1))],
          rows: [{ cells: ['a', 'pay of Jane', 'c'] }, { hidden: true, cells: ['Otto is ill'] }, { cells: ['d'] }],
        },
        { name: 'Secret', state: 2, rows: [{ cells: ['Zoe leaves'] }] },
      ]),
    )
    expect(shown).toBe('Open\n\na\tc\nd')
    expect(hidden).toEqual(['hidden column B1: pay of Jane', 'hidden row: Otto is ill', 'hidden sheet “Secret”: Zoe leaves'])
  })

  it('shows page headers and comments with who wrote them; links and names are hidden', async () => {
    const comment = Buffer.concat([
      record(628),
      record(632, wide('Anna Berg')),
      record(635, long(0, 4, 4, 1, 1), Buffer.alloc(16)),
      record(637, Buffer.from([0]), wide('Ask Otto first')),
      record(636),
      record(629),
    ])
    const { shown, hidden, problems } = await read(
      xlsb(
        [
          {
            name: 'S',
            rows: [{ cells: ['x'] }],
            after: [
              record(479, word(0), wide('&LBoard&RPage &P'), none, none, none, none, wide('Draft')),
              record(494, long(0, 0, 0, 0), wide('h1'), wide('here'), wide('Write to Jane'), none),
              record(64, long(0, 0, 0), wide('Choose'), none, wide('Whom do you mean?')),
            ],
          },
        ],
        {
          globals: [
            record(
              39,
              long(0),
              Buffer.from([0]),
              long(0xffffffff),
              wide('SalaryOfOtto'),
              formulaText('Room 7').subarray(2),
              wide('set by Jane'),
            ),
          ],
          parts: { 'xl/comments0.bin': comment },
          related: {
            'xl/worksheets/sheet0.bin': [
              ['h1', 'hyperlink', 'mailto:jane@x.example', true],
              ['c1', 'comments', '../comments0.bin'],
            ],
          },
        },
      ),
    )
    expect(shown).toBe('S\n\nx\nBoard\tPage\nDraft\n\nComments\n\nB5, Anna Berg: Ask Otto first')
    expect(hidden).toEqual([
      'name: SalaryOfOtto Room 7 set by Jane',
      'title: Write to Jane',
      'input hint: Choose Whom do you mean?',
      'link: mailto:jane@x.example#here',
    ])
    expect(problems).toEqual([])
  })

  it('gives the words of what its reader doesn’t know as hidden: filters, tables, data behind pivot tables and of other workbooks', async () => {
    const { hidden, problems } = await read(
      xlsb([{ name: 'S', rows: [{ cells: ['x'] }], after: [record(167, wide('Otto Weber'))] }], {
        globals: [record(2071, wide('C:\\Users\\jane\\'))],
        strings: [record(2071, wide('Mia Hale'))],
        parts: {
          'xl/tables/table1.bin': record(347, long(1), wide('Grade of Zoe')),
          'xl/pivotCache/pivotCacheDefinition1.bin': Buffer.concat([record(24, wide('Hanna Krause')), record(21, double(52_000))]),
          'xl/externalLinks/externalLink1.bin': record(371, long(3), wide('Liam Doyle')),
          'xl/printerSettings/printerSettings1.bin': Buffer.alloc(90),
          'xl/vbaProject.bin': Buffer.from('xxxx'),
        },
      }),
    )
    expect(hidden).toEqual([
      'kept in xl/workbook.bin: C:\\Users\\jane\\',
      'kept in xl/sharedStrings.bin: Mia Hale',
      'kept in xl/worksheets/sheet0.bin: Otto Weber',
      'kept in xl/tables/table1.bin: Grade of Zoe',
      'kept in xl/pivotCache/pivotCacheDefinition1.bin: Hanna Krause',
      'kept in xl/pivotCache/pivotCacheDefinition1.bin: 52000',
      'kept in xl/externalLinks/externalLink1.bin: Liam Doyle',
      'macro: xl/vbaProject.bin',
    ])
    expect(problems).toEqual([])
  })

  it('reads words beside Asian text as hidden, and a sheet that the workbook doesn’t list', async () => {
    const strings = [record(19, Buffer.from([2]), wide('東京'), wide('トウキョウ'), long(0))]
    const { shown, hidden } = await read(
      xlsb([{ name: 'S', rows: [{ cells: [{ shared: 0 }] }] }], {
        strings,
        parts: { 'xl/worksheets/sheet9.bin': Buffer.concat([record(129), record(6, at(0), wide('Zoe leaves')), record(130)]) },
        related: {
          'xl/workbook.bin': [
            ['s0', 'worksheet', 'worksheets/sheet0.bin'],
            ['s9', 'worksheet', 'worksheets/sheet9.bin'],
            ['w2', 'sharedStrings', 'sharedStrings.bin'],
          ],
        },
      }),
    )
    expect(shown).toBe('S\n\n東京')
    expect(hidden).toEqual(['reading aid: トウキョウ', 'sheet that isn’t listed: Zoe leaves'])
  })
})

describe('a binary workbook that can’t be read in whole is told', () => {
  it.each([
    ['a workbook that is none', xlsb([], { parts: { 'xl/workbook.bin': Buffer.from('records') } })],
    ['a sheet that isn’t there', xlsb([{ name: 'S' }], { related: { 'xl/workbook.bin': [] } })],
    [
      'a sheet that was cut within a record',
      xlsb([{ name: 'S' }], { parts: { 'xl/worksheets/sheet0.bin': record(6, at(0), wide('text')).subarray(0, 14) } }),
    ],
    ['a sheet without an end', xlsb([{ name: 'S' }], { parts: { 'xl/worksheets/sheet0.bin': record(129) } })],
    [
      'values behind a pivot table that are packed',
      xlsb([{ name: 'S' }], { parts: { 'xl/pivotCache/pivotCacheRecords1.bin': record(33, double(1)) } }),
    ],
  ])('%s', async (_, bytes) => {
    expect((await read(bytes)).problems).toContain('unreadable-attachment')
  })

  it('and shows what stands before the damage', async () => {
    const cut = Buffer.concat([
      record(129),
      record(0, long(0)),
      record(6, at(0), wide('Dear Jane')),
      record(6, at(1), wide('gone')).subarray(0, 5),
    ])
    expect((await read(xlsb([{ name: 'S' }], { parts: { 'xl/worksheets/sheet0.bin': cut } }))).shown).toContain('Dear Jane')
  })
})

describe('records of a binary workbook', () => {
  const anyRecord = fc.record({ type: fc.integer({ min: 0, max: 16_383 }), data: fc.uint8Array({ maxLength: 300 }) })

  it('come out as they were written, and all that stands before a cut', () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { maxLength: 20 }), fc.nat({ max: 400 }), (records, cut) => {
        const taken = (bytes: Uint8Array) => {
          const found: { type: number; data: Uint8Array }[] = []
          const whole = readBiff12(bytes, { records: 1000 }, ({ type, data }) => found.push({ type, data: new Uint8Array(data) }))
          return { found, whole }
        }
        const written = records.map(({ type, data }) => record(type, data))
        const all = Buffer.concat(written)
        expect(taken(all)).toEqual({ found: records, whole: true })
        const part = taken(all.subarray(0, cut))
        const before = written.filter((_, index) => Buffer.concat(written.slice(0, index + 1)).byteLength <= cut).length
        expect(part.found.slice(0, before)).toEqual(records.slice(0, before))
      }),
    )
  })

  it('end at the limit, which is told', () => {
    const three = Buffer.concat([record(1), record(1), record(1)])
    expect(readBiff12(three, { records: 3 }, () => undefined)).toBe(true)
    expect(readBiff12(three, { records: 2 }, () => undefined)).toBe(false)
  })

  it('whose structure isn’t known give every text in them, whatever stands around it', () => {
    const text = fc.stringMatching(/^[A-Za-zäöüßЖ佐藤]{2,40}$/u)
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), text), { minLength: 1, maxLength: 6 }), (pieces) => {
        // Zeros, as flags and counts mostly are; whatever is a text for itself would hide what begins in it.
        const data = Buffer.concat(pieces.flatMap(([gap, words]) => [Buffer.alloc(gap), wide(words)]))
        for (const [, words] of pieces) expect(wordsWithin(data).split(' ')).toContain(words)
      }),
    )
  })

  it('are looked through in time linear in their length', () => {
    const patterns = [
      Buffer.from([0x17]),
      Buffer.from([0x17, 0xff, 0]),
      Buffer.from([0x41, 0, 0x20, 0]),
      Buffer.from([0xff, 0xff, 0, 0, 1]),
    ]
    for (const pattern of patterns) unlessItHangs(() => wordsWithin(Buffer.alloc(4_000_000, pattern)))
  })
})
