import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { addSources, coverageOf, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { contents, control, environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'
import { pdfLetter } from './pdf-letter.ts'

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

const long = (id: string): string => letter({ id, body: `${`Text of letter ${id}, on and on.\n`.repeat(5_000)}` })
const letters = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, at) => long(`${from + at}`))
const subjects = (index: WritableDatabase): unknown[] =>
  index.prepare("SELECT subject FROM document WHERE kind = 'message' ORDER BY subject").pluck().all()
const subjectsOf = (to: number): string[] => Array.from({ length: to }, (_, at) => `Letter ${at}`).sort()

/** A folder of three mailboxes on a disk of its own, mounted where it is added. */
function mountedArchive(): { readonly at: string; mount(): void; unmount(): void; readonly files: string } {
  const files = temporaryFolder()
  for (const box of [0, 1, 2]) writeTree(files, { [`${box}.mbox`]: mboxOf(letters(box * 60, box * 60 + 60)) })
  const at = join(temporaryFolder(), 'mounted')
  mkdirSync(at)
  const unmount = (): void => void spawnSync('umount', ['-l', at], { stdio: 'ignore' })
  onTestFinished(unmount)
  return { at, files, unmount, mount: () => void execFileSync('mount', ['--bind', files, at]) }
}

describe.runIf(canMount)('a disk that is unmounted while its mailboxes are read', () => {
  const cutPass = async (): Promise<{ readonly index: WritableDatabase; readonly archive: ReturnType<typeof mountedArchive> }> => {
    const archive = mountedArchive()
    archive.mount()
    const index = freshIndex()
    const unmounting = control(undefined, (name) => {
      if (name === 'ingest/batch-committed') archive.unmount()
    })
    await expect(addSources(environment(index, { control: unmounting }), { paths: [archive.at] })).rejects.toMatchObject({
      code: 'jobs/source-vanished',
    })
    return { index, archive }
  }

  it('ends the pass: the source is unreachable, nothing counts as failed, and the ledger reconciles', async () => {
    const { index } = await cutPass()
    expect(readdirSync(readLedger(index, null).sources[0]?.path ?? '')).toEqual([])
    const ledger = readLedger(index, null)
    expect(ledger).toMatchObject({ reconciles: true, totals: { exceptions: 0 }, exceptions: [], sources: [{ state: 'unreachable' }] })
    expect(ledger.bytes.pending).toBeGreaterThan(0)
  })

  it('and is there again has the rest read, to the index of an undisturbed pass', async () => {
    const { index, archive } = await cutPass()
    archive.mount()
    await rescanSources(environment(index), null)
    const undisturbed = freshIndex()
    await addSources(environment(undisturbed), { paths: [archive.at] })
    expect(contents(index)).toEqual(contents(undisturbed))
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 180, duplicates: 0 }, exceptions: [] })
  })

  it('and comes back with other times on its files has no message doubled', async () => {
    const { index, archive } = await cutPass()
    for (const name of readdirSync(archive.files)) utimesSync(join(archive.files, name), 1_700_000_000, 1_700_000_000)
    archive.mount()
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 180, indexed: 180, duplicates: 0 }, exceptions: [] })
    expect(subjects(index)).toEqual(subjectsOf(180))
  })

  it('and rescanned before it is mounted again is still unreachable: nothing that was read is listed as gone', async () => {
    const { index } = await cutPass()
    await expect(rescanSources(environment(index), null)).rejects.toMatchObject({ code: 'jobs/source-vanished' })
    expect(readLedger(index, null)).toMatchObject({ exceptions: [], sources: [{ state: 'unreachable' }] })
  })
})

