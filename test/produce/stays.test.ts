import { describe, expect, it } from 'vitest'
import { directReader } from '../../src/formats/index.ts'
import { asId, type SurfaceId, type UserName } from '../../src/model/index.ts'
import { leakSearch } from '../../src/produce/check-hits.ts'
import { foresee } from '../../src/produce/foresee.ts'
import { expectationOf } from '../../src/produce/index.ts'
import type { ProductionInput, Stay } from '../../src/produce/input.ts'
import { internalRows } from '../../src/produce/internal-log.ts'
import { production, raw } from './builder.ts'
import { judge } from './judge.ts'
import { header, inHtml, say } from './mutant.ts'

const { made, changed } = judge('stays')

const mail = (body: string, type = 'text/plain', subject = 'will', more = '') =>
  raw(`From: Sender <s@x.example>
To: Anna Berg <anna@example.org>
Subject: ${subject}
Date: Mon, 5 Jan 2026 10:05:00 +0000
Message-ID: <a1@x.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: ${type}; charset=utf-8

${body}
--b${more === '' ? '--' : `\n${more}\n--b--`}
`)

/** The place of a text on a surface of the first document, the nth of its kind. */
type Place = readonly [surface: string, text: string, nth: number]

function stay(surface: SurfaceId, start: number, end: number): Stay {
  return {
    id: asId<Stay['id']>(`K${start}`),
    surface,
    span: { start, end },
    note: 'the verb',
    proposer: asId<UserName>('olga'),
    createdAtMs: 0,
  }
}

/** A production in which `Will` is redacted at the beginning of the first body, and these places of it stay. */
async function staying(message: Uint8Array, surface: string, places: readonly Place[]): Promise<ProductionInput> {
  const input = await production([message], { 0: { mark: [['Will', surface]] } })
  return {
    ...input,
    documents: input.documents.map((document, index) => {
      if (index > 0) return document
      const stays = places.flatMap(([id, text, nth]) => {
        const found = document.surfaces.find((one) => one.id === id)
        let at = -1
        for (let count = 0; count <= nth; count++) at = found?.text.indexOf(text, at + 1) ?? -1
        if (found === undefined || at < 0) throw new Error(`no such place: ${text}`)
        return [stay(found.id, at, at + text.length)]
      })
      return { ...document, stays, marks: document.marks.slice(0, 1) }
    }),
  }
}

const body = `Will said so. Whatever comes, I will be there at noon; and you will too, I hope.
> And he will be there as well, whether the others come or not, as every time that I remember.
The will of the people.`
const every: readonly Place[] = [
  ['h:subject', 'will', 0],
  ['t:1', 'will', 0],
  ['t:1', 'will', 1],
  ['t:1', 'will', 2],
  ['t:1', 'will', 3],
]
const page = `<p>Will said so.</p><p>It's clear &amp; "sure": I will come, don't you worry; and you <b>will</b> too.</p>
<ol start="3"><li>the will</li><li>will</li></ol><p>The "will" of A &amp; B.</p>`

