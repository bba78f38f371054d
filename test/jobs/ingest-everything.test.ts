import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readEmlx } from '../../src/formats/index.ts'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import { walkSource } from '../../src/jobs/ingest-walk.ts'
import { bytesSource } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { environment, freshIndex } from './archive.ts'

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

describeWithCorpora('every file that other projects test their readers with', () => {
  it.each(['mime', 'outlook', 'documents'])(
    'of %s is taken in or told: no crash, nothing lost, the ledger reconciles',
    async (name) => {
      const index = freshIndex()
      await addSources(environment(index, { batchMessages: 2000, pool: {} }), { paths: [corpora(name)] })
      const ledger = readLedger(index, null)
      if (process.env['DESK_SHOW']) {
        const codes: Record<string, number> = {}
        for (const { code } of ledger.exceptions) codes[code] = (codes[code] ?? 0) + 1
        console.log(
          name,
          JSON.stringify(ledger.totals),
          JSON.stringify(ledger.sources.map(({ kind, found, seconds }) => [kind, found, seconds])),
          JSON.stringify(codes),
        )
        for (const { code, locator } of ledger.exceptions)
          if (
            [
              'parser-failed',
              'timeout',
              'out-of-memory',
              'damaged-archive',
              'damaged-store',
              'unsupported-archive',
              'protected-archive',
              'nested-too-deep',
              'name-leads-out',
            ].includes(code)
          )
            console.log(code, locator)
      }
      expect(ledger.reconciles).toBe(true)
      expect(ledger.totals.pending).toBe(0)
      expect(ledger.exceptions.filter(({ code }) => ['timeout', 'out-of-memory', 'parser-failed'].includes(code))).toEqual([])
    },
    600_000,
  )

  it('of Apple Mail that is whole gives the message that others make of it; one without its attachments says so', async () => {
    const folder = corpora('mime/emlx/__testdata')
    const index = freshIndex()
    await addSources(environment(index), { paths: [join(folder, 'input/Messages')] })
    const apart = readLedger(index, null).exceptions.filter(({ code }) => code === 'attachments-apart')
    expect(apart.every(({ locator }) => locator.endsWith('.partial.emlx'))).toBe(true)
    expect(apart.length).toBeGreaterThan(3)
    const { offset, length } = readEmlx(bytesSource(readFileSync(join(folder, 'input/Messages/114862.emlx'))))
    const own = readFileSync(join(folder, 'input/Messages/114862.emlx')).subarray(offset, offset + length)
    expect(own.toString('latin1').trimEnd()).toBe(readFileSync(join(folder, 'expected_results/114862.eml'), 'latin1').trimEnd())
  })

  it('of mail is found as mail, or listed with why not', () => {
    const files = filesBelow(corpora('outlook')).filter((path) => /\.(?:msg|pst|ost|eml|mbox)$/iu.test(path))
    const unread = files.filter((path) => {
      const { containers, exceptions } = walkSource(path, null)
      return containers.length === 0 && exceptions.every(({ counted }) => !counted)
    })
    expect(unread.map((path) => path.slice(corpora('outlook').length + 1))).toEqual([])
  })
})
