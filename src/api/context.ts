import type { JobControl, PrintEngine, Role, UserName } from '../model/index.ts'
import type { OpenWorkspace } from '../store/index.ts'
import type { CoreEvent } from './views.ts'

/** What a host gives the core: the parts of the outside world that differ between hosts. */
export interface Services {
  /** Null where the machine has no print engine: PDF is then refused with `hint`. */
  readonly printEngine: () => Promise<PrintEngine | null>
  readonly printEngineHint: string
  readonly now: () => number
  /** IANA zone of the controller; dates are shown and searched in it. */
  readonly timeZone: string
  /** Tests inject a kill here; does nothing otherwise. */
  readonly checkpoint: (name: string) => void
}

/** What a handler works with: the open workspace, who is signed in, and the job it runs in. */
export interface Context {
  /** @throws api/not-signed-in */
  workspace(): OpenWorkspace
  readonly user: UserName | null
  readonly role: Role | null
  readonly services: Services
  readonly control: JobControl
  emit(event: CoreEvent): void
  /** The core's own state: which workspace is chosen, opening and locking it. Only the workspace commands use it. */
  readonly core: CoreState
}

export interface CoreState {
  readonly directory: string | null
  choose(directory: string): void
  readonly opened: OpenWorkspace | null
  setOpened(workspace: OpenWorkspace | null): void
  jobs(): readonly string[]
  cancel(job: string): boolean
}
