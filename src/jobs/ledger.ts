import { existsSync } from 'node:fs'
import type { Ledger, LedgerException, LedgerReason, SourceId, SourceSummary } from '../model/index.ts'
import { AppError, reconciles } from '../model/index.ts'
import {
  countAttachments,
  countExceptions,
  type ExceptionRecord,
  eachException,
  findSource,
  firstExceptions,
  goneContainer,
  isGoneMessage,
  ledgerSums,
  listContainers,
  listSources,
  type ReadableDatabase,
  type SourceRecord,
  sourceLabels,
  sourceNumber,
} from '../store/index.ts'
import { isIngesting } from './ingest.ts'
import { exceptionReasons, meaningOf } from './ledger-reasons.ts'

function summaries(index: ReadableDatabase, sources: readonly SourceRecord[]): readonly SourceSummary[] {
  const labels = new Map(sourceLabels(index).map(({ number, label }) => [number, label]))
  return sources.map((source) => {
    const { number, id, kind, path, label, custodian, addedAtMs } = source
    const { counts, bytes } = ledgerSums(index, number)
    return {
      id,
      kind,
      path,
      label: labels.get(number) ?? label,
      custodian,
      addedAtMs,
      ...counts,
      attachments: countAttachments(index, number),
      bytes: bytes.total,
      byteLedger: bytes,
      seconds: source.elapsedMs / 1000,
      state: stateNow(index, source),
    }
  })
}

/** A pass that was killed left its state behind; and a disk may have been unmounted since. */
function stateNow(index: ReadableDatabase, source: SourceRecord): SourceSummary['state'] {
  if (source.state === 'indexing' && isIngesting(index)) return 'indexing'
  if (!existsSync(source.path)) return 'unreachable'
  return source.state === 'indexing' ? 'interrupted' : source.state
}

/** All sources in order of registration. */
export function sourceSummaries(index: ReadableDatabase): readonly SourceSummary[] {
  return summaries(index, listSources(index))
}

/**
 * The ledger with every exception, its reason and what to do about it.
 *
 * @param perReason at most so many exceptions of each reason; `reasons` counts all of them
 * @throws jobs/unknown-source
 */
export function readLedger(index: ReadableDatabase, source: SourceId | null, perReason: number | null = null): Ledger {
  const number = source === null ? null : sourceNumber(source)
  const one = number === null ? null : findSource(index, number)
  if (number !== null && one === null) throw new AppError('jobs/unknown-source', 'There is no such source in this workspace.', { source })
  const { counts, bytes } = ledgerSums(index, number)
  const reasons = reasonsOf(index, source)
  return {
    reconciles: reconciles(counts, bytes),
    totals: counts,
    bytes,
    sources: summaries(index, one ? [one] : listSources(index)),
    reasons,
    exceptions:
      perReason === null
        ? [...ledgerEntries(index, source)]
        : reasons.flatMap(({ code }) => firstExceptions(index, number, code, perReason).map(entryOf)),
  }
}

/** Every exception, one after the other, in order of place. While they are taken nothing else can be asked of the index. */
export function* ledgerEntries(index: ReadableDatabase, source: SourceId | null): Generator<LedgerException> {
  for (const exception of eachException(index, source === null ? null : sourceNumber(source))) yield entryOf(exception)
}

function entryOf({ source, locator, part, code, counted, place }: ExceptionRecord): LedgerException {
  const entry = { source, locator, part, code, ...meaningOf(code, { counted, gone: isGoneMessage(place) }) }
  const gone = goneContainer(place)
  if (gone === null || code !== 'vanished') return entry
  const { messages, nowhere } = gone
  return {
    ...entry,
    gone,
    reason: `${entry.reason} Messages that were read from it: ${messages}; of these stand nowhere else: ${nowhere}.`,
  }
}

function reasonsOf(index: ReadableDatabase, source: SourceId | null): readonly LedgerReason[] {
  const rows = countExceptions(index).filter((row) => source === null || row.source === source)
  const reasons = [...Map.groupBy(rows, ({ code }) => code)].map(([code, group]): LedgerReason => {
    const counted = group.some((row) => row.counted)
    const { reason, whatToDo } = meaningOf(code, { counted, gone: false })
    const helped = group.filter((row) => meaningOf(code, row).rescanHelps)
    return {
      code,
      count: group.reduce((sum, { count }) => sum + count, 0),
      reason,
      whatToDo,
      loss: counted || code === 'vanished' || exceptionReasons[code].partial,
      rescan: [...new Set(helped.map((row) => row.source))],
    }
  })
  return reasons.sort((one, other) => Number(other.loss) - Number(one.loss) || other.count - one.count || (one.code < other.code ? -1 : 1))
}

/** A container's part of the ledger: how many messages a file or folder gave. */
export interface ContainerCount {
  readonly name: string
  readonly folder: string
  readonly found: number
  readonly indexed: number
  readonly partial: number
  readonly exceptions: number
  readonly duplicates: number
}

/** Counts by file or folder, in order of reading. */
export function containerCounts(index: ReadableDatabase, source: SourceId): readonly ContainerCount[] {
  return listContainers(index, sourceNumber(source)).map(({ name, folder, listed, indexed, partial, exceptions, duplicates }) => ({
    name,
    folder,
    found: listed,
    indexed,
    partial,
    exceptions,
    duplicates,
  }))
}
