import type { ReadableDatabase } from '../store/index.ts'
import { indexWords } from './index-form.ts'
import { vocabularies, vocabularySteps } from './matching.ts'
import { addressMark } from './written-address.ts'

/** What a fuzzy term stands for in this archive. */
export interface Expansion {
  /** As typed, with `~1` or `~2`. */
  readonly term: string
  /** Words of the archive's vocabulary, nearest and then most frequent first; the word itself first where it occurs. */
  readonly words: readonly string[]
  /** More words were near than are looked for. */
  readonly cut: boolean
}

/** So many words are looked for; a query that means more is told so and can be narrowed. */
export const maximumExpansion = 100
/** Looks into the vocabulary are bounded too: each goes to the next word that can still be near. */
const maximumSteps = 20_000

interface Near {
  readonly word: string
  /** Different ones; copies that say the same count once. */
  readonly texts: number
  readonly distance: number
}

/**
 * The words of the archive within `edits` of a word (optimal string alignment: a letter changed, left out or added, or two neighbours swapped). Walks the
 * sorted vocabulary, and where no word with a given beginning can be near, goes on at the next beginning that can be one's.
 */
export function expandFuzzy(index: ReadableDatabase, text: string, edits: 1 | 2): Expansion {
  const [word = ''] = indexWords(text)
  const near = new Map<string, Near>()
  let steps = 0
  const counts = vocabularies(index)
  for (const [at, table] of vocabularySteps(index).entries()) {
    const seek = index.prepare(`SELECT term FROM ${table} WHERE term >= ? LIMIT 1`).pluck()
    const texts = index.prepare(`SELECT doc FROM ${counts[at]} WHERE term = ?`).pluck()
    let from: string | null = ''
    while (from !== null && steps < maximumSteps) {
      steps++
      const term = seek.get(from) as string | undefined
      if (term === undefined) break
      const { distance, dead } = measure(word, term, edits)
      if (distance <= edits) near.set(term, { word: term, texts: (texts.get(term) as number) + (near.get(term)?.texts ?? 0), distance })
      // Addresses are no words. A word of the index holds no zero.
      if (term.startsWith(addressMark)) from = successor(addressMark)
      else from = dead === null ? `${term}\u0000` : afterDead(word, dead, edits)
    }
  }
  const sorted = [...near.values()].sort(
    (one, other) => one.distance - other.distance || other.texts - one.texts || (one.word < other.word ? -1 : 1),
  )
  return {
    term: `${text}~${edits}`,
    words: sorted.slice(0, maximumExpansion).map((one) => one.word),
    cut: sorted.length > maximumExpansion || steps >= maximumSteps,
  }
}

/** The first string after all that begin with `prefix`, in order of code points (the order of UTF-8 bytes); null after the last. */
function successor(prefix: string): string | null {
  const characters = [...prefix]
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const next = nextCharacter(last)
    if (next !== null) return characters.join('') + next
  }
  return null
}

function nextCharacter(character: string): string | null {
  const code = character.codePointAt(0) ?? 0
  return code < 0x10ffff ? String.fromCodePoint(code === 0xd7ff ? 0xe000 : code + 1) : null
}

/** No word holds it, so that what may follow in its place is any character. */
const anyCharacter = '\u{10ffff}'

/**
 * The first string after all that begin with `dead` with which a near word may begin; null where there is none. With all edits used up only the word's own letters may
 * follow, and those between are passed over in one step: a look into a large vocabulary is what costs.
 */
function afterDead(word: string, dead: string, edits: number): string | null {
  const letters = [...new Set(word)].sort((one, other) => (one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0))
  const characters = [...dead]
  for (let last = characters.pop(); last !== undefined; last = characters.pop()) {
    const before = characters.join('')
    const follows = (character: string): boolean => measure(word, before + character, edits).dead === null
    const code = last.codePointAt(0) ?? 0
    const next = follows(anyCharacter)
      ? nextCharacter(last)
      : (letters.find((letter) => (letter.codePointAt(0) ?? 0) > code && follows(letter)) ?? null)
    if (next !== null) return before + next
  }
  return null
}

/**
 * The distance of two words, and the shortest beginning of `term` after which no continuation can come within `edits`; null where there is none.
 */
export function measure(word: string, term: string, edits: number): { readonly distance: number; readonly dead: string | null } {
  const wanted = [...word]
  const given = [...term]
  let before: number[] = []
  let previous = wanted.map((_, at) => at).concat(wanted.length)
  for (let row = 1; row <= given.length; row++) {
    const current = [row]
    for (let column = 1; column <= wanted.length; column++) {
      const same = given[row - 1] === wanted[column - 1]
      let cost = Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (previous[column - 1] ?? 0) + (same ? 0 : 1))
      if (row > 1 && column > 1 && given[row - 1] === wanted[column - 2] && given[row - 2] === wanted[column - 1]) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      }
      current.push(cost)
    }
    // A swap may still bring back a row before the last, at the cost of one.
    if (Math.min(...current) > edits && Math.min(...previous) + 1 > edits)
      return { distance: edits + 1, dead: given.slice(0, row).join('') }
    before = previous
    previous = current
  }
  return { distance: previous[wanted.length] ?? edits + 1, dead: null }
}
