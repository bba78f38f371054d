import type { CliCommand } from './command.ts'

const workspaceOptions = `  --workspace DIR        the workspace (or DESK_WORKSPACE)
  --user NAME            who you are (or DESK_USER)
  --passphrase-file F    file with your passphrase (or DESK_PASSPHRASE_FILE); else it is asked for
`
const common = (alone: boolean): string => `Options of every command:
${alone ? '' : workspaceOptions}  --json                 one JSON document on standard output
  --help                 this text
`

/** `desk --help`. */
export function overallHelp(table: readonly CliCommand[]): string {
  const longest = Math.max(...table.map(({ name }) => name.length))
  const rows = table.map(({ name, summary }) => `  ${name.padEnd(longest)}  ${summary}\n`).join('')
  return `desk answers subject access requests from mail archives, offline.\n\nUsage: desk COMMAND [options]\n\n${rows}\n${common(false)}\nExit status: 0 done, 1 refused or failed, 2 wrong usage, 130 interrupted.\n\`desk COMMAND --help\` says more.\n`
}

/** `desk source --help`: the commands that begin with this word. */
export function groupHelp(first: string, table: readonly CliCommand[]): string {
  const longest = Math.max(...table.map(({ name }) => name.length))
  const rows = table.map(({ name, summary }) => `  ${name.padEnd(longest)}  ${summary}\n`).join('')
  return `Usage: desk ${first} COMMAND [options]\n\n${rows}\n\`desk ${first} COMMAND --help\` says more.\n`
}

/** `desk COMMAND --help`. */
export function commandHelp({ name, usage, summary, more, alone }: CliCommand): string {
  return `Usage: ${`desk ${name} ${usage}`.trim()}\n\n${summary}.\n${more === undefined ? '' : `${more}\n`}\n${common(alone === true)}`
}
