import { appendFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addSources, coverageOf, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { control, environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

const mail = (id: string) => letter({ id })
const entries = (...ids: readonly string[]) => zipOf(ids.map((id) => ({ name: `${id}.eml`, content: mail(id) })))
const told = (index: WritableDatabase) => readLedger(index, null).exceptions.map(({ code, locator }) => `${code} ${locator}`)
const found = (index: WritableDatabase, query: string) =>
  runQuery(index, query, { limit: 10, offset: 0, sort: 'date-ascending', timeZone: 'UTC' }).total

async function taken(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = writeTree(temporaryFolder(), files)
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  return { folder, index, rescan: () => rescanSources(environment(index), null) }
}

describe('a message that vanished', () => {
  it('is listed by itself, of a Maildir, a folder, an archive and a mailbox, until it is there again', async () => {
    const files = {
      'MD/cur/1.h:2,S': mail('md1'),
      'MD/cur/2.h:2,S': mail('md2'),
      'eml/a.eml': mail('a'),
      'eml/b.eml': mail('b'),
      'z.zip': entries('za', 'zb'),
      Inbox: mboxOf([mail('box1'), mail('box2')]),
    }
    const { folder, index, rescan } = await taken({ ...files, 'MD/new/3.h': mail('md3') })
    expect(told(index)).toEqual([])
    for (const name of ['MD/cur/2.h:2,S', 'eml/b.eml']) rmSync(join(folder, name))
    writeTree(folder, { 'z.zip': entries('za'), Inbox: mboxOf([mail('box2')]) })
    await rescan()
    const gone = ['Inbox@48', 'MD/cur/2.h:2,S', 'eml/b.eml', 'z.zip/zb.eml'].map((locator) => `vanished ${locator}`)
    expect(told(index).sort()).toEqual(gone)
    expect(readLedger(index, null).reconciles).toBe(true)
    expect(coverageOf(index, null)).toMatchObject({ gone: 4 })
    expect(found(index, 'subject:md2')).toBe(1)
    await rescan()
    expect(told(index).sort()).toEqual(gone)
    writeTree(folder, files)
    await rescan()
    expect(told(index)).toEqual([])
    expect(coverageOf(index, null)).toMatchObject({ gone: 0 })
    expect(found(index, 'letter')).toBe(9)
  })

  it('is not one that was moved to another folder, or stands in another source', async () => {
    const { folder, index, rescan } = await taken({
      'A/cur/1.h:2,S': mail('1'),
      'A/new/2.h': mail('2'),
      'B/cur/3.h:2,': mail('3'),
      'B/new/4.h': '',
    })
    const elsewhere = writeTree(temporaryFolder(), { 'copy.mbox': mboxOf([mail('2')]) })
    await addSources(environment(index), { paths: [elsewhere] })
    renameSync(join(folder, 'A/cur/1.h:2,S'), join(folder, 'B/cur/1.h:2,S'))
    rmSync(join(folder, 'A/new/2.h'))
    await rescan()
    expect(told(index)).toEqual(['empty-message B/new/4.h'])
    rmSync(join(elsewhere, 'copy.mbox'))
    writeTree(elsewhere, { 'other.mbox': mboxOf([mail('9')]) })
    await rescan()
    expect(told(index)).toEqual(['vanished A/new/2.h', 'empty-message B/new/4.h', 'vanished copy.mbox'])
  })

  it('counts in a file or folder that is gone in whole, which is listed once, with how many messages of it stand nowhere else', async () => {
    const files = { 'a.mbox': mboxOf([mail('1'), mail('2'), mail('3')]), 'MD/cur/1.a:2,S': mail('4'), 'MD/new/2.a': mail('5') }
    const { folder, index, rescan } = await taken({ ...files, 'b.mbox': mboxOf([mail('3')]), 'Other/new/1.b': mail('6') })
    rmSync(join(folder, 'a.mbox'))
    rmSync(join(folder, 'MD'), { recursive: true })
    await rescan()
    const gone = () => readLedger(index, null).exceptions.map(({ locator, gone: of }) => [locator, of?.nowhere, of?.messages])
    expect(told(index)).toEqual(['vanished a.mbox', 'vanished MD'])
    expect(gone()).toEqual([
      ['a.mbox', 2, 3],
      ['MD', 2, 2],
    ])
    expect(readLedger(index, null).exceptions[0]?.reason).toContain('Messages that were read from it: 3; of these stand nowhere else: 2.')
    expect(coverageOf(index, null)).toMatchObject({ gone: 4 })
    writeTree(folder, { 'MD/cur/3.c:2,S': mail('4'), 'MD/new/4.c': mail('3') })
    await rescan()
    expect(gone().map(([locator]) => locator)).toEqual(['a.mbox', expect.stringMatching(/^MD\/.*2\.a/u)])
    writeTree(folder, files)
    await rescan()
    expect(told(index)).toEqual([])
    expect(readLedger(index, null).reconciles).toBe(true)
  })

  it('is none where its file or folder was renamed or moved: that is told as moved, until the messages are gone there too', async () => {
    const { folder, index, rescan } = await taken({
      'a.mbox': mboxOf([mail('1'), mail('2')]),
      'MD/cur/1.a:2,S': mail('3'),
      'MD/new/2.a': mail('4'),
      'z.zip': entries('za'),
    })
    for (const [from, to] of Object.entries({ 'a.mbox': 'old.mbox', MD: 'Elsewhere', 'z.zip': 'y.zip' }))
      renameSync(join(folder, from), join(folder, to))
    await rescan()
    expect(told(index).sort()).toEqual(['moved MD', 'moved a.mbox', 'moved z.zip'])
    expect(readLedger(index, null).reasons.map(({ code, loss }) => [code, loss])).toEqual([['moved', false]])
    expect(coverageOf(index, null)).toMatchObject({ gone: 0 })
    rmSync(join(folder, 'old.mbox'))
    await rescan()
    expect(told(index).sort()).toEqual(['moved MD', 'moved z.zip', 'vanished a.mbox', 'vanished old.mbox'])
    renameSync(join(folder, 'Elsewhere'), join(folder, 'MD'))
    writeTree(folder, { 'a.mbox': mboxOf([mail('1'), mail('2')]) })
    await rescan()
    expect(told(index).sort()).toEqual(['moved Elsewhere', 'moved old.mbox', 'moved z.zip'])
    expect(readLedger(index, null).reconciles).toBe(true)
  })

  it('may have stood in what of a file was never read, so that the file is not told as moved', async () => {
    const texts = Array.from({ length: 300 }, (_, at) => mail(`${at}`))
    const folder = writeTree(temporaryFolder(), { a: mboxOf(texts), b: mboxOf([mail('b')]) })
    const index = freshIndex()
    const stopping = new AbortController()
    const stop = control(stopping.signal, (name) => name === 'ingest/batch-committed' && stopping.abort())
    await expect(addSources(environment(index, { control: stop }), { paths: [folder] })).rejects.toMatchObject({ code: 'api/cancelled' })
    const read = index.prepare('SELECT count(*) FROM instance').pluck().get() as number
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThan(300)
    writeTree(folder, { b: mboxOf([...texts.slice(0, read), mail('b')]) })
    rmSync(join(folder, 'a'))
    await rescanSources(environment(index), null)
    expect(told(index)).toContain('vanished a')
    expect(readLedger(index, null).reconciles).toBe(true)
  })
})

describe('a mailbox that goes on', () => {
  it('behind where its last message was cut has that message read again, in whole, and the half is marked', async () => {
    const whole = mboxOf([mail('1'), letter({ id: '2', body: 'The beginning, and a secondhalf.\n' }), mail('3')])
    const cut = whole.indexOf(' and a secondhalf')
    const { folder, index, rescan } = await taken({ box: whole.slice(0, cut) })
    expect(readLedger(index, null)).toMatchObject({ totals: { found: 2, indexed: 2 } })
    writeFileSync(join(folder, 'box'), whole)
    await rescan()
    const ledger = readLedger(index, null)
    expect(ledger).toMatchObject({ reconciles: true, totals: { found: 3, indexed: 3, duplicates: 0 } })
    expect(ledger.bytes.total).toBe(statSync(join(folder, 'box')).size)
    expect(told(index)).toEqual([expect.stringMatching(/^half-read box@\d+$/)])
    expect(found(index, 'secondhalf')).toBe(1)
    // Nothing is forgotten: the half stays, as what it is.
    expect(found(index, 'beginning')).toBe(2)
    const problems = index.prepare('SELECT problems FROM document ORDER BY number').pluck().all()
    expect(problems.map((each) => String(each).includes('half-read'))).toEqual([false, true, false, false])
    await rescan()
    expect(readLedger(index, null)).toEqual(ledger)
  })

  it('by whole messages, or by an empty line, has none read again', async () => {
    const { folder, index, rescan } = await taken({ box: mboxOf([mail('1')]) })
    appendFileSync(join(folder, 'box'), '\n')
    await rescan()
    appendFileSync(join(folder, 'box'), mboxOf([mail('2')]))
    await rescan()
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 2, indexed: 2, duplicates: 0 }, exceptions: [] })
  })

  it('while it is read is told, until a rescan finds it as it was read', async () => {
    const folder = writeTree(temporaryFolder(), { box: mboxOf(Array.from({ length: 150 }, (_, at) => mail(`${at}`))) })
    const index = freshIndex()
    // Asked between two groups of messages.
    let asked = 0
    const signal = {
      get aborted() {
        if (asked++ === 1) appendFileSync(join(folder, 'box'), mboxOf([mail('late')]))
        return false
      },
    } as AbortSignal
    await addSources(environment(index, { control: control(signal) }), { paths: [folder] })
    expect(told(index)).toEqual(['changed-while-read box'])
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 151, indexed: 151, duplicates: 0 }, exceptions: [] })
  })
})

describe('a rescan of folders in which every message is known', () => {
  const files = { 'A/cur/1.h:2,S': mail('1'), 'A/new/2.h': mail('2'), 'B/cur/3.h:2,': mail('3'), 'eml/4.eml': mail('4') }
  const stored = async (index: WritableDatabase) => {
    const watched = control()
    await rescanSources({ ...environment(index), control: watched }, null)
    return watched.passed.includes('ingest/batch-committed')
  }

  it('stores nothing', async () => {
    const { folder, index } = await taken(files)
    expect(await stored(index)).toBe(false)
    writeTree(folder, { 'A/new/5.h': mail('5') })
    expect(await stored(index)).toBe(true)
    expect(await stored(index)).toBe(false)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 5, indexed: 5 } })
  })

  it('reads again what could not be read before', async () => {
    const { folder, index } = await taken({ ...files, 'A/new/6.h': '' })
    expect(await stored(index)).toBe(true)
    writeTree(folder, { 'A/new/6.h': mail('6') })
    await rescanSources(environment(index), null)
    expect(told(index)).toEqual([])
    expect(await stored(index)).toBe(false)
  })
})
