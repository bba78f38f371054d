import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSources } from '../../src/jobs/index.ts'
import { documentIds, indexWords, phrase, runQuery } from '../../src/search/index.ts'
import { documentText, type WritableDatabase } from '../../src/store/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { environment, freshIndex } from './archive.ts'

/** Mulberry32, so that the terms are the same in every run. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

describeWithCorpora('hits beside a plain scan of the decoded text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-find-corpora-'))
  let index: WritableDatabase
  let texts: { readonly id: string; readonly text: string }[]
  beforeAll(async () => {
    index = freshIndex(join(folder, 'index.db'))
    await addSources(environment(index, { batchMessages: 2000, pool: {} }), { paths: [corpora('archives/list-openbmc')] })
    const rows = index
      .prepare(
        "SELECT number, id, CASE WHEN has_header = 1 THEN subject ELSE coalesce(filename, '') END AS subject FROM document ORDER BY number",
      )
      .all() as {
      number: number
      id: string
      subject: string
    }[]
    texts = rows.map(({ number, id, subject }) => ({ id, text: `${subject}\n${documentText(index, number)}`.toLowerCase() }))
  }, 300_000)
  afterAll(() => {
    index.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('are a superset of those of `grep -iw` for 200 random words, each document', () => {
    const random = randomFrom(11)
    const missing: string[] = []
    let hits = 0
    for (let term = 0; term < 200; term++) {
      const { text } = texts[Math.floor(random() * texts.length)] ?? { text: '' }
      const words = text.match(/(?<![\p{L}\p{N}\p{M}_])[\p{L}\p{N}]{3,20}(?![\p{L}\p{N}\p{M}_])/gu) ?? []
      const word = words[Math.floor(random() * words.length)]
      if (word === undefined || indexWords(word).length !== 1) continue
      const found = new Set<string>(documentIds(index, phrase(word), null, 'UTC').map(({ document }) => document))
      const whole = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])${word}(?![\\p{L}\\p{N}\\p{M}])`, 'u')
      for (const { id, text: scanned } of texts) {
        if (!scanned.includes(word) || !whole.test(scanned)) continue
        hits++
        if (!found.has(id)) missing.push(id)
      }
    }
    expect(hits).toBeGreaterThan(2000)
    expect(missing).toEqual([])
  }, 120_000)

  it('with a prefix are a superset of what a scan for words that begin so gives', () => {
    const random = randomFrom(12)
    for (let term = 0; term < 40; term++) {
      const { text } = texts[Math.floor(random() * texts.length)] ?? { text: '' }
      const word = (text.match(/(?<![\p{L}\p{N}\p{M}_])[a-z]{6,12}/gu) ?? [])[0]?.slice(0, 5)
      if (word === undefined) continue
      const found = new Set<string>(
        documentIds(index, { ...phrase(word), prefix: true } as never, null, 'UTC').map(({ document }) => document),
      )
      const begins = new RegExp(`(?<![\\p{L}\\p{N}\\p{M}])${word}`, 'u')
      for (const { id, text: scanned } of texts) if (begins.test(scanned)) expect(found.has(id)).toBe(true)
    }
  }, 120_000)

  it('are at most those of the two columns together, so that quoted text is told apart without losing any', () => {
    for (const word of ['linux', 'patch', 'kernel', 'meeting']) {
      const total = (query: string): number => runQuery(index, query, { limit: 1, offset: 0, sort: 'date', timeZone: 'UTC' }).total
      const [all, own, quoted] = [total(`body:${word}`), total(`body:${word} quoted:no`), total(`body:${word} quoted:only`)]
      expect(own).toBeLessThan(all)
      expect(quoted).toBeLessThan(all)
      expect(total(`(body:${word} quoted:no) OR (body:${word} quoted:only)`)).toBe(all)
    }
  })
})
