import { execFileSync, spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { encodePng } from '../../src/formats/index.ts'
import { addSources, coverageOf, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { asId, type DocumentId, type SourceId } from '../../src/model/index.ts'
import { runQuery } from '../../src/search/index.ts'
import { contents, control, environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'
import { killedEverywhere } from './killed-child.ts'
import { pdfLetter } from './pdf-letter.ts'

const options = { limit: 100, offset: 0, sort: 'date-ascending', timeZone: 'UTC' } as const

/** Several kinds, copies across them, two PDF attachments, an exception. */
async function archive(): Promise<string> {
  const letters = Array.from({ length: 14 }, (_, index) => letter({ id: `${index}`, cc: `Cc ${index} <cc${index}@x.example>` }))
  const pdf = await pdfLetter('p1', 'The invoice of Anna Berg')
  return writeTree(temporaryFolder(), {
    'one.mbox': mboxOf([...letters.slice(0, 8), pdf]),
    'two.mbox': `stray\n\n${mboxOf(letters.slice(4, 12))}`,
    'Mail/cur/1.a:2,S': letters[12] ?? '',
    'Mail/cur/2.a:2,S': letters[0] ?? '',
    'Mail/new/3.a': await pdfLetter('p2', 'A second invoice'),
    'Mail/new/4.a': '',
  })
}

describe('a pass that is killed', () => {
  it('at any checkpoint goes on to the same index as an undisturbed one', async () => {
    expect(await killedEverywhere(await archive())).toMatchObject({ reconciles: true })
  })
})

describe('a pass that is stopped', () => {
  it('keeps what it read, says so, and goes on', async () => {
    const folder = await archive()
    const undisturbed = freshIndex()
    await addSources(environment(undisturbed), { paths: [folder] })
    const index = freshIndex()
    const abort = new AbortController()
    const stopping = control(abort.signal, (name) => {
      if (name === 'ingest/batch-committed') abort.abort()
    })
    await expect(addSources(environment(index, { control: stopping }), { paths: [folder] })).rejects.toMatchObject({
      code: 'api/cancelled',
    })
    const cut = readLedger(index, null)
    expect(cut.reconciles).toBe(true)
    expect(cut.sources[0]).toMatchObject({ state: 'interrupted' })
    expect(cut.bytes.pending).toBeGreaterThan(0)
    await addSources(environment(index), { paths: [folder] })
    expect(contents(index)).toEqual(contents(undisturbed))
  })
})

describe('a message that hangs the reader', () => {
  afterEach(() => {
    delete process.env['HANG_AT']
  })

  it('is an exception with its place, and the others are taken in', async () => {
    const messages = Array.from({ length: 5 }, (_, index) => letter({ id: `${index}` }))
    const folder = writeTree(temporaryFolder(), { box: mboxOf(messages) })
    const first = freshIndex()
    await addSources(environment(first), { paths: [folder] })
    const offset = first.prepare('SELECT offset FROM instance ORDER BY offset LIMIT 1 OFFSET 2').pluck().get()
    process.env['HANG_AT'] = `box@${offset}`
    const index = freshIndex()
    // Long against what a message takes, so that on a busy machine too only the one that hangs runs out of time.
    const pool = { workers: 1, stepTimeoutMs: 3000, script: new URL('./stopping-worker.ts', import.meta.url) }
    await addSources(environment(index, { pool }), { paths: [folder] })
    const ledger = readLedger(index, null)
    expect(ledger.reconciles).toBe(true)
    expect(ledger.totals).toMatchObject({ found: 5, indexed: 4, exceptions: 1 })
    expect(ledger.exceptions).toMatchObject([{ locator: `box@${offset}`, code: 'timeout' }])
  })
})

describe('a rescan', () => {
  it('takes in what was appended to an mbox, and only that', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf([letter({ id: '1' })]) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    appendFileSync(join(folder, 'box'), mboxOf([letter({ id: '2' })]))
    await rescanSources(environment(index), asId<SourceId>('S1'))
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 2, duplicates: 0 } })
  })

  it('that is cut behind the last message knows the mbox again when more mail comes', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf([letter({ id: '1' })]) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    appendFileSync(join(folder, 'box'), mboxOf([letter({ id: '2' })]))
    const dying = control(undefined, (name) => {
      if (name === 'ingest/batch-committed') throw new Error('dead')
    })
    await expect(rescanSources(environment(index, { control: dying, batchMessages: 1 }), null)).rejects.toThrow('dead')
    await rescanSources(environment(index), null)
    appendFileSync(join(folder, 'box'), mboxOf([letter({ id: '3' })]))
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 3, indexed: 3, duplicates: 0 }, exceptions: [] })
  })

  it('reads a rewritten mbox anew and keeps what was known', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf([letter({ id: '1' }), letter({ id: '2' })]) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    writeFileSync(join(folder, 'box'), mboxOf([letter({ id: '2' }), letter({ id: '3' })]))
    await rescanSources(environment(index), null)
    const ledger = readLedger(index, null)
    expect(ledger).toMatchObject({ reconciles: true, totals: { found: 4, indexed: 4, duplicates: 1 } })
    expect(runQuery(index, 'letter', options).total).toBe(3)
    expect(ledger.exceptions).toMatchObject([{ code: 'vanished' }])
  })

  it('knows a Maildir file again whose flags changed, and takes in new ones', async () => {
    const folder = writeTree(temporaryFolder(), { 'cur/1.a:2,': letter({ id: '1' }), 'new/2.a': letter({ id: '2' }) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    renameSync(join(folder, 'cur/1.a:2,'), join(folder, 'cur/1.a:2,S'))
    renameSync(join(folder, 'new/2.a'), join(folder, 'cur/2.a:2,S'))
    writeFileSync(join(folder, 'new/3.a'), letter({ id: '3' }))
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 3, indexed: 3, duplicates: 0 } })
  })

  it.skipIf(process.platform === 'win32')('tells what took the place of a file that it knows', async () => {
    const folder = writeTree(temporaryFolder(), { 'cur/1.a:2,S': letter({ id: '1' }), 'cur/2.a:2,S': letter({ id: '2' }) })
    mkdirSync(join(folder, 'new'))
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    for (const name of ['cur/1.a:2,S', 'cur/2.a:2,S']) rmSync(join(folder, name))
    execFileSync('mkfifo', [join(folder, 'cur/1.a:2,S')])
    symlinkSync('/etc/hostname', join(folder, 'cur/2.a:2,S'))
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({
      totals: { indexed: 2 },
      exceptions: [
        { locator: 'cur/1.a:2,S', code: 'special-file-refused' },
        { locator: 'cur/2.a:2,S', code: 'symlink-refused' },
      ],
    })
  })

  it('never forgets what vanished, says so, and takes the note back when it returns', async () => {
    const folder = writeTree(temporaryFolder(), { 'a.mbox': mboxOf([letter({ id: '1' })]), 'b.mbox': mboxOf([letter({ id: '2' })]) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    const aside = join(temporaryFolder(), 'b')
    renameSync(join(folder, 'b.mbox'), aside)
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ totals: { found: 2 }, exceptions: [{ locator: 'b.mbox', code: 'vanished' }] })
    renameSync(aside, join(folder, 'b.mbox'))
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 2 }, exceptions: [] })
  })

  it('tries again what failed', async () => {
    const folder = writeTree(temporaryFolder(), { 'cur/1.a:2,S': '', 'cur/2.a:2,S': letter({ id: '2' }) })
    mkdirSync(join(folder, 'new'))
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    expect(readLedger(index, null)).toMatchObject({
      totals: { found: 2, indexed: 1, exceptions: 1 },
      exceptions: [{ code: 'empty-message' }],
    })
    writeFileSync(join(folder, 'cur/1.a:2,S'), letter({ id: '1' }))
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 2, exceptions: 0 }, exceptions: [] })
  })

  it('says what to do where the whole source is gone', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf([letter({ id: '1' })]) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    rmSync(folder, { recursive: true })
    await expect(rescanSources(environment(index), null)).rejects.toMatchObject({ code: 'jobs/source-vanished' })
    expect(readLedger(index, null).sources).toMatchObject([{ state: 'unreachable', indexed: 1 }])
  })

  it('refuses a source that is not there', async () => {
    await expect(rescanSources(environment(freshIndex()), asId<SourceId>('S9'))).rejects.toMatchObject({ code: 'jobs/unknown-source' })
  })

  it('lists a file without permission, and reads it once it is readable', () => {
    const folder = writeTree(temporaryFolder(), { 'a.mbox': mboxOf([letter({ id: '1' })]), 'b.mbox': mboxOf([letter({ id: '2' })]) })
    chmodSync(join(folder, 'b.mbox'), 0)
    const program = [process.execPath, new URL('./unreadable-child.ts', import.meta.url).pathname, folder, 'b.mbox']
    // The superuser may read everything, so the claim is put to one without that right.
    const rights = '-dac_override,-dac_read_search'
    const asRoot = process.getuid?.() === 0
    const [command = '', ...args] = asRoot ? ['setpriv', `--bounding-set=${rights}`, `--inh-caps=${rights}`, ...program] : program
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      before: { totals: { found: 2, indexed: 1, exceptions: 1 }, exceptions: ['unreadable-file'] },
      after: { totals: { found: 2, indexed: 2 }, exceptions: [] },
    })
  })
})

