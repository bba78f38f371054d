import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AppError } from '../model/index.ts'

/** What became of a task: its result, or which of its steps took the worker down and how. */
export type Outcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly code: 'timeout' | 'out-of-memory' | 'parser-failed'; readonly step: number }

export interface Pool<Task, Result> {
  /** Runs a task on the next free worker. Never rejects but with `jobs/worker-failed`, or once the pool is closed. */
  run(task: Task): Promise<Outcome<Result>>
  /** Kills the workers; tasks not done are rejected. */
  close(): Promise<void>
}

export interface PoolOptions {
  readonly script: URL
  readonly workers?: number
  /** Longest time for one step of a task (a message), in milliseconds. */
  readonly stepTimeoutMs?: number
  readonly memoryMb?: number
}

/** What a worker gets as its `workerData`: two counters shared with the pool, task number and step, for telling where it hangs. */
export interface WorkerSeat {
  readonly progress: Int32Array
}
/** The protocol: tasks down, results up, with the task's number. */
export interface TaskMessage<Task> {
  readonly number: number
  readonly task: Task
}
export interface ResultMessage<Result> {
  readonly number: number
  readonly result: Result
}

const defaultStepTimeoutMs = 30_000
const defaultMemoryMb = 1024
/** Tasks given to a worker ahead, so that it has work while this thread writes to the database. */
const ahead = 4
/** A worker that dies this often in a row before it finishes anything can't be started on this machine. */
const maximumStillborn = 3

interface Entry<Task, Result> {
  readonly number: number
  readonly task: Task
  readonly promise: PromiseWithResolvers<Outcome<Result>>
}

interface Seat<Task, Result> {
  readonly worker: Worker
  readonly progress: Int32Array
  readonly assigned: Entry<Task, Result>[]
  seenTask: number
  seenStep: number
  stalledMs: number
  failure: 'timeout' | 'out-of-memory' | null
}

/** A bounded pool of workers that can be killed: a task that hangs or crashes takes its worker with it, and nothing else. */
export function createPool<Task, Result>(options: PoolOptions): Pool<Task, Result> {
  const size = options.workers ?? Math.max(1, Math.min(8, availableParallelism()))
  const stepTimeoutMs = options.stepTimeoutMs ?? defaultStepTimeoutMs
  const tickMs = Math.max(10, Math.min(250, stepTimeoutMs / 4))
  const waiting: Entry<Task, Result>[] = []
  const seats = new Set<Seat<Task, Result>>()
  let next = 1
  let stillborn = 0
  let closed = false

  const seat = (): void => {
    const progress = new Int32Array(new SharedArrayBuffer(8))
    const worker = new Worker(options.script, {
      workerData: { progress } satisfies WorkerSeat,
      resourceLimits: { maxOldGenerationSizeMb: options.memoryMb ?? defaultMemoryMb },
      // What a library prints about a mail must not reach a terminal or a log.
      stdout: true,
      stderr: true,
    })
    const entry: Seat<Task, Result> = { worker, progress, assigned: [], seenTask: 0, seenStep: 0, stalledMs: 0, failure: null }
    seats.add(entry)
    worker.stdout.resume()
    worker.stderr.resume()
    worker.on('message', (message: ResultMessage<Result>) => {
      const at = entry.assigned.findIndex((assigned) => assigned.number === message.number)
      const [done] = at < 0 ? [] : entry.assigned.splice(at, 1)
      stillborn = 0
      done?.promise.resolve({ ok: true, result: message.result })
      feed()
    })
    worker.on('error', (error) => {
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') entry.failure = 'out-of-memory'
    })
    worker.on('exit', () => bury(entry))
  }

  const bury = (entry: Seat<Task, Result>): void => {
    seats.delete(entry)
    if (closed) return
    const current = Atomics.load(entry.progress, 0)
    const culprit = entry.assigned.findIndex((assigned) => assigned.number === current)
    const rest = entry.assigned.splice(0)
    if (culprit >= 0) {
      const [failed] = rest.splice(culprit, 1)
      failed?.promise.resolve({ ok: false, code: entry.failure ?? 'parser-failed', step: Atomics.load(entry.progress, 1) })
    } else if (++stillborn >= maximumStillborn) {
      for (const lost of [...rest, ...waiting.splice(0)]) {
        lost.promise.reject(
          new AppError('jobs/worker-failed', 'The reading processes can’t be started on this machine. Start the program again.'),
        )
      }
      return
    }
    waiting.unshift(...rest)
    feed()
  }

  const feed = (): void => {
    while (waiting.length > 0 && !closed) {
      let free: Seat<Task, Result> | null = null
      for (const entry of seats) {
        if (entry.failure === null && entry.assigned.length < (free?.assigned.length ?? ahead)) free = entry
      }
      if ((free === null || free.assigned.length > 0) && seats.size < size) {
        seat()
        continue
      }
      const task = free === null ? undefined : waiting.shift()
      if (free === null || task === undefined) return
      free.assigned.push(task)
      free.worker.postMessage({ number: task.number, task: task.task } satisfies TaskMessage<Task>)
    }
  }

  const watch = setInterval(() => {
    for (const entry of seats) {
      const task = Atomics.load(entry.progress, 0)
      const step = Atomics.load(entry.progress, 1)
      const moved = task !== entry.seenTask || step !== entry.seenStep
      entry.seenTask = task
      entry.seenStep = step
      // Counted in ticks rather than by the clock: while this thread is busy, or the machine asleep, nobody hangs.
      entry.stalledMs = moved || task === 0 ? 0 : entry.stalledMs + tickMs
      if (entry.stalledMs < stepTimeoutMs || entry.failure !== null) continue
      entry.failure = 'timeout'
      void entry.worker.terminate()
    }
  }, tickMs)
  watch.unref()

  return {
    run: (task) => {
      const promise = Promise.withResolvers<Outcome<Result>>()
      if (closed) promise.reject(new AppError('api/cancelled', 'The pass was stopped.'))
      else {
        waiting.push({ number: next++, task, promise })
        feed()
      }
      return promise.promise
    },
    close: async () => {
      closed = true
      clearInterval(watch)
      const lost = [...waiting.splice(0), ...[...seats].flatMap((entry) => entry.assigned.splice(0))]
      for (const entry of lost) {
        entry.promise.promise.catch(() => {})
        entry.promise.reject(new AppError('api/cancelled', 'The pass was stopped.'))
      }
      await Promise.all([...seats].map((entry) => entry.worker.terminate()))
    },
  }
}
