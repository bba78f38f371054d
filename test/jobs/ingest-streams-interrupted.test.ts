import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { corpora } from '../corpora.ts'
import { contents, control, environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'
import { killedEverywhere } from './killed-child.ts'

const store = corpora('outlook/pst-java-libpst/dist-list.pst')

const letters = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, at) => letter({ id: `${from + at}` }))
const files = (given: readonly string[]): Record<string, string> => Object.fromEntries(given.map((each, at) => [`${10 + at}.eml`, each]))

/** How each kind of stream is made of messages. */
const makers: Readonly<Record<string, (path: string, given: readonly string[]) => void>> = {
  'box.mbox.gz': (path, given) => writeTree(join(path, '..'), { 'box.mbox.gz': gzipSync(mboxOf(given)) }),
  'mail.tar.gz': (path, given) => {
    const inside = writeTree(temporaryFolder(), files(given))
    execFileSync('tar', ['-czf', path, '-C', inside, '.'])
  },
  'mail.7z': (path, given) => {
    const inside = writeTree(temporaryFolder(), files(given))
    rmSync(path, { force: true })
    execFileSync('7z', ['a', path, '.'], { cwd: inside, stdio: 'ignore' })
  },
  'outer.zip': (path, given) => {
    const inside = writeTree(temporaryFolder(), { 'm/one.mbox': mboxOf(given) })
    rmSync(path, { force: true })
    execFileSync('sh', ['-c', '7z a -tzip inner.zip m && 7z a -tzip "$0" inner.zip', path], { cwd: inside, stdio: 'ignore' })
  },
}
const kinds = Object.keys(makers)

function make(folder: string, kind: string, given: readonly string[]): string {
  const path = join(folder, kind)
  makers[kind]?.(path, given)
  return path
}

/** Does something once, at the first batch that is committed. */
function once(act: () => void): ReturnType<typeof control> {
  let done = false
  return control(undefined, (name) => {
    if (name !== 'ingest/batch-committed' || done) return
    done = true
    act()
  })
}

const subjects = (index: WritableDatabase): unknown[] =>
  index.prepare("SELECT subject FROM document WHERE kind = 'message' ORDER BY subject").pluck().all()
const subjectsOf = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, at) => `Letter ${from + at}`).sort()

describe('a pass over streams that is killed', () => {
  it('at any checkpoint goes on to the same index as an undisturbed one', async () => {
    const folder = temporaryFolder()
    for (const [at, kind] of kinds.entries()) make(folder, kind, letters(at * 3, at * 3 + 4))
    if (existsSync(store)) copyFileSync(store, join(folder, 'store.pst'))
    expect(await killedEverywhere(folder)).toMatchObject({ reconciles: true, totals: { duplicates: 3 } })
  })
})

describe.each(kinds)('%s', (kind) => {
  it('replaced while it is read is read anew: nothing lost, nothing doubled', async () => {
    const folder = temporaryFolder()
    const path = make(folder, kind, letters(0, 8))
    const later = make(temporaryFolder(), kind, letters(4, 14))
    const index = freshIndex()
    const watched = once(() => renameSync(later, path))
    await addSources(environment(index, { control: watched }), { paths: [folder] })
    expect(readLedger(index, null).reconciles).toBe(true)
    await rescanSources(environment(index), null)
    expect(readLedger(index, null).reconciles).toBe(true)
    const found = subjects(index)
    expect(new Set(found).size, 'no message twice').toBe(found.length)
    expect(found).toEqual(expect.arrayContaining(subjectsOf(4, 14)))
    const again = contents(index)
    await rescanSources(environment(index), null)
    expect(contents(index)).toEqual(again)
  })

  it('gone while it is read is told; once it is back, all of it is there once', async () => {
    const folder = temporaryFolder()
    const path = make(folder, kind, letters(0, 8))
    const aside = join(temporaryFolder(), kind)
    const index = freshIndex()
    await addSources(environment(index, { control: once(() => renameSync(path, aside)) }), { paths: [folder] })
    expect(readLedger(index, null).reconciles).toBe(true)
    renameSync(aside, path)
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 8, duplicates: 0 }, exceptions: [] })
    expect(subjects(index)).toEqual(subjectsOf(0, 8))
  })

  it('cut off in its middle, as by a copy that still runs, gives what is there, and the rest once it is whole', async () => {
    const folder = temporaryFolder()
    const path = make(folder, kind, letters(0, 8))
    const whole = join(temporaryFolder(), kind)
    copyFileSync(path, whole)
    execFileSync('truncate', ['-s', `-40`, path])
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    expect(readLedger(index, null).reconciles).toBe(true)
    expect(readLedger(index, null).exceptions.length).toBeGreaterThan(0)
    copyFileSync(whole, path)
    await rescanSources(environment(index), null)
    expect(readLedger(index, null).reconciles).toBe(true)
    // A message that was cut stays beside the whole one: it is what was there.
    expect(subjects(index)).toEqual(expect.arrayContaining(subjectsOf(0, 8)))
    expect(runQuery(index, '"text of letter 7"', { limit: 9, offset: 0, sort: 'date-ascending', timeZone: 'UTC' }).total).toBe(1)
    const again = contents(index)
    await rescanSources(environment(index), null)
    expect(contents(index)).toEqual(again)
  })
})

