import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, onTestFinished } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import type { JobControl } from '../../src/model/index.ts'
import { runQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { contents, control, environment, freshIndex, leftRows, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'
import { killedEverywhere } from './killed-child.ts'
import { pdfLetter } from './pdf-letter.ts'

const found = (index: WritableDatabase, query: string): number =>
  runQuery(index, query, { limit: 100, offset: 0, sort: 'date-ascending', timeZone: 'UTC' }).total
const told = (index: WritableDatabase): readonly string[] =>
  readLedger(index, null).exceptions.map(({ code, locator, part }) => `${code} ${locator} ${part}`)
const owed = (index: WritableDatabase): number =>
  index.prepare("SELECT count(*) FROM document WHERE extraction = 'pending'").pluck().get() as number
const invoices = (from: number, to: number, word: string): Promise<string[]> =>
  Promise.all(
    Array.from({ length: to - from }, (_, at) => pdfLetter(`${from + at}`, `${word} one ${from + at}`, `${word} two ${from + at}`)),
  )

/** Does something once between the two passes: all messages were read, and no attachment's text. */
function between(act: () => void): JobControl {
  let done = false
  const { signal, checkpoint } = control()
  const report: JobControl['report'] = ({ step }) => {
    if (step !== 'Reading attachments' || done) return
    done = true
    act()
  }
  return { signal, checkpoint, report }
}

/** A pass that is stopped once the messages are read. */
async function withTextsOwed(index: WritableDatabase, folder: string): Promise<void> {
  const abort = new AbortController()
  const stopping = control(abort.signal, (name) => name === 'ingest/source-done' && abort.abort())
  await expect(addSources(environment(index, { control: stopping }), { paths: [folder] })).rejects.toMatchObject({ code: 'api/cancelled' })
}

describe('a pass that dies while it reads attachments', () => {
  const archive = async (): Promise<string> =>
    writeTree(temporaryFolder(), {
      box: mboxOf(await invoices(0, 8, 'lantern')),
      'Mail/cur/1.a:2,S': await pdfLetter('100', 'lantern three'),
      'Mail/new/2.a': await pdfLetter('101', 'lantern one 0'),
      'copies.mbox': mboxOf([await pdfLetter('100', 'lantern three'), letter({ id: '102' })]),
    })

  it('at any checkpoint goes on to the same index as an undisturbed one', async () => {
    expect(await killedEverywhere(await archive())).toMatchObject({ reconciles: true, totals: { indexed: 12, duplicates: 1 } })
  })

  it('right after a worker made texts durable that nobody names yet, leaves none of them behind', async () => {
    expect((await killedEverywhere(await archive(), { moment: 'commit' })).kills).toBeGreaterThan(2)
  })

  it('in a rescan goes on to the same index, whatever changed since', async () => {
    const folder = await archive()
    const more = await invoices(20, 24, 'harbour')
    const change = (): void => {
      appendFileSync(join(folder, 'box'), mboxOf(more))
      writeFileSync(join(folder, 'copies.mbox'), mboxOf([letter({ id: '103' }), ...more.slice(0, 2)]))
      renameSync(join(folder, 'Mail/new/2.a'), join(folder, 'Mail/cur/2.a:2,S'))
      rmSync(join(folder, 'Mail/cur/1.a:2,S'))
      writeTree(folder, { 'new.mbox': mboxOf(more.slice(1)) })
    }
    expect(await killedEverywhere(folder, { change })).toMatchObject({ reconciles: true })
  })
})

describe('a pass that is stopped while it reads attachments', () => {
  it('keeps what it read, and goes on without reading it again', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf(await invoices(0, 12, 'lantern')) })
    const undisturbed = freshIndex()
    await addSources(environment(undisturbed), { paths: [folder] })
    const index = freshIndex()
    const abort = new AbortController()
    const stopping = control(abort.signal, (name) => name === 'extract/batch-committed' && abort.abort())
    await expect(addSources(environment(index, { control: stopping }), { paths: [folder] })).rejects.toMatchObject({
      code: 'api/cancelled',
    })
    const left = owed(index)
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThan(24)
    expect(readLedger(index, null).sources).toMatchObject([{ state: 'interrupted' }])
    const going = control()
    await rescanSources(environment(index, { control: going }), null)
    expect(going.reports.filter(({ step }) => step === 'Reading attachments').at(-1)).toMatchObject({ done: left, total: left })
    expect(contents(index)).toEqual(contents(undisturbed))
  })
})

