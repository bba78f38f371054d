import type { Matter, Scope, SourceId, TermCounts } from '../model/index.ts'
import { AppError, inScope } from '../model/index.ts'
import { documentNumbers, indexWords, type NumberAndFamily, type Query, type Stop } from '../search/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { sourcesOf } from '../store/index.ts'
import { isProof, type MatterForm, queryOf } from './terms.ts'

/** A term with all that is looked for under it: a login and a name may be written alike. */
export interface Term {
  readonly term: string
  readonly queries: readonly Query[]
  /** Terms with the same one are looked for by the same words, however they are written: `jane.roe` and `Jane Roe`. Left out for a query. */
  readonly sought?: string
  /** Whether what it finds is the subject's beyond doubt; left out for a query. */
  readonly proof?: boolean
  /** Of a phone number that proves who is meant: whether it was given or decided about, or is another way of writing one. */
  readonly number?: 'own' | 'variant'
}

/** What one term finds within the request's scope, by numbers of the index and in their order. */
export interface TermResult extends Pick<Term, 'term' | 'proof' | 'number' | 'sought'> {
  readonly found: readonly NumberAndFamily[]
}

/** Forms as terms, each writing once. */
export function termsOfForms(matter: Matter, forms: readonly Pick<MatterForm, 'form' | 'kind' | 'variant'>[]): readonly Term[] {
  return [...Map.groupBy(forms, ({ form }) => form)].map(([term, alike]) => {
    const proof = alike.some((form) => isProof(matter, form))
    return {
      term,
      queries: alike.map(queryOf),
      sought: JSON.stringify([...new Set(alike.map(soughtBy))].sort()),
      proof,
      // One that may be others' (without its area code) stands for no other: what the whole number finds is proof.
      ...(proof && alike.every(({ kind }) => kind === 'phone')
        ? { number: alike.every(({ variant }) => variant) ? 'variant' : 'own' }
        : {}),
    }
  })
}

function soughtBy(form: Pick<MatterForm, 'form' | 'kind'>): string {
  const query = queryOf(form)
  return query.kind === 'text' ? `words ${indexWords(query.text).join(' ')}` : JSON.stringify(query)
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

/** The index finds a number however it is punctuated, so its other ways of writing are kept only where they find more than the number and those before them. */
export function withoutEchoes<Result extends Pick<TermResult, 'number' | 'found'>>(results: readonly Result[]): readonly Result[] {
  const known = new Set(results.flatMap(({ number, found }) => (number === 'own' ? found.map(([document]) => document) : [])))
  return results.filter(({ number, found }) => {
    if (number !== 'variant') return true
    const more = found.some(([document]) => !known.has(document))
    for (const [document] of found) known.add(document)
    return more
  })
}

/** The terms that are told of, each with the others that are looked for by the same words: those find the same, so that each alone would seem to add nothing. */
export function toldTerms<Result extends Pick<TermResult, 'term' | 'number' | 'sought' | 'found'>>(
  results: readonly Result[],
): readonly { readonly result: Result; readonly alike: readonly string[] }[] {
  const told = Map.groupBy(withoutEchoes(results), ({ term, sought }) => sought ?? `query ${term}`)
  return [...told.values()].flatMap(([result, ...others]) =>
    result === undefined ? [] : [{ result, alike: others.map(({ term }) => term) }],
  )
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

/** Counts what terms found, and what of it is left out as another person's: each such family with the terms that found it. Copies beyond the scope count for nobody. */
export function countTerms(
  index: ReadableDatabase,
  scope: Pick<Scope, 'sources' | 'custodians'>,
  results: readonly TermResult[],
  leftOut: readonly { readonly terms: readonly string[] }[],
): TermCounts {
  const told = toldTerms(results)
  const hits = new Map<number, number>()
  for (const { result } of told) for (const [document] of result.found) hits.set(document, (hits.get(document) ?? 0) + 1)
  const families = familiesOf(results)
  const sources = sourcesOf(index, families)
  const terms = told.map(({ result: { term, found }, alike }) => {
    const byCustodian = new Map<string | null, number>()
    const bySource = new Map<SourceId, { source: SourceId; label: string; documents: number }>()
    for (const [, family] of found) {
      const holding = copiesInScope(scope, sources.get(family) ?? [])
      for (const { source, label } of holding.bySource) {
        const known = bySource.get(source)
        if (known === undefined) bySource.set(source, { source, label, documents: 1 })
        else known.documents++
      }
      for (const custodian of new Set(holding.byCustodian.map((source) => givenName(source.custodian))))
        byCustodian.set(custodian, (byCustodian.get(custodian) ?? 0) + 1)
    }
    return {
      term,
      alike,
      documents: found.length,
      families: new Set(found.map(([, family]) => family)).size,
      unique: found.filter(([document]) => hits.get(document) === 1).length,
      leftOut: leftOut.filter(({ terms: finders }) => [term, ...alike].some((each) => finders.includes(each))).length,
      byCustodian: [...byCustodian]
        .map(([custodian, documents]) => ({ custodian, documents }))
        .sort((left, right) => right.documents - left.documents || ((left.custodian ?? '') < (right.custodian ?? '') ? -1 : 1)),
      bySource: [...bySource.values()].sort((left, right) => right.documents - left.documents || (left.source < right.source ? -1 : 1)),
    }
  })
  return { terms, documents: hits.size, families: families.length, leftOut: leftOut.length }
}

interface Copy {
  readonly source: SourceId
  readonly custodian: string | null
  readonly label: string
}

/**
 * The copies of a document that put it in scope. Where one copy is of a source and another of a custodian in scope, and none of both, the document is in scope by
 * both, and each counts in its own columns.
 */
function copiesInScope(
  scope: Pick<Scope, 'sources' | 'custodians'>,
  copies: readonly Copy[],
): Record<'bySource' | 'byCustodian', readonly Copy[]> {
  const within = (part: Pick<Scope, 'sources' | 'custodians'>): readonly Copy[] =>
    copies.filter(({ source: id, custodian }) => inScope(part, { id, custodian }))
  const both = within(scope)
  if (both.length > 0) return { bySource: both, byCustodian: both }
  return { bySource: within({ ...scope, custodians: [] }), byCustodian: within({ ...scope, sources: [] }) }
}

/** A custodian's name; null where none was given, or an empty one. */
function givenName(custodian: string | null): string | null {
  return custodian === null || custodian.trim() === '' ? null : custodian
}