describe('a message’s file that is replaced by another of its name and size', () => {
  it('is read by the next scan, and the old one kept', async () => {
    const folder = writeTree(temporaryFolder(), { 'a.eml': letter({ id: '1' }), 'b.eml': letter({ id: '2' }) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    rmSync(join(folder, 'a.eml'))
    writeTree(folder, { 'a.eml': letter({ id: '3' }) })
    await rescanSources(environment(index), null)
    expect(subjects(index)).toEqual(['Letter 1', 'Letter 2', 'Letter 3'])
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { duplicates: 0 } })
  })
})

describe('an mbox that was read while its copy still ran', () => {
  it('gets its last message whole by the next scan', async () => {
    const whole = mboxOf([letter({ id: '0' }), letter({ id: '1', body: 'The beginning.\n\nThe lantern at the end.\n' })])
    const folder = writeTree(temporaryFolder(), { box: whole.slice(0, whole.indexOf('The lantern')) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    writeTree(folder, { box: whole })
    await rescanSources(environment(index), null)
    expect(readLedger(index, null).reconciles).toBe(true)
    expect(runQuery(index, 'lantern', { limit: 9, offset: 0, sort: 'date-ascending', timeZone: 'UTC' }).hits).toMatchObject([
      { subject: 'Letter 1' },
    ])
  })
})

describe('a compressed mbox that grows while it is read', () => {
  it('is gone on with by the next scan, each message once', async () => {
    const folder = temporaryFolder()
    const path = make(folder, 'box.mbox.gz', letters(0, 8))
    const index = freshIndex()
    const growing = once(() => appendFileSync(path, gzipSync(mboxOf(letters(8, 11)))))
    await addSources(environment(index, { control: growing }), { paths: [folder] })
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 11, duplicates: 0 } })
    expect(subjects(index)).toEqual(subjectsOf(0, 11))
  })
})

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

describe.runIf(canMount)('a disk that fills up while streams are read', () => {
  it('stops the pass with what to do, and once there is room the index is that of an undisturbed one', async () => {
    const folder = temporaryFolder()
    const long = Array.from({ length: 40 }, (_, at) =>
      letter({ id: `${at}`, body: Array.from({ length: 900 }, (_none, word) => `word${(at * 7919 + word * 104_729) % 99_991}`).join(' ') }),
    )
    for (const kind of kinds) make(folder, kind, long)
    const undisturbed = freshIndex()
    await addSources(environment(undisturbed), { paths: [folder] })
    const disk = join(temporaryFolder(), 'disk')
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk])
    onTestFinished(() => void spawnSync('umount', ['-l', disk]))
    const index = freshIndex(join(disk, 'index.db'))
    await expect(addSources(environment(index), { paths: [folder] })).rejects.toMatchObject({
      code: expect.stringMatching(/disk-full|SQLITE_FULL/),
    })
    execFileSync('mount', ['-o', 'remount,size=64m', disk])
    await addSources(environment(index), { paths: [folder] })
    expect(contents(index)).toEqual(contents(undisturbed))
    expect(readLedger(index, null).reconciles).toBe(true)
    index.close()
  })
})
