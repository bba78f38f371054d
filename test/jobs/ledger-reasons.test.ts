import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { exceptionReasons, meaningOf } from '../../src/jobs/ledger-reasons.ts'
import type { ExceptionCode } from '../../src/model/index.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

const codes = Object.keys(exceptionReasons) as readonly ExceptionCode[]

describe('what the ledger says to do', () => {
  it.each(codes.flatMap((code) => [[code, true] as const, [code, false] as const]))(
    'names a rescan where one can help, if need be once something else was done, and only there: %s, not taken in: %s',
    (code, counted) => {
      const { whatToDo, rescanHelps } = meaningOf(code, { counted, gone: false })
      const { rescan } = exceptionReasons[code]
      expect(rescanHelps).toBe(rescan === 'yes' || (rescan === 'if not taken in' && counted))
      // A delivery ends by itself; the rescan after that finds the message where it was delivered to.
      if (code === 'unfinished-delivery') return
      expect(whatToDo.toLowerCase().includes('rescan the source')).toBe(rescanHelps || rescan === 'once changed')
    },
  )

  it('tries again what reading gave up for time or memory, and what the reader failed on only where the message was not taken in', () => {
    const helps = (code: ExceptionCode) => [true, false].map((counted) => meaningOf(code, { counted, gone: false }).rescanHelps)
    expect([helps('timeout'), helps('out-of-memory'), helps('parser-failed')]).toEqual([
      [true, true],
      [true, true],
      [true, false],
    ])
  })
})

describe('what is gone', () => {
  it('is offered to be tried again where a whole mailbox is, as when a disk isn’t mounted, and not where somebody deleted a message', async () => {
    const folder = writeTree(temporaryFolder(), {
      'MD/cur/1.a:2,': letter({ id: '1' }),
      'MD/cur/2.a:2,': letter({ id: '2' }),
      box: mboxOf([letter({ id: '3' })]),
    })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    const offered = async () => {
      await rescanSources(environment(index), null)
      const { exceptions, reasons } = readLedger(index, null)
      return { places: exceptions.map(({ locator, rescanHelps }) => [locator, rescanHelps]), retried: reasons.map(({ rescan }) => rescan) }
    }
    rmSync(join(folder, 'MD/cur/1.a:2,'))
    expect(await offered()).toEqual({ places: [['MD/cur/1.a:2,', false]], retried: [[]] })
    rmSync(join(folder, 'box'))
    const both = await offered()
    expect(both.places).toContainEqual(['box', true])
    expect(both.places).toContainEqual(['MD/cur/1.a:2,', false])
    expect(both.retried).toEqual([[readLedger(index, null).sources.find(({ kind }) => kind === 'mbox')?.id]])
  })
})
