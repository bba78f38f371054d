import type { ReadableDatabase } from '../store/index.ts'
import { documentsWith, vocabularies } from './matching.ts'

/**
 * The archive's words that begin with one of the prefixes and pass a test, with the number of documents that hold each. Reads only those stretches of the
 * sorted vocabulary, never a text.
 */
export function vocabularyUnder(
  index: ReadableDatabase,
  prefixes: readonly string[],
  wanted: (word: string) => boolean,
): ReadonlyMap<string, number> {
  const found = new Set<string>()
  for (const table of vocabularies(index)) {
    const range = index.prepare(`SELECT term FROM ${table} WHERE term >= ? AND term < ?`).pluck()
    // A prefix of another covers it.
    for (const prefix of prefixes.filter((one) => !prefixes.some((other) => other !== one && one.startsWith(other)))) {
      for (const term of range.iterate(prefix, `${prefix}\u{10ffff}`) as Iterable<string>) if (wanted(term)) found.add(term)
    }
  }
  return countWords(index, [...found])
}

/** In how many documents each of these words stands, in index form; a word that stands nowhere is left out. */
export function countWords(index: ReadableDatabase, words: readonly string[]): ReadonlyMap<string, number> {
  const counted = words.map((word) => [word, documentsWith(index, word)] as const)
  return new Map(counted.filter(([, documents]) => documents > 0))
}
