import type { JobControl, Scope } from '../model/index.ts'
import type { ReadableDatabase, ShardSeat } from '../store/index.ts'
import {
  type CollectResult,
  type CollectTask,
  collectTask,
  type FoundTerm,
  type ReadFamilies,
  type ReadFamily,
  type WantedFamily,
} from './collect-task.ts'
import { createPool, usualWorkers } from './pool.ts'
import type { Term, TermResult } from './term-search.ts'
import { workerEntry } from './worker-entry.ts'

/** The threads of one collection. */
export interface Collectors {
  /** What each term finds, and by number of document where in it the term stands. @throws api/cancelled */
  find(
    terms: readonly Term[],
    scope: Scope,
    timeZone: string,
  ): Promise<{ readonly results: readonly TermResult[]; readonly places: readonly ReadonlyMap<number, string>[] }>
  /** Families read, portion by portion in the order given, while further ones are being read. @throws api/cancelled */
  read(portions: Iterable<readonly WantedFamily[]>, timeZone: string): AsyncGenerator<readonly ReadFamily[]>
  end(): Promise<void>
}

/** More would wait for the one that writes. */
const mostThreads = 4
/** Portions for each thread: what it works at, and what it has next while this thread writes. */
const portionsAhead = 3
/** A search over everything, or a message with files of hundreds of pages, which have limits of their own (file-reader.ts). */
const longestStepMs = 15 * 60_000

/** Threads that end with `end`, or at once when the job is cancelled. */
export function collectorsOf(index: ReadableDatabase, seat: ShardSeat, control: JobControl): Collectors {
  const workers = usualWorkers(mostThreads)
  const pool = createPool<CollectTask, CollectResult>({
    script: workerEntry('worker-collect'),
    workers,
    stepTimeoutMs: longestStepMs,
    data: seat,
  })
  const stop = (): void => void pool.close()
  control.signal.addEventListener('abort', stop, { once: true })
  const run = async (task: CollectTask): Promise<CollectResult> => {
    try {
      const outcome = await pool.run(task)
      // What took a thread down is tried once more here, as it would be without any: nothing that was found is left out.
      return outcome.ok ? outcome.result : await collectTask(index, task, () => {})
    } catch (error) {
      control.signal.throwIfAborted()
      throw error
    }
  }
  return {
    find: async (terms, scope, timeZone) => {
      control.signal.throwIfAborted()
      let done = 0
      const report = (): void => control.report({ step: 'Searching', done, total: terms.length, unit: 'steps' })
      report()
      const found = await Promise.all(
        terms.map(async (term) => {
          const one = (await run({ kind: 'term', term, scope, timeZone })) as FoundTerm
          done++
          report()
          return one
        }),
      )
      return {
        results: terms.map(({ queries: _, ...term }, at) => ({ ...term, found: found[at]?.found ?? [] })),
        places: found.map((one) => new Map(one.found.map(([document], at) => [document, one.places[at] ?? '']))),
      }
    },
    read: async function* (portions, timeZone) {
      const running: Promise<CollectResult>[] = []
      const first = async (): Promise<readonly ReadFamily[]> => ((await running.shift()) as ReadFamilies).families
      for (const wanted of portions) {
        control.signal.throwIfAborted()
        const reading = run({ kind: 'families', wanted, timeZone })
        // Whoever stops asking doesn't wait for what still runs.
        reading.catch(() => {})
        running.push(reading)
        if (running.length >= workers * portionsAhead) yield await first()
      }
      while (running.length > 0) yield await first()
    },
    end: async () => {
      control.signal.removeEventListener('abort', stop)
      await pool.close()
    },
  }
}
