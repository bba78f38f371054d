import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { addSources, rescanSources } from '../../src/jobs/index.ts'
import { asId, type SourceId } from '../../src/model/index.ts'
import { documentsSql, sendersSql, sourcesSql } from '../../src/search/columns.ts'
import { address, anyOf, phrase, type Query, runQuery, warmUp } from '../../src/search/index.ts'
import { countGone, ledgerSums, noteGone, openIndex, shardNames, type WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from '../jobs/archive.ts'

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

describe('messages that are gone', () => {
  /** An index that was filled: plans are made by what it holds. */
  const filled = async (): Promise<WritableDatabase> => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`MD${at % 3}/cur/${at}.a:2,`, letter({ id: `${at}` })]))
    const folder = writeTree(temporaryFolder(), files)
    const path = join(temporaryFolder(), 'index.db')
    const index = freshIndex(path)
    await addSources(environment(index, { batchMessages: 100 }), { paths: [folder] })
    for (let at = 0; at < 10; at++) rmSync(join(folder, `MD${at % 3}/cur/${at}.a:2,`))
    await rescanSources(environment(index), null)
    index.close()
    return openIndex(path, { key: new Uint8Array(32).fill(9), create: false })
  }

  it.each([
    ['told after each pass', (index: WritableDatabase) => noteGone(index)],
    ['counted for the ledger of all sources', (index: WritableDatabase) => ledgerSums(index, null)],
    ['counted for the ledger of one', (index: WritableDatabase) => ledgerSums(index, 1)],
    ['counted for a request', (index: WritableDatabase) => countGone(index, [asId<SourceId>('S1')])],
  ])('are %s without a look at those that stand where they were read', async (_name, work) => {
    const index = await filled()
    onTestFinished(() => {
      index.close()
    })
    const prepared = vi.spyOn(index, 'prepare')
    work(index)
    const asked = prepared.mock.calls.map(([sql]) => sql).filter((sql) => /standing = 1/.test(sql))
    prepared.mockRestore()
    expect(asked).toHaveLength(1)
    const steps = asked.flatMap((sql) => plan(index, sql, sql.includes('@') ? [{ source: 1, sources: '["S1"]' }] : []))
    const looks = steps.filter((step) => /^(?:SCAN|SEARCH) instance /.test(step))
    expect(looks[0]).toMatch(/^(?:SCAN|SEARCH) instance USING INDEX instance_standing/)
    // Then those of containers that are gone in whole, each by its container.
    for (const look of looks.slice(1)) expect(look).toMatch(/^SEARCH instance USING INDEX sqlite_autoindex_instance_1 \(container=\?\)/)
  })
})