it('a source that isn’t there keeps no other from being rescanned, and is named when they are', async () => {
  const [gone, there] = ['1', '2'].map((id) => writeTree(temporaryFolder(), { [`${id}.eml`]: letter({ id }) })) as [string, string]
  const index = freshIndex()
  const [first] = await addSources(environment(index), { paths: [gone] })
  await addSources(environment(index), { paths: [there] })
  rmSync(gone, { recursive: true })
  writeTree(there, { 'new.eml': letter({ id: 'new' }) })
  await expect(rescanSources(environment(index), null)).rejects.toMatchObject({
    code: 'jobs/source-vanished',
    message: expect.stringMatching(/other sources were rescanned/u),
    details: { sources: [first], paths: [gone] },
  })
  expect(subjects(index)).toContain('Letter new')
  expect(readLedger(index, null)).toMatchObject({ reconciles: true, sources: [{ state: 'unreachable' }, { state: 'complete' }] })
})

describe('a message of an mbox that could not be read', () => {
  afterEach(() => {
    delete process.env['DIE_AT']
  })
  const dying = { workers: 1, script: new URL('./stopping-worker.ts', import.meta.url) }
  const small = Array.from({ length: 5 }, (_, at) => letter({ id: `${at}` }))

  /** An index at whose third message the reader crashed. */
  const withCrash = async (): Promise<{ readonly folder: string; readonly index: WritableDatabase; readonly locator: string }> => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf(small) })
    const third = mboxOf(small.slice(0, 3)).indexOf('From: ', mboxOf(small.slice(0, 2)).length)
    const locator = `box@${third}`
    process.env['DIE_AT'] = locator
    const index = freshIndex()
    await addSources(environment(index, { pool: dying }), { paths: [folder] })
    expect(readLedger(index, null)).toMatchObject({
      totals: { indexed: 4, exceptions: 1 },
      exceptions: [{ locator, code: 'parser-failed' }],
    })
    return { folder, index, locator }
  }

  it('is tried again by a rescan, and the failure taken back when it succeeds', async () => {
    const { index } = await withCrash()
    delete process.env['DIE_AT']
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({
      reconciles: true,
      totals: { found: 5, indexed: 5, exceptions: 0, duplicates: 0 },
      exceptions: [],
    })
    expect(subjects(index)).toEqual(subjectsOf(5))
    const again = contents(index)
    await rescanSources(environment(index), null)
    expect(contents(index)).toEqual(again)
  })

  it('that fails again is listed as before', async () => {
    const { index } = await withCrash()
    const before = contents(index)
    await rescanSources(environment(index, { pool: dying }), null)
    expect(contents(index)).toEqual(before)
  })

  it('whose mailbox was touched since is tried again, and the others are not read a second time', async () => {
    const { folder, index } = await withCrash()
    delete process.env['DIE_AT']
    utimesSync(join(folder, 'box'), 1_700_000_000, 1_700_000_000)
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 5, indexed: 5, duplicates: 0 }, exceptions: [] })
  })
})

const mailboxes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'an mbox': { 'gone/box': mboxOf(letters(0, 60)), 'stays/box': mboxOf([letter({ id: '60' })]) },
  'a Maildir': {
    ...Object.fromEntries(letters(0, 60).map((each, at) => [`gone/cur/${at}.a:2,`, each])),
    'gone/new/60.a': letter({ id: '60' }),
    'stays/cur/1.a:2,': letter({ id: '60' }),
    'stays/new/2.a': letter({ id: '60' }),
  },
}

describe.each(Object.entries(mailboxes))('%s that is gone before all of it was read', (_kind, files) => {
  it('has its rest in the ledger until it returns, and then read', async () => {
    const folder = writeTree(temporaryFolder(), files)
    const aside = join(temporaryFolder(), 'gone')
    const index = freshIndex()
    const abort = new AbortController()
    const stopping = control(abort.signal, (name) => {
      if (name === 'ingest/batch-committed') abort.abort()
    })
    await expect(addSources(environment(index, { control: stopping }), { paths: [folder] })).rejects.toThrow()
    renameSync(join(folder, 'gone'), aside)
    await rescanSources(environment(index), null)
    const ledger = readLedger(index, null)
    expect(ledger).toMatchObject({ reconciles: true, totals: { pending: 0, exceptions: 1 } })
    expect(ledger.exceptions).toMatchObject([{ code: 'vanished' }, { code: 'vanished' }])
    renameSync(aside, join(folder, 'gone'))
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { exceptions: 0 }, exceptions: [] })
    expect(subjects(index)).toEqual(subjectsOf(61))
  })
})