describe('an attachment at which the reader fails', () => {
  afterEach(() => {
    for (const name of ['DIE_AT', 'HANG_AT']) delete process.env[name]
  })
  const script = new URL('./stopping-worker.ts', import.meta.url)

  it('costs itself alone, also where several of one message do: the others are read', async () => {
    const texts = ['lantern', 'dies', 'lantern', 'hangs', 'dies', 'lantern']
    const folder = writeTree(temporaryFolder(), { box: mboxOf([await pdfLetter('1', ...texts), await pdfLetter('2', 'lantern')]) })
    const index = freshIndex()
    process.env['DIE_AT'] = 'part 3\npart 6'
    process.env['HANG_AT'] = 'part 5'
    await addSources(environment(index, { pool: { workers: 1, stepTimeoutMs: 3000, script } }), { paths: [folder] })
    expect(told(index)).toEqual([
      'parser-failed box@48 invoice-2.pdf',
      'parser-failed box@48 invoice-5.pdf',
      'timeout box@48 invoice-4.pdf',
    ])
    expect(found(index, 'lantern')).toBe(4)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 1, partial: 1 } })
    expect(leftRows(index)).toEqual([])
  })

  it('for time is tried again by a rescan, and the failure taken back when it succeeds', async () => {
    const [folder, other] = [writeTree(temporaryFolder(), { box: mboxOf([await pdfLetter('1', 'lantern', 'harbour')]) }), temporaryFolder()]
    const undisturbed = freshIndex()
    await addSources(environment(undisturbed), { paths: [folder] })
    const index = freshIndex()
    process.env['HANG_AT'] = 'part 3'
    const hanging = { workers: 1, stepTimeoutMs: 3000, script }
    await addSources(environment(index, { pool: hanging }), { paths: [folder] })
    expect(readLedger(index, null)).toMatchObject({
      totals: { indexed: 0, partial: 1 },
      reasons: [{ code: 'timeout', rescan: [expect.anything()] }],
    })
    const before = contents(index)
    await rescanSources(environment(index, { pool: hanging }), null)
    expect(contents(index)).toEqual(before)
    delete process.env['HANG_AT']
    // Another source is none of its business.
    const [added] = await addSources(environment(index), { paths: [writeTree(other, { 'a.eml': letter({ id: '9' }) })] })
    await rescanSources(environment(index), added ?? null)
    expect(told(index)).toEqual(['timeout box@48 invoice-2.pdf'])
    await rescanSources(environment(index), null)
    expect(told(index)).toEqual([])
    expect(found(index, 'harbour')).toBe(1)
    await addSources(environment(undisturbed), { paths: [other] })
    expect(contents(index)).toEqual(contents(undisturbed))
    expect(leftRows(index)).toEqual([])
  })

  it('after some of it was read is tried again, too', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf([await pdfLetter('1', 'lantern')]) })
    const index = freshIndex()
    process.env['HANG_AT'] = 'part 2'
    await addSources(environment(index, { pool: { workers: 1, stepTimeoutMs: 3000, script } }), { paths: [folder] })
    delete process.env['HANG_AT']
    // As of a PDF whose time was up between two pages.
    expect(index.prepare("UPDATE document SET extraction = 'done' WHERE extraction = 'failed'").run().changes).toBe(1)
    await rescanSources(environment(index), null)
    expect([told(index), found(index, 'lantern')]).toEqual([[], 1])
  })

  it('keeps nobody waiting who stops the pass', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf([await pdfLetter('1', 'a', 'b')]) })
    const index = freshIndex()
    process.env['HANG_AT'] = 'part 2\npart 3'
    const abort = new AbortController()
    const stopping = control(abort.signal, (name) => name === 'ingest/source-done' && setTimeout(() => abort.abort(), 500))
    // Longer than this test may take.
    const pass = addSources(environment(index, { control: stopping, pool: { workers: 1, stepTimeoutMs: 3_600_000, script } }), {
      paths: [folder],
    })
    await expect(pass).rejects.toMatchObject({ code: 'api/cancelled' })
    delete process.env['HANG_AT']
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 1 }, exceptions: [] })
  })
})

