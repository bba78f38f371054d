import type { DocumentId, Matter } from '../model/index.ts'
import {
  type Change,
  documentIdsOf,
  type ReadableDatabase,
  readForms,
  readMatter,
  readRefused,
  readRefusedDocuments,
  transact,
  type WritableDatabase,
  writeRefused,
} from '../store/index.ts'
import { type Changed, changedDocuments, selected } from './review.ts'
import { commit, type Reviewer } from './review-commit.ts'
import { runTerms, type TermResult } from './term-search.ts'
import { termsOfMatter } from './terms.ts'
import { withoutTwins } from './twin-refusal.ts'
import { count } from './words.ts'

/** Sets apart what belongs to refused people of the name, and notes it in the request; gives what stays of the results. */
export function noteRefused(
  database: WritableDatabase,
  index: ReadableDatabase,
  matter: Matter,
  results: readonly TermResult[],
  atMs: number,
): readonly TermResult[] {
  const readmitted = new Set(readRefused(database).flatMap(({ family, readmittedBy }) => (readmittedBy === null ? [] : [family])))
  const { kept, refused, ...standing } = withoutTwins(index, matter, readForms(database), results, readmitted)
  const families = refused.map((each) => ({ ...each, atMs }))
  transact(database, () => writeRefused(database, families, standing))
  return kept
}

/** After a decision about a person: what of the review set is now known to be somebody else's. Does nothing before anything was collected. */
export function refreshRefused(database: WritableDatabase, index: ReadableDatabase, timeZone: string, atMs: number): void {
  if (documentIdsOf(database).length === 0) return
  const matter = readMatter(database)
  noteRefused(database, index, matter, runTerms(index, matter, termsOfMatter(matter, database), timeZone), atMs)
}

export interface SetAside extends Changed {
  /** Documents left as they were, since somebody has coded them responsive: to be looked at one by one. */
  readonly kept: readonly DocumentId[]
}

/**
 * Codes what was collected before its person was refused as not responsive, in one act that can be undone. Nothing is deleted: the documents stay in the
 * review set with the reason in their history, and a second person confirms as with every decision.
 */
export function setAsideNamesakes(reviewer: Reviewer): SetAside {
  return transact(reviewer.database, () => {
    const refused = new Map(readRefusedDocuments(reviewer.database).map((each) => [each.document, each]))
    const decisions = refused.size === 0 ? [] : selected(reviewer, { documents: [...refused.keys()] })
    const changes = decisions.flatMap((decision): readonly Change[] => {
      const { document, coding } = decision
      if (coding.value !== 'undecided') return []
      const after = { value: 'not-responsive' as const, by: reviewer.user }
      const words = `Coded not responsive: mail of ${refused.get(document)?.twin ?? ''}, refused as somebody else of the name`
      return [{ document, field: 'coding', target: '', before: coding, after, words }]
    })
    const changed = changedDocuments(changes)
    commit(reviewer, `set ${count(changed.changed, 'document')} of others of the name aside`, changes)
    return { ...changed, kept: decisions.flatMap(({ document, coding }) => (coding.value === 'responsive' ? [document] : [])) }
  })
}
