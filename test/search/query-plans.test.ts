import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { documentsSql, sendersSql, sourcesSql } from '../../src/search/columns.ts'
import { address, anyOf, phrase, type Query, runQuery, warmUp } from '../../src/search/index.ts'
import { noteGone, openIndex, shardNames, type WritableDatabase } from '../../src/store/index.ts'

/** One person as identification gives them: names, addresses, a number. */
const subject = anyOf([
  ...['Nora Quill', 'Quill, Nora', 'N. Quill', 'Nora'].map((form) => phrase(form)),
  ...['nora.quill@harbour.example', 'nora@home.example'].map((form) => address(form)),
  phrase('12 34-56/78'),
])

function opened(): WritableDatabase {
  const index = openIndex(':memory:', { key: new Uint8Array(32) })
  onTestFinished(() => {
    index.close()
  })
  return index
}

function plan(index: WritableDatabase, sql: string, values: readonly unknown[]): readonly string[] {
  return (index.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]).map(({ detail }) => detail)
}

/** The plans of every statement that something prepares. */
function plansOf(work: (index: WritableDatabase) => unknown, before: (index: WritableDatabase) => void): readonly string[] {
  const index = opened()
  before(index)
  const prepared = vi.spyOn(index, 'prepare')
  work(index)
  const asked = prepared.mock.calls.map(([sql]) => sql)
  prepared.mockRestore()
  return asked.flatMap((sql) => plan(index, sql, new Array((sql.match(/\?/g) ?? []).length).fill('1')))
}

const counted = (steps: readonly string[], start: string): number => steps.filter((step) => step.startsWith(start)).length

describe('the search for a person', () => {
  const searched = (query: Query) => (index: WritableDatabase) =>
    runQuery(index, query, { limit: 50, offset: 0, sort: 'relevance', timeZone: 'UTC' })

  it.each([
    ['on a connection that asks for the first time', () => {}],
    ['on one that has everything in memory', warmUp],
  ])('reads no document that it does not find, and no wide row, %s', (_name, before) => {
    const steps = plansOf(searched(subject), before)
    for (const table of ['document', 'participant', 'address']) expect(counted(steps, `SCAN ${table}`)).toBe(0)
    expect(counted(steps, 'SEARCH document')).toBe(counted(steps, 'SEARCH document USING COVERING INDEX'))
  })

  it('looks up no document for what the engine found where rows are in memory', () => {
    const words = anyOf([phrase('Nora Quill'), phrase('Nora')])
    const reads = (before: (index: WritableDatabase) => void): number => counted(plansOf(searched(words), before), 'SEARCH document USING')
    expect(reads(() => {})).toBeGreaterThan(0)
    expect(reads(warmUp)).toBe(0)
  })

  it('asks each part of the index once for a form', () => {
    const index = opened()
    const asked = vi.spyOn(index, 'prepare')
    searched(subject)(index)
    const engine = asked.mock.calls.filter(([sql]) => sql.includes('MATCH') && !sql.includes('header_search'))
    expect(engine.map(([sql]) => shardNames.filter((name) => sql.includes(`FROM ${name}.`)))).toEqual(shardNames.map((name) => [name]))
  })
})

describe('the facts that facets count and dates are sorted by', () => {
  it.each([
    ['documents', documentsSql, 'document USING COVERING INDEX document_facts'],
    ['senders', sendersSql, 'participant USING COVERING INDEX participant_document'],
    ['sources', sourcesSql, 'instance USING INTEGER PRIMARY KEY'],
  ])('of %s are read on from where they were read to, from an index that holds them', (_name, sql, step) => {
    const steps = plan(opened(), sql, [0, 1])
    expect(steps).toContainEqual(expect.stringContaining(`SEARCH ${step}`))
    expect(steps.filter((one) => one.startsWith('SCAN') && !one.startsWith('SCAN (subquery'))).toEqual([])
  })
})

describe('what is told after each pass', () => {
  it('looks at no message that stands where it was read', () => {
    const steps = plansOf(noteGone, () => {})
    expect(steps.filter((step) => step.startsWith('SCAN instance'))).toEqual(['SCAN instance USING INDEX instance_standing'])
  })
})