describe('attachments whose source is gone when their text is read', () => {
  /** Takes a folder in that is changed once the messages of all its sources (one a kind) are read, before any attachment is. */
  async function disturbed(folder: string, disturb: () => void, sources = 1, index = freshIndex()): Promise<WritableDatabase> {
    let done = 0
    const between = control(undefined, (name) => {
      if (name === 'ingest/source-done' && ++done === sources) disturb()
    })
    await addSources(environment(index, { control: between }), { paths: [folder] })
    return index
  }
  const found = (index: WritableDatabase, query: string): number =>
    runQuery(index, query, { limit: 9, offset: 0, sort: 'date', timeZone: 'UTC' }).total
  const told = (index: WritableDatabase) => readLedger(index, null).exceptions.map(({ code, locator }) => `${code} ${locator}`)

  it('stay owed, and are read by the next rescan once it is back, to the index of an undisturbed pass', async () => {
    const folder = writeTree(temporaryFolder(), {
      'mail/MD/cur/1.a:2,S': await pdfLetter('p1', 'An invoice for the giraffe'),
      'mail/MD/new/2.a': (await pdfLetter('p2', 'lost')).replace(/^JVBER[\s\S]*?(?=\n--)/mu, 'JVBERi0xLjQKbm90aGluZw==\n'),
      'mail/box': mboxOf([await pdfLetter('p3', 'An invoice for the okapi'), letter({ id: '4' })]),
    })
    const [mail, away] = [join(folder, 'mail'), join(folder, 'away')]
    const index = freshIndex()
    await expect(disturbed(mail, () => renameSync(mail, away), 2, index)).rejects.toMatchObject({ code: 'jobs/source-vanished' })
    renameSync(away, mail)
    expect(coverageOf(index, null).pendingAttachments).toBe(3)
    expect(told(index)).toEqual([])
    expect(found(index, 'invoice giraffe')).toBe(0)
    await rescanSources(environment(index), null)
    const undisturbed = freshIndex()
    await addSources(environment(undisturbed), { paths: [mail] })
    expect([found(index, 'invoice giraffe'), found(index, 'invoice okapi')]).toEqual([1, 1])
    expect(told(index)).toEqual(['unreadable-attachment MD/new/2.a'])
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 4, indexed: 3, partial: 1 } })
    expect(contents(index)['instances']).toEqual(contents(undisturbed)['instances'])
    expect(contents(index)['documents']).toEqual(contents(undisturbed)['documents'])
  })

  it('stay told while it is gone for good', async () => {
    const folder = writeTree(temporaryFolder(), { a: mboxOf([await pdfLetter('p1', 'giraffe')]), b: mboxOf([letter({ id: 'b' })]) })
    const index = await disturbed(folder, () => rmSync(join(folder, 'a')))
    await rescanSources(environment(index), null)
    expect(told(index).some((each) => /^vanished a@\d+$/u.test(each))).toBe(true)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 1, partial: 1 } })
  })

  it('are not read from what was put in their place', async () => {
    const [mine, other] = [await pdfLetter('p1', 'giraffe'), await pdfLetter('p2', 'zebras!')]
    const folder = writeTree(temporaryFolder(), { box: mboxOf([mine, letter({ id: 'b' })]) })
    const index = await disturbed(folder, () => writeTree(folder, { box: mboxOf([other, letter({ id: 'b' })]) }))
    expect([found(index, 'giraffe'), found(index, 'zebras')]).toEqual([0, 0])
    expect(told(index).some((each) => /^changed-while-read box@\d+$/u.test(each))).toBe(true)
    writeTree(folder, { box: mboxOf([mine, letter({ id: 'b' })]) })
    await rescanSources(environment(index), null)
    expect([found(index, 'giraffe'), found(index, 'zebras')]).toEqual([1, 0])
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { partial: 0 } })
  })
})
