import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '../model/index.ts'
import type { WorkerMessage, WorkerOrder, WorkerSeat } from './pool.ts'

let counters: Int32Array | null = null

/**
 * A sign of life within a step: what takes long because there is much of it doesn't hang. Only for work whose amount is bounded, and known. Nothing in a thread that
 * isn't a pool's.
 */
export function stillWorking(): void {
  if (counters !== null) Atomics.add(counters, 2, 1)
}

/** Tells the pool which step of its task a worker is at, so that it knows what to blame when the worker hangs or dies. */
export type Step = (step: number) => void

/** What a worker writes itself: results whose task wrote are held back until it is durable, so that whoever gets them may rely on it. */
export interface Durable {
  /** How much waits to be made durable; 0: nothing. */
  readonly waiting: number
  commit(): void
  close(): void
}

/** Commits after so much, in the unit of `waiting` (code units of text): larger ones make fewer pieces to merge later, smaller ones need less memory. */
const commitAfter = 6_000_000
/** And at least so often, so that what is read can soon be found. */
const commitAfterMs = 10_000
/** And when there was nothing to do for this long, though the pool didn't say that nothing more comes. */
const idleMs = 500

/**
 * A worker's side of the pool's protocol: tasks one after the other. An error of the store (`store/…`) ends the pass; what else is thrown ends this worker,
 * and costs the step it was at.
 */
export function serve<Task, Result>(
  work: (task: Task, step: Step) => Result | Promise<Result>,
  durable: Durable = { waiting: 0, commit: () => {}, close: () => {} },
): void {
  const port = parentPort
  if (!port) throw new Error('not a worker')
  const { progress } = workerData as WorkerSeat
  counters = progress
  const post = (message: WorkerMessage<Result>): void => port.postMessage(message)
  let last: Promise<void> = Promise.resolve()
  let queued = 0
  let held: WorkerMessage<Result>[] = []
  let since = 0
  let idle: ReturnType<typeof setTimeout> | undefined

  const guarded = (part: () => void): void => {
    try {
      part()
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const { code, message, details } = error
      post({ kind: 'fault', code, message, details })
    }
  }
  const settle = (): void =>
    guarded(() => {
      durable.commit()
      for (const message of held) post(message)
      held = []
    })
  const finished = (number: number, result: Result): void => {
    const message = { kind: 'result', number, result } as const
    if (durable.waiting === 0 && held.length === 0) {
      post(message)
      return
    }
    if (held.length === 0) since = performance.now()
    held.push(message)
    post({ kind: 'held', number })
    if (durable.waiting >= commitAfter || performance.now() - since >= commitAfterMs) settle()
  }

  port.on('message', (order: WorkerOrder<Task>) => {
    clearTimeout(idle)
    queued++
    last = last.then(async () => {
      if (order.kind === 'task') {
        Atomics.store(progress, 1, 0)
        Atomics.store(progress, 0, order.number)
        try {
          const result = await work(order.task, (step) => Atomics.store(progress, 1, step))
          Atomics.store(progress, 0, 0)
          finished(order.number, result)
        } catch (error) {
          if (!(error instanceof AppError && error.code.startsWith('store/'))) throw error
          guarded(() => {
            throw error
          })
        }
      } else {
        settle()
        if (order.kind === 'end') {
          guarded(() => durable.close())
          port.close()
        }
      }
      queued--
      if (queued === 0 && held.length > 0) idle = setTimeout(settle, idleMs)
    })
  })
}
