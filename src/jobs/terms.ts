import { aliasesSeen, type FormKind, formsOf, type Seeds } from '../identity/index.ts'
import type { DocumentId, Matter, SourceId } from '../model/index.ts'
import { AppError, foldText } from '../model/index.ts'
import { address, documentIds, phrase, type Query } from '../search/index.ts'
import type { ReadableDatabase, StoredForm } from '../store/index.ts'
import { custodiansOf, listPeople, readForms, sourcesOf } from '../store/index.ts'

/** A form in which the subject may be written, and whether it counts. */
export interface MatterForm {
  readonly form: string
  readonly kind: FormKind
  readonly why: string
  /** Given forms and their variants count until refused; a guess is null until somebody decides. */
  readonly accepted: boolean | null
}

/** What is known of the subject, as identity takes it. */
export function seedsOf(matter: Matter): Seeds {
  return { ...matter.subject, region: phoneRegion(matter.regime) }
}

/** The country whose national phone numbers a regime means; null where none. */
export function phoneRegion(regime: string): string | null {
  const [first, country] = regime.split('-')
  if (first === 'uk') return 'GB'
  return country === undefined ? null : country.toUpperCase()
}

/** The forms of a request: from what was given, from what the archive's headers suggest, and the officer's own; each with its decision. */
export function formsOfMatter(matter: Matter, decided: readonly StoredForm[], index: ReadableDatabase | null): readonly MatterForm[] {
  const seeds = seedsOf(matter)
  const key = (form: { readonly kind: string; readonly form: string }): string => `${form.kind} ${foldText(form.form)}`
  const decisions = new Map(decided.map((form) => [key(form), form]))
  const forms = new Map<string, MatterForm>()
  const add = (form: string, kind: FormKind, why: string, accepted: boolean | null): void => {
    const known = key({ kind, form })
    if (!forms.has(known)) forms.set(known, { form, kind, why, accepted: decisions.get(known)?.accepted ?? accepted })
  }
  for (const { form, kind, why, certainty } of formsOf(seeds)) add(form, kind, why, certainty === 'guess' ? null : true)
  if (index !== null) for (const { form, kind, why } of aliasesSeen(seeds, listPeople(index))) add(form, kind, why, null)
  for (const { form, kind, why, accepted } of decided) add(form, kind, why, accepted)
  return [...forms.values()]
}

/** The forms that count, as terms to search with. */
export function termsOfMatter(matter: Matter, database: ReadableDatabase): readonly MatterForm[] {
  return formsOfMatter(matter, readForms(database), null).filter(({ accepted }) => accepted === true)
}

/** How a form is looked for: an address as an address, everything else as words next to each other. */
export function queryOf({ form, kind }: Pick<MatterForm, 'form' | 'kind'>): Query {
  return kind === 'email' ? address(form) : phrase(form)
}

/** What one term finds within the request's scope. */
export interface TermResult {
  readonly term: string
  readonly found: readonly { readonly document: DocumentId; readonly family: DocumentId }[]
}

/** Runs every term within the scope. A form without a letter or digit that could be searched finds nothing. */
export function runTerms(
  index: ReadableDatabase,
  matter: Matter,
  forms: readonly Pick<MatterForm, 'form' | 'kind'>[],
  timeZone: string,
): readonly TermResult[] {
  const byTerm = new Map<string, Map<DocumentId, { document: DocumentId; family: DocumentId }>>()
  for (const form of forms) {
    const found = byTerm.get(form.form) ?? new Map()
    byTerm.set(form.form, found)
    for (const each of search(index, queryOf(form), matter, timeZone)) found.set(each.document, each)
  }
  return [...byTerm].map(([term, found]) => ({ term, found: [...found.values()] }))
}

function search(index: ReadableDatabase, query: Query, matter: Matter, timeZone: string) {
  try {
    return documentIds(index, query, matter.scope, timeZone)
  } catch (error) {
    if (error instanceof AppError && error.code === 'search/empty-query') return []
    throw error
  }
}

export interface TermCount {
  readonly term: string
  readonly documents: number
  readonly families: number
  /** Found by this term and no other. */
  readonly unique: number
  readonly byCustodian: readonly { readonly custodian: string; readonly documents: number }[]
  readonly bySource: readonly { readonly source: SourceId; readonly label: string; readonly documents: number }[]
}

/** The search-term report. */
export function countTerms(index: ReadableDatabase, results: readonly TermResult[]): readonly TermCount[] {
  const hits = new Map<DocumentId, number>()
  for (const { found } of results) for (const { document } of found) hits.set(document, (hits.get(document) ?? 0) + 1)
  const families = [...new Set(results.flatMap(({ found }) => found.map(({ family }) => family)))]
  const custodians = custodiansOf(index, families)
  const sources = sourcesOf(index, families)
  return results.map(({ term, found }) => {
    const byCustodian = new Map<string, number>()
    const bySource = new Map<SourceId, { source: SourceId; label: string; documents: number }>()
    for (const { family } of found) {
      for (const { source, label } of sources.get(family) ?? []) {
        const known = bySource.get(source)
        if (known === undefined) bySource.set(source, { source, label, documents: 1 })
        else known.documents++
      }
      for (const custodian of custodians.get(family) ?? []) byCustodian.set(custodian, (byCustodian.get(custodian) ?? 0) + 1)
    }
    return {
      term,
      documents: found.length,
      families: new Set(found.map(({ family }) => family)).size,
      unique: found.filter(({ document }) => hits.get(document) === 1).length,
      byCustodian: [...byCustodian]
        .map(([custodian, documents]) => ({ custodian, documents }))
        .sort((left, right) => right.documents - left.documents || (left.custodian < right.custodian ? -1 : 1)),
      bySource: [...bySource.values()].sort((left, right) => right.documents - left.documents || (left.source < right.source ? -1 : 1)),
    }
  })
}