describe('a source whose disk goes between the passes', () => {
  it('ends the pass as in the first one: what it owes stays owed, and is read once the disk is back', async () => {
    const [disk, other] = [join(temporaryFolder(), 'disk'), join(temporaryFolder(), 'other')]
    writeTree(disk, { box: mboxOf(await invoices(0, 3, 'lantern')) })
    writeTree(other, { box: mboxOf(await invoices(10, 12, 'harbour')) })
    const undisturbed = freshIndex()
    await addSources(environment(undisturbed), { paths: [disk, other] })
    const index = freshIndex()
    const going = between(() => {
      renameSync(disk, `${disk}-away`)
      // Its mount point.
      mkdirSync(disk)
    })
    await expect(addSources(environment(index, { control: going }), { paths: [disk, other] })).rejects.toMatchObject({
      code: 'jobs/source-vanished',
      details: { sources: ['S1'] },
    })
    expect(told(index)).toEqual([])
    expect(owed(index)).toBe(6)
    expect([found(index, 'lantern'), found(index, 'harbour')]).toEqual([0, 4])
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { indexed: 5, partial: 0 } })
    expect(index.prepare('SELECT state FROM source').pluck().all()).toEqual(['unreachable', 'complete'])
    // A rescan of the other one, or of all, doesn't give it up either.
    await rescanSources(environment(index), 'S2' as never)
    await expect(rescanSources(environment(index), null)).rejects.toMatchObject({ code: 'jobs/source-vanished' })
    expect([owed(index), told(index)]).toEqual([6, []])
    rmSync(disk, { recursive: true })
    renameSync(`${disk}-away`, disk)
    await rescanSources(environment(index), null)
    expect(contents(index)).toEqual(contents(undisturbed))
  })

  it('costs nothing of a message of which a copy stands in another', async () => {
    const [disk, other] = [join(temporaryFolder(), 'disk'), join(temporaryFolder(), 'other')]
    writeTree(disk, { box: mboxOf(await invoices(0, 3, 'lantern')) })
    writeTree(other, { copy: mboxOf(await invoices(0, 2, 'lantern')) })
    const index = freshIndex()
    const going = between(() => renameSync(disk, `${disk}-away`))
    await expect(addSources(environment(index, { control: going }), { paths: [disk, other] })).rejects.toMatchObject({
      code: 'jobs/source-vanished',
    })
    expect([found(index, 'lantern'), owed(index), told(index)]).toEqual([4, 2, []])
  })
})

