/**
 * search: the query language. Text → tokens → query → SQL with every value bound; snippets from the stored text, facets, the check while
 * typing. The form in which text goes into the index is defined here too, since query and text must meet in it.
 */
export * from './check-query.ts'
export { civilDateAt, instantsOf, startOfDay } from './civil-time.ts'
export { documentNumbers, type NumberAndFamily } from './document-numbers.ts'
export * from './facets.ts'
export { matchesInName, partedName } from './file-words.ts'
export { type Expansion, expandFuzzy } from './fuzzy.ts'
export { asIdentifier, joinedIdentifiers } from './identifier.ts'
export { indexBreak, indexForm, indexWords } from './index-form.ts'
export { type Condition, matching } from './matching.ts'
export { parseQuery } from './parse-query.ts'
export type { ParseOptions } from './parse-term.ts'
export { printQuery } from './print-query.ts'
export * from './query.ts'
export * from './resolve-query.ts'
export * from './run-query.ts'
export { matchesIn, type Snippet, snippet, type Wanted, wantedWords } from './snippet.ts'
export type { Stop } from './stoppable.ts'
export { countWords, vocabularyUnder } from './vocabulary.ts'
export { warmUp } from './warm.ts'
export { addressesIn, addressWord, addressWords } from './written-address.ts'
