import type { Reader } from '../jobs/reader.ts'
import type { JobControl, PrintEngine, Role, UserName } from '../model/index.ts'
import type { OpenWorkspace, SignIn } from '../store/index.ts'
import type { CoreEvent } from './views.ts'

/** What a host gives the core: the parts of the outside world that differ between hosts. */
export interface Services {
  /** Null where the machine has no print engine: PDF is then refused with `hint`. */
  readonly printEngine: () => Promise<PrintEngine | null>
  readonly printEngineHint: string
  /** Whether there is an engine, without starting it; where absent, `printEngine` is asked. */
  readonly printEngineAvailable?: () => boolean
  readonly now: () => number
  /** IANA zone of the controller; dates are shown and searched in it. */
  readonly timeZone: string
  /** Tests inject a kill here; does nothing otherwise. */
  readonly checkpoint: (name: string) => void
  /** What it costs to try a passphrase of a slot made here; only tests lower it. */
  readonly kdf?: NonNullable<SignIn['kdf']>
}

/** What a handler works with: the open workspace, who is signed in, and the job it runs in. */
export interface Context {
  /** @throws api/not-signed-in */
  workspace(): OpenWorkspace
  /** Asks the index of the open workspace. @throws api/not-signed-in */
  reader(): Reader
  readonly user: UserName | null
  readonly role: Role | null
  readonly services: Services
  readonly control: JobControl
  /** The id of the job that this call runs as. */
  readonly job: string
  emit(event: CoreEvent): void
  /** The core's own state: which workspace is chosen, opening and locking it. Only the workspace commands use it. */
  readonly core: CoreState
}

export interface CoreState {
  readonly directory: string | null
  choose(directory: string): void
  readonly opened: OpenWorkspace | null
  /** Takes over an opened workspace, or none; closes the one before. */
  setOpened(workspace: OpenWorkspace | null): void
  /** Of the opened workspace. */
  readonly reader: Reader | null
  /** Stops every job that works in the open workspace, but the asking one, and whoever reads its index, and waits for them to end: before it closes under them. */
  quiesce(asking: string): Promise<void>
  jobs(): readonly string[]
  cancel(job: string): boolean
  /** A further core of its own, with nothing opened: the demonstration works as two people in a workspace beside this one. */
  another(): UntypedCore
}

/** A core without the table's types, which a handler of that table cannot name. */
export interface UntypedCore {
  call(name: string, input: unknown, options?: { readonly signal?: AbortSignal }): Promise<unknown>
  on(listener: (event: CoreEvent) => void): () => void
  close(): Promise<void>
}
