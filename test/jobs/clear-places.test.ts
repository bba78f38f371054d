import { describe, expect, it } from 'vitest'
import {
  addMarks,
  approve,
  changedSinceApproval,
  clearPlaces,
  code,
  decideMarks,
  dispose,
  gate,
  standing,
  standingIn,
  submit,
  surfacesOf,
  undo,
} from '../../src/jobs/index.ts'
import type { GateItem, SurfaceId } from '../../src/model/index.ts'
import { readHistory, readMarks } from '../../src/store/index.ts'
import { type Mail, type Request, request, surface, third } from './request.ts'

const all = { all: true } as const
const prose = 'Will said so. I will come; you will too. Will you?'

function markOnly(set: Request, name: string, words: string, id = 't:1'): void {
  const text = surfacesOf(set.database, set.id(name)).find((one) => one.id === id)?.text ?? ''
  const start = text.indexOf(words)
  addMarks(set.as('olga'), [
    { document: set.id(name), surface: surface(id), span: { start, end: start + words.length }, ground: third, note: '' },
  ])
}

async function decided(mails: Readonly<Record<string, Mail>>): Promise<Request> {
  const set = await request(mails)
  code(set.as('olga'), all, 'responsive')
  dispose(set.as('olga'), all, 'release')
  return set
}

/** Where redacted text stands unmarked, as the gate lists it. */
const open = (set: Request) => standing(set.database).places.map(({ surface: id, start, text }) => `${id} ${start} ${text}`)

function clear(set: Request, which: readonly number[], alike = false, who: 'olga' | 'piet' = 'olga') {
  const { places } = standing(set.database)
  const wanted = which.map((at) => {
    const place = places[at]
    if (place === undefined || place.surface === null) throw new Error('no such place')
    return { document: place.document, surface: place.surface as SurfaceId, span: { start: place.start, end: place.end } }
  })
  return clearPlaces(set.as(who), wanted, '', alike)
}

function line(set: Request, id: GateItem['id']): GateItem | undefined {
  return gate(set.database, set.workspace, { available: false, hint: '' }).items.find((item) => item.id === id)
}