describe('a file that changes between the passes', () => {
  const take = async (change: (folder: string) => void, files: Readonly<Record<string, string>>) => {
    const folder = writeTree(temporaryFolder(), files)
    const index = freshIndex()
    await addSources(environment(index, { control: between(() => change(folder)) }), { paths: [folder] })
    expect(readLedger(index, null).reconciles).toBe(true)
    expect(leftRows(index)).toEqual([])
    return { folder, index }
  }
  /** What a rescan makes of it, which a second one finds as it is. */
  const rescanned = async (index: WritableDatabase): Promise<void> => {
    await rescanSources(environment(index), null)
    expect(readLedger(index, null).reconciles).toBe(true)
    expect(owed(index)).toBe(0)
    const once = contents(index)
    await rescanSources(environment(index), null)
    expect(contents(index)).toEqual(once)
  }

  it('replaced by one with other attachments gives none of their text to the messages that were read, and is read by a rescan', async () => {
    const [before, after] = [await invoices(0, 3, 'lantern'), await invoices(0, 3, 'harbour')]
    const change = (folder: string): void => {
      for (const name of ['box', 'eml/1.eml']) rmSync(join(folder, name))
      writeTree(folder, { box: mboxOf(after), 'eml/1.eml': after[2] ?? '' })
    }
    const { index } = await take(change, { box: mboxOf(before), 'eml/1.eml': before[2] ?? '' })
    expect([found(index, 'lantern'), found(index, 'harbour')]).toEqual([0, 0])
    expect(readLedger(index, null).totals).toMatchObject({ indexed: 0, partial: 4 })
    expect(new Set(readLedger(index, null).exceptions.map(({ code }) => code))).toEqual(new Set(['changed-while-read']))
    await rescanned(index)
    expect([found(index, 'lantern'), found(index, 'harbour')]).toEqual([0, 6])
    // No text stands under another file's hash.
    const mixed = index.prepare("SELECT count(*) FROM document WHERE kind = 'attachment' AND extraction = 'failed'").pluck().get()
    expect(mixed).toBe(6)
  })

  it('grown is no other: all is read', async () => {
    const more = mboxOf(await invoices(3, 4, 'lantern'))
    const { index } = await take((folder) => appendFileSync(join(folder, 'box'), more), { box: mboxOf(await invoices(0, 3, 'lantern')) })
    expect([found(index, 'lantern'), told(index)]).toEqual([6, []])
    await rescanned(index)
    expect([found(index, 'lantern'), told(index)]).toEqual([8, []])
  })

  it('cut short loses what is cut until it is whole again', async () => {
    const whole = mboxOf(await invoices(0, 3, 'lantern'))
    const { folder, index } = await take((at) => truncateSync(join(at, 'box'), whole.length - 400), { box: whole })
    expect([found(index, 'lantern'), told(index).length]).toEqual([4, 2])
    writeTree(folder, { box: whole })
    await rescanned(index)
    expect([found(index, 'lantern'), told(index)]).toEqual([6, []])
    expect(readLedger(index, null).totals).toMatchObject({ found: 3, indexed: 3, partial: 0 })
  })

  it.skipIf(process.platform === 'win32')(
    'that is no file or folder any more is told, and keeps nothing else from being read',
    async () => {
      const change = (folder: string): void => {
        rmSync(join(folder, 'Mail/cur'), { recursive: true })
        writeTree(folder, { 'Mail/cur': 'a file now' })
        rmSync(join(folder, 'Mail/new/2.a'))
        execFileSync('mkfifo', [join(folder, 'Mail/new/2.a')])
        rmSync(join(folder, 'box'))
        mkdirSync(join(folder, 'box'))
      }
      const { index } = await take(change, {
        'Mail/cur/1.a:2,S': await pdfLetter('1', 'lantern'),
        'Mail/new/2.a': await pdfLetter('2', 'lantern'),
        'Mail/new/3.a': await pdfLetter('3', 'lantern'),
        box: mboxOf(await invoices(10, 11, 'lantern')),
      })
      expect(found(index, 'lantern')).toBe(1)
      expect(told(index)).toEqual([
        'vanished box@48 invoice.pdf',
        'vanished box@48 invoice-2.pdf',
        'vanished Mail/cur/1.a:2,S invoice.pdf',
        'vanished Mail/new/2.a invoice.pdf',
      ])
    },
  )

  it('in an archive or a compressed mailbox is no other matter', async () => {
    const folder = temporaryFolder()
    const pack = (messages: readonly string[]): void => {
      const inside = writeTree(temporaryFolder(), {
        'one.eml': messages[0] ?? '',
        'two.eml': messages[1] ?? '',
        'box.mbox': mboxOf(messages.slice(2)),
      })
      rmSync(join(folder, 'all.7z'), { force: true })
      execFileSync('7z', ['a', join(folder, 'all.7z'), '.'], { cwd: inside, stdio: 'ignore' })
      execFileSync('tar', ['-czf', join(folder, 'all.tar.gz'), '-C', inside, 'two.eml', 'box.mbox'])
    }
    const [before, after] = [await invoices(0, 4, 'lantern'), await invoices(0, 4, 'harbour')]
    pack(before)
    const index = freshIndex()
    await addSources(environment(index, { control: between(() => pack(after)) }), { paths: [folder] })
    expect([found(index, 'lantern'), found(index, 'harbour')]).toEqual([0, 0])
    await rescanned(index)
    expect([found(index, 'lantern'), found(index, 'harbour')]).toEqual([0, 8])
    pack(before)
    await rescanned(index)
    expect([found(index, 'lantern'), found(index, 'harbour')]).toEqual([8, 8])
    expect(readLedger(index, null).totals).toMatchObject({ partial: 0 })
  })
})

describe('texts that are owed', () => {
  it('are read from wherever a message stands by the time of a rescan', async () => {
    const letters = await invoices(0, 4, 'lantern')
    const folder = writeTree(temporaryFolder(), { box: mboxOf(letters), 'rest.mbox': mboxOf([letter({ id: 'r' })]) })
    const index = freshIndex()
    await withTextsOwed(index, folder)
    expect([owed(index), found(index, 'lantern')]).toEqual([8, 0])
    rmSync(join(folder, 'box'))
    writeTree(folder, { 'moved.mbox': mboxOf([letter({ id: 'n' }), ...letters.toReversed()]) })
    await rescanSources(environment(index), null)
    expect([owed(index), found(index, 'lantern')]).toEqual([0, 8])
    expect(told(index)).toEqual(['moved box null'])
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { partial: 0 } })
  })
})

