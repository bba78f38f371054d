/**
 * model: the vocabulary of the house. Ids, records, errors and the few pure functions that two rooms share.
 * Imports nothing; everything may import it.
 */
export * from './byte-source.ts'
export * from './canonical-json.ts'
export * from './errors.ts'
export * from './fold.ts'
export * from './hit.ts'
export * from './ids.ts'
export * from './law.ts'
export * from './ledger.ts'
export * from './mark.ts'
export * from './matter.ts'
export * from './message.ts'
export * from './person-name.ts'
export * from './print-engine.ts'
export * from './progress.ts'
export * from './render-tree.ts'
export * from './review.ts'
export * from './surface.ts'
