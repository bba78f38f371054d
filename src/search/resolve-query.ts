import { AppError } from '../model/index.ts'
import { custodiansNamed, type ReadableDatabase } from '../store/index.ts'
import { archiveOf } from './archive.ts'
import { type Expansion, expandFuzzy } from './fuzzy.ts'
import { orInHeaders } from './header-words.ts'
import { parseQuery } from './parse-query.ts'
import type { ParseOptions } from './parse-term.ts'
import { anyOf, type CodingValue, phrase, type Query } from './query.ts'

/** What only the request at hand knows. */
export interface MatterFacts {
  /** Documents of the review set with this coding; for `uncollected`, all that are in the review set. */
  documentsCoded(coding: CodingValue): readonly string[]
  /** Documents with a mark that counts (proposed or approved). */
  documentsWithMarks(): readonly string[]
  /** The accepted forms of the request's person as a query, when the name or address is one of them; else null. */
  person(name: string): Query | null
}

/** A query as text of the language, or as built by a caller. */
export type QueryInput = string | Query

/**
 * The query itself, parsed when it is text.
 *
 * @throws search/syntax also for a source, a custodian or a person that isn't there, search/empty-query
 */
export function asQuery(index: ReadableDatabase, query: QueryInput, matter: MatterFacts | null): Query {
  return typeof query === 'string' ? parseQuery(query, { ...inMatter(matter), archive: archiveOf(index) }) : query
}

/** The request in which a query is read, or that it is in none. */
export function inMatter(matter: Pick<MatterFacts, 'person'> | null): Pick<ParseOptions, 'matter'> {
  return { matter: matter === null ? null : { knowsPerson: (name) => matter.person(name) !== null } }
}

/** A query of nothing but what the index itself can answer, and what its fuzzy terms came to. */
export interface Resolved {
  readonly query: Query
  readonly expansions: readonly Expansion[]
}

/**
 * Puts in place of `person:` the accepted forms, of `coding:` and `has:marks` the documents: what is left can be asked of the index alone.
 *
 * @throws search/syntax where a query that was built asks for a request outside one
 */
export function withMatter(query: Query, matter: MatterFacts | null): Query {
  const within = (): MatterFacts => {
    if (matter === null) throw new AppError('search/syntax', 'This can only be asked inside a request.', { start: 0, end: 0 })
    return matter
  }
  return replaceLeaves(query, (leaf) => {
    switch (leaf.kind) {
      case 'coding': {
        const documents: Query = { kind: 'documents', ids: within().documentsCoded(leaf.coding) }
        return leaf.coding === 'uncollected' ? { kind: 'not', child: documents } : documents
      }
      case 'has':
        return leaf.what === 'marks' ? { kind: 'documents', ids: within().documentsWithMarks() } : leaf
      case 'person':
        return within().person(leaf.name) ?? anyOf([])
      default:
        return leaf
    }
  })
}

/**
 * As {@link withMatter}, puts in place of fuzzy terms the archive's words, and of custodians their names as sources have them, and beside words those of headers.
 *
 * @throws search/syntax where a query that was built asks for a request outside one
 */
export function resolveQuery(index: ReadableDatabase, query: Query, matter: MatterFacts | null): Resolved {
  const expansions: Expansion[] = []
  const resolved = replaceLeaves(withMatter(query, matter), (leaf) => {
    // As the sources write them, which is what is compared.
    if (leaf.kind === 'custodian') return anyOf(custodiansNamed(index, leaf.name).map((name): Query => ({ kind: 'custodian', name })))
    if (leaf.kind !== 'fuzzy') return orInHeaders(index, leaf)
    const expansion = expandFuzzy(index, leaf.text, leaf.edits)
    expansions.push(expansion)
    return anyOf(expansion.words.map((word) => orInHeaders(index, phrase(word, leaf.field))))
  })
  return { query: resolved, expansions }
}

/** Beside each word what stands in headers alone. */
export function withHeaders(index: ReadableDatabase, query: Query): Query {
  return replaceLeaves(query, (leaf) => orInHeaders(index, leaf))
}

function replaceLeaves(query: Query, replace: (leaf: Query) => Query): Query {
  if (query.kind === 'and' || query.kind === 'or') {
    return { kind: query.kind, children: query.children.map((child) => replaceLeaves(child, replace)) }
  }
  return query.kind === 'not' ? { kind: 'not', child: replaceLeaves(query.child, replace) } : replace(query)
}
