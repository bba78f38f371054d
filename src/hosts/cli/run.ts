import type { CoreClient } from '../../api/index.ts'
import { AppError } from '../../model/index.ts'
import { type Arguments, commonOptions, readArguments, usage } from './arguments.ts'
import type { CliCommand, CliResult } from './command.ts'
import { findCliCommands } from './find-commands.ts'
import { commandHelp, groupHelp, overallHelp } from './help.ts'
import { matterCliCommands } from './matter-commands.ts'
import { produceCliCommands } from './produce-commands.ts'
import { reviewCliCommands } from './review-commands.ts'
import { createSession, signIn } from './session.ts'
import { sourceCliCommands } from './source-commands.ts'
import { workspaceCliCommands } from './workspace-commands.ts'

/** Every command of `desk`, in the order of its help. */
export const cliCommands: readonly CliCommand[] = [
  ...workspaceCliCommands.filter(({ name }) => name === 'init' || name.startsWith('user') || name === 'status'),
  ...sourceCliCommands,
  ...matterCliCommands,
  ...findCliCommands,
  ...reviewCliCommands,
  ...produceCliCommands,
  ...workspaceCliCommands.filter(({ name }) => name.startsWith('audit') || name === 'open'),
]

/** What a run needs of its surroundings. */
export interface Surroundings {
  readonly core: () => Promise<{ readonly core: CoreClient; readonly close: () => Promise<void> }>
  readonly signal: AbortSignal
}

/** Finds the command that the first one or two words name; the rest are its arguments. @throws hosts/usage */
export function findCommand(given: readonly string[]): { readonly command: CliCommand; readonly rest: readonly string[] } {
  // Common options may stand before the command.
  const start = leadingOptions(given)
  const [first = '', second = ''] = given.slice(start)
  const command = cliCommands.find(({ name }) => name === `${first} ${second}`) ?? cliCommands.find(({ name }) => name === first)
  if (!command) {
    const siblings = cliCommands.filter(({ name }) => name.startsWith(`${first} `)).map(({ name }) => name)
    if (first === '') throw usage('Which command? `desk --help` lists them.')
    throw usage(siblings.length > 0 ? `Say one of: ${siblings.join(', ')}.` : 'There is no such command. `desk --help` lists them.')
  }
  const words = command.name.split(' ').length
  return { command, rest: [...given.slice(0, start), ...given.slice(start + words)] }
}

function leadingOptions(given: readonly string[]): number {
  let index = 0
  while (given[index]?.startsWith('-')) {
    const word = given[index] ?? ''
    const name = word.slice(2)
    const takesValue = Object.hasOwn(commonOptions, name) && commonOptions[name as keyof typeof commonOptions] === 'text'
    index += takesValue ? 2 : 1
  }
  return index
}

/** Runs one command line. @throws AppError only */
export async function runCommand(given: readonly string[], surroundings: Surroundings): Promise<CliResult> {
  const asksHelp = given.includes('--help') || given.includes('-h')
  const start = leadingOptions(given)
  if (given[start] === 'help' || (given[start] === undefined && asksHelp)) return help(overallHelp(cliCommands))
  const group = asksHelp ? cliCommands.filter(({ name }) => name.startsWith(`${given[start]} `)) : []
  if (group.length > 0 && !cliCommands.some(({ name }) => name === given[start] || name === `${given[start]} ${given[start + 1]}`))
    return help(groupHelp(given[start] ?? '', group))
  const { command, rest } = findCommand(given)
  const args = readArguments(rest, { ...commonOptions, ...command.options })
  if (args.flag('help')) return help(commandHelp(command))
  requireWords(command, args)
  const { core, close } = await surroundings.core()
  try {
    const session = createSession(core, args, surroundings.signal)
    if (command.signIn) await signIn(session)
    return await command.run(session, args)
  } catch (error) {
    throw inOptions(error, command)
  } finally {
    await close()
  }
}

/** Says which option does not fit, where the core names a field of its input. */
function inOptions(error: unknown, { options, optionOf = {} }: CliCommand): unknown {
  if (!(error instanceof AppError) || error.code !== 'api/bad-input') return error
  const [field = ''] = String(error.details['field'] ?? '').split('.')
  const option = optionOf[field] ?? field.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)
  if (!Object.hasOwn(options, option)) return error
  return new AppError(error.code, error.message.replace(/^The input does not fit at “[^”]*”: it/u, `--${option} does not fit: it`), {
    ...error.details,
    option: `--${option}`,
  })
}

function requireWords({ name, usage: line, words: [min, max] }: CliCommand, { words }: Arguments): void {
  if (words.length < min) throw usage(`Something is missing. Usage: desk ${name} ${line}`)
  if (words.length > max) throw usage(`Too many words. Usage: desk ${name} ${line}`)
}

function help(text: string): CliResult {
  return { json: { help: text }, text }
}

/** Exit status of an error: 2 for wrong usage, 130 for interrupted, 1 for the rest. */
export function exitStatus(error: AppError): 1 | 2 | 130 {
  if (error.code === 'hosts/usage' || error.code === 'api/bad-input') return 2
  return error.code === 'api/cancelled' ? 130 : 1
}
