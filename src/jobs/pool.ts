import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { AppError, type ErrorCode } from '../model/index.ts'

/** What became of a task: its result, or which of its steps took the worker down and how. */
export type Outcome<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly code: 'timeout' | 'out-of-memory' | 'parser-failed'; readonly step: number }

export interface Pool<Task, Result> {
  /** Runs a task on the next free worker. Never rejects but with `jobs/worker-failed`, a worker's `store/…`, or once the pool is closed. */
  run(task: Task): Promise<Outcome<Result>>
  /** Starts a worker now rather than with the first task, or all where there is much to do: they load their program while something else is done. */
  start(howMany?: 'one' | 'all'): void
  /** Says that no task follows for now: results held back for want of more come at once. Holds until the next task. */
  drain(): void
  /** Lets the workers end what they write and leave; nothing may be running. The next task starts others: what these hold in memory is given back. */
  renew(): Promise<void>
  /** The same, for good. */
  finish(): Promise<void>
  /** Kills the workers; tasks not done are rejected. */
  close(): Promise<void>
}

export interface PoolOptions {
  readonly script: URL
  readonly workers?: number
  /** Longest time for one step of a task (a message) without a sign of life, in milliseconds. */
  readonly stepTimeoutMs?: number
  /** Most memory of one worker, objects and buffers together, in binary megabytes. */
  readonly memoryMb?: number
  /** Given to each worker as it is. */
  readonly data?: unknown
}

/** What a worker gets as its `workerData`. */
export interface WorkerSeat<Data = unknown> {
  /** Counters shared with the pool, for telling where it hangs: task number, step, signs of life within a step. */
  readonly progress: Int32Array
  /** From 0, below the number of workers; no two workers that live at a time have the same. */
  readonly number: number
  readonly data: Data
}
/** The protocol downwards: tasks with numbers, in between a word to give away what is held, then the end. */
export type WorkerOrder<Task> =
  | { readonly kind: 'task'; readonly number: number; readonly task: Task }
  | { readonly kind: 'settle' | 'end' }
/**
 * The protocol upwards. `held`: the task is worked off, its result follows once what the worker wrote is durable. `fault`: the worker can't write.
 */
export type WorkerMessage<Result> =
  | { readonly kind: 'result'; readonly number: number; readonly result: Result }
  | { readonly kind: 'held'; readonly number: number }
  | { readonly kind: 'fault'; readonly code: ErrorCode; readonly message: string; readonly details: AppError['details'] }

const defaultStepTimeoutMs = 30_000
const defaultMemoryMb = 1024
/**
 * V8 ends the whole process, not the thread, where one allocation doesn't fit under a thread's limit: a table that grows, a large string, survivors of one
 * collection of young objects beyond the 16 MB that Node grants on top. So the pool itself stops a worker at `memoryMb`, V8's limit lies this much above, out
 * of reach between two looks, and the young objects are kept few. Past 2048 MB in all V8 would collect garbage four times as seldom.
 */
const headroomMb = 1000
const youngMb = 24
/** Between two looks at what the workers hold, and at what waits for one. A hostile file makes them grow by up to 400 MB a second. */
const memoryTickMs = 50
/** Tasks given to a worker ahead once all are there, so that it has work while this thread writes to the database. */
const ahead = 4
/** What is through by then is not worth another worker, which takes longer to load its program. Counted in ticks, from when all that were started are at work. */
const worthAnotherMs = 200
/** A worker that dies this often in a row before it finishes anything can't be started on this machine. */
const maximumStillborn = 3

interface Entry<Task, Result> {
  readonly number: number
  readonly task: Task
  readonly promise: PromiseWithResolvers<Outcome<Result>>
}

interface Seat<Task, Result> {
  readonly worker: Worker
  readonly number: number
  readonly left: Promise<void>
  readonly progress: Int32Array
  /** Given to the worker and not worked off, in order. */
  readonly assigned: Entry<Task, Result>[]
  /** Worked off, the result not yet here: given out again if the worker dies. */
  readonly held: Entry<Task, Result>[]
  /** Whether it has answered once. */
  begun: boolean
  seenTask: number
  seenStep: number
  seenSigns: number
  stalledMs: number
  /** Whether the worker was asked what it holds and hasn't said. */
  asked: boolean
  /** Told to end. */
  leaving: boolean
  failure: 'timeout' | 'out-of-memory' | null
}

