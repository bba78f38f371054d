/** Branded ids: plain strings at run time, kept apart by the compiler. */
declare const brand: unique symbol
type Brand<Name extends string> = string & { readonly [brand]: Name }

/** `S1`, `S2` … in order of registration. */
export type SourceId = Brand<'SourceId'>
/** `m` (message) or `a` (attachment) + 20 hex digits of a content hash: the same content has the same id in every run. */
export type DocumentId = Brand<'DocumentId'>
/** `M1`, `M2` … in order of opening. */
export type MatterId = Brand<'MatterId'>
/** Unique within its document; see `surface.ts` for the forms. */
export type SurfaceId = Brand<'SurfaceId'>
/** `K1`, `K2` … within a matter, in order of marking. */
export type MarkId = Brand<'MarkId'>
/** `E1`, `E2` … within a matter, in order of entry. */
export type ClockEventId = Brand<'ClockEventId'>
/** `P1`, `P2` … within a matter. */
export type ProductionId = Brand<'ProductionId'>
/** A user's login name; shown in logs, so it never is a mail address taken from the archive. */
export type UserName = Brand<'UserName'>

/** Casts a string that a query or a schema has already vouched for. */
export function asId<Id extends string>(text: string): Id {
  return text as Id
}
