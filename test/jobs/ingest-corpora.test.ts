import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSources, containerCounts, readFamily, readLedger } from '../../src/jobs/index.ts'
import { asId, type DocumentId, type SourceId } from '../../src/model/index.ts'
import { address, documentIds, runQuery } from '../../src/search/index.ts'
import { documentText, type WritableDatabase } from '../../src/store/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { environment, freshIndex, temporaryFolder } from './archive.ts'
import { compared, type Kind, missedInBytes, randomStrings, scanned } from './beside-grep.ts'

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

/** The addresses of the reference that are found in another number of messages, with the difference. */
function differingParticipants(index: WritableDatabase, name: string): readonly (readonly [address: string, more: number])[] {
  return Object.entries(reference(name).topParticipants).flatMap(([address, messages]) => {
    const [local = '', domain = ''] = address.split('@')
    const roles = ['from', 'to', 'cc', 'bcc'] as const
    const query = { kind: 'or' as const, children: roles.map((field) => ({ kind: 'address' as const, field, local, domain })) }
    // What the reference counts are messages, what a search counts are documents: copies would show here.
    const more = runQuery(index, query, options).total - messages
    return more === 0 ? [] : [[address, more] as const]
  })
}

function found(index: WritableDatabase, field: 'from' | 'to' | 'cc', given: string): readonly DocumentId[] {
  return documentIds(index, address(given, field), null, 'UTC').map(({ document }) => document)
}

const rawOf = (index: WritableDatabase, document: DocumentId): Buffer => Buffer.from(readFamily(index, document).raw)

/** Of a word's messages those in which it stands by itself, `_` being a part of a word: what the reference counts. */
function messagesAsInReference(index: WritableDatabase, word: string): number {
  const facts = index.prepare('SELECT number, subject FROM document WHERE id = ?')
  const alone = new RegExp(`(?<![\\p{L}\\p{N}_])${word}(?![\\p{L}\\p{N}_])`, 'iu')
  return messagesFound(index, word).filter(({ document }) => {
    const { number, subject } = facts.get(document) as { number: number; subject: string }
    return alone.test(`${subject}\n${documentText(index, number)}`)
  }).length
}

function messagesWith(index: WritableDatabase, word: string): number {
  return messagesFound(index, word).length
}

function messagesFound(index: WritableDatabase, word: string) {
  const text = (field: 'subject' | 'body') => ({ kind: 'text' as const, field, text: word, prefix: false })
  const found = documentIds(index, { kind: 'or', children: [text('subject'), text('body')] }, null, 'UTC')
  return found.filter(({ document }) => document.startsWith('m'))
}

/**
 * The claim beside `grep -ri` over the texts that CPython decodes, for 200 strings taken from them at random: whatever grep finds a search for the string
 * finds, but where the string stands inside words only; every difference is counted.
 */
function besideGrep(index: WritableDatabase, step: number) {
  const texts = scanned(index, step)
  const shares = { 'a word': 80, 'the beginning of a word': 40, 'the inside of a word': 40, 'words with what stands between': 40 } as const
  return Object.entries(shares).map(([kind, count]) => {
    const strings = randomStrings(texts, kind as Kind, count)
    return { kind, strings: strings.length, ...compared(index, texts, strings) }
  })
}

function claimBesideGrep(rows: ReturnType<typeof besideGrep>): void {
  for (const { kind, strings, grep, ours, insideAWord, oursOnly, unexplained } of rows) {
    expect(unexplained, kind).toEqual([])
    expect(grep - insideAWord, kind).toBe(ours - oursOnly)
    expect(strings, kind).toBeGreaterThanOrEqual(40)
    expect(grep, kind).toBeGreaterThan(1000)
  }
  expect(rows.reduce((sum, { strings }) => sum + strings, 0)).toBe(200)
}

