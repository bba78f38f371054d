import { documentNumbers, indexWords, phrase } from '../search/index.ts'
import type { ReadableDatabase } from '../store/index.ts'

/**
 * Says whether the words of a form can stand next to each other: whether any document has all of them. Slips of a frequent first name and slips of a frequent surname make
 * thousands of pairs of which few stand anywhere; each word is looked up once, and each pair that is left is looked for.
 */
export function wordsTogether(index: ReadableDatabase, timeZone: string): (form: string) => boolean {
  const known = new Map<string, ReadonlySet<number>>()
  const having = (word: string): ReadonlySet<number> => {
    const before = known.get(word)
    if (before !== undefined) return before
    const numbers = new Set(documentNumbers(index, phrase(word), null, timeZone).map(([number]) => number))
    known.set(word, numbers)
    return numbers
  }
  return (form) => {
    const [fewest, ...others] = [...new Set(indexWords(form))].map(having).sort((one, other) => one.size - other.size)
    return fewest === undefined || others.length === 0 || [...fewest].some((number) => others.every((numbers) => numbers.has(number)))
  }
}
