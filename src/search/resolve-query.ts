import { AppError } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { type Expansion, expandFuzzy } from './fuzzy.ts'
import { parseQuery } from './parse-query.ts'
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

/** The query itself, parsed when it is text. @throws search/syntax, search/empty-query */
export function asQuery(query: QueryInput, matter: MatterFacts | null = null): Query {
  if (typeof query !== 'string') return query
  return parseQuery(query, { matter: matter === null ? null : { knowsPerson: (name) => matter.person(name) !== null } })
}

/** A query of nothing but what the index itself can answer, and what its fuzzy terms came to. */
export interface Resolved {
  readonly query: Query
  readonly expansions: readonly Expansion[]
}

/**
 * Puts in place of fuzzy terms the archive's words, of `person:` the accepted forms, of `coding:` and `has:marks` the documents.
 *
 * @throws search/syntax where a query that was built asks for a request outside one
 */
export function resolveQuery(index: ReadableDatabase, query: Query, matter: MatterFacts | null): Resolved {
  const expansions: Expansion[] = []
  const within = (): MatterFacts => {
    if (matter === null) throw new AppError('search/syntax', 'This can only be asked inside a request.', { start: 0, end: 0 })
    return matter
  }
  const resolve = (node: Query): Query => {
    switch (node.kind) {
      case 'and':
      case 'or':
        return { kind: node.kind, children: node.children.map(resolve) }
      case 'not':
        return { kind: 'not', child: resolve(node.child) }
      case 'fuzzy': {
        const expansion = expandFuzzy(index, node.text, node.edits)
        expansions.push(expansion)
        return anyOf(expansion.words.map((word) => phrase(word, node.field)))
      }
      case 'coding': {
        const documents: Query = { kind: 'documents', ids: within().documentsCoded(node.coding) }
        return node.coding === 'uncollected' ? { kind: 'not', child: documents } : documents
      }
      case 'has':
        return node.what === 'marks' ? { kind: 'documents', ids: within().documentsWithMarks() } : node
      case 'person':
        return within().person(node.name) ?? anyOf([])
      default:
        return node
    }
  }
  return { query: resolve(query), expansions }
}