describe('redacted text that stays by decision where it means something else', () => {
  it.each([
    ['plain text', mail(body), 't:1', every],
    [
      'two texts of one body',
      mail(body, undefined, undefined, 'Content-Type: text/plain; charset=utf-8\n\nI will.'),
      't:1',
      [...every, ['t:2', 'will', 0] as Place],
    ],
    [
      'headers',
      raw(`From: Will <will@x.example>
To: Anna Will Berg <anna@example.org>, Will <w@x.example>
Cc: A Will <a@x.example>
Subject: Will
Message-ID: <a3@x.example>

Will. I will.
`),
      'h:from',
      [
        ['h:from', 'will', 0],
        ['h:to', 'Will', 0],
        ['h:to', 'Will', 1],
        ['h:cc', 'Will', 0],
        ['h:subject', 'Will', 0],
        ['t:1', 'Will', 0],
        ['t:1', 'will', 0],
      ] as Place[],
    ],
    [
      'HTML',
      mail(page, 'text/html', 'A will'),
      'w:1',
      [['h:subject', 'will', 0], ...[0, 1, 2, 3, 4].map((nth): Place => ['w:1', 'will', nth])] as Place[],
    ],
  ])('is given with the rest in every format: %s', async (_, message, surface, places) => {
    const input = await staying(message, surface, places)
    expect(foresee(input).places).toEqual([])
    expect(await made(input, ['eml', 'mbox', 'pdf'])).toBe(true)
  })

  it.each([
    [
      'Hebrew',
      'דרור',
      'אמר שלום לכולם. הוא רצה לחיות חיים של',
      'ושמחה בלי דאגות ובלי פחדים כמו כל אדם אחר בעולם הזה שאנחנו חיים בו כל יום מחדש',
    ],
    [
      'Arabic',
      'أحمد',
      'قال مرحبا للجميع. كان يريد أن يعيش حياة',
      'وسعيدة بدون هموم وبدون خوف مثل أي شخص آخر في هذا العالم الذي نعيش فيه كل يوم',
    ],
    [
      'Urdu, of two words',
      'زہرہ بیگم',
      'محترم احمد علی صاحب، آپ کی درخواست موصول ہو گئی ہے',
      'ہم آپ کو جلد جواب دیں گے شکریہ اور ہم آپ سے دوبارہ رابطہ کریں گے',
    ],
    ['Syriac, of two words', 'ܝܘܣܦ ܝܥܩܘܒ', 'ܫܠܡܐ ܥܠܝܟܘܢ ܐܢܐ', 'ܡܢ ܡܕܝܢܬܐ ܫܠܡܐ ܥܠܝܟܘܢ'],
    ['Arabic with its vowels, of two words', 'أَحْمَدُ عَلِيٌّ', 'بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ', 'كَتَبَ رِسَالَةً إِلَى الْمُدِيرِ ثُمَّ ذَهَبَ إِلَى الْبَيْتِ'],
  ])('is given in a text from right to left, whose pages have their words in another order: %s', async (_, name, before, after) => {
    const places = async (message: Uint8Array, surface: string, ends = 0): Promise<ProductionInput> => {
      const input = await production([message], { 0: { mark: [[name, surface]] } })
      return {
        ...input,
        documents: input.documents.map((document) => ({
          ...document,
          marks: document.marks.slice(0, 1),
          stays: document.surfaces
            .flatMap(({ id, text }) => [...text.matchAll(new RegExp(name, 'g'))].map(({ index }) => stay(id, index, index + name.length)))
            .filter((one) => one.surface !== surface || one.span.start > 0)
            .slice(0, ends === 0 ? undefined : ends),
        })),
      }
    }
    const lines = [`${name} ${before} ${name} ${after}.`, name, `Anna wrote ${name} and Will of ${name} too.`]
    const plain = await places(mail(lines.join('\n\n'), 'text/plain', `${name} ${after}`), 't:1')
    expect(foresee(plain).places).toEqual([])
    expect(await made(plain, ['eml', 'pdf'])).toBe(true)
    const html = lines.map((line, at) => `<p dir="rtl">${line}</p><ol start="3"><li>${at}</li></ol>`).join('')
    expect(await made(await places(mail(html, 'text/html'), 'w:1'), ['pdf'])).toBe(true)
    // One that nobody decided of keeps the bundle back, whatever the pages' order.
    expect(await made(await places(mail(lines.join('\n\n')), 't:1', 2), ['pdf'])).toMatchObject({
      hits: expect.arrayContaining([expect.objectContaining({ needle: name })]),
    })
  })

  it('is looked for where its words stand in order, though a page said the same in another', async () => {
    const input = await staying(mail(body), 't:1', every)
    const search = leakSearch(expectationOf(input, ['eml']).needles, expectationOf(input, ['eml']), directReader)
    const owners = input.documents.map(({ id }) => id)
    const layer = { path: 'x', layer: 'x', owners, text: 'Ask Will about it.', noisy: false }
    search.layer({ ...layer, isSaidElsewhere: true })
    expect(search.hits).toEqual([])
    search.layer(layer)
    expect(search.hits.map(({ needle }) => needle)).toEqual(['Will'])
  })

  it('is given in Latin letters beside a line from right to left', async () => {
    const input = await staying(mail(`${body}\nדרור אמר שלום לכולם.`), 't:1', every)
    expect(await made(input, ['eml', 'pdf'])).toBe(true)
  })

  it('is given in lists of people, too', async () => {
    const people = '<s@x.example>\nCc: Free Will <free@x.example>, Last Will <last@x.example>'
    const message = Buffer.from(mail('Will said so.', undefined, 'x'))
      .toString()
      .replace('<s@x.example>', people)
    const input = await staying(raw(message), 't:1', [
      ['h:cc', 'Will', 0],
      ['h:cc', 'Will', 1],
    ])
    expect(foresee(input).places).toEqual([])
    expect(await made(input, ['eml', 'mbox', 'pdf'])).toBe(true)
  })

  it('lets nothing pass where another surface says the same', async () => {
    const message = mail('<p>Rose</p>', 'text/html', 'Rose')
    const from = raw(Buffer.from(message).toString().replace('Sender <s@x.example>', 'Rose <r@x.example>'))
    const input = await production([from], { 0: { mark: [['Rose', 'h:from']] } })
    const stays = (...surfaces: readonly string[]) => ({
      ...input,
      documents: input.documents.map((document) => ({
        ...document,
        stays: document.surfaces.flatMap(({ id }) => (surfaces.includes(id) ? [stay(id, 0, 4)] : [])),
      })),
    })
    const open = (made: ProductionInput) => foresee(made).places.map(({ surface }) => surface)
    expect(open(stays())).toEqual(['h:subject', 'w:1'])
    expect(open(stays('h:subject'))).toEqual(['w:1'])
    expect(open(stays('w:1'))).toEqual(['h:subject'])
    expect(open(stays('h:subject', 'w:1'))).toEqual([])
  })

  it('stands in the internal log with who decided it and why', async () => {
    const rows = internalRows(await staying(mail(body), 't:1', [['t:1', 'will', 0]]))
    expect(rows.map(({ action, proposer, justification, approver }) => ({ action, proposer, justification, approver }))).toEqual([
      expect.objectContaining({ action: 'redact' }),
      { action: 'let stand', proposer: 'olga', justification: 'the verb', approver: rows[0]?.['approver'] },
    ])
  })

  it('keeps the bundle back for each place that nobody decided of', async () => {
    for (const left of every) {
      const input = await staying(
        mail(body),
        't:1',
        every.filter((place) => place !== left),
      )
      expect(foresee(input).places).toHaveLength(1)
      expect(await made(input, ['eml'])).toMatchObject({ problems: [] })
    }
  })

  it.each([
    ['in another sentence', say('Ask Will about it.')],
    ['in the same words once more', say('Whatever comes, I will be there at noon; and you will too, I hope.')],
    ['in a header', header('X-Note: will')],
    ['encoded', say('x?n=%57ill')],
  ])('is found where it stands besides: %s', async (_, file) => {
    const { hits } = await changed(await staying(mail(body), 't:1', every), { file })
    expect(hits.map(({ needle }) => needle)).toContain('Will')
  })

  it('is found in HTML besides, and where the place that stays is gone', async () => {
    const places: Place[] = [['h:subject', 'will', 0], ...[0, 1, 2, 3, 4].map((nth): Place => ['w:1', 'will', nth])]
    const input = await staying(mail(page, 'text/html', 'A will'), 'w:1', places)
    expect((await changed(input, { file: inHtml('<p>Will</p>') })).hits).not.toEqual([])
    const moved = await changed(input, {
      file: (text) => text.replaceAll('I will come', 'I would').replaceAll('</p><ol', '</p><p>Ask Will.</p><ol'),
    })
    expect(moved.passed).toBe(false)
  })

  it('lets no whole name pass where part of it stays, though the whole stays elsewhere', async () => {
    const text = 'Will Smith said so. I will smith iron, as I always did before. Nobody else was there; ask Will Smith about it.'
    const input = await production([mail(text, undefined, 'x')], { 0: { mark: [['Will Smith', 't:1']] } })
    const [document] = input.documents
    const [first] = document?.marks ?? []
    if (document === undefined || first === undefined) throw new Error('nothing is marked')
    const surface = first.surface
    const at = (words: string) => document.surfaces.find(({ id }) => id === surface)?.text.lastIndexOf(words) ?? 0
    const marks = [first, { ...first, span: { start: 0, end: 4 } }]
    const stays = [stay(surface, at('will smith'), at('will smith') + 10), stay(surface, at('Will Smith'), at('Will Smith') + 4)]
    const partly = { ...input, documents: [{ ...document, marks, stays }] }
    expect(foresee(partly).places.map(({ span, text: found }) => [span?.start, found])).toEqual([[at('Will Smith'), 'Will Smith']])
    expect(await made(partly, ['eml'])).toMatchObject({
      hits: expect.arrayContaining([expect.objectContaining({ needle: 'Will Smith' })]),
    })
  })

  it('lets nothing pass that goes on beyond the place', async () => {
    const input = await production([mail('Will Smith said so. I will smith iron, as I always did before.', undefined, 'x')], {
      0: { mark: [['Will Smith', 't:1']] },
    })
    const at = input.documents[0]?.surfaces.find(({ id }) => id === 't:1')?.text.indexOf('will smith') ?? 0
    const stays = (length: number) => ({
      ...input,
      documents: input.documents.map((document) => ({
        ...document,
        stays: document.surfaces.flatMap(({ id }) => (id === 't:1' ? [stay(id, at, at + length)] : [])),
      })),
    })
    expect(foresee(stays(4)).places).toHaveLength(1)
    expect(await made(stays(4), ['eml'])).toMatchObject({ problems: [] })
    expect(foresee(stays(10)).places).toEqual([])
    expect(await made(stays(10), ['eml', 'pdf'])).toBe(true)
  })
})
