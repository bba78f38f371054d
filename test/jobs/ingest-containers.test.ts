import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSources, containerCounts, readFamily, readLedger } from '../../src/jobs/index.ts'
import { asId, type DocumentId, type SourceId } from '../../src/model/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { environment, freshIndex } from './archive.ts'

const stores = ['maildir', 'maildir-gz', 'maildir-lz4', 'maildir-zstd', 'sdbox', 'sdbox-gz', 'mdbox', 'mdbox-zstd'] as const
const first = asId<SourceId>('S1')
const batch = { batchMessages: 2000, pool: {} }

const room = mkdtempSync(join(tmpdir(), 'desk-containers-'))
afterAll(() => rmSync(room, { recursive: true, force: true }))
let taken = 0

async function take(path: string): Promise<WritableDatabase> {
  mkdirSync(join(room, `${++taken}`))
  const index = freshIndex(join(room, `${taken}`, 'index.db'))
  await addSources(environment(index, batch), { paths: [path] })
  return index
}

const ids = (index: WritableDatabase): readonly DocumentId[] =>
  index.prepare("SELECT id FROM document WHERE kind = 'message' ORDER BY id").pluck().all() as DocumentId[]

/** Messages by mailbox, as Dovecot itself counted them. */
function status(folder: string, store: string): Record<string, number> {
  const lines = readFileSync(join(folder, `${store}.status.tsv`), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
  return Object.fromEntries(lines.map((line) => line.split('\t')).map(([mailbox, messages]) => [mailbox ?? '', Number(messages)]))
}

describeWithCorpora('the same messages in the eight stores that Dovecot can write', () => {
  let folder: string
  const indexes = new Map<string, WritableDatabase>()
  const tar = corpora('archives/dovecot-stores.tar.gz')

  beforeAll(async () => {
    folder = join(room, 'stores')
    mkdirSync(folder)
    execFileSync('tar', ['-xzf', tar, '-C', folder])
    for (const store of stores) indexes.set(store, await take(join(folder, store)))
  })

  it.each(stores)('%s has every message, in the mailbox where Dovecot has it, and reconciles', (store) => {
    const index = indexes.get(store) as WritableDatabase
    const ledger = readLedger(index, null)
    expect(ledger).toMatchObject({ reconciles: true, totals: { found: 390, exceptions: 0, pending: 0 } })
    expect(ledger.totals.indexed + ledger.totals.partial).toBe(390)
    const counts = containerCounts(index, first).filter(({ found }) => found > 0)
    expect(Object.fromEntries(counts.map(({ folder, found }) => [folder, found]))).toEqual(status(folder, store))
  })

  it.each(stores.slice(1))('%s gives the same documents as the plain Maildir', (store) => {
    expect(ids(indexes.get(store) as WritableDatabase)).toEqual(ids(indexes.get('maildir') as WritableDatabase))
  })

  it('gives the same documents out of the compressed tar of all of them, each eight times, unpacked nowhere', async () => {
    const index = await take(tar)
    const ledger = readLedger(index, null)
    expect(ids(index)).toEqual(ids(indexes.get('maildir') as WritableDatabase))
    expect(ledger).toMatchObject({ reconciles: true, totals: { found: 3120, exceptions: 0 } })
    expect(ledger.sources.map(({ kind, found }) => [kind, found])).toEqual([
      ['maildir', 1560],
      ['sdbox', 780],
      ['mdbox', 780],
    ])
    // Each message is found again in the tar, and is what was indexed.
    for (const id of ids(index).filter((_, at) => at % 60 === 0)) expect(readFamily(index, id).bytes.byteLength).toBeGreaterThan(100)
  })
})
