import type { z } from 'zod'
import type { Role } from '../model/index.ts'
import type { Context } from './context.ts'

/** Who may call: any of these roles, `anyone` signed in, or `signed-out` (no workspace needs to be open). */
export type Allowed = readonly Role[] | 'anyone' | 'signed-out'

/** One capability of the core. The handler's return type is the contract; hosts derive `Input<N>` and `Output<N>` from it. */
export interface Command<Schema extends z.ZodType, Result> {
  readonly input: Schema
  /** A `write` is audited by the dispatcher; a `read` is not and changes nothing but caches. */
  readonly access: 'read' | 'write'
  readonly allowed: Allowed
  /**
   * What the audit chain records of a write beside user, command and time; encrypted in the workspace. Default: the input.
   * Secrets (passphrases) are never in it: a command that takes one names what is recorded instead.
   */
  readonly audit?: (input: z.output<Schema>, result: Result) => unknown
  /** The record is written before the handler runs: afterwards the workspace is closed. */
  readonly auditFirst?: true
  readonly handler: (context: Context, input: z.output<Schema>) => Result | Promise<Result>
}

/** Gives a command its types; the table is made of these. */
export function command<Schema extends z.ZodType, Result>(entry: Command<Schema, Result>): Command<Schema, Result> {
  return entry
}
