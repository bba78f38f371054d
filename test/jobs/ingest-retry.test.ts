import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { contents, control, environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

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

describe('a message of an mbox that could not be read', () => {
  afterEach(() => {
    delete process.env['HANG_AT']
  })
  const hanging = { workers: 1, stepTimeoutMs: 600, script: new URL('./hanging-worker.ts', import.meta.url) }
  const small = Array.from({ length: 5 }, (_, at) => letter({ id: `${at}` }))

  /** An index whose third message timed out. */
  const withTimeout = async (): Promise<{ readonly folder: string; readonly index: WritableDatabase; readonly locator: string }> => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf(small) })
    const third = mboxOf(small.slice(0, 3)).indexOf('From: ', mboxOf(small.slice(0, 2)).length)
    const locator = `box@${third}`
    process.env['HANG_AT'] = locator
    const index = freshIndex()
    await addSources(environment(index, { pool: hanging }), { paths: [folder] })
    expect(readLedger(index, null)).toMatchObject({ totals: { indexed: 4, exceptions: 1 }, exceptions: [{ locator, code: 'timeout' }] })
    return { folder, index, locator }
  }

  it('is tried again by a rescan, and the failure taken back when it succeeds', async () => {
    const { index } = await withTimeout()
    delete process.env['HANG_AT']
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
    const { index } = await withTimeout()
    const before = contents(index)
    await rescanSources(environment(index, { pool: hanging }), null)
    expect(contents(index)).toEqual(before)
  })

  it('whose mailbox was touched since is tried again, and the others are not read a second time', async () => {
    const { folder, index } = await withTimeout()
    delete process.env['HANG_AT']
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
