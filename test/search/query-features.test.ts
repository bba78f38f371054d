import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { AppError } from '../../src/model/index.ts'
import { compileQuery } from '../../src/search/compile-query.ts'
import {
  anyOf,
  checkQuery,
  documentIds,
  facetsOf,
  fieldNames,
  type MatterFacts,
  parseQuery,
  phrase,
  type Query,
  resolveQuery,
  runQuery,
} from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, mboxOf } from '../jobs/archive.ts'
import { fc } from '../properties.ts'
import { letters } from './feature-letters.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-search-features-'))
let index: WritableDatabase

beforeAll(async () => {
  writeFileSync(join(folder, 'one.mbox'), Buffer.from(mboxOf(letters), 'utf8'))
  index = freshIndex(join(folder, 'index.db'))
  await addSources(environment(index), { paths: [join(folder, 'one.mbox')], custodian: 'Anna Berg' })
})
afterAll(() => {
  index.close()
  rmSync(folder, { recursive: true, force: true })
})

const options = { limit: 100, offset: 0, sort: 'relevance', timeZone: 'UTC' } as const
const subjects = (query: string | Query, matter: MatterFacts | null = null): string[] =>
  runQuery(index, query, { ...options, matter })
    .hits.map((hit) => hit.subject)
    .sort()

describe('a search', () => {
  it.each([
    ['smith~', ['Minutes_2026-final.TXT', 'One', 'Three', 'Two']],
    ['smith~1 NOT smith', ['Minutes_2026-final.TXT', 'Three', 'Two']],
    ['attachment:smith~2', ['Minutes_2026-final.TXT']],
    ['smithers~1', ['Four']],
    ['zzzzzzz~2', []],
    ['jon NEAR/0 smith', ['One']],
    ['annual NEAR/3 budget', ['One']],
    ['budget NEAR/3 annual', ['One']],
    ['annual NEAR/1 budget', []],
    ['"annual report" NEAR/2 budg*', ['One']],
    ['12345678', ['Three', 'Two']],
    ['"12 34-56/78"', ['Three', 'Two']],
    ['1234-5678', ['Three', 'Two']],
    ['emp-00417', ['Four', 'Three']],
    ['EMP00417', ['Four', 'Three']],
    ['"EMP 00417"', ['Four', 'Three']],
    ['smithers', ['Four']],
    ['smithers quoted:no', []],
    ['agreed quoted:no', ['Four']],
    ['jon quoted:only', ['Four']],
    ['(smithers quoted:no) OR agreed', ['Four']],
    ['EMP00417 quoted:no', ['Three']],
    ['attachment:salary', ['Minutes_2026-final.TXT']],
    ['attachment:minutes', ['Minutes_2026-final.TXT']],
    ['attachment:budget', []],
    ['minutes', ['Five', 'Minutes_2026-final.TXT']],
    ['filename:final', ['Minutes_2026-final.TXT']],
    ['type:txt', ['Minutes_2026-final.TXT']],
    ['type:image', ['map.png']],
    ['type:image/png from:eva', ['map.png']],
    ['type:png from:anna', []],
    ['NOT type:message', ['Minutes_2026-final.TXT', 'map.png']],
    ['type:message from:eva', ['Five']],
    ['size:>10k', ['Four']],
    ['size:..60 type:txt', ['Minutes_2026-final.TXT']],
    ['京都 NEAR/2 2026', ['Six']],
    ['muller~1', ['Six']],
    ['lodz', ['Seven']],
    ['ŁÓDŹ', ['Seven']],
    ['oyvind', ['Seven']],
    ['"ærø"', ['Seven']],
    ['aero', ['Seven']],
    ['jorgen', ['Six']],
    ['철수', ['Seven']],
    ['김철수', ['Seven']],
    ['김철수가', ['Seven']],
    ['철술', []],
    ['"Lorne, Ada"', ['Seven']],
    ['"Gerd Roth"', ['Seven']],
    ['"Roth, Gerd"', []],
    ['"Roth <gerd.r"', ['Seven']],
    ['"ada a"', []],
    ['"ada <a.lorne@lorne.example>"', ['Seven']],
    ['from:"ada <a.lorne"', ['Seven']],
  ])('for %s finds %j', (query, expected) => {
    expect(subjects(query)).toEqual(expected)
  })

  it('tells what a fuzzy term stands for', () => {
    expect(runQuery(index, 'smith~1', options).expansions).toEqual([{ term: 'smith~1', words: ['smith', 'smyth', 'smiht'], cut: false }])
  })

  it.each([
    ['two', 'Two', ['Two']],
    ['subject:two', 'Two', ['Two']],
    ['body:two OR subject:one', 'One', ['One']],
    ['from:two OR smyth', 'Two', []],
    ['minutes', 'Minutes_2026-final.TXT', ['Minutes']],
    ['filename:final', 'Minutes_2026-final.TXT', ['final']],
    ['attachment:minutes', 'Minutes_2026-final.TXT', ['Minutes']],
  ])('%s is shown where it stands in the subject or the file’s name %s', (query, subject, marked) => {
    const hit = runQuery(index, query, options).hits.find((one) => one.subject === subject)
    expect(hit?.subjectHits.map(({ start, end }) => subject.slice(start, end))).toEqual(marked)
  })

  it('shows a number as found however it is punctuated', () => {
    const found = runQuery(index, '1234-5678', options).hits.map((hit) =>
      hit.snippetHits.map(({ start, end }) => hit.snippet.slice(start, end)),
    )
    expect(found.flat().sort()).toEqual(['12 34-56/78', '12345678'])
  })
})