describe('the second pass', () => {
  it('makes the text of PDF attachments findable, and counts owed texts apart from messages', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf([await pdfLetter('1', 'The invoice of Anna Berg')]) })
    const index = freshIndex()
    const watched = control()
    await addSources(environment(index, { control: watched }), { paths: [folder] })
    expect(readLedger(index, null).totals).toMatchObject({ found: 1, indexed: 1, partial: 0, pending: 0 })
    expect(runQuery(index, 'invoice from:anna@berg.example', options).hits).toMatchObject([{ kind: 'attachment', subject: 'invoice.pdf' }])
    expect(watched.passed).toContain('extract/batch-committed')
    expect(watched.reports.filter((report) => report.step === 'Reading attachments').at(-1)).toMatchObject({ done: 1, total: 1 })
  })

  it('makes the message partial whose PDF can’t be read', async () => {
    const broken = (await pdfLetter('1', 'x')).replace(/JVBER[\s\S]*?\n\n?--/u, `${Buffer.from('%PDF-1.7 nothing').toString('base64')}\n--`)
    const folder = writeTree(temporaryFolder(), { box: mboxOf([broken]) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 1, indexed: 0, partial: 1 } })
    expect(readLedger(index, null).exceptions).toMatchObject([{ code: 'unreadable-attachment' }])
  })

  it('lists pictures as without text, in the ledger and with each search, and counts the message as read', async () => {
    const png = await encodePng({ widthPx: 40, heightPx: 20, data: new Uint8ClampedArray(40 * 20 * 4) })
    const dot = await encodePng({ widthPx: 1, heightPx: 1, data: new Uint8ClampedArray(4) })
    const part = (name: string, bytes: Uint8Array): string =>
      `--b\nContent-Type: image/png\nContent-Disposition: attachment; filename=${name}\nContent-Transfer-Encoding: base64\n\n${Buffer.from(bytes).toString('base64')}\n`
    const mail = letter({
      id: '1',
      headers: ['Content-Type: multipart/mixed; boundary=b'],
      body: `${part('scan.png', png)}${part('dot.png', dot)}--b--\n`,
    })
    const folder = writeTree(temporaryFolder(), { box: mboxOf([mail]) })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 1, indexed: 1, partial: 0 } })
    expect(readLedger(index, null).exceptions.map(({ code }) => code)).toEqual(['no-text'])
    expect(coverageOf(index, null)).toMatchObject({ noText: 1, partial: 0, reasons: [{ code: 'no-text', count: 1 }] })
  })

  it('reads the attachments of documents that are in a request before others', async () => {
    const letters = await Promise.all(['1', '2', '3', '4'].map((id) => pdfLetter(id, `Invoice ${id}`)))
    const folder = writeTree(temporaryFolder(), { box: mboxOf(letters) })
    const index = freshIndex()
    const abort = new AbortController()
    const stopping = control(abort.signal, (name) => {
      if (name === 'ingest/source-done') abort.abort()
    })
    await expect(addSources(environment(index, { control: stopping }), { paths: [folder] })).rejects.toMatchObject({
      code: 'api/cancelled',
    })
    const wanted = index
      .prepare("SELECT id FROM document WHERE kind = 'attachment' ORDER BY number DESC LIMIT 1")
      .pluck()
      .get() as DocumentId
    await rescanSources(environment(index, { wantedFirst: () => new Set([wanted]) }), null)
    // Texts take their rows in the order in which they are read.
    const order = index.prepare("SELECT id FROM document WHERE kind = 'attachment' ORDER BY text").pluck().all()
    expect(order[0]).toBe(wanted)
    expect(order).toHaveLength(4)
  })
})
