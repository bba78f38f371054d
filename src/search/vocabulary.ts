import type { ReadableDatabase } from '../store/index.ts'
import { vocabularies } from './matching.ts'

/**
 * The archive's words that begin with one of the prefixes and pass a test, with the number of documents that hold each. Reads only those stretches of the
 * sorted vocabulary, never a text.
 */
export function vocabularyUnder(
  index: ReadableDatabase,
  prefixes: readonly string[],
  wanted: (word: string) => boolean,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const table of vocabularies(index)) {
    const range = index.prepare(`SELECT term, doc FROM ${table} WHERE term >= ? AND term < ?`)
    // A prefix of another covers it.
    for (const prefix of prefixes.filter((one) => !prefixes.some((other) => other !== one && one.startsWith(other)))) {
      for (const { term, doc } of range.iterate(prefix, `${prefix}\u{10ffff}`) as Iterable<{ term: string; doc: number }>) {
        if (wanted(term)) found.set(term, (found.get(term) ?? 0) + doc)
      }
    }
  }
  return found
}

/** In how many documents each of these words stands, in index form; a word that stands nowhere is left out. */
export function countWords(index: ReadableDatabase, words: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const table of vocabularies(index)) {
    const one = index.prepare(`SELECT doc FROM ${table} WHERE term = ?`).pluck()
    for (const word of words) {
      const documents = (one.get(word) as number | undefined) ?? 0
      if (documents > 0) found.set(word, (found.get(word) ?? 0) + documents)
    }
  }
  return found
}
