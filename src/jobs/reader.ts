/**
 * jobs, reader: questions about the index. A door of its own within the room's, since the core itself has a reader: what answers is loaded with the first question.
 */
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { AppError, type ErrorCode, type ErrorDetails } from '../model/index.ts'
import type { ReadableDatabase, ShardSeat } from '../store/index.ts'
import type { Answer, Asked, QuestionName } from './reader-questions.ts'
import { whenQuiet } from './when-quiet.ts'
import { workerEntry } from './worker-entry.ts'

/** Answers questions about the index. */
export interface Reader {
  /**
   * Asks. A newer question in the same lane (what one field of the surface shows) takes the place of an older that is unanswered: that one is given up.
   *
   * @throws api/cancelled, and what the question throws
   */
  ask<Name extends QuestionName>(
    name: Name,
    asked: Asked<Name>,
    options: { readonly signal: AbortSignal; readonly lane?: string | undefined },
  ): Promise<Answer<Name>>
  /** Gives up what is unanswered, and lets go of the index. */
  close(): Promise<void>
}

/** What a thread is told. `stopped`: shared; not 0 once nobody waits. */
export interface ReaderOrder {
  readonly number: number
  readonly name: QuestionName
  readonly asked: unknown
  readonly stopped: Int32Array
}
export type ReaderReply =
  | { readonly number: number; readonly result: unknown }
  | {
      readonly number: number
      readonly known: { readonly code: ErrorCode; readonly message: string; readonly details: ErrorDetails } | null
      readonly bug: unknown
    }

/** Questions that may take seconds have a thread of their own: no search that somebody types waits behind them. */
const slow: ReadonlySet<QuestionName> = new Set(['identify', 'terms', 'namesakes', 'correspondents'])
/**
 * Those that are set aside for any other, and asked again behind it. What stands beside the results is answered by the thread that found them, since it knows what
 * the words match: any other would ask the engine once more, and take the processor from the next letter.
 */
const waits: ReadonlySet<QuestionName> = new Set(['facets'])

type Run = (name: QuestionName, asked: unknown, signal: AbortSignal) => Promise<unknown>

/** A reader that answers in this thread, over the connection that is open: for a program that asks one thing and ends. */
export function readerHere(index: ReadableDatabase): Reader {
  return reader(
    async (name, asked, signal) => {
      // What came meanwhile may have taken this one's place.
      await setImmediate()
      const { answer } = await import('./reader-questions.ts')
      signal.throwIfAborted()
      return answer(index, name, asked as never, () => {})
    },
    async () => {},
  )
}

/**
 * A reader with two threads, one for what is typed and one for what may take seconds. The database driver is synchronous: in the core's own thread a long question
 * would keep everything else waiting, and couldn't be given up.
 */
export function readerInThreads(seat: ShardSeat): Reader {
  const threads = { quick: readingThread(seat), slow: readingThread(seat) }
  // Nobody waits for it, and whatever stands against it is told by the first question.
  const ending = new AbortController()
  for (const thread of [threads.quick, threads.slow]) thread.run('warm', {}, ending.signal).catch(() => {})
  const ahead = whenQuiet((signal) => threads.quick.run('frequent', {}, signal))
  return reader(
    async (name, asked, signal) => {
      ahead.putOff()
      try {
        return await (slow.has(name) ? threads.slow : threads.quick).run(name, asked, signal)
      } finally {
        ahead.putOff()
      }
    },
    async () => {
      ending.abort()
      ahead.end()
      await Promise.all([threads.quick.close(), threads.slow.close()])
    },
  )
}

function reader(run: Run, end: () => Promise<void>): Reader {
  const lanes = new Map<string, AbortController>()
  const closing = new AbortController()
  return {
    ask: async (name, asked, { signal, lane }) => {
      const mine = new AbortController()
      if (lane !== undefined) {
        lanes.get(lane)?.abort()
        lanes.set(lane, mine)
      }
      const any = AbortSignal.any([signal, mine.signal, closing.signal])
      try {
        any.throwIfAborted()
        return (await run(name, asked, any)) as never
      } catch (error) {
        if (!any.aborted) throw error
        throw new AppError('api/cancelled', 'A newer question took the place of this one, or nobody waits for the answer.')
      } finally {
        if (lane !== undefined && lanes.get(lane) === mine) lanes.delete(lane)
      }
    },
    close: async () => {
      closing.abort()
      await end()
    },
  }
}

/** How long closing waits for an answer that can't be given up halfway. */
const patienceMs = 2000

interface Waiting {
  readonly promise: PromiseWithResolvers<unknown>
  order: ReaderOrder
}

const notStopped = (): Int32Array => new Int32Array(new SharedArrayBuffer(4))
const stop = ({ order }: Waiting): number => Atomics.store(order.stopped, 0, 1)

/** One thread, started at its first question, and again after it died. It keeps no process alive but while it owes an answer. */
function readingThread(seat: ShardSeat): { readonly run: Run; close(): Promise<void> } {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | null = null
  let left = Promise.resolve()
  let next = 1

  const started = (): Worker => {
    const made = new Worker(workerEntry('reader-thread'), { workerData: { path: seat.path, key: seat.key } })
    const gone = Promise.withResolvers<void>()
    left = gone.promise
    let fault: unknown = null
    made.on('message', (reply: ReaderReply) => {
      const asked = waiting.get(reply.number)
      if ('result' in reply) asked?.promise.resolve(reply.result)
      else if (reply.known === null) asked?.promise.reject(reply.bug)
      else asked?.promise.reject(new AppError(reply.known.code, reply.known.message, reply.known.details))
    })
    made.on('error', (error) => {
      fault = error
    })
    made.on('exit', () => {
      if (worker === made) worker = null
      for (const { promise } of waiting.values()) promise.reject(fault ?? new Error('a reading thread ended'))
      gone.resolve()
    })
    worker = made
    return made
  }
  return {
    run: async (name, asked, signal) => {
      const number = next++
      const one: Waiting = { promise: Promise.withResolvers(), order: { number, name, asked, stopped: notStopped() } }
      const give = (): void => {
        stop(one)
        one.promise.reject(signal.reason)
      }
      signal.addEventListener('abort', give, { once: true })
      const aside = waits.has(name) ? [] : [...waiting.values()].filter(({ order }) => waits.has(order.name))
      waiting.set(number, one)
      const thread = worker ?? started()
      thread.ref()
      for (const each of aside) stop(each)
      thread.postMessage(one.order)
      for (const each of aside) {
        each.order = { ...each.order, stopped: notStopped() }
        thread.postMessage(each.order)
      }
      try {
        return await one.promise.promise
      } finally {
        signal.removeEventListener('abort', give)
        waiting.delete(number)
        // It may have been answered just as it was set aside.
        stop(one)
        if (waiting.size === 0) thread.unref()
      }
    },
    close: async () => {
      const last = worker
      if (last === null) return
      last.postMessage('end')
      last.ref()
      const timer = setTimeout(() => void last.terminate(), patienceMs)
      await left
      clearTimeout(timer)
    },
  }
}