describe('a source or custodian', () => {
  it.each([
    ['budget in:S9', 'in', 10, 12, ['S1 one.mbox']],
    ['custodian:"Anna Borg" budget', 'custodian', 10, 21, ['Anna Berg']],
    ['NOT custodian:anna', 'custodian', 14, 18, ['Anna Berg']],
  ])('that isn’t there is told at its place with what is: %s', (query, field, start, end, known) => {
    const place = expect.objectContaining({ code: 'search/syntax', details: { start, end, unknown: field } })
    expect(() => runQuery(index, query, options)).toThrow(place)
    expect(() => facetsOf(index, query, 'UTC')).toThrow(place)
    expect(() => documentIds(index, query, null, 'UTC')).toThrow(place)
    const check = checkQuery(query, { index, matter: null })
    expect(check).toMatchObject({ ok: false, error: { start, end }, known })
    for (const name of known) expect(check.error?.message).not.toContain(name)
  })

  it('is found by its id or name in either case, and taken as it is where no archive is at hand', () => {
    for (const query of ['smith in:s1', 'smith custodian:"anna BERG"', 'smith in:S1 custodian:"Anna Berg"']) {
      expect(subjects(query)).toEqual(subjects('smith'))
      expect(checkQuery(query, { index })).toMatchObject({ ok: true, known: [] })
    }
    expect(checkQuery('in:S9 custodian:Nobody').ok).toBe(true)
  })
})

describe('inside a request', () => {
  const idOf = (subject: string): string => runQuery(index, subject, options).hits[0]?.document ?? ''
  const facts = (): MatterFacts => ({
    documentsCoded: (coding) =>
      coding === 'uncollected' ? [idOf('subject:one'), idOf('subject:two')] : coding === 'responsive' ? [idOf('subject:one')] : [],
    documentsWithMarks: () => [idOf('subject:two')],
    person: (name) => (name === 'Jon Smith' ? anyOf([phrase('jon smith'), phrase('jon smyth')]) : null),
  })

  it.each([
    ['coding:responsive', ['One']],
    ['has:marks', ['Two']],
    ['jon coding:uncollected', ['Four', 'Three']],
    ['coding:responsive OR has:marks', ['One', 'Two']],
    ['NOT has:marks jon', ['Four', 'One', 'Three']],
    ['person:"Jon Smith"', ['One', 'Two']],
    ['person:"Jon Smith" budget', ['One']],
  ])('%s finds %j', (query, expected) => {
    expect(subjects(query, facts())).toEqual(expected)
  })

  it('refuses elsewhere what only a request knows', () => {
    expect(() => runQuery(index, 'has:marks', options)).toThrow(expect.objectContaining({ code: 'search/syntax' }))
    expect(() => runQuery(index, { kind: 'has', what: 'marks' }, options)).toThrow(AppError)
  })
})

