/** What commands return: plain data, the same over every transport, by area. Names that `cli.md` promises are kept. */
export type * from './views/audit.ts'
export type * from './views/find.ts'
export type * from './views/law.ts'
export type * from './views/matters.ts'
export type * from './views/produce.ts'
export type * from './views/review.ts'
export type * from './views/sources.ts'
export type * from './views/workspace.ts'
