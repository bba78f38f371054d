import { parentPort, workerData } from 'node:worker_threads'
import { findShared, publishShared } from '../../src/store/shared-texts.ts'

/** Publishes and looks up the same keys as its twin, in an order of its own, and counts what was found and what was wrong. */
const { table, keys, number, turns } = workerData as {
  readonly table: Int32Array
  readonly keys: readonly string[]
  readonly number: number
  readonly turns: number
}

let found = 0
let wrong = 0
let seed = number + 1
for (let turn = 0; turn < turns; turn++) {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
  const at = seed % keys.length
  const key = keys[at] ?? ''
  const stored = findShared(table, key)
  if (stored === null) {
    publishShared(table, key, { shard: number + 1, row: 2 * at + number })
    continue
  }
  found++
  if (stored.row >> 1 !== at || stored.shard !== (stored.row & 1) + 1) wrong++
}
parentPort?.postMessage({ found, wrong })
