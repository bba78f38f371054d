import type { Matter, Scope, SourceId, TermCounts } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { documentNumbers, type NumberAndFamily, type Query, type Stop } from '../search/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { sourcesOf } from '../store/index.ts'
import { isProof, type MatterForm, queryOf } from './terms.ts'

/** A term with all that is looked for under it: a login and a name may be written alike. */
export interface Term {
  readonly term: string
  readonly queries: readonly Query[]
  /** Whether what it finds is the subject's beyond doubt; left out for a query. */
  readonly proof?: boolean
  /** Of a phone number: whether it was given or decided about, or is another way of writing one. */
  readonly number?: 'own' | 'variant'
}

/** What one term finds within the request's scope, by numbers of the index and in their order. */
export interface TermResult extends Pick<Term, 'term' | 'proof' | 'number'> {
  readonly found: readonly NumberAndFamily[]
}

/** Forms as terms, each writing once. */
export function termsOfForms(matter: Matter, forms: readonly Pick<MatterForm, 'form' | 'kind' | 'variant'>[]): readonly Term[] {
  return [...Map.groupBy(forms, ({ form }) => form)].map(([term, alike]) => ({
    term,
    queries: alike.map(queryOf),
    proof: alike.some((form) => isProof(matter, form)),
    ...(alike.every(({ kind }) => kind === 'phone') ? { number: alike.every(({ variant }) => variant) ? 'variant' : 'own' } : {}),
  }))
}

/** What a term finds. A form without a letter or digit that could be searched finds nothing. */
export function findTerm(
  index: ReadableDatabase,
  { queries }: Pick<Term, 'queries'>,
  scope: Scope | null,
  timeZone: string,
): readonly NumberAndFamily[] {
  const [first = [], ...others] = queries.map((query) => search(index, query, scope, timeZone))
  if (others.length === 0) return first
  return [...new Map([first, ...others].flat()).entries()].sort(([one], [other]) => one - other)
}

/** The index finds a number however it is punctuated, so its other ways of writing are kept only where they find more. */
export function withoutEchoes<Result extends Pick<TermResult, 'number' | 'found'>>(results: readonly Result[]): readonly Result[] {
  const own = new Set(results.flatMap(({ number, found }) => (number === 'own' ? found.map(([document]) => document) : [])))
  return results.filter(({ number, found }) => number !== 'variant' || found.some(([document]) => !own.has(document)))
}

/** Runs every term within the scope. @throws what `stop` throws, asked before each */
export function runTerms(
  index: ReadableDatabase,
  matter: Matter,
  forms: readonly Pick<MatterForm, 'form' | 'kind' | 'variant'>[],
  timeZone: string,
  stop: Stop = () => {},
): readonly TermResult[] {
  const results = termsOfForms(matter, forms).map(({ queries, ...term }) => {
    stop()
    return { ...term, found: findTerm(index, { queries }, matter.scope, timeZone) }
  })
  return withoutEchoes(results)
}

function search(index: ReadableDatabase, query: Query, scope: Scope | null, timeZone: string): readonly NumberAndFamily[] {
  try {
    return documentNumbers(index, query, scope, timeZone)
  } catch (error) {
    if (error instanceof AppError && error.code === 'search/empty-query') return []
    throw error
  }
}

/** The families of which a term finds something, each once. */
export function familiesOf(results: readonly Pick<TermResult, 'found'>[]): readonly number[] {
  const families = new Set<number>()
  for (const { found } of results) for (const [, family] of found) families.add(family)
  return [...families]
}

/** Counts what terms found, and what of it is left out as another person's: each such family with the terms that found it. */
export function countTerms(
  index: ReadableDatabase,
  results: readonly TermResult[],
  leftOut: readonly { readonly terms: readonly string[] }[],
): TermCounts {
  const hits = new Map<number, number>()
  for (const { found } of results) for (const [document] of found) hits.set(document, (hits.get(document) ?? 0) + 1)
  const families = familiesOf(results)
  const sources = sourcesOf(index, families)
  const terms = results.map(({ term, found }) => {
    const byCustodian = new Map<string | null, number>()
    const bySource = new Map<SourceId, { source: SourceId; label: string; documents: number }>()
    for (const [, family] of found) {
      const holding = sources.get(family) ?? []
      for (const { source, label } of holding) {
        const known = bySource.get(source)
        if (known === undefined) bySource.set(source, { source, label, documents: 1 })
        else known.documents++
      }
      for (const custodian of new Set(holding.map((source) => givenName(source.custodian))))
        byCustodian.set(custodian, (byCustodian.get(custodian) ?? 0) + 1)
    }
    return {
      term,
      documents: found.length,
      families: new Set(found.map(([, family]) => family)).size,
      unique: found.filter(([document]) => hits.get(document) === 1).length,
      leftOut: leftOut.filter(({ terms: finders }) => finders.includes(term)).length,
      byCustodian: [...byCustodian]
        .map(([custodian, documents]) => ({ custodian, documents }))
        .sort((left, right) => right.documents - left.documents || ((left.custodian ?? '') < (right.custodian ?? '') ? -1 : 1)),
      bySource: [...bySource.values()].sort((left, right) => right.documents - left.documents || (left.source < right.source ? -1 : 1)),
    }
  })
  return { terms, documents: hits.size, families: families.length, leftOut: leftOut.length }
}

/** A custodian's name; null where none was given, or an empty one. */
function givenName(custodian: string | null): string | null {
  return custodian === null || custodian.trim() === '' ? null : custodian
}
