import { documentText, type ReadableDatabase } from '../store/index.ts'
import { lastOf } from './columns.ts'
import { indexWords } from './index-form.ts'
import type { Stop } from './stoppable.ts'
import { textExpression } from './text-expression.ts'
import { matched, readRows } from './text-rows.ts'

/** So many texts, from everywhere, tell which words are frequent: those that an eighth of them have. */
const lookedAt = 200
const share = 8
const most = 48
/** What stands further on, in UTF-16 code units, tells nothing of the words of most texts. */
const lookedInto = 20_000

const known = new WeakMap<ReadableDatabase, readonly string[]>()

/**
 * Looks for the archive's most frequent words before anybody does: in a million documents each takes a tenth of a second, and who types `Theresa` asks for `the` on the
 * way. Does nothing for what is known already.
 *
 * @throws what `stop` throws; what was found by then stays known
 */
export function readFrequentWords(index: ReadableDatabase, stop: Stop): void {
  const words = known.get(index) ?? frequentWords(index, stop)
  known.set(index, words)
  for (const text of words) {
    const rows = readRows(index)
    stop()
    const expression = textExpression({ kind: 'text', field: null, text, prefix: false }, null)
    if (expression !== null) matched(index, expression, { rows, last: rows.documents, stop })
  }
}

/** The most frequent words in index form, by how many of some texts have them. They need not be all: what is not among them is looked for when it is asked for. */
export function frequentWords(index: ReadableDatabase, stop: Stop): readonly string[] {
  const last = lastOf(index, 'document')
  const numbers = new Set(Array.from({ length: lookedAt }, (_, at) => Math.ceil(((at + 1) * last) / lookedAt)))
  const counts = new Map<string, number>()
  for (const number of numbers) {
    stop()
    for (const word of new Set(indexWords(documentText(index, number).slice(0, lookedInto)))) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return [...counts]
    .filter(([, texts]) => texts * share >= numbers.size)
    .sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1))
    .slice(0, most)
    .map(([word]) => word)
}
