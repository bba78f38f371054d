import { describe, expect, it } from 'vitest'
import { addTerm, complete, narrowToTime, quoted } from '../../renderer/screens/find/query-edit.ts'
import { parseQuery, type Query } from '../../src/search/index.ts'
import { fc } from '../properties.ts'

/** Queries as people write them, one in another. */
const { query } = fc.letrec<{ query: string; term: string }>((tie) => ({
  term: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(
      'lens',
      '"a (b OR c"',
      'from:x',
      'from:x@y.example',
      'in:S1',
      'in:S12',
      'date:2023',
      'after:2024',
      'before:2022-05',
      '“old date:1”',
      'fr*',
      'budget~1',
    ),
    tie('query').map((inner) => `(${inner})`),
    tie('term').map((inner) => `NOT ${inner}`),
    tie('term')
      .filter((inner) => /^[\p{L}“"]/u.test(inner))
      .map((inner) => `-${inner}`),
  ),
  query: fc
    .array(fc.tuple(tie('term'), fc.constantFrom(' ', ' AND ', ' OR ', '  ')), { minLength: 1, maxLength: 4 })
    .map((all) => all.map(([term, between], at) => (at === 0 ? term : `${between}${term}`)).join('')),
}))

const children = (parsed: Query): readonly Query[] => (parsed.kind === 'and' ? parsed.children : [parsed])
const isTime = ({ kind }: Query): boolean => kind === 'date'

describe('editing the query by a click', () => {
  it('quotes what is not plain', () => {
    expect(quoted('jane@x.example')).toBe('jane@x.example')
    expect(quoted('Old "backup" 2')).toBe('"Old backup 2"')
  })

  it('adds a term to all that the line asks, whatever it is', () => {
    fc.assert(
      fc.property(query, fc.constantFrom('from:x', 'in:S1', '(to:x OR cc:x)'), (line, term) => {
        const text = (all: readonly Query[]): readonly string[] => all.map((child) => JSON.stringify(child))
        const before = text(children(parseQuery(line)))
        const added = text([parseQuery(term)])
        const after = text(children(parseQuery(addTerm(line, term))))
        if (after.length > before.length) expect(after).toEqual([...before, ...added])
        else expect([after, before]).toEqual([before, expect.arrayContaining([...added])])
      }),
    )
  })

  it.each([
    ['a OR b', 'from:x', '(a OR b) from:x'],
    ['a from:x', 'from:x', 'a from:x'],
    ['NOT from:x', 'from:x', 'NOT from:x from:x'],
    ['from:x OR budget', 'from:x', '(from:x OR budget) from:x'],
    ['a in:S12', 'in:S1', 'a in:S12 in:S1'],
    ['"a OR b"', 'in:S1', '"a OR b" in:S1'],
  ])('%s with %s is %s', (line, term, expected) => {
    expect(addTerm(line, term)).toBe(expected)
  })

  it('leaves everything else that the line asks as it is when it narrows to a time', () => {
    fc.assert(
      fc.property(query, (line) => {
        const before = children(parseQuery(line))
        const after = children(parseQuery(narrowToTime(line, '2025-01', '2025-02')))
        const range = parseQuery('date:2025-01..2025-02')
        const text = (all: readonly Query[]): readonly string[] => all.map((child) => JSON.stringify(child))
        expect(text(after.filter((child) => !isTime(child)))).toEqual(text(before.filter((child) => !isTime(child))))
        expect(text(after)).toContain(JSON.stringify(range))
        for (const time of text(after.filter(isTime))) expect([...text(before), JSON.stringify(range)]).toContain(time)
      }),
    )
  })

  it.each([
    ['lens before:2026', 'lens date:2025'],
    ['lens date:2024..2025-12', 'lens date:2025'],
    ['lens after:2025-01', 'lens date:2025'],
    ['lens after:2025-02', 'lens after:2025-02 date:2025'],
    ['lens date:none', 'lens date:none date:2025'],
    ['lens date:2025-01..2025-02', 'lens date:2025-01..2025-02 date:2025'],
    ['NOT date:2023', 'NOT date:2023 date:2025'],
    ['-date:2023 lens', '-date:2023 lens date:2025'],
    ['date:2023 OR see', '(date:2023 OR see) date:2025'],
    ['(budget date:2023)', '(budget date:2023) date:2025'],
    ['date:2023', 'date:2023 date:2025'],
  ])('%s in 2025 is %s', (line, expected) => {
    expect(narrowToTime(line, '2025', '2025')).toBe(expected)
  })

  it('completes the last word only, with a space after a whole one', () => {
    expect(complete('lens fr', 'from:', 5)).toBe('lens from:')
    expect(complete('lens has', 'has:attachment', 5)).toBe('lens has:attachment ')
  })
})
