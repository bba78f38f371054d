import { describe, expect, it } from 'vitest'
import {
  addMarks,
  clearPlaces,
  code,
  decideMarks,
  dispose,
  markText,
  type Reviewer,
  redo,
  setPrivilege,
  standingIn,
  submit,
  undo,
} from '../../src/jobs/index.ts'
import type { MarkId } from '../../src/model/index.ts'
import { readDecisions, readMarks } from '../../src/store/index.ts'
import { fc } from '../properties.ts'
import { type Request, request, surface, third } from './request.ts'

type Step =
  | { readonly kind: 'code'; readonly value: 'responsive' | 'not-responsive' | 'undecided'; readonly name: string; readonly note: boolean }
  | { readonly kind: 'privilege'; readonly value: 'none' | 'advice'; readonly name: string }
  | { readonly kind: 'dispose'; readonly value: 'release' | 'redact' | 'withhold'; readonly name: string }
  | { readonly kind: 'mark'; readonly name: string; readonly at: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'clear'; readonly name: string; readonly which: number; readonly alike: boolean }
  | { readonly kind: 'decide'; readonly which: number; readonly decision: 'accept' | 'dismiss' | 'remove'; readonly everywhere: boolean }
  | { readonly kind: 'submit' | 'undo' | 'redo' }

const names = ['roof', 'garden'] as const
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('code' as const),
    value: fc.constantFrom('responsive' as const, 'not-responsive' as const, 'undecided' as const),
    name: fc.constantFrom(...names),
    note: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('privilege' as const),
    value: fc.constantFrom('none' as const, 'advice' as const),
    name: fc.constantFrom(...names),
  }),
  fc.record({
    kind: fc.constant('dispose' as const),
    value: fc.constantFrom('release' as const, 'redact' as const, 'withhold' as const),
    name: fc.constantFrom(...names),
  }),
  fc.record({ kind: fc.constant('mark' as const), name: fc.constantFrom(...names), at: fc.nat({ max: 12 }) }),
  fc.record({ kind: fc.constant('text' as const), text: fc.constantFrom('Ida Falk', 'Falk', 'roof') }),
  fc.record({ kind: fc.constant('clear' as const), name: fc.constantFrom(...names), which: fc.nat({ max: 2 }), alike: fc.boolean() }),
  fc.record({
    kind: fc.constant('decide' as const),
    which: fc.nat({ max: 9 }),
    decision: fc.constantFrom('accept' as const, 'dismiss' as const, 'remove' as const),
    everywhere: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('submit' as const, 'undo' as const, 'redo' as const) }),
)

function take(who: Reviewer, set: Request, one: Step): void {
  try {
    perform(who, set, one)
  } catch (error) {
    // A refused act is part of the sequence: it must have changed nothing.
    if (!(error instanceof Error) || error.name !== 'AppError') throw error
  }
}

function perform(who: Reviewer, set: Request, one: Step): unknown {
  switch (one.kind) {
    case 'code':
      return code(who, { documents: [set.id(one.name)] }, one.value, one.note ? { note: `n${who.nowMs}` } : {})
    case 'privilege':
      return setPrivilege(who, { documents: [set.id(one.name)] }, one.value)
    case 'dispose':
      return dispose(who, { documents: [set.id(one.name)] }, one.value, { ground: third })
    case 'mark':
      return addMarks(who, [
        { document: set.id(one.name), surface: surface('t:1'), span: { start: one.at, end: one.at + 6 }, ground: third, note: '' },
      ])
    case 'text':
      return markText(who, one.text, { ground: third, note: '', everywhere: true, evenSubject: false })
    case 'clear': {
      const place = standingIn(set.database, set.id(one.name))[one.which]
      if (place === undefined || place.surface === null) return
      const { document, surface: id, start, end } = place
      return clearPlaces(who, [{ document, surface: id, span: { start, end } }], '', one.alike)
    }
    case 'decide':
      return decideMarks(who, [`K${one.which}` as MarkId], one.decision, { everywhere: one.everywhere })
    case 'submit':
      return submit(who)
    case 'undo':
      return undo(who)
    case 'redo':
      return redo(who)
  }
}

/** Everything that counts: decisions, and the marks that are not superseded. */
function picture(set: Request) {
  return {
    decisions: [...readDecisions(set.database).values()],
    marks: readMarks(set.database)
      .filter(({ state }) => state !== 'superseded')
      .map(({ changedBy: _changedBy, ...mark }) => mark),
  }
}

const mails = {
  roof: { text: 'The roof is Ida Falk\u2019s idea.' },
  garden: { text: 'Ida Falk, the roof again, and Falk. A falk, falk; Ida Falk.' },
}

describe('any sequence of decisions', () => {
  it('is taken back whole by undoing everything, and comes again by redoing everything', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const set = await request(mails)
        const before = picture(set)
        for (const one of steps) take(set.as('olga'), set, one)
        const after = picture(set)
        let undone = 0
        while (undo(set.as('olga')).undone !== null) undone++
        expect(picture(set)).toEqual(before)
        for (let again = 0; again < undone; again++) redo(set.as('olga'))
        expect(picture(set)).toEqual(after)
      }),
      { numRuns: 150 },
    )
  })

  it('of two people is taken back whole by both undoing everything, last acts first', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.boolean(), step), { maxLength: 10 }), async (steps) => {
        const set = await request(mails)
        const before = picture(set)
        for (const [first, one] of steps) if (one.kind !== 'undo' && one.kind !== 'redo') take(set.as(first ? 'olga' : 'piet'), set, one)
        const order = set.database.prepare("SELECT user FROM act WHERE stack = 'done' ORDER BY id DESC").pluck().all() as (
          | 'olga'
          | 'piet'
        )[]
        for (const user of order) undo(set.as(user))
        expect(picture(set)).toEqual(before)
      }),
      { numRuns: 100 },
    )
  })
})
