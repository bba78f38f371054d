import { describe, expect, it, onTestFinished } from 'vitest'
import { addSources, readLedger, rescanSources } from '../../src/jobs/index.ts'
import { runQuery } from '../../src/search/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder, writeTree } from './archive.ts'

/** The thread that writes the index, in an engine that fails on addresses with a certain letter, as engines do on what is too much for their stack. */
function failingOn(letterOf: string): () => void {
  const { normalize } = String.prototype
  const mend = (): void => {
    String.prototype.normalize = normalize
  }
  String.prototype.normalize = function (form?: string): string {
    if (this.includes(letterOf)) throw new RangeError('Maximum call stack size exceeded')
    return normalize.call(this, form)
  }
  onTestFinished(mend)
  return mend
}

const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')
const odd = (id: string): string => letter({ id, to: utf8('Olga <Ꙋ@berg.example>') })
const finds = (index: WritableDatabase, query: string): number =>
  runQuery(index, query, { limit: 9, offset: 0, sort: 'date', timeZone: 'UTC' }).total

describe('a message that can’t be written to the index', () => {
  it('costs itself and no other, is listed, and is tried again', async () => {
    const folder = writeTree(temporaryFolder(), {
      box: mboxOf([letter({ id: '1' }), odd('2'), letter({ id: '3' })]),
      'a.eml': letter({ id: '4', to: 'Ida Falk <ida@falk.example>' }),
      'b.eml': odd('5'),
      'c.eml': letter({ id: '6', to: 'Ida Falk <ida@falk.example>' }),
    })
    const index = freshIndex()
    const mend = failingOn('Ꙋ'.toLowerCase())
    await addSources(environment(index), { paths: [folder] })
    const { reconciles, totals, exceptions } = readLedger(index, null)
    expect(reconciles).toBe(true)
    expect(totals).toMatchObject({ found: 6, indexed: 4, partial: 0, exceptions: 2 })
    expect(exceptions.map(({ locator, code }) => [locator.replace(/@\d+$/u, ''), code]).sort()).toEqual([
      ['b.eml', 'parser-failed'],
      ['box', 'parser-failed'],
    ])
    expect(finds(index, 'text of letter')).toBe(4)
    expect(finds(index, 'to:ida@falk.example')).toBe(2)
    expect(finds(index, 'to:otto@lind.example')).toBe(2)
    mend()
    await rescanSources(environment(index), null)
    expect(readLedger(index, null)).toMatchObject({ reconciles: true, totals: { found: 6, indexed: 6, exceptions: 0 } })
    expect(finds(index, 'text of letter')).toBe(6)
  })
})