describeWithCorpora('taking in a company’s mailboxes (mbox, 286 files)', () => {
  let index: WritableDatabase
  const times = (): number[] =>
    readdirSync(corpora('archives/enron')).map((file) => lstatSync(join(corpora('archives/enron'), file)).mtimeMs)
  let before: number[]

  beforeAll(async () => {
    before = times()
    index = await take('enron')
  })

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

  it('finds each participant in as many messages as the reference, but for an address behind a quotation mark that is never closed', () => {
    expect(differingParticipants(index, 'enron')).toEqual([['richard.sanders@enron.com', 1]])
    const open = found(index, 'to', 'richard.sanders@enron.com').filter((document) =>
      rawOf(index, document).includes("\nTo: 'richard.sanders@enron.com, richard.b.sanders@enron.com\n"),
    )
    expect(open).toHaveLength(1)
  })

  it('finds words in as many messages as the reference', () => {
    const words = Object.entries(reference('enron').messagesContainingWord)
    const differing = words.filter(([word, messages]) => messagesWith(index, word) !== messages)
    // One message has a word of them after an underscore, which the reference takes for part of the word.
    expect(differing.map(([word, messages]) => messagesWith(index, word) - messages)).toEqual([1])
    for (const [word, messages] of differing) expect(messagesAsInReference(index, word), word).toBe(messages)
  })

  it('finds all that grep finds in the decoded texts, but for the inside of words', () => {
    claimBesideGrep(besideGrep(index, 4))
  })

  it('leaves the files’ times untouched', () => {
    expect(times()).toEqual(before)
  })
})

describeWithCorpora('taking in a mailing list (mboxrd by year)', () => {
  let index: WritableDatabase
  beforeAll(async () => {
    index = await take('list-openbmc')
  })

  it('reconciles, with the reference’s count for each file', () => {
    expect(readLedger(index, first)).toMatchObject({ reconciles: true, totals: { found: 3489, exceptions: 0, pending: 0 } })
    expect(Object.fromEntries(containerCounts(index, first).map(({ name, found }) => [name, found]))).toEqual(
      reference('list-openbmc').messagesPerFile,
    )
  })

  it('finds words in as many messages as the reference, besides those of `usb_phy`, which it takes for one word', () => {
    for (const [word, messages] of Object.entries(reference('list-openbmc').messagesContainingWord)) {
      expect(messagesAsInReference(index, word), word).toBe(messages)
      expect(messagesWith(index, word), word).toBeGreaterThanOrEqual(messages)
    }
  })

  it('finds each participant in as many messages as the reference, but for an address cut by a line’s end, one behind `to=`, one that a mailer kept as X-Google-Original-From, and mail that names the list where it was delivered alone', () => {
    expect(differingParticipants(index, 'list-openbmc')).toEqual([
      ['openbmc@lists.ozlabs.org', 1],
      ['andrew@codeconstruct.com.au', 3],
      ['mcoquelin.stm32@gmail.com', 2],
      ['mani@kernel.org', 1],
    ])
    const written = (field: 'from' | 'to' | 'cc', address: string, as: string): number =>
      found(index, field, address).filter((document) => rawOf(index, document).includes(as)).length
    expect(written('cc', 'mcoquelin.stm32@gmail.com', '<mcoquelin.s\n tm32@gmail.com>')).toBe(2)
    expect(written('to', 'andrew@codeconstruct.com.au', 'to=andrew@codeconstruct.com.au')).toBe(3)
    expect(written('from', 'mani@kernel.org', 'X-Google-Original-From: Manivannan Sadhasivam <mani@kernel.org>')).toBe(1)
  })

  it('finds all that grep finds in the decoded texts, but for the inside of words', () => {
    claimBesideGrep(besideGrep(index, 1))
  })

  it('finds words that grep over the files misses, since they stand there in base64 or quoted-printable', () => {
    const texts = scanned(index, 3)
    const missed = missedInBytes(index, texts, randomStrings(texts, 'a word', 120))
    expect(Object.keys(missed).sort()).toEqual(['base64', 'quoted-printable'])
  })

  it('tells quoted text apart without losing any', () => {
    for (const word of ['linux', 'patch', 'kernel', 'meeting']) {
      const total = (query: string): number => runQuery(index, query, options).total
      const [all, own, quoted] = [total(`body:${word}`), total(`body:${word} quoted:no`), total(`body:${word} quoted:only`)]
      expect(own).toBeLessThan(all)
      expect(quoted).toBeLessThan(all)
      expect(total(`(body:${word} quoted:no) OR (body:${word} quoted:only)`)).toBe(all)
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
  })
})
