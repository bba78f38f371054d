import type { CommandName, Input, Output } from './table.ts'
import type { CoreEvent } from './views.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
}

/** What a host or a renderer sees of the core, whatever lies between them. */
export interface CoreClient {
  /** @throws AppError, always and only */
  call<Name extends CommandName>(name: Name, input: Input<Name>, options?: CallOptions): Promise<Output<Name>>
  /** Returns what ends the listening. */
  on(listener: (event: CoreEvent) => void): () => void
  /** Stops what runs, signs the log and closes the workspace; over a channel, only the channel is closed. */
  close(): Promise<void>
}
