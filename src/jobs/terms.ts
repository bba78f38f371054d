import { type FormGroup, type FormKind, formKey, formsOf, fullNames, readName, relateToAny, type Seeds } from '../identity/index.ts'
import type { DocumentId, Matter, SourceId } from '../model/index.ts'
import { AppError, foldText } from '../model/index.ts'
import { address, allOf, anyOf, documentIds, phrase, type Query } from '../search/index.ts'
import type { ReadableDatabase, StoredForm } from '../store/index.ts'
import { custodiansOf, readForms, readMatter, sourcesOf } from '../store/index.ts'

/** A form in which the subject may be written, and whether it counts. */
export interface MatterForm {
  readonly form: string
  readonly kind: FormKind
  readonly group: FormGroup
  readonly why: string
  /** Given forms and their variants count until refused; a guess is null until somebody decides. */
  readonly accepted: boolean | null
}

/** What is known of the subject, as identity takes it. */
export function seedsOf(matter: Matter): Seeds {
  return { ...matter.subject, region: phoneRegion(matter.regime) }
}

/** What is known of the subject by now: what was given, with the addresses, full names and numbers that were accepted since, and without what was refused. */
export function knownSeeds(matter: Matter, decided: readonly StoredForm[]): Seeds {
  const seeds = seedsOf(matter)
  const own = fullNames([seeds.name, ...(seeds.names ?? [])])
  const chosen = (kind: FormKind): readonly string[] =>
    decided.flatMap((form) => (form.kind === kind && form.accepted === true ? [form.form] : []))
  const refused = new Set(decided.flatMap((form) => (form.accepted === false ? [formKey(form)] : [])))
  const kept = (kind: FormKind, forms: readonly string[]): readonly string[] =>
    forms.filter((form) => !refused.has(formKey({ kind, form })))
  // A misspelling leads to no further ones, or they would wander off.
  const names = chosen('name').filter((form) => {
    const name = readName(form)
    return name !== null && name.family !== '' && !['misspelt', 'initial'].includes(relateToAny(own, name) ?? '')
  })
  return {
    ...seeds,
    names: [...(seeds.names ?? []), ...names],
    emails: kept('email', [...(seeds.emails ?? []), ...chosen('email')]),
    phones: kept('phone', [...(seeds.phones ?? []), ...chosen('phone')]),
  }
}

/** The country whose national phone numbers a regime means; null where none. */
export function phoneRegion(regime: string): string | null {
  const [first, country] = regime.split('-')
  if (first === 'uk') return 'GB'
  return country === undefined ? null : country.toUpperCase()
}

/** One key for a form and the decision about it. */
export function decisionKey(form: { readonly kind: string; readonly form: string }): string {
  return `${form.kind} ${foldText(form.form)}`
}

/**
 * The forms of a request without looking into the archive: from what was given and accepted, and the officer's own; each with its decision. What
 * the archive suggests besides is for `identify` to find; it counts only once it is accepted, and then it is here.
 */
export function formsOfMatter(matter: Matter, decided: readonly StoredForm[]): readonly MatterForm[] {
  const decisions = new Map(decided.map((form) => [decisionKey(form), form]))
  const forms = new Map<string, MatterForm>()
  const given = new Set(formsOf(seedsOf(matter)).flatMap((form) => (form.certainty === 'given' ? [decisionKey(form)] : [])))
  for (const { form, kind, group, why, certainty } of formsOf(knownSeeds(matter, decided))) {
    const key = decisionKey({ kind, form })
    const decision = decisions.get(key)
    const reason = certainty === 'given' && !given.has(key) ? (decision?.why ?? why) : why
    if (!forms.has(key))
      forms.set(key, { form, kind, group, why: reason, accepted: decision ? decision.accepted : certainty === 'guess' ? null : true })
  }
  for (const { form, kind, why, accepted } of decided) {
    const key = decisionKey({ kind, form })
    if (!forms.has(key)) forms.set(key, { form, kind, group: groupOfKind[kind], why, accepted })
  }
  return [...forms.values()]
}

export const groupOfKind: Readonly<Record<FormKind, FormGroup>> = { email: 'address', name: 'name', phone: 'number', identifier: 'number' }

/** Whether a form proves by itself who is meant: an address, a number, an identifier. A login is a name in disguise: `jroe` may be Jan Roe's. */
export function isProof(matter: Matter, { form, kind }: { readonly form: string; readonly kind: FormKind }): boolean {
  if (kind !== 'identifier') return kind !== 'name'
  return matter.subject.identifiers.includes(form) || (form.match(/\d/gu) ?? []).length > 2
}

/** The forms that count, as terms to search with. */
export function termsOfMatter(matter: Matter, database: ReadableDatabase): readonly MatterForm[] {
  return formsOfMatter(matter, readForms(database)).filter(({ accepted }) => accepted === true)
}

/**
 * The request's person as a query, where `name` is one of the accepted forms (case, accents and punctuation aside); else null. Everything that any form finds,
 * but what only a bare name finds in mail of somebody refused as another of that name.
 */
export function personQuery(database: ReadableDatabase, name: string): Query | null {
  const terms = termsOfMatter(readMatter(database), database)
  const wanted = foldText(name)
    .replace(/[^\p{L}\p{N}@]+/gu, ' ')
    .trim()
  if (
    !terms.some(
      ({ form }) =>
        foldText(form)
          .replace(/[^\p{L}\p{N}@]+/gu, ' ')
          .trim() === wanted,
    )
  )
    return null
  const matter = readMatter(database)
  const sure = terms.filter((form) => isProof(matter, form)).map(queryOf)
  const bare = anyOf(terms.filter((form) => !isProof(matter, form)).map(queryOf))
  const refused = readForms(database).flatMap(({ kind, form, accepted }) => (kind === 'email' && accepted === false ? [address(form)] : []))
  if (refused.length === 0) return anyOf([...sure, bare])
  return anyOf([...sure, allOf([bare, { kind: 'not', child: anyOf(refused) }])])
}

/** How a form is looked for: an address as an address, everything else as words next to each other. */
export function queryOf({ form, kind }: Pick<MatterForm, 'form' | 'kind'>): Query {
  return kind === 'email' ? address(form) : phrase(form)
}

/** What one term finds within the request's scope. */
export interface TermResult {
  readonly term: string
  /** Whether what it finds is the subject's beyond doubt; left out for a query. */
  readonly proof?: boolean
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
  const proofs = new Set<string>()
  for (const form of forms) {
    if (isProof(matter, form)) proofs.add(form.form)
    const found = byTerm.get(form.form) ?? new Map()
    byTerm.set(form.form, found)
    for (const each of search(index, queryOf(form), matter, timeZone)) found.set(each.document, each)
  }
  return [...byTerm].map(([term, found]) => ({ term, proof: proofs.has(term), found: [...found.values()] }))
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
