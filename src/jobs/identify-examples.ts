import type { DocumentId } from '../model/index.ts'
import { asId } from '../model/index.ts'
import { matchesIn, matchesInName, snippet, wantedWords } from '../search/index.ts'
import { type DocumentFacts, documentFacts, documentText, type ReadableDatabase } from '../store/index.ts'
import { type MatterForm, queryOf } from './terms.ts'

/** A place in the archive where a form stands. */
export interface FormExample {
  readonly document: DocumentId
  /** ISO 8601 in UTC; null where the mail has no readable date. */
  readonly date: string | null
  readonly from: string
  /** The words around it, or the header line that holds it. */
  readonly line: string
}

type Written = Pick<MatterForm, 'form' | 'kind'>

/**
 * How much is looked through for all forms of one document together, in UTF-16 code units: one mail may name thousands of people, and reading it for each of them
 * would cost the square of its length.
 */
const lookedThrough = 10_000_000
/** Of each form at least so much. */
const leastEach = 1000

/** By form and number of document, the lines that show how the form is written there; the beginning of the subject where it stands further on than is looked. */
export function formExamples<Form extends Written>(
  index: ReadableDatabase,
  shown: readonly { readonly form: Form; readonly examples: readonly number[] }[],
): ReadonlyMap<Form, ReadonlyMap<number, FormExample>> {
  const lines = new Map(shown.map(({ form }) => [form, new Map<number, FormExample>()]))
  const byDocument = Map.groupBy(
    shown.flatMap(({ form, examples }) => examples.map((number) => ({ form, number }))),
    ({ number }) => number,
  )
  for (const facts of documentFacts(index, [...byDocument.keys()])) {
    const forms = byDocument.get(facts.number) ?? []
    const most = Math.max(leastEach, Math.floor(lookedThrough / forms.length))
    const text = documentText(index, facts.number).slice(0, most)
    for (const { form } of forms) lines.get(form)?.set(facts.number, exampleOf(facts, text, most, form))
  }
  return lines
}

function exampleOf(facts: DocumentFacts, text: string, most: number, form: Written): FormExample {
  const wanted = wantedWords(queryOf(form))
  const inText = snippet(text, wanted)
  const headers = [facts.subject, facts.sender, facts.recipients, facts.copied].map((header) => header.slice(0, most))
  const filename = facts.filename !== null && matchesInName(facts.filename, wanted).length > 0 ? facts.filename : null
  const line =
    inText.hits.length > 0 ? inText.text : (headers.find((header) => matchesIn(header, wanted, 1).length > 0) ?? filename ?? facts.subject)
  return {
    document: asId<DocumentId>(facts.id),
    date: facts.dateMs === null ? null : new Date(facts.dateMs).toISOString(),
    from: facts.sender,
    line: line.replace(/\s+/gu, ' ').trim().slice(0, 240),
  }
}
