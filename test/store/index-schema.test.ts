import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { compileQuery } from '../../src/search/compile-query.ts'
import { parseQuery, runQuery } from '../../src/search/index.ts'
import { indexMigrations, openIndex, type WritableDatabase, writeBatches } from '../../src/store/index.ts'
import { attachmentsSql } from '../../src/store/index-ledger.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder } from '../jobs/archive.ts'

function migrated(): WritableDatabase {
  const made = openIndex(':memory:', { key: new Uint8Array(32) })
  onTestFinished(() => {
    made.close()
  })
  return made
}

describe('the schema of the index', () => {
  it('is made from nothing in ascending steps, each strict', () => {
    const made = migrated()
    expect(made.pragma('user_version', { simple: true })).toBe(indexMigrations.at(-1)?.version)
    const tables = made.prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'").all() as {
      name: string
      strict: number
    }[]
    const own = tables.filter(({ name }) => !name.startsWith('sqlite_') && !name.startsWith('search_'))
    expect(own.length).toBeGreaterThan(7)
    expect(own.filter(({ strict }) => strict === 0)).toEqual([])
  })

  it('refuses an instance of a document that is not there', () => {
    const made = migrated()
    expect(() =>
      made
        .prepare(
          `INSERT INTO instance (container, file_key, offset, length, name, document, sha256, duplicate, partial, flags, bcc, problems)
           VALUES (1, '', 0, 1, '', 1, x'00', 0, 0, '', '', '')`,
        )
        .run(),
    ).toThrow(/FOREIGN KEY/u)
  })

  it('keeps no text in the search table', () => {
    const made = migrated()
    made.prepare("INSERT INTO text1.search (rowid, body) VALUES (1, 'canaryword')").run()
    expect(made.prepare('SELECT body FROM text1.search').pluck().get()).toBe(null)
    expect(made.prepare('SELECT rowid FROM text1.search WHERE search MATCH \'"canaryword"\'').pluck().all()).toEqual([1])
  })
})

describe('a batch', () => {
  it('that fails leaves nothing, when its caller rolls back', () => {
    const made = migrated()
    made.prepare("INSERT INTO source (kind, path, label, state, added_at_ms) VALUES ('mbox', '/x', 'x', 'indexing', 0)").run()
    made.prepare("INSERT INTO container (source, name, folder, state) VALUES (1, '', '', 'reading')").run()
    const batch = {
      source: 1,
      container: 1,
      position: 9,
      listed: 1,
      sizeDelta: 0,
      separatorBytes: 4,
      exceptionBytes: 0,
      failed: [],
      notes: [],
    }
    const broken = { ...batch, instances: [{ family: [] } as never] }
    expect(() => made.transaction(() => writeBatches(made, [broken])).immediate()).toThrow()
    expect(made.prepare('SELECT position, listed FROM container').get()).toEqual({ position: 0, listed: 0 })
  })
})

describe('counting the attachments of a source', () => {
  it('looks at no message without any', () => {
    const steps = migrated().prepare(`EXPLAIN QUERY PLAN ${attachmentsSql}`).all(1) as { detail: string }[]
    expect(steps.map(({ detail }) => detail)).toContain('SCAN document USING COVERING INDEX document_carrying')
    expect(steps.map(({ detail }) => detail).join('\n')).not.toMatch(/SEARCH document|SCAN instance/u)
  })
})

describe('queries', () => {
  it.each([
    ['from:jane@x.example', /SEARCH address USING .*INDEX .*address=\?/u],
    ['from:@x.example', /address_domain \(domain=\?\)/u],
    ['in:S1', /SEARCH (?:instance|container) USING/u],
  ])('for %s use an index', (query, plan) => {
    const where = compileQuery(parseQuery(query), 'UTC')
    const steps = migrated()
      .prepare(`EXPLAIN QUERY PLAN SELECT count(*) FROM document AS d WHERE ${where.sql}`)
      .all(...where.values) as { detail: string }[]
    expect(steps.map(({ detail }) => detail).join('\n')).toMatch(plan)
  })
})

describe('an index that a program wrote which read mail otherwise', () => {
  const path = (home: string): string => join(home, 'index.db')

  it('is emptied when it is opened, but for its sources, and gives after a rescan what a new one does', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'in.mbox'), mboxOf(['a', 'b'].map((id) => letter({ id }))))
    const first = freshIndex(path(home))
    await addSources(environment(first), { paths: [join(home, 'in.mbox')] })
    const ids = (index: WritableDatabase): unknown => index.prepare('SELECT id FROM document ORDER BY id').pluck().all()
    const before = ids(first)
    first.pragma('user_version = 70')
    first.close()

    const second = freshIndex(path(home))
    expect([ids(second), readLedger(second, null).sources.map(({ state, found }) => [state, found])]).toEqual([[], [['interrupted', 0]]])
    await rescanSources(environment(second), null)
    expect(ids(second)).toEqual(before)
    expect(readLedger(second, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 2 } })
    expect(runQuery(second, 'letter', { limit: 9, offset: 0, sort: 'date', timeZone: 'UTC' }).total).toBe(2)
    second.close()
    const third = freshIndex(path(home))
    expect(ids(third)).toEqual(before)
    third.close()
  })

  it('is emptied in a moment however much it holds, and goes on to refuse what refers to nothing', { timeout: 60_000 }, () => {
    const home = temporaryFolder()
    const first = freshIndex(path(home))
    // A document may be part of another, and whether one is can only be seen by looking at all of them: once for each is for ever.
    first.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
      INSERT INTO document (number, id, kind, parent, family, part, type, size_bytes, hash, has_header, sender, recipients, copied, subject, refs, thread,
        attachments, extraction, problems, text)
      SELECT i, 'm' || i, 'message', NULL, i, '', '', 0, x'00', 1, '', '', '', '', '', '', 0, 'done', '', 0 FROM n`)
    first.pragma('user_version = 70')
    first.close()

    const second = freshIndex(path(home))
    expect(second.prepare('SELECT count(*) FROM document').pluck().get()).toBe(0)
    expect(second.pragma('foreign_keys', { simple: true })).toBe(1)
    second.close()
  })
})
