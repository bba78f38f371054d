/**
 * Which texts a pass has stored already, by what they say: copies of a mail differ in headers and are documents of their own, but one row of a text shard serves
 * them all. The table lies in memory that all workers of the pass share. Entries are only added, and only once their rows are durable, so that a fact never
 * names a row that a kill takes away. It is bounded: what finds no place is stored once more, which costs room and nothing else.
 */

/** Of an entry: state, four words of the key, the row within the shard. */
const words = { state: 0, key: 1, row: 5, all: 6 } as const
/** A state above these is the number of the shard, from 1. */
const free = 0
const claimed = -1
const entries = 2 ** 19
/** Entries looked at for a key, from where it would stand. */
const reach = 16
const largestRow = 2 ** 31 - 1

/** A text's name in the table: the first 16 bytes of a hash, one character a byte. */
export type TextKey = string

export interface StoredText {
  /** From 1. */
  readonly shard: number
  readonly row: number
}

/** Memory for the table of one pass; given to every worker. */
export function createSharedTexts(count = entries): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * words.all * Int32Array.BYTES_PER_ELEMENT))
}

/** Where a text is stored; null where that isn't known. */
export function findShared(table: Int32Array, key: TextKey): StoredText | null {
  const count = table.length / words.all
  const first = firstPlace(key, count)
  for (let step = 0; step < reach && step < count; step++) {
    const at = ((first + step) % count) * words.all
    const state = Atomics.load(table, at + words.state)
    if (state === free) return null
    // Written before the state was, and never again: what is read here is whole.
    if (state !== claimed && hasKey(table, at, key)) return { shard: state, row: table[at + words.row] ?? 0 }
  }
  return null
}

/** Makes known where a text is stored. The row is durable already. */
export function publishShared(table: Int32Array, key: TextKey, { shard, row }: StoredText): void {
  if (row > largestRow) return
  const count = table.length / words.all
  const first = firstPlace(key, count)
  for (let step = 0; step < reach && step < count; step++) {
    const at = ((first + step) % count) * words.all
    if (Atomics.compareExchange(table, at + words.state, free, claimed) !== free) continue
    for (let word = 0; word < 4; word++) table[at + words.key + word] = wordOf(key, word)
    table[at + words.row] = row
    Atomics.store(table, at + words.state, shard)
    return
  }
}

/** Which entry a key would stand in. */
function firstPlace(key: TextKey, count: number): number {
  return (wordOf(key, 0) >>> 0) % count
}

function hasKey(table: Int32Array, at: number, key: TextKey): boolean {
  for (let word = 0; word < 4; word++) if (table[at + words.key + word] !== wordOf(key, word)) return false
  return true
}

function wordOf(key: TextKey, word: number): number {
  const at = 4 * word
  return key.charCodeAt(at) | (key.charCodeAt(at + 1) << 8) | (key.charCodeAt(at + 2) << 16) | (key.charCodeAt(at + 3) << 24)
}