/** How many workers a pool has that isn't told. */
export function usualWorkers(most: number): number {
  return Math.max(1, Math.min(most, availableParallelism()))
}

/** A bounded pool of workers that can be killed: a task that hangs or crashes takes its worker with it, and nothing else. */
export function createPool<Task, Result>(options: PoolOptions): Pool<Task, Result> {
  const size = options.workers ?? usualWorkers(8)
  const stepTimeoutMs = options.stepTimeoutMs ?? defaultStepTimeoutMs
  const memoryMb = options.memoryMb ?? defaultMemoryMb
  const tickMs = Math.max(10, Math.min(250, stepTimeoutMs / 4))
  const waiting: Entry<Task, Result>[] = []
  const seats = new Set<Seat<Task, Result>>()
  let next = 1
  let stillborn = 0
  let closed = false
  let draining = false
  let waitedMs = 0
  let fault: AppError | null = null

  const seat = (): void => {
    const taken = new Set([...seats].map((other) => other.number))
    const number = Array.from({ length: size }, (_, at) => at).find((at) => !taken.has(at)) ?? 0
    const progress = new Int32Array(new SharedArrayBuffer(12))
    const worker = new Worker(options.script, {
      workerData: { progress, number, data: options.data } satisfies WorkerSeat,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb + headroomMb, maxYoungGenerationSizeMb: youngMb },
      // What a library prints about a mail must not reach a terminal or a log.
      stdout: true,
      stderr: true,
    })
    const left = Promise.withResolvers<void>()
    const entry: Seat<Task, Result> = {
      worker,
      number,
      left: left.promise,
      progress,
      assigned: [],
      held: [],
      begun: false,
      seenTask: 0,
      seenStep: 0,
      seenSigns: 0,
      stalledMs: 0,
      asked: false,
      leaving: false,
      failure: null,
    }
    seats.add(entry)
    worker.stdout.resume()
    worker.stderr.resume()
    worker.on('message', (message: WorkerMessage<Result>) => hear(entry, message))
    worker.on('error', (error) => {
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') entry.failure = 'out-of-memory'
    })
    worker.on('exit', () => {
      bury(entry)
      left.resolve()
    })
  }

  const hear = (entry: Seat<Task, Result>, message: WorkerMessage<Result>): void => {
    if (message.kind === 'fault') {
      failAll(new AppError(message.code, message.message, message.details))
      return
    }
    entry.begun = true
    const done = taken(entry.assigned, message.number) ?? taken(entry.held, message.number)
    if (message.kind === 'held') {
      if (done) entry.held.push(done)
      settleIdle()
    } else {
      stillborn = 0
      done?.promise.resolve({ ok: true, result: message.result })
      rest(entry)
    }
    feed()
  }

  /** A worker without work keeps no process alive. */
  const rest = ({ worker, assigned, held }: Seat<Task, Result>): void => {
    if (assigned.length + held.length === 0) worker.unref()
    else worker.ref()
  }

  const settleIdle = (): void => {
    if (!draining || waiting.length > 0) return
    for (const { worker, assigned, held } of seats) {
      if (assigned.length === 0 && held.length > 0) worker.postMessage({ kind: 'settle' } satisfies WorkerOrder<Task>)
    }
  }

  const failAll = (error: AppError): void => {
    fault ??= error
    const lost = [...waiting.splice(0), ...[...seats].flatMap((entry) => [...entry.assigned.splice(0), ...entry.held.splice(0)])]
    for (const { promise } of lost) {
      promise.promise.catch(() => {})
      promise.reject(fault)
    }
  }

  const bury = (entry: Seat<Task, Result>): void => {
    seats.delete(entry)
    if (closed || entry.leaving) return
    const current = Atomics.load(entry.progress, 0)
    const culprit = entry.assigned.findIndex((assigned) => assigned.number === current)
    const rest = entry.assigned.splice(0)
    const held = entry.held.splice(0)
    if (culprit >= 0) {
      const [failed] = rest.splice(culprit, 1)
      failed?.promise.resolve({ ok: false, code: entry.failure ?? 'parser-failed', step: Atomics.load(entry.progress, 1) })
    } else if (++stillborn >= maximumStillborn) {
      waiting.unshift(...held, ...rest)
      failAll(new AppError('jobs/worker-failed', 'The reading processes can’t be started on this machine. Start the program again.'))
      return
    }
    waiting.unshift(...held, ...rest)
    feed()
  }

  const dismiss = async (): Promise<void> => {
    const leaving = [...seats]
    for (const entry of leaving) {
      entry.leaving = true
      entry.worker.ref()
      entry.worker.postMessage({ kind: 'end' } satisfies WorkerOrder<Task>)
    }
    await Promise.all(leaving.map(({ left }) => left))
    if (fault) throw fault
  }

  const feed = (): void => {
    while (waiting.length > 0 && !closed) {
      if (seats.size === 0) seat()
      // What waits can still go to a worker that isn't there yet.
      const most = seats.size < size ? 1 : ahead
      let free: Seat<Task, Result> | null = null
      for (const entry of seats) {
        if (entry.failure === null && entry.assigned.length < (free?.assigned.length ?? most)) free = entry
      }
      const task = free === null ? undefined : waiting.shift()
      if (free === null || task === undefined) return
      free.assigned.push(task)
      rest(free)
      free.worker.postMessage({ kind: 'task', number: task.number, task: task.task } satisfies WorkerOrder<Task>)
    }
  }

  const kill = (entry: Seat<Task, Result>, failure: 'timeout' | 'out-of-memory'): void => {
    if (entry.failure !== null) return
    entry.failure = failure
    void entry.worker.terminate()
  }

  const watch = setInterval(() => {
    for (const entry of seats) {
      const task = Atomics.load(entry.progress, 0)
      const step = Atomics.load(entry.progress, 1)
      const signs = Atomics.load(entry.progress, 2)
      const moved = task !== entry.seenTask || step !== entry.seenStep || signs !== entry.seenSigns
      entry.seenTask = task
      entry.seenStep = step
      entry.seenSigns = signs
      // Counted in ticks rather than by the clock: while this thread is busy, or the machine asleep, nobody hangs.
      entry.stalledMs = moved || task === 0 ? 0 : entry.stalledMs + tickMs
      if (entry.stalledMs >= stepTimeoutMs) kill(entry, 'timeout')
    }
  }, tickMs)
  watch.unref()

  const weigh = async (entry: Seat<Task, Result>): Promise<void> => {
    entry.asked = true
    try {
      const { used_heap_size: objects, external_memory: buffers } = await entry.worker.getHeapStatistics()
      if (objects + buffers > memoryMb * 2 ** 20) kill(entry, 'out-of-memory')
    } catch {
      // Not yet started, or gone.
    }
    entry.asked = false
  }
  /** Starts as many workers more as have something to do, where tasks have been waiting long enough. */
  const grow = (): void => {
    const atWork = [...seats].every(({ progress, begun }) => begun || Atomics.load(progress, 0) !== 0)
    if (waiting.length === 0 || !atWork) waitedMs = 0
    else waitedMs += memoryTickMs
    if (waitedMs < worthAnotherMs) return
    for (let wanted = waiting.length; wanted > 0 && seats.size < size && !closed; wanted--) seat()
    feed()
  }
  const scales = setInterval(() => {
    for (const entry of seats) {
      if (!entry.asked && entry.failure === null && Atomics.load(entry.progress, 0) !== 0) void weigh(entry)
    }
    grow()
  }, memoryTickMs)
  scales.unref()

  return {
    run: (task) => {
      const promise = Promise.withResolvers<Outcome<Result>>()
      if (closed) promise.reject(new AppError('api/cancelled', 'The pass was stopped.'))
      else if (fault) promise.reject(fault)
      else {
        draining = false
        waiting.push({ number: next++, task, promise })
        feed()
      }
      return promise.promise
    },
    start: (howMany = 'one') => {
      while (seats.size < (howMany === 'all' ? size : 1) && !closed) seat()
      for (const entry of seats) rest(entry)
    },
    drain: () => {
      draining = true
      settleIdle()
    },
    renew: dismiss,
    finish: async () => {
      closed = true
      clearInterval(watch)
      clearInterval(scales)
      await dismiss()
    },
    close: async () => {
      closed = true
      clearInterval(watch)
      clearInterval(scales)
      failAll(new AppError('api/cancelled', 'The pass was stopped.'))
      await Promise.all(
        [...seats].map(({ worker }) => {
          worker.ref()
          return worker.terminate()
        }),
      )
    },
  }
}

function taken<Task, Result>(entries: Entry<Task, Result>[], number: number): Entry<Task, Result> | undefined {
  const at = entries.findIndex((entry) => entry.number === number)
  return at < 0 ? undefined : entries.splice(at, 1)[0]
}
