import { hash } from 'node:crypto'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { createSharedTexts, findShared, publishShared } from '../../src/store/shared-texts.ts'
import { fc } from '../properties.ts'

const keys = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('latin1'))
/** Keys that begin alike stand in the same place of the table. */
const alike = fc.tuple(fc.constantFrom('\0\0\0\0', '\xff\xff\xff\xff'), keys).map(([start, key]) => start + key.slice(4))

describe('the table of texts stored in a pass', () => {
  it('gives for a key what was published for it first, or nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.array(fc.oneof(keys, alike), { maxLength: 60 }), (size, published) => {
        const table = createSharedTexts(size)
        const first = new Map<string, number>()
        for (const [row, key] of published.entries()) {
          publishShared(table, key, { shard: 1 + (row % 4), row })
          if (!first.has(key) && findShared(table, key) !== null) first.set(key, row)
        }
        for (const key of published) {
          const row = first.get(key)
          expect(findShared(table, key)).toEqual(row === undefined ? null : { shard: 1 + (row % 4), row })
        }
        expect(first.size).toBeLessThanOrEqual(size)
      }),
    )
  })

  it('keeps all that fits', () => {
    const table = createSharedTexts(4096)
    const all = Array.from({ length: 1000 }, (_, at) => hash('sha256', `${at}`, 'binary').slice(0, 16))
    for (const [row, key] of all.entries()) publishShared(table, key, { shard: 3, row })
    for (const [row, key] of all.entries()) expect(findShared(table, key)).toEqual({ shard: 3, row })
  })

  it('never gives another text’s row, nor half an entry, while two workers write into it', async () => {
    const table = createSharedTexts(512)
    // More keys than places, many of which want the same place.
    const all = Array.from({ length: 700 }, (_, at) => `${String.fromCharCode(at % 64)}\0\0\0${`${at}`.padStart(12, '.')}`)
    const workers = [0, 1].map(
      (number) =>
        new Worker(new URL('./shared-texts-worker.ts', import.meta.url), { workerData: { table, keys: all, number, turns: 300_000 } }),
    )
    const reports = await Promise.all(workers.map(async (worker) => (await once(worker, 'message'))[0] as { found: number; wrong: number }))
    for (const { found, wrong } of reports) {
      expect(found).toBeGreaterThan(1000)
      expect(wrong).toBe(0)
    }
  })
})
