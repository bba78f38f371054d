import type { DocumentId, GateItem } from '../model/index.ts'
import type { Decision } from '../store/index.ts'
import { count } from './words.ts'

/** One line of the gate. */
export function line(id: GateItem['id'], ok: boolean, text: string, documents: readonly DocumentId[]): GateItem {
  return { id, ok, text, documents }
}

/** One that is met where it names no document. */
export function blocking(id: GateItem['id'], documents: readonly DocumentId[], good: string, bad: (number: string) => string): GateItem {
  return line(id, documents.length === 0, documents.length === 0 ? good : bad(count(documents.length, 'document')), documents)
}

/** The manifest counts what the answer gives or names as withheld (`countsOf` in `produce`), so the same number is said here, and the rest beside it. */
export function toldInManifest(found: readonly Decision[], what: string): string {
  const included = found.filter(({ coding }) => coding.value === 'responsive').length
  const rest = found.length - included
  const told = `${count(included, 'document')} ${what}; the manifest will say so`
  if (rest === 0) return told
  const left = `${count(rest, 'document')} ${what}, which the answer does not include`
  return included === 0 ? left : `${told}. Beside them ${left}`
}
