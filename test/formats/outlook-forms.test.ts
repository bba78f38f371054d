import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { attachmentParts, parseMessage, surfacesOfMessage, takeItem } from '../../src/formats/index.ts'
import { type MapiItem, mapiType } from '../../src/formats/mapi-item.ts'
import { rebuildMessage } from '../../src/formats/mapi-mime.ts'
import { asId, bytesSource, type DocumentId } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { msgFile, type OutlookItem } from './outlook-item.ts'

function rebuilt(item: OutlookItem): Uint8Array {
  return takeItem(bytesSource(msgFile(item)), ['msg'])?.bytes ?? new Uint8Array(0)
}

/** What the reviewer is shown: texts of the bodies, and what is hidden. */
function shown(bytes: Uint8Array): { readonly bodies: string; readonly hidden: readonly string[] } {
  const surfaces = surfacesOfMessage(asId<DocumentId>('m1'), parseMessage(bytes), bytes, 'UTC')
  const of = (kinds: readonly string[]): string => surfaces.flatMap(({ kind, text }) => (kinds.includes(kind) ? [text] : [])).join('\n')
  return { bodies: of(['text', 'html']), hidden: of(['hidden']).split('\n') }
}

/** RTF as Outlook keeps it, not compressed (MS-OXRTFCP 2.2.3.2). */
function stored(rtf: string): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt32LE(rtf.length + 12, 0)
  head.writeUInt32LE(rtf.length, 4)
  head.writeUInt32LE(0x414c454d, 8)
  return Buffer.concat([head, Buffer.from(rtf, 'latin1')])
}

const note = (properties: OutlookItem['properties']): OutlookItem => ({ properties: { 26: 'IPM.Note', ...properties } })
const plain = 'Please ask\r\nIda Falk about the pay.'

describe('an item whose body is kept in several forms', () => {
  it('has what only the RTF says as hidden text, beside the text', () => {
    const rtf = stored(
      '{\\rtf1\\ansi Please ask {\\b Ida Falk} about\\par the pay.\\par Bo Lindqvist knows.{\\footnote See Vera.}{\\v not Otto}\\par}',
    )
    const { bodies, hidden } = shown(rebuilt(note({ 4096: plain, 4105: rtf })))
    expect(bodies).toContain('Ida Falk about the pay.')
    const said = hidden.filter((line) => line.includes('Body as RTF')).join('\n')
    expect(said).toContain('Bo Lindqvist knows.')
    expect(said).toContain('See Vera')
    expect(said).toContain('not Otto')
    expect(said).not.toContain('Ida Falk')
  })

  it('has what the HTML within the RTF says and the HTML beside it doesn’t', () => {
    const rtf = stored('{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag <p>}Ask Ida Falk{\\*\\htmltag </p><p>}Ask Bo{\\*\\htmltag </p>}}')
    const { hidden } = shown(rebuilt(note({ 4096: 'Ask Ida Falk', 4115: Buffer.from('<p>Ask Ida <b>Falk</b></p>'), 4105: rtf })))
    expect(hidden.filter((line) => line.includes('Body as RTF'))).toEqual(['X-Outlook-Property: Body as RTF: Ask Bo'])
  })

  it('says nothing twice where the forms differ in their looks', () => {
    const rtf = stored('{\\rtf1\\ansi\\pard Please {\\i ask Ida} Falk \\tab about\\line the pay.\\par}')
    const { hidden } = shown(
      rebuilt(note({ 4096: plain, 4115: Buffer.from('<div>Please ask Ida&nbsp;Falk</div> about the pay.'), 4105: rtf })),
    )
    expect(hidden.join('\n')).not.toContain('RTF')
  })

  it('whose RTF is cut is told as damaged', () => {
    const rtf = stored(`{\\rtf1\\ansi ${'Ida Falk '.repeat(20)}}`)
    const told = (bytes: Buffer): readonly string[] => parseMessage(rebuilt(note({ 4105: bytes }))).problems.map(({ code }) => code)
    expect(told(rtf)).not.toContain('damaged-in-store')
    expect(told(rtf.subarray(0, -40))).toContain('damaged-in-store')
  })
})

describe('an attachment that Outlook shows under another name than its file’s', () => {
  it('is found by both', () => {
    const named = (properties: Readonly<Record<number, string>>): Uint8Array =>
      rebuilt({ ...note({ 4096: 'See.' }), attachments: [{ properties: { ...properties, 14081: Buffer.from('x') } }] })
    const bytes = named({ 14087: 'scan0001.txt', 12289: 'Letter of Ida Falk', 14084: 'SCAN00~1.TXT' })
    expect(attachmentParts(parseMessage(bytes)).map(({ part }) => part.filename)).toEqual(['scan0001.txt'])
    expect(shown(bytes).hidden.join('\n')).toContain('Letter of Ida Falk')
    expect(shown(bytes).hidden.join('\n')).not.toContain('SCAN')
    expect(shown(named({ 14087: 'Letter.txt', 12289: 'letter.txt' })).hidden).toEqual([''])
  })
})