const phraseShape = String.raw`"[0-9a-z\u0080-\u{10ffff}]+(?: [0-9a-z\u0080-\u{10ffff}]+)*"(?: \*)?`
const leafShape = String.raw`(?:${phraseShape}|NEAR\(${phraseShape}(?: ${phraseShape})*, \d{1,3}\))`
const columnShape = String.raw`(?:\{(?:subject|body|quoted|filename|sender|recipients|copied| )+\} : )`
const expressionShape = new RegExp(
  String.raw`^\(*${columnShape}?\(*${leafShape}\)*(?: (?:AND|OR) \(*${columnShape}?\(*${leafShape}\)*)*$`,
  'u',
)

describe('what is typed', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        ' OR ',
        ' AND ',
        ' NOT ',
        ' NEAR ',
        ' NEAR/4 ',
        ' ',
        '"',
        '*',
        '~',
        '~2',
        '^',
        '{',
        '}',
        "'",
        ';',
        '-',
        '+',
        ':',
        ',',
      ),
      fc.constantFrom(...fieldNames.map((field) => `${field}:`)),
      fc.constantFrom(
        'smith',
        'budget',
        '@berg.example',
        'eva@sund.example',
        '12 34-56/78',
        'EMP-00417',
        '"x" OR body : y',
        'rank',
        'search',
        '京都',
      ),
      fc.constantFrom(
        'no',
        'only',
        'pdf',
        'image',
        '>1k',
        '..5M',
        '2026',
        '2024..2026',
        'attachment',
        'S1',
        'NEAR(a b)',
        '{body} : a',
        '"""',
      ),
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 16 },
  )

  it('reaches the engine only as quoted words under fixed column names, and never makes it fail', () => {
    const { listened, heard } = listening(index)
    let [asked, heardInAll] = [0, 0]
    fc.assert(
      fc.property(pieces, (parts) => {
        const query = parts.join('')
        if (!checkQuery(query, { matter: null, index }).ok) return
        asked++
        const { query: resolved } = resolveQuery(index, parseQuery(query), null)
        const where = compileQuery(resolved, 'UTC')
        for (const expression of valuesFor(where)) expect(expression).toMatch(expressionShape)
        expect(where.sql).not.toMatch(/["{]/u)
        expect(where.sql.match(/\?/gu)?.length ?? 0).toBe(where.values.length)
        expect(runQuery(listened, query, options).total).toBeGreaterThanOrEqual(0)
        for (const expression of heard.splice(0)) {
          expect(expression).toMatch(expressionShape)
          heardInAll++
        }
      }),
      { numRuns: 3000 },
    )
    expect(asked).toBeGreaterThan(300)
    expect(heardInAll).toBeGreaterThan(300)
  })

  it('finds the same when it is spelled through the built form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (typed) => {
        const where = compileQuery({ kind: 'and', children: [phrase(typed), phrase(typed, 'subject')] }, 'UTC')
        for (const expression of valuesFor(where)) expect(expression).toMatch(expressionShape)
        index.prepare(`SELECT count(*) FROM document AS d WHERE ${where.sql}`).get(...where.values)
      }),
      { numRuns: 500 },
    )
  })
})

/** The index, and what the engine is asked through it. */
function listening(real: WritableDatabase): { readonly listened: WritableDatabase; readonly heard: string[] } {
  const heard: string[] = []
  const prepare = (sql: string) => {
    const prepared = real.prepare(sql)
    const get = prepared.get.bind(prepared)
    if (!sql.includes('MATCH')) return prepared
    prepared.get = (...values) => {
      heard.push(...values.map(String))
      return get(...values)
    }
    return prepared
  }
  const listened = new Proxy(real, {
    get: (target, name) => {
      const value: unknown = name === 'prepare' ? prepare : Reflect.get(target, name)
      return typeof value === 'function' && name !== 'prepare' ? value.bind(target) : value
    },
  })
  return { listened, heard }
}

/** The values that are bound in a place where the engine matches. */
function valuesFor(where: { readonly sql: string; readonly values: readonly (string | number)[] }): readonly string[] {
  const places = [...where.sql.matchAll(/MATCH \?|\?/gu)].map(([place]) => place !== '?')
  return where.values.filter((_, at) => places[at] === true).map(String)
}
