import type { DocumentId, Matter } from '../model/index.ts'
import {
  type Change,
  noteSetAside,
  type ReadableDatabase,
  readForms,
  readRefused,
  readRefusedDocuments,
  readSetAsideInVain,
  transact,
  type WritableDatabase,
  writeRefused,
} from '../store/index.ts'
import type { Answer } from './reader-questions.ts'
import { type Changed, changedDocuments, selected } from './review.ts'
import { commit, type Reviewer } from './review-commit.ts'
import type { TermResult } from './term-search.ts'
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
  const { kept, ...namesakes } = withoutTwins(index, matter, readForms(database), results, new Set(readmittedFamilies(database)))
  transact(database, () => writeNamesakes(database, namesakes, atMs))
  return kept
}

/** Families that somebody took in although they are another's of the name. */
export function readmittedFamilies(database: ReadableDatabase): readonly DocumentId[] {
  return readRefused(database).flatMap(({ family, readmittedBy }) => (readmittedBy === null ? [] : [family]))
}

/** Notes what is known to be somebody else's of the name. Run it in the transaction of the decision that it follows from. */
export function writeNamesakes(database: WritableDatabase, { refused, ...standing }: Answer<'namesakes'>, atMs: number): void {
  writeRefused(
    database,
    refused.map((each) => ({ ...each, atMs })),
    standing,
  )
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
    const act = commit(reviewer, `set ${count(changed.changed, 'document')} of others of the name aside`, changes)
    const aside = changes.map(({ document }) => ({ document, twin: refused.get(document)?.twin ?? '' }))
    if (act !== null) noteSetAside(reviewer.database, act, aside)
    return { ...changed, kept: decisions.flatMap(({ document, coding }) => (coding.value === 'responsive' ? [document] : [])) }
  })
}

/**
 * Codes undecided again what was set aside with a person who turned out to be the subject, or was taken in by itself: the reason for its coding is gone, and nobody
 * has looked at it. What somebody coded since stays as it is. One act that can be undone; gives the documents.
 */
export function takeBackSetAside(reviewer: Reviewer): readonly DocumentId[] {
  return transact(reviewer.database, () => {
    const twins = new Map(readSetAsideInVain(reviewer.database).map(({ document, twin }) => [document, twin]))
    const decisions = twins.size === 0 ? [] : selected(reviewer, { documents: [...twins.keys()] })
    const changes = decisions.map(({ document, coding }): Change => {
      const after = { value: 'undecided' as const, by: reviewer.user }
      const words = `Coded undecided again: mail of ${twins.get(document) ?? ''}, no longer refused as somebody else’s of the name`
      return { document, field: 'coding', target: '', before: coding, after, words }
    })
    const { changed, documents } = changedDocuments(changes)
    commit(reviewer, `take back ${count(changed, 'document')} that had been set aside`, changes)
    return documents
  })
}
