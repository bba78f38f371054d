import { type Reader, readerHere, readerInThreads } from '../jobs/reader.ts'
import type { OpenWorkspace } from '../store/index.ts'
import type { CoreClient } from './client.ts'
import type { CoreState, Services, UntypedCore } from './context.ts'
import { createQueue } from './core-queue.ts'
import type { Dispatcher, RunningJob } from './dispatch.ts'
import { dispatch } from './dispatch.ts'
import type { CoreEvent } from './views.ts'

/** How long closing waits for a job that was told to stop. */
const patienceMs = 15_000

export interface CoreOptions {
  readonly services: Services
  /** The folder of the workspace that `workspace.unlock` opens where it names none. */
  readonly workspace?: string | null
  /** A workspace that is open already; the core closes it. */
  readonly opened?: OpenWorkspace
  /** Whether questions about the index are answered in threads of their own, so that none keeps the core waiting. Left out: in the core's, which starts sooner. */
  readonly readInThreads?: boolean
  /** Told of errors that are bugs of ours. They may hold what a mail says: show them to a developer, never log them. */
  readonly onBug?: (error: unknown) => void
}

export type Core = CoreClient

/** The core: a workspace at most, its jobs, its listeners, and one way in. */
export function createCore(options: CoreOptions): Core {
  const { services } = options
  const listeners = new Set<(event: CoreEvent) => void>()
  const running = new Map<string, RunningJob>()
  let changes = Promise.withResolvers<void>()
  let directory = options.opened?.directory ?? options.workspace ?? null
  let opened = options.opened ?? null

  const readerFor = (workspace: OpenWorkspace | null): Reader | null => {
    if (workspace === null) return null
    return options.readInThreads === true
      ? readerInThreads({ path: workspace.indexPath, key: workspace.indexKey })
      : readerHere(workspace.index)
  }
  let reader = readerFor(opened)

  const settle = async (waitFor: (job: RunningJob) => boolean): Promise<void> => {
    const until = Date.now() + patienceMs
    while ([...running.values()].some(waitFor) && Date.now() < until) {
      const timer = Promise.withResolvers<void>()
      const timeout = setTimeout(timer.resolve, Math.max(0, until - Date.now()))
      await Promise.race([changes.promise, timer.promise])
      clearTimeout(timeout)
    }
  }
  const state: CoreState = {
    get directory() {
      return directory
    },
    choose: (chosen) => {
      directory = chosen
    },
    get opened() {
      return opened
    },
    setOpened: (workspace) => {
      const before = opened
      opened = workspace
      if (workspace) directory = workspace.directory
      if (before === workspace) return
      before?.close()
      void reader?.close()
      reader = readerFor(workspace)
    },
    get reader() {
      return reader
    },
    quiesce: async (asking) => {
      const inTheWay = (job: RunningJob): boolean => job.inWorkspace && job.id !== asking
      for (const job of running.values()) if (inTheWay(job)) job.cancel()
      await settle(inTheWay)
      await reader?.close()
    },
    jobs: () => [...running.values()].filter((job) => job.listed()).map((job) => job.id),
    cancel: (job) => {
      running.get(job)?.cancel()
      return running.has(job)
    },
    another: (): UntypedCore => {
      const further = createCore({ services, ...(options.onBug ? { onBug: options.onBug } : {}) })
      return further as unknown as UntypedCore
    },
  }
  const core: Dispatcher = {
    services,
    state,
    queue: createQueue(),
    gate: null,
    loading: null,
    refusedSignIns: [],
    emit: (event) => {
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          // Events announce; a listener's fault never reaches the work that it was told of.
          options.onBug?.(error)
        }
      }
    },
    onBug: options.onBug ?? (() => {}),
    begin: (job) => {
      running.set(job.id, job)
      return () => {
        running.delete(job.id)
        changes.resolve()
        changes = Promise.withResolvers<void>()
      }
    },
  }
  return {
    call: (name, input, callOptions) => dispatch(core, name, input, callOptions?.signal) as never,
    on: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      for (const job of running.values()) job.cancel()
      await settle(() => true)
      await reader?.close()
      state.setOpened(null)
      listeners.clear()
    },
  }
}
