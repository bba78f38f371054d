/**
 * api: the typed command table and its dispatcher. Every capability of the core is one entry, with a run-time schema, the roles
 * that may call it, and whether it writes; the dispatcher audits every write. Hosts differ only in transport.
 */
export { type ChannelPort, connect, plainError, revivedError, serve } from './channel.ts'
export type { CallOptions, CoreClient } from './client.ts'
export type { Services } from './context.ts'
export { type Core, type CoreOptions, createCore } from './core.ts'
export type { CommandName, Input, Output } from './table.ts'
export { isCommandName } from './table.ts'
export type * from './views.ts'
