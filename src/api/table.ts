import type { z } from 'zod'
import { auditCommands } from './commands/audit.ts'
import { findCommands } from './commands/find.ts'
import { identifyCommands } from './commands/identify.ts'
import { lawCommands } from './commands/law.ts'
import { matterCommands } from './commands/matter.ts'
import { produceCommands } from './commands/produce.ts'
import { reviewCommands } from './commands/review.ts'
import { searchCommands } from './commands/search.ts'
import { sourceCommands } from './commands/sources.ts'
import { workspaceCommands } from './commands/workspace.ts'

/** The command table: every capability of the core, once. */
export const commands = {
  ...workspaceCommands,
  ...sourceCommands,
  ...searchCommands,
  ...findCommands,
  ...lawCommands,
  ...matterCommands,
  ...identifyCommands,
  ...reviewCommands,
  ...produceCommands,
  ...auditCommands,
}

export type CommandName = keyof typeof commands
/** What a caller gives (before defaults). */
export type Input<Name extends CommandName> = z.input<(typeof commands)[Name]['input']>
/** What a caller gets. */
export type Output<Name extends CommandName> = Awaited<ReturnType<(typeof commands)[Name]['handler']>>

/** Whether a name from outside is a command; only own properties count (`constructor` is none). */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name)
}
