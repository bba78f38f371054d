import { AppError } from '../../model/index.ts'

/** How an option is written: a switch, one value, a value each time it is given, or values up to the next option. */
export type OptionKind = 'switch' | 'text' | 'number' | 'repeated' | 'documents'
export type OptionTable = Readonly<Record<string, OptionKind>>

/** Options of every command. */
export const commonOptions = {
  workspace: 'text',
  user: 'text',
  'passphrase-file': 'text',
  json: 'switch',
  help: 'switch',
} as const satisfies OptionTable

/** What stood on the command line. */
export interface Arguments {
  readonly words: readonly string[]
  readonly flag: (name: string) => boolean
  readonly text: (name: string) => string | undefined
  readonly number: (name: string) => number | undefined
  readonly many: (name: string) => readonly string[]
  /** @throws hosts/usage when the option is missing */
  readonly need: (name: string) => string
}

export function usage(message: string): AppError {
  return new AppError('hosts/usage', message)
}

const documentName = /^(?:[ma][0-9a-f]{20}|CTRL-\d{1,12})$/iu

/**
 * Reads arguments by a command's table. `--name value`, `--name=value`, and `--` before words that begin with a dash.
 *
 * @throws hosts/usage
 */
export function readArguments(given: readonly string[], table: OptionTable): Arguments {
  const words: string[] = []
  const values = new Map<string, string[]>()
  const rest = [...given]
  while (rest.length > 0) {
    const word = rest.shift() ?? ''
    if (word === '--') {
      words.push(...rest.splice(0))
      break
    }
    if (word === '-h') {
      values.set('help', [''])
      continue
    }
    if (!word.startsWith('--')) {
      words.push(word)
      continue
    }
    const equals = word.indexOf('=')
    const name = word.slice(2, equals === -1 ? undefined : equals)
    const kind = Object.hasOwn(table, name) ? table[name] : undefined
    if (kind === undefined) throw usage(`There is no option --${name.slice(0, 40)} here. See --help.`)
    const before = values.get(name) ?? []
    if (kind === 'switch') {
      if (equals !== -1) throw usage(`--${name} takes no value.`)
      values.set(name, [''])
      continue
    }
    const value = equals === -1 ? rest.shift() : word.slice(equals + 1)
    if (value === undefined || (equals === -1 && value.startsWith('--'))) throw usage(`--${name} needs a value.`)
    // A wrapper that adds what stands there already does no harm.
    if (before.length > 0 && before[0] !== value && (kind === 'text' || kind === 'number')) throw usage(`--${name} was given twice.`)
    values.set(name, [...before, value])
    while (kind === 'documents' && documentName.test(rest[0] ?? '')) values.get(name)?.push(rest.shift() ?? '')
  }
  const text = (name: string): string | undefined => values.get(name)?.[0]
  return {
    words,
    flag: (name) => values.has(name),
    text,
    number: (name) => {
      const value = text(name)
      if (value === undefined) return undefined
      if (!/^\d{1,9}$/.test(value)) throw usage(`--${name} needs a whole number.`)
      return Number(value)
    },
    many: (name) => values.get(name) ?? [],
    need: (name) => {
      const value = text(name)
      if (value === undefined) throw usage(`--${name} is needed. See --help.`)
      return value
    },
  }
}
