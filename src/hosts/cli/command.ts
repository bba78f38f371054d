import type { CommandName, CoreClient, Input, Output } from '../../api/index.ts'
import type { MatterId } from '../../model/index.ts'
import type { Arguments, OptionTable } from './arguments.ts'

/** What a command of the command line works with. */
export interface Session {
  /** As the core's `call`, stopped by Ctrl+C. */
  call<Name extends CommandName>(name: Name, input: Input<Name>): Promise<Output<Name>>
  readonly core: CoreClient
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal
  /** `M1`, or a request's reference. @throws matter/unknown */
  matter(given: string | undefined): Promise<MatterId>
  readonly workspace: () => string
  readonly user: () => Promise<string>
  /** The passphrase of who signs in, from the file or the terminal. */
  readonly passphrase: () => Promise<string>
  /** A passphrase that is set: from the file of that option, else asked for twice. */
  readonly newPassphrase: (option: string, whose: string) => Promise<{ readonly passphrase: string; readonly fromFile: boolean }>
}

export interface CliResult {
  /** The document that `--json` prints. */
  readonly json: unknown
  /** For people. */
  readonly text: string | Uint8Array
  /** Said on standard error besides, with `--json`, too: what whoever reads only the result would miss. */
  readonly warning?: string
  /** 1 where the command did its work and the answer is no: a leak found, a chain broken. */
  readonly status?: 0 | 1
  /** The process goes on after this result, until what was opened ends it. */
  readonly staysOpen?: true
}

/** One command: its words, how it is written, and what it does. */
export interface CliCommand {
  /** `source add`: one or two words. */
  readonly name: string
  /** What follows the name in the usage line. */
  readonly usage: string
  readonly summary: string
  /** Further lines of its help. */
  readonly more?: string
  readonly options: OptionTable
  /** How many words may follow the name. */
  readonly words: readonly [min: number, max: number]
  /** Whether to sign in first. */
  readonly signIn: boolean
  /** It needs no workspace, so it takes none. */
  readonly alone?: true
  /** Inputs of the core whose option has another name: `coding` is `--as`. */
  readonly optionOf?: Readonly<Record<string, string>>
  readonly run: (session: Session, args: Arguments) => Promise<CliResult>
}
