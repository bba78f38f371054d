import { existsSync } from 'node:fs'
import type { Ledger, SourceId, SourceSummary } from '../model/index.ts'
import { AppError, reconciles } from '../model/index.ts'
import {
  countAttachments,
  findSource,
  ledgerSums,
  listContainers,
  listExceptions,
  listSources,
  type ReadableDatabase,
  type SourceRecord,
  sourceLabels,
  sourceNumber,
} from '../store/index.ts'
import { isIngesting } from './ingest.ts'
import { meaningOf } from './ledger-reasons.ts'

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
 * @throws jobs/unknown-source
 */
export function readLedger(index: ReadableDatabase, source: SourceId | null): Ledger {
  const number = source === null ? null : sourceNumber(source)
  const one = number === null ? null : findSource(index, number)
  if (number !== null && one === null) throw new AppError('jobs/unknown-source', 'There is no such source in this workspace.', { source })
  const { counts, bytes } = ledgerSums(index, number)
  return {
    reconciles: reconciles(counts, bytes),
    totals: counts,
    bytes,
    sources: summaries(index, one ? [one] : listSources(index)),
    exceptions: listExceptions(index, number).map(({ source: at, locator, code, counted }) => ({
      source: at,
      locator,
      code,
      ...meaningOf(code, counted),
    })),
  }
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
