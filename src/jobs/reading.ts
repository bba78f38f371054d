import type { Scope, SourceId } from '../model/index.ts'
import { inScope } from '../model/index.ts'
import { countOwed, listSources, type ReadableDatabase } from '../store/index.ts'
import { sourceSummaries } from './ledger.ts'

/** Mail in a request's scope that is not searchable yet: what is found or collected now is not all. */
export interface Reading {
  /** Sources of which something is still to be read, in order of registration. */
  readonly sources: readonly SourceId[]
  /** Messages of these that were read so far. */
  readonly read: number
  /** What these will come to, reckoned from the bytes read so far; null while nothing tells. */
  readonly about: number | null
  /** Attachments whose text is still to be read, of the whole archive. */
  readonly attachments: number
  /** Whether nothing is being read at the moment: a pass was cut and waits for somebody to go on with it. */
  readonly stopped: boolean
}

/**
 * What is still to be read of the sources in scope; null when all was. A source whose pass was cut counts as much as one that is being read. One
 * that is only out of reach does not: what was read of it is known to be all.
 */
export function stillReading(index: ReadableDatabase, scope: Pick<Scope, 'sources' | 'custodians'>): Reading | null {
  const within = sourceSummaries(index).filter((source) => inScope(scope, source))
  const unread = new Set(listSources(index).flatMap(({ id, state }) => (state === 'complete' ? [] : [id])))
  const open = within.filter(({ id }) => unread.has(id))
  if (open.length === 0) return null
  const sum = (of: (source: (typeof open)[number]) => number) => open.reduce((total, source) => total + of(source), 0)
  const found = sum((source) => source.found)
  const read = found - sum((source) => source.pending)
  const bytes = sum((source) => source.byteLedger.total - source.byteLedger.unread)
  const bytesRead = bytes - sum((source) => source.byteLedger.pending)
  return {
    sources: open.map(({ id }) => id),
    read,
    about: read === 0 || bytesRead === 0 ? null : Math.max(found, roughly((read * bytes) / bytesRead)),
    attachments: countOwed(index),
    stopped: open.every(({ state }) => state !== 'indexing'),
  }
}

/** To two figures: more would promise what an estimate can't keep. */
function roughly(count: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1)
  return Math.round(count / unit) * unit
}
