import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { documentsSql, sendersSql, sourcesSql } from '../../src/search/columns.ts'
import { compileQuery } from '../../src/search/compile-query.ts'
import { findAll, findRanked } from '../../src/search/found.ts'
import { address, anyOf, phrase } from '../../src/search/index.ts'
import { openIndex, shardNames, type WritableDatabase } from '../../src/store/index.ts'

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
function plansOf(work: (index: WritableDatabase) => unknown): readonly string[] {
  const index = opened()
  const prepared = vi.spyOn(index, 'prepare')
  work(index)
  const asked = prepared.mock.calls.map(([sql]) => sql)
  prepared.mockRestore()
  return asked.flatMap((sql) => plan(index, sql, new Array((sql.match(/\?/g) ?? []).length).fill('1')))
}

const counted = (steps: readonly string[], start: string): number => steps.filter((step) => step.startsWith(start)).length

describe('the search for a person', () => {
  const compiled = compileQuery(subject, 'UTC')
  const ways = [
    ['and ranking it', (index: WritableDatabase) => findRanked(index, compiled, false, 50)],
    ['unranked', (index: WritableDatabase) => findAll(index, compiled)],
  ] as const

  it.each(ways)('asks each part of the index once, however many forms there are, %s', (_name, find) => {
    const steps = plansOf(find)
    for (const name of shardNames) expect(counted(steps, `SCAN ${name}.search`)).toBe(1)
    for (const table of ['document', 'participant', 'address']) expect(counted(steps, `SCAN ${table}`)).toBe(0)
  })

  it.each(ways)('reads no wide row of a document, %s', (_name, find) => {
    const steps = plansOf(find)
    expect(counted(steps, 'SEARCH document')).toBeGreaterThan(0)
    expect(counted(steps, 'SEARCH document')).toBe(counted(steps, 'SEARCH document USING COVERING INDEX'))
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
    expect(counted(steps, 'SCAN')).toBe(0)
  })
})
