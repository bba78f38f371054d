import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSources, containerCounts, readFamily, readLedger } from '../../src/jobs/index.ts'
import { asId, type DocumentId, type SourceId } from '../../src/model/index.ts'
import { documentIds, runQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { environment, freshIndex, temporaryFolder } from './archive.ts'

interface Reference {
  readonly messages: number
  readonly uniqueMessageIds: number
  readonly messagesPerFile: Readonly<Record<string, number>>
  readonly topParticipants: Readonly<Record<string, number>>
  readonly messagesContainingWord: Readonly<Record<string, number>>
}

const reference = (name: string): Reference =>
  (JSON.parse(readFileSync(corpora('archives/reference.json'), 'utf8')) as Record<string, Reference>)[name] as Reference
const first = asId<SourceId>('S1')
const options = { limit: 1, offset: 0, sort: 'relevance', timeZone: 'UTC' } as const
const batch = { batchMessages: 2000, pool: {} }

/** Indexes live as long as the tests of a corpus, so they aren't removed when one test ends. */
const home = mkdtempSync(join(tmpdir(), 'desk-corpora-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

async function take(name: string): Promise<WritableDatabase> {
  const index = freshIndex(join(home, `${name}.db`))
  await addSources(environment(index, batch), { paths: [corpora(`archives/${name}`)] })
  return index
}

function messagesWith(index: WritableDatabase, word: string): number {
  const text = (field: 'subject' | 'body') => ({ kind: 'text' as const, field, text: word, prefix: false })
  const found = documentIds(index, { kind: 'or', children: [text('subject'), text('body')] }, null, 'UTC')
  return found.filter(({ document }) => document.startsWith('m')).length
}

describeWithCorpora('taking in a company’s mailboxes (mbox, 286 files)', () => {
  let index: WritableDatabase
  const times = (): number[] =>
    readdirSync(corpora('archives/enron')).map((file) => lstatSync(join(corpora('archives/enron'), file)).mtimeMs)
  let before: number[]

  beforeAll(async () => {
    before = times()
    index = await take('enron')
  }, 300_000)

  it('reconciles by count and by byte', () => {
    const ledger = readLedger(index, first)
    expect(ledger).toMatchObject({ reconciles: true, totals: { found: 34_207, indexed: 34_207, partial: 0, exceptions: 0, pending: 0 } })
    const bytes = readdirSync(corpora('archives/enron')).reduce(
      (sum, file) => sum + lstatSync(join(corpora('archives/enron'), file)).size,
      0,
    )
    expect(ledger.bytes).toMatchObject({ total: bytes, pending: 0, exceptions: 0 })
  })

  it('gives each file the number of messages that the reference has', () => {
    const counted = Object.fromEntries(containerCounts(index, first).map(({ name, found }) => [name, found]))
    expect(counted).toEqual(reference('enron').messagesPerFile)
  })

  it('finds each participant in as many messages as the reference', () => {
    const differing: string[] = []
    for (const [address, messages] of Object.entries(reference('enron').topParticipants)) {
      const [local = '', domain = ''] = address.split('@')
      const roles = ['from', 'to', 'cc', 'bcc'] as const
      const query = { kind: 'or' as const, children: roles.map((field) => ({ kind: 'address' as const, field, local, domain })) }
      if (runQuery(index, query, options).total !== messages) differing.push(address)
    }
    // Nothing but copies: the reference counts messages, a search documents.
    expect(differing).toEqual([])
  })

  it('finds words in as many messages as the reference', () => {
    const differences = Object.entries(reference('enron').messagesContainingWord).map(
      ([word, messages]) => messagesWith(index, word) - messages,
    )
    // One message has a word of them after an underscore, which the reference takes for part of the word.
    expect(differences.filter((difference) => difference !== 0)).toEqual([1])
  })

  it('leaves the files’ times untouched', () => {
    expect(times()).toEqual(before)
  })
})

describeWithCorpora('taking in a mailing list (mboxrd by year)', () => {
  let index: WritableDatabase
  beforeAll(async () => {
    index = await take('list-openbmc')
  }, 300_000)

  it('reconciles, with the reference’s count for each file', () => {
    expect(readLedger(index, first)).toMatchObject({ reconciles: true, totals: { found: 3489, exceptions: 0, pending: 0 } })
    expect(Object.fromEntries(containerCounts(index, first).map(({ name, found }) => [name, found]))).toEqual(
      reference('list-openbmc').messagesPerFile,
    )
  })

  it('finds words in at least as many messages as the reference', () => {
    for (const [word, messages] of Object.entries(reference('list-openbmc').messagesContainingWord)) {
      // The reference takes `usb_phy` for one word and doesn't read what HTML hides; so it finds fewer, never more.
      expect(messagesWith(index, word), 'a word of the reference').toBeGreaterThanOrEqual(messages)
    }
  })

  it('reads every message again from its place, byte for byte', () => {
    const ids = index.prepare("SELECT id FROM document WHERE kind = 'message' ORDER BY number").pluck().all() as DocumentId[]
    for (const id of ids.filter((_, at) => at % 50 === 0)) {
      const family = readFamily(index, id)
      expect(family.raw.byteLength).toBe(family.instance.length)
    }
  })

  it('gives the same documents as the same messages in a Maildir', async () => {
    const tool = corpora('../tools/mbox2maildir.py')
    expect(existsSync(tool)).toBe(true)
    const folder = join(temporaryFolder(), 'Maildir')
    const years = ['2024', '2025', '2026'].map((year) => corpora(`archives/list-openbmc/${year}.mbox`))
    execFileSync('python3', [tool, folder, ...years])
    const asMaildir = freshIndex()
    await addSources(environment(asMaildir, batch), { paths: [folder] })
    expect(readLedger(asMaildir, first)).toMatchObject({ reconciles: true, totals: { found: 3489 } })
    const ids = (database: WritableDatabase): unknown => database.prepare('SELECT id FROM document ORDER BY id').pluck().all()
    expect(ids(asMaildir)).toEqual(ids(index))
  }, 300_000)
})
