import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addSources, coverageOf, ledgerReport, readLedger } from '../../src/jobs/index.ts'
import { writeLongReport } from '../../src/produce/index.ts'
import { environment, freshIndex, letter, temporaryFolder, writeTree } from './archive.ts'

/** A home folder that somebody packed: far more files that aren't mail than anything lists, and behind them what matters. */
async function crowded(many: number) {
  const folder = writeTree(temporaryFolder(), {
    'a.eml': letter({ id: 'a' }),
    'z.rar': Buffer.from('Rar!\x1a\x07\x01\x00', 'latin1'),
    'b.bin': 'no mail',
  })
  const index = freshIndex()
  await addSources(environment(index), { paths: [folder] })
  const insert = index.prepare(
    "INSERT INTO exception (source, container, locator, code, place, counted, length) VALUES (1, NULL, ?, 'not-mail', '', 0, 0)",
  )
  index.transaction(() => {
    for (let at = 0; at < many; at++) insert.run(`home/${at}.bin`)
  })()
  return index
}

describe('a ledger of more exceptions than can be shown', () => {
  const many = 100_100

  it('is counted by reason in full, what may be missing first, with the first places of each reason', async () => {
    const { reasons, exceptions } = readLedger(await crowded(many), null, 2)
    expect(reasons.map(({ code, count, loss }) => [code, count, loss])).toEqual([
      ['unsupported-archive', 1, true],
      ['not-mail', many + 1, false],
    ])
    expect(exceptions.map(({ locator }) => locator)).toEqual(['z.rar', 'b.bin', 'home/0.bin'])
  })

  it('is listed, written and counted by coverage in whole', async () => {
    const index = await crowded(many)
    const { exceptions } = readLedger(index, null)
    expect([exceptions.length, exceptions.at(-1)?.locator]).toEqual([many + 2, 'z.rar'])
    const out = join(temporaryFolder(), 'ledger.csv')
    expect(writeLongReport(ledgerReport(index, null), { format: 'csv', out })).toEqual({ rows: many + 4, out })
    const lines = readFileSync(out, 'utf8').trimEnd().split('\r\n')
    expect(lines).toHaveLength(many + 5)
    expect(lines.at(-1)).toContain('"z.rar"')
    const json = join(temporaryFolder(), 'ledger.json')
    writeLongReport(ledgerReport(index, null), { format: 'json', out: json })
    expect(JSON.parse(readFileSync(json, 'utf8')).rows).toHaveLength(many + 4)
    expect(coverageOf(index, null).reasons).toMatchObject([{ code: 'unsupported-archive', count: 1 }])
  })
})

describe('a folder inside a Maildir’s cur, new or tmp', () => {
  it('is looked through like any other', async () => {
    const folder = writeTree(temporaryFolder(), {
      'MD/cur/1.a:2,S': letter({ id: '1' }),
      'MD/cur/2019/2.b:2,S': letter({ id: '2' }),
      'MD/new/late/deep/3.c': letter({ id: '3' }),
      'MD/tmp/kept/4.d': letter({ id: '4' }),
      'MD/tmp/5.e': letter({ id: '5' }),
    })
    const index = freshIndex()
    await addSources(environment(index), { paths: [folder] })
    expect(readLedger(index, null)).toMatchObject({
      reconciles: true,
      totals: { found: 4, indexed: 4 },
      exceptions: [{ code: 'unfinished-delivery', locator: 'MD/tmp/5.e' }],
    })
  })
})
