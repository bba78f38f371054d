import { describe, expect, it, onTestFinished } from 'vitest'
import { compileQuery } from '../../src/search/compile-query.ts'
import { quartersSql, sendersSql, sourcesSql } from '../../src/search/facets.ts'
import { foundSelect, keepFound } from '../../src/search/found.ts'
import { address, anyOf, phrase } from '../../src/search/index.ts'
import { pageOf } from '../../src/search/run-query.ts'
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
  keepFound(index, compileQuery(subject, 'UTC'), true)
  return index
}

function plan(index: WritableDatabase, sql: string, values: readonly unknown[]): readonly string[] {
  return (index.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[]).map(({ detail }) => detail)
}

const counted = (steps: readonly string[], start: string): number => steps.filter((step) => step.startsWith(start)).length

describe('the search for a person', () => {
  it.each([true, false])('asks each part of the index once, however many forms there are (ranked: %s)', (withRank) => {
    const { sql, values } = foundSelect(compileQuery(subject, 'UTC'), withRank)
    const steps = plan(opened(), sql, values)
    for (const name of shardNames) expect(counted(steps, `SCAN ${name}.search`)).toBe(1)
    expect(counted(steps, 'SCAN')).toBe(shardNames.length)
  })

  it('reads no wide row of a document', () => {
    const { sql, values } = foundSelect(compileQuery(subject, 'UTC'), true)
    const steps = plan(opened(), sql, values)
    expect(counted(steps, 'SEARCH document')).toBeGreaterThan(0)
    expect(counted(steps, 'SEARCH document')).toBe(counted(steps, 'SEARCH document USING COVERING INDEX'))
  })

  it('takes a page from what was found, not by searching again', () => {
    const index = opened()
    for (const sort of ['relevance', 'date', 'date-ascending'] as const) {
      const steps = plan(index, `${pageOf(sort)} LIMIT ? OFFSET ?`, [50, 0])
      expect(counted(steps, 'SCAN temp.found')).toBe(1)
      expect(counted(steps, 'SCAN')).toBe(1)
    }
  })
})

describe('facets', () => {
  it.each([
    ['sources', sourcesSql, []],
    ['senders', sendersSql, [50]],
    ['months', quartersSql, []],
  ])('of %s go from what was found to indexes that hold all they need', (_name, sql, values) => {
    const steps = plan(opened(), sql, values)
    expect(counted(steps, 'SCAN temp.found')).toBe(1)
    expect(steps).toContainEqual(expect.stringMatching(/^SEARCH document USING COVERING INDEX document_facts/u))
    expect(counted(steps, 'SCAN document') + counted(steps, 'SCAN instance') + counted(steps, 'SCAN participant')).toBe(0)
    expect(counted(steps, 'SEARCH instance')).toBe(counted(steps, 'SEARCH instance USING COVERING INDEX'))
  })
})
