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

  it('counts in a file that is gone in whole, which is listed once', async () => {
    const { folder, index, rescan } = await taken({ 'a.mbox': mboxOf([mail('1'), mail('2')]), 'b.mbox': mboxOf([mail('3')]) })
    rmSync(join(folder, 'a.mbox'))
    await rescan()
    expect(told(index)).toEqual(['vanished a.mbox'])
    expect(coverageOf(index, null)).toMatchObject({ gone: 2 })
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