describe('texts within binary properties', () => {
  /** MS-OXOMSG 2.2.1.74: Reply to All and two answers, as Outlook writes them. */
  function verbs(answers: readonly string[]): Buffer {
    const ansi = (text: string): Buffer => Buffer.concat([Buffer.of(text.length), Buffer.from(text, 'latin1')])
    const wide = (text: string): Buffer => Buffer.concat([Buffer.of(text.length), Buffer.from(text, 'utf16le')])
    const all = [[102, 'Reply to All'] as const, ...answers.map((name) => [4, name] as const)]
    const head = Buffer.alloc(6)
    head.writeUInt16LE(0x102, 0)
    head.writeUInt32LE(all.length, 2)
    const options = all.map(([kind, name]) => {
      const first = Buffer.from(Uint32Array.of(kind).buffer)
      return Buffer.concat([first, ansi(name), ansi('IPM.Note'), Buffer.of(0), ansi(name), Buffer.alloc(29)])
    })
    return Buffer.concat([head, ...options, Buffer.of(4, 1), ...all.map(([, name]) => Buffer.concat([wide(name), wide(name)]))])
  }

  it('the answers of a vote are hidden text', () => {
    const bytes = rebuilt({ ...note({ 4096: 'Whom?' }), named: [['common', 0x8520, verbs(['Ida Falk', 'Zoë'])]] })
    const { hidden } = shown(bytes)
    expect(hidden).toContain('X-Outlook-Property: Answer to vote by: Ida Falk')
    expect(hidden).toContain('X-Outlook-Property: Answer to vote by: Zoë')
    expect(hidden.join('\n')).not.toContain('Reply to All')
  })

  it('a damaged one gives what comes before the damage', () => {
    const whole = verbs(['Ida Falk', 'Zoë'])
    for (let length = 0; length < whole.byteLength; length++)
      rebuilt({ ...note({ 4096: 'Whom?' }), named: [['common', 0x8520, whole.subarray(0, length)]] })
  })
})

describeWithCorpora('items that Outlook wrote', () => {
  it.each([
    ['voteItems.msg', ['はい', 'いいえ', 'たぶん']],
    ['Friday Lunch.msg', ['Monday Lunch']],
    ['Lanch time  every friday  in 2023 chgs2.msg', ['Lanch time, every friday, in 2023 [rescheduled!]', 'Awesome coffee shop']],
  ])('%s keeps texts in binary properties, which are found', (name, texts) => {
    const bytes = takeItem(bytesSource(readFileSync(corpora(`outlook/msg-hiraoka/${name}`))), ['msg'])?.bytes ?? new Uint8Array(0)
    const all = `${parseMessage(bytes).subject}\n${shown(bytes).hidden.join('\n')}`
    expect(texts.filter((text) => !all.includes(text))).toEqual([])
  })
})

describe('an item of thousands of texts', () => {
  const text = (value: string) => ({ type: mapiType.unicode, value: Buffer.from(value, 'utf16le') })
  const item = (properties: readonly (readonly [number, string])[], further: Partial<MapiItem> = {}): MapiItem => ({
    properties: new Map([[0x1000, 'The body.'], ...properties].map(([id, value]) => [id as number, text(value as string)])),
    recipients: [],
    attachments: [],
    names: new Map(),
    whole: true,
    ...further,
  })

  it('keeps its body, and each of them', () => {
    const recipients = Array.from({ length: 6000 }, (_, at) => new Map([[0x1001, text(`No such person as ida${at}`)]]))
    const { bytes } = rebuildMessage(item([[0x001a, 'REPORT.IPM.Note.NDR']], { recipients }))
    const { bodies, hidden } = shown(bytes)
    expect(parseMessage(bytes).problems.map(({ code }) => code)).toEqual(['no-date'])
    expect(bodies).toBe('The body.')
    expect(hidden.join('\n').match(/as ida\d+/gu)).toHaveLength(6000)
  })

  it.each([
    ['a name of blanks', [[0x0c1a, `a${' '.repeat(200_000)}b`]]],
    ['a name of addresses without an end', [[0x0c1a, `<${'a@'.repeat(100_000)}`]]],
    ['a name of openings', [[0x0c1a, '<a'.repeat(100_000)]]],
    ['very many people to reply to', [[0x0050, Array.from({ length: 50_000 }, (_, at) => `n${at}`).join(';')]]],
    [
      'very many people beside a header',
      [
        [0x007d, 'From: a@x.example\r\n'],
        [0x0e04, Array.from({ length: 20_000 }, (_, at) => `n${at}`).join(';')],
      ],
    ],
    [
      'a contact with a field of blanks',
      [
        [0x001a, 'IPM.Contact'],
        [0x3a06, `a${' '.repeat(200_000)}b`],
      ],
    ],
  ] as const)('is read in time linear in it: %s', (_, properties) => {
    expect(rebuildMessage(item(properties)).bytes.byteLength).toBeGreaterThan(100_000)
  })
})
