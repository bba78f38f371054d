import {
  type ContainerRecord,
  dropNote,
  hasNote,
  listContainers,
  type SourceRecord,
  setContainerPlace,
  setContainerState,
  setPresent,
  takeBackFailures,
  transact,
  type WritableDatabase,
} from '../store/index.ts'
import { changeOf, hasChanged } from './ingest-compare.ts'
import { takeUpLast } from './ingest-half-read.ts'
import { type ContainerWork, containerVanished, type IngestPool, unreadRest } from './ingest-pass.ts'
import { placeText } from './ingest-place.ts'
import { withVersions } from './ingest-versions.ts'
import type { FoundContainer, FoundTree } from './ingest-walk.ts'

interface RescanEnvironment {
  readonly index: WritableDatabase
  readonly pool: IngestPool
}
type Register = (found: FoundContainer, generation: number) => number

/**
 * Compares what is there with what is known and tells which containers to read: the new ones, those whose pass was cut, mailboxes that grew, folders with new
 * files. A mailbox that was rewritten is read anew beside what was known of it.
 */
export async function planRescan(
  environment: RescanEnvironment,
  source: SourceRecord,
  tree: FoundTree,
  register: Register,
): Promise<readonly ContainerWork[]> {
  const { index } = environment
  const known = new Map<string, ContainerRecord>()
  // Of several generations the last stands for the name.
  for (const record of listContainers(index, source.number)) known.set(nameKey(record), record)
  const plan: ContainerWork[] = []
  const fresh: FoundContainer[] = []
  const rewritten: { found: FoundContainer; record: ContainerRecord }[] = []
  for (const found of tree.containers) {
    const record = known.get(nameKey(found))
    known.delete(nameKey(found))
    if (!record) {
      fresh.push(found)
      continue
    }
    moved(index, record, found)
    const change = await changeOf(environment, source, record, found)
    if (change === 'rewritten' || (change === 'continued' && !takeUpLast(index, source, record, found))) rewritten.push({ found, record })
    else if (change !== null || needsReading(index, record, found)) {
      const current = await withVersions(environment, record, found)
      const isKnown = notePresent(index, record, current)
      if (!isKnown || !isAsRead(index, record, current)) plan.push({ number: record.number, found: current })
    }
    if (record.state === 'vanished') transact(index, () => returned(index, record))
  }
  const added = transact(index, () => {
    for (const record of known.values()) if (record.state !== 'vanished') containerVanished(index, record, source)
    for (const { record } of rewritten) {
      unreadRest(index, record, source)
      // What is no longer in it is told message by message once it is read anew.
      setContainerState(index, record.number, 'vanished', null)
    }
    return [
      ...rewritten.map(({ found, record }) => ({ number: register(found, record.generation + 1), found })),
      ...fresh.map((found) => ({ number: register(found, 1), found })),
    ]
  })
  return [...plan, ...added].sort((left, right) => left.number - right.number)
}

function nameKey(place: { readonly name: string; readonly nameBytes: Uint8Array | null }): string {
  return place.nameBytes === null ? place.name : `\0${Buffer.from(place.nameBytes).toString('hex')}`
}

/** An archive that was written anew may have the same mailbox at another place. */
function moved(index: WritableDatabase, record: ContainerRecord, found: FoundContainer): void {
  const place = found.place === null ? null : placeText(found.place)
  if (place !== record.place) transact(index, () => setContainerPlace(index, record.number, place))
}

function returned(index: WritableDatabase, record: ContainerRecord): void {
  dropNote(index, record.number, 'vanished')
  dropNote(index, record.number, 'moved')
  takeBackFailures(index, record.number, 'rest')
  setContainerState(index, record.number, record.position < record.sizeBytes ? 'reading' : 'done', null)
}

/**
 * Folders are always looked through, since which of their files are new is only known there; a mailbox where something is left to do: it changed, its
 * reading was cut, or messages of it could not be read.
 */
function needsReading(index: WritableDatabase, record: ContainerRecord, found: FoundContainer): boolean {
  if ((record.state !== 'done' && record.state !== 'vanished') || hasNote(index, record.number, 'changed-while-read')) return true
  return found.files !== null || hasChanged(record, found) || record.position < record.sizeBytes || record.exceptions > 0
}

/**
 * Notes which of a folder's known messages are there; true where nothing else is. Of a store that was not written to since, what was there is there, and is not
 * looked at.
 */
function notePresent(index: WritableDatabase, record: ContainerRecord, found: FoundContainer): boolean {
  if (found.files === null || (found.stamp !== null && found.stamp === record.stamp && record.state === 'done')) return false
  const present = new Set(found.files.map(({ key }) => key))
  return transact(index, () => setPresent(index, record.number, present)) === present.size
}

/** Whether a folder of which every file is known was read in whole, and nothing is left to do there: most folders in most rescans. */
function isAsRead(index: WritableDatabase, record: ContainerRecord, found: FoundContainer): boolean {
  const { state, stamp, exceptions, listed, indexed, partial, sizeBytes, messageBytes } = record
  if (state !== 'done' || stamp !== found.stamp || exceptions > 0 || listed !== indexed + partial || sizeBytes !== messageBytes)
    return false
  // In an archive they may stand elsewhere now.
  return found.files?.every(({ place }) => place === null) === true && !hasNote(index, record.number, 'changed-while-read')
}