describe('a copy that comes after the second pass', () => {
  it('is read in part as the others are, and says why', async () => {
    const broken = (await pdfLetter('1', 'x')).replace(/JVBER[\s\S]*?\n\n?--/u, `${Buffer.from('%PDF-1.7 nothing').toString('base64')}\n--`)
    const [first, second] = [temporaryFolder(), temporaryFolder()].map((folder) => writeTree(folder, { box: mboxOf([broken]) }))
    const index = freshIndex()
    await addSources(environment(index), { paths: [first ?? ''] })
    await addSources(environment(index), { paths: [second ?? ''] })
    const [told1, told2] = readLedger(index, null).exceptions
    expect([told1?.source, told2?.source]).toEqual(['S1', 'S2'])
    expect(told2).toMatchObject({ code: 'unreadable-attachment', locator: 'box@48', part: 'invoice.pdf' })
    expect(readLedger(index, null).totals).toMatchObject({ indexed: 0, partial: 2, duplicates: 1 })
  })

  it('brings the text back that was lost with the other, and then is read in whole', async () => {
    const [one, two] = [await pdfLetter('1', 'lantern'), letter({ id: '2' })]
    const folder = writeTree(temporaryFolder(), { a: mboxOf([one]), b: mboxOf([two]) })
    const index = freshIndex()
    await addSources(environment(index, { control: between(() => rmSync(join(folder, 'a'))) }), { paths: [folder] })
    expect(told(index)).toEqual(['vanished a@48 invoice.pdf'])
    await addSources(environment(index), { paths: [writeTree(temporaryFolder(), { c: mboxOf([one]) })] })
    expect([found(index, 'lantern'), told(index)]).toEqual([1, []])
    expect(readLedger(index, null).totals).toMatchObject({ found: 3, indexed: 3, partial: 0, duplicates: 1 })
  })
})

describe('a PDF of many pages', () => {
  it('takes as long as it takes, as long as it gets on from page to page', async () => {
    const pages = Array.from({ length: 2000 }, (_, at) => `lantern on page ${at}`)
    const folder = writeTree(temporaryFolder(), { box: mboxOf([await pdfLetter('1', pages)]) })
    const index = freshIndex()
    // Less than all of them take, and more than one.
    await addSources(environment(index, { pool: { workers: 1, stepTimeoutMs: 5000 } }), { paths: [folder] })
    expect([found(index, '"page 1999"'), told(index)]).toEqual([1, []])
  })
})

describe('a message far inside a stream', () => {
  it('takes as long to get to as it takes: nothing in it is given up for that', async () => {
    // bzip2 takes its time: some three seconds for this, which doesn't compress.
    const noise = randomBytes(22_000_000).toString('base64').replace(/.{76}/gu, '$&\n')
    const headers = ['Content-Type: application/octet-stream; name=noise.bin', 'Content-Transfer-Encoding: base64']
    const filler = letter({ id: 'noise', headers, body: `${noise}\n` })
    const folder = writeTree(temporaryFolder(), { box: mboxOf([filler, await pdfLetter('last', 'lantern')]) })
    execFileSync('bzip2', ['-1', join(folder, 'box')])
    const index = freshIndex()
    await withTextsOwed(index, folder)
    // Less than the way there takes, and more than its attachment.
    await rescanSources(environment(index, { pool: { workers: 1, stepTimeoutMs: 2000 } }), null)
    expect([found(index, 'lantern'), told(index)]).toEqual([1, ['unreadable-attachment box.bz2@48 noise.bin']])
  })
})

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

describe.runIf(canMount)('a disk that fills up while attachments are read', () => {
  it.each(['texts', 'facts'])(
    'of which there is no room for the %s, stops the pass with what to do; once there is room it goes on',
    async (short) => {
      const words = (at: number): string[] =>
        Array.from({ length: 4 }, (_, file) =>
          Array.from({ length: 6 }, (_none, word) => `lantern${((at * 97 + file * 13 + word) * 104_729) % 99_991}`).join(' '),
        )
      const letters = await Promise.all(Array.from({ length: 60 }, (_, at) => pdfLetter(`${at}`, ...words(at))))
      const folder = writeTree(temporaryFolder(), { box: mboxOf(letters) })
      const undisturbed = freshIndex()
      await addSources(environment(undisturbed), { paths: [folder] })
      const disk = join(temporaryFolder(), 'disk')
      mkdirSync(disk)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk])
      onTestFinished(() => void spawnSync('umount', ['-l', disk]))
      const index = freshIndex(join(disk, 'index.db'))
      const fill = (): void => void spawnSync('sh', ['-c', `dd if=/dev/zero of=${disk}/fill bs=4k 2>/dev/null; true`])
      let batches = 0
      const filling = control(undefined, (name) => {
        if (short === 'texts' ? name === 'ingest/source-done' : name === 'extract/batch-committed' && ++batches === 2) fill()
      })
      const pass = addSources(environment(index, { control: filling }), { paths: [folder] })
      await expect(pass).rejects.toMatchObject({ code: 'store/disk-full' })
      expect(owed(index)).toBeGreaterThan(0)
      rmSync(join(disk, 'fill'))
      await rescanSources(environment(index), null)
      expect(contents(index)).toEqual(contents(undisturbed))
      index.close()
    },
  )
})
