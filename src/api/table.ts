import type { z } from 'zod'
import { incompleteProgram } from '../model/index.ts'
import type { Command } from './command.ts'

/** The areas of the command table. Each is loaded with the first call of one of its commands: a program that asks one thing and ends doesn't wait for the rest. */
const load = {
  workspace: async () => (await import('./commands/workspace.ts')).workspaceCommands,
  sources: async () => (await import('./commands/sources.ts')).sourceCommands,
  search: async () => (await import('./commands/search.ts')).searchCommands,
  documents: async () => (await import('./commands/documents.ts')).documentCommands,
  find: async () => (await import('./commands/find.ts')).findCommands,
  law: async () => (await import('./commands/law.ts')).lawCommands,
  matter: async () => (await import('./commands/matter.ts')).matterCommands,
  identify: async () => (await import('./commands/identify.ts')).identifyCommands,
  review: async () => (await import('./commands/review.ts')).reviewCommands,
  produce: async () => (await import('./commands/produce.ts')).produceCommands,
  audit: async () => (await import('./commands/audit.ts')).auditCommands,
}

type Area = keyof typeof load
type Commands = { readonly [Name in Area]: Awaited<ReturnType<(typeof load)[Name]>> }
/** Each command with its area; the compiler holds that none is missing, and that each stands where its area has it. */
type Listed = { readonly [Name in Area as keyof Commands[Name]]: Name }

/** The command table: every capability of the core, once, with the area that has it. */
const areas = {
  'workspace.status': 'workspace',
  'workspace.create': 'workspace',
  'workspace.unlock': 'workspace',
  'workspace.lock': 'workspace',
  'user.list': 'workspace',
  'user.add': 'workspace',
  'user.end': 'workspace',
  'user.changePassphrase': 'workspace',
  'source.add': 'sources',
  'source.rescan': 'sources',
  'source.list': 'sources',
  'ledger.show': 'sources',
  'ledger.raw': 'sources',
  'ledger.write': 'sources',
  'search.run': 'search',
  'search.facets': 'search',
  'search.correspondents': 'search',
  'search.check': 'search',
  'document.show': 'documents',
  'document.raw': 'documents',
  'document.frame': 'documents',
  'message.parse': 'documents',
  'detect.run': 'documents',
  'search.coverage': 'find',
  'search.saved': 'find',
  'search.save': 'find',
  'search.forget': 'find',
  'terms.export': 'find',
  'sample.draw': 'find',
  'sample.list': 'find',
  'sample.show': 'find',
  'sample.mark': 'find',
  'deadline.compute': 'law',
  'regime.list': 'law',
  'ground.list': 'law',
  'matter.create': 'matter',
  'matter.check': 'matter',
  'matter.edit': 'matter',
  'matter.edit-preview': 'matter',
  'matter.list': 'matter',
  'matter.show': 'matter',
  'matter.event': 'matter',
  'matter.correct': 'matter',
  'matter.take-back': 'matter',
  'matter.delete': 'matter',
  'matter.terms': 'matter',
  'matter.completeness': 'matter',
  'matter.collect': 'matter',
  'matter.identify': 'identify',
  'matter.form': 'identify',
  'matter.decide': 'identify',
  'matter.twin': 'identify',
  'matter.refused': 'identify',
  'matter.readmit': 'identify',
  'matter.set-aside': 'identify',
  'review.list': 'review',
  'review.document': 'review',
  'review.frame': 'review',
  'review.viewed': 'review',
  'review.code': 'review',
  'review.privilege': 'review',
  'review.dispose': 'review',
  'review.alike': 'review',
  'review.decide-alike': 'review',
  'review.suggest': 'review',
  'mark.add': 'review',
  'mark.text': 'review',
  'mark.places': 'review',
  'mark.list': 'review',
  'mark.clear': 'review',
  'mark.decide': 'review',
  'review.undo': 'review',
  'review.redo': 'review',
  'review.standing': 'review',
  'review.submit': 'review',
  'approval.queue': 'review',
  'approval.group': 'review',
  'approval.approve': 'review',
  'approval.decline': 'review',
  'produce.gate': 'produce',
  'produce.preview': 'produce',
  'produce.run': 'produce',
  'produce.list': 'produce',
  'check.bundle': 'produce',
  'log.write': 'produce',
  'demo.run': 'produce',
  'demo.open': 'produce',
  'audit.list': 'audit',
  'audit.verify': 'audit',
  'audit.export': 'audit',
  'job.list': 'audit',
  'job.cancel': 'audit',
} as const satisfies Listed

export type CommandName = keyof Listed
type Entry<Name extends CommandName> = Commands[Listed[Name]][Name & keyof Commands[Listed[Name]]]
/** What a caller gives (before defaults). */
export type Input<Name extends CommandName> =
  Entry<Name> extends { readonly input: infer Schema extends z.ZodType } ? z.input<Schema> : never
/** What a caller gets. */
export type Output<Name extends CommandName> =
  Entry<Name> extends {
    readonly handler: (...given: never[]) => infer Result
  }
    ? Awaited<Result>
    : never

/** All of their names. */
export const commandNames = Object.keys(areas) as readonly CommandName[]

/** Whether a name from outside is a command; only own properties count (`constructor` is none). */
export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(areas, name)
}

type AnyCommand = Command<z.ZodType, unknown>
const loaded = new Map<Area, Readonly<Record<string, AnyCommand>>>()

/** A command, where its area is loaded. */
export function loadedCommand(name: CommandName): AnyCommand | null {
  return loaded.get(areas[name])?.[name] ?? null
}

/** A command, with its area loaded. @throws api/incomplete-program */
export async function loadCommand(name: CommandName): Promise<AnyCommand> {
  const area = (await load[areas[name]]().catch((error: unknown) => {
    throw incompleteProgram(error)
  })) as unknown as Readonly<Record<string, AnyCommand>>
  loaded.set(areas[name], area)
  const command = area[name]
  if (command === undefined) throw new Error('a command that its area has not')
  return command
}