describe('a place where redacted text means something else', () => {
  it('stays by decision, it and no other, and the gate tells how many and by whom', async () => {
    const set = await decided({ roof: { text: prose } })
    markOnly(set, 'roof', 'Will')
    expect(open(set)).toEqual(['t:1 16 will', 't:1 31 will', 't:1 41 Will'])
    clear(set, [0])
    expect(open(set)).toEqual(['t:1 31 will', 't:1 41 Will'])
    expect(line(set, 'unhidden')?.ok).toBe(false)
    clear(set, [0, 1])
    expect(line(set, 'unhidden')).toMatchObject({
      ok: true,
      text: 'No redacted text stands unmarked beside its redaction, but where it was decided that it means something else: 3 places of 1 document, by olga',
      documents: [set.id('roof')],
    })
  })

  it('takes those that are written just so with it when asked, and only in its document', async () => {
    const set = await decided({ roof: { text: prose }, garden: { text: prose } })
    markOnly(set, 'roof', 'Will')
    markOnly(set, 'garden', 'Will')
    expect(clear(set, [0], true)).toMatchObject({ documents: 1 })
    expect(open(set)).toEqual(['t:1 41 Will', 't:1 16 will', 't:1 31 will', 't:1 41 Will'])
  })

  it('lets no longer text pass that goes on beyond it, nor the same encoded or come together elsewhere', async () => {
    const set = await decided({
      roof: { text: 'Will; Will Smith. I will smith iron.', subject: 'will' },
      garden: { text: 'Will came. I will. See x?n=%57ill too.' },
    })
    markOnly(set, 'garden', 'Will')
    markOnly(set, 'roof', 'Will')
    markOnly(set, 'roof', 'Will Smith')
    expect(open(set)).toEqual(['h:subject 0 will', 't:1 20 will smith', 't:1 13 will'])
    clear(set, [0, 2])
    // What is encoded has a place that could be marked, and none that could be let stand: the words of the place don't say it.
    expect(open(set)).toEqual(['t:1 20 will smith', 't:1 23 Will'])
    expect(standing(set.database).places.map(({ encoded }) => encoded)).toEqual([undefined, true])
    expect(() => clear(set, [1])).toThrow(/No redacted text stands unmarked/)
  })

  it('takes no part of a longer redacted text with it, whichever was marked first', async () => {
    const set = await decided({ roof: { text: 'Will Smith and Will came. Will you? Ask Will Smith about it.' } })
    markOnly(set, 'roof', 'Will Smith')
    addMarks(set.as('olga'), [{ document: set.id('roof'), surface: surface('t:1'), span: { start: 15, end: 19 }, ground: third, note: '' }])
    expect(standingIn(set.database, set.id('roof')).map(({ start, text }) => [start, text])).toEqual([
      [40, 'Will Smith'],
      [26, 'Will'],
    ])
    expect(clear(set, [open(set).indexOf('t:1 26 Will')], true).marks).toHaveLength(1)
    expect(open(set)).toEqual(['t:1 40 Will Smith'])
  })

  it('is listed of its document, however many stand in others', async () => {
    const set = await decided({ ledger: { text: `Will said so. ${'I will. '.repeat(501)}` }, roof: { text: prose } })
    markOnly(set, 'ledger', 'Will')
    markOnly(set, 'roof', 'Will')
    expect(standing(set.database).places).toHaveLength(500)
    expect(standing(set.database, set.id('roof'))).toMatchObject({ total: 3, places: [{ start: 16 }, { start: 31 }, { start: 41 }] })
  })

  it('is refused where nothing stands, where it is marked, and in a part that can’t be marked', async () => {
    const set = await decided({ roof: { text: prose } })
    markOnly(set, 'roof', 'Will')
    const at = (start: number, end: number) => () =>
      clearPlaces(set.as('olga'), [{ document: set.id('roof'), surface: surface('t:1'), span: { start, end } }], '', false)
    for (const place of [at(0, 4), at(5, 9), at(14, 20), at(16, 31)]) expect(place).toThrow(/No redacted text stands unmarked/)
    expect(readMarks(set.database, { states: ['cleared'] })).toEqual([])
  })

  it('can be undone, taken back and marked after all', async () => {
    const set = await decided({ roof: { text: prose } })
    markOnly(set, 'roof', 'Will')
    const before = open(set)
    clear(set, [0, 1, 2])
    expect(undo(set.as('olga')).undone).toBe('let 3 places stand')
    expect(open(set)).toEqual(before)
    const [first] = clear(set, [0]).marks
    if (first === undefined) throw new Error('nothing was decided')
    decideMarks(set.as('olga'), [first], 'remove', { everywhere: false })
    expect(open(set)).toEqual(before)
    expect(readHistory(set.database, set.id('roof')).map(({ words }) => words)).toContain(
      "'will' in the text: means something else, and stays",
    )
  })

  it('is taken back everywhere with others that stay, and with no redaction', async () => {
    const set = await decided({ roof: { text: prose } })
    markOnly(set, 'roof', 'Will')
    const [first] = clear(set, [0, 1, 2]).marks
    if (first === undefined) throw new Error('nothing was decided')
    decideMarks(set.as('olga'), [first], 'remove', { everywhere: true })
    expect(open(set)).toHaveLength(3)
    expect(readMarks(set.database, { states: ['proposed'] })).toHaveLength(1)
    clear(set, [0, 1, 2])
    const [mark] = readMarks(set.database, { states: ['proposed'] })
    if (mark === undefined) throw new Error('the mark is gone')
    decideMarks(set.as('olga'), [mark.id], 'remove', { everywhere: true })
    expect(readMarks(set.database, { states: ['cleared'] })).toHaveLength(3)
  })

  it('is signed: deciding it voids an approval, and what is put in or taken out behind the program holds no more', async () => {
    const set = await decided({ roof: { text: prose } })
    markOnly(set, 'roof', 'Will')
    clear(set, [0, 1])
    markOnly(set, 'roof', 'Will you')
    submit(set.as('olga'))
    approve(set.as('lena'), set.signerFor('lena'), all, true)
    expect(gate(set.database, set.workspace, { available: false, hint: '' }).open).toBe(true)
    set.database.exec("UPDATE mark SET start_at = 5, end_at = 9 WHERE state = 'cleared' AND start_at = 16")
    expect(line(set, 'signatures')?.ok).toBe(false)
    set.database.exec("UPDATE mark SET start_at = 16, end_at = 20 WHERE state = 'cleared' AND start_at = 5")
    expect(line(set, 'signatures')?.ok).toBe(true)
    set.database.exec("UPDATE mark SET state = 'superseded' WHERE state = 'cleared' AND start_at = 16")
    expect(line(set, 'signatures')?.ok).toBe(false)
    set.database.exec("UPDATE mark SET state = 'cleared' WHERE start_at = 16")
    const [one] = readMarks(set.database, { states: ['cleared'] })
    if (one === undefined) throw new Error('nothing was decided')
    decideMarks(set.as('olga'), [one.id], 'remove', { everywhere: false })
    expect(line(set, 'approved')?.ok).toBe(false)
    expect(changedSinceApproval(set.database, set.id('roof'))?.changes).toMatchObject([
      { kind: 'stays-no-more', place: { text: 'will' }, by: 'olga' },
    ])
    clear(set, [0])
    submit(set.as('olga'))
    expect(changedSinceApproval(set.database, set.id('roof'))?.changes).toMatchObject([
      { kind: 'stays', place: { text: 'will' } },
      { kind: 'stays-no-more', place: { text: 'will' } },
    ])
  })

  it('makes whoever decides it one of those who may not approve the document', async () => {
    const set = await decided({ roof: { text: prose } })
    markOnly(set, 'roof', 'Will')
    clear(set, [0, 1])
    clearPlaces({ ...set.as('lena') }, [{ document: set.id('roof'), surface: surface('t:1'), span: { start: 41, end: 45 } }], '', false)
    submit(set.as('olga'))
    expect(() => approve(set.as('lena'), set.signerFor('lena'), all, true)).toThrow(/You proposed something/)
  })
})
