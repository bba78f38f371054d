import {
  type ContainerRecord,
  dropNote,
  listContainers,
  listFingerprints,
  type SourceRecord,
  setContainerPlace,
  setContainerState,
  takeBackFailures,
  transact,
  type WritableDatabase,
} from '../store/index.ts'
import { type ContainerWork, containerPath, containerVanished, type IngestPool } from './ingest-pass.ts'
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
    if (record) transact(index, () => moved(index, record, found))
    if (!record) fresh.push(found)
    else if (await isRewritten(environment, source, record, found)) rewritten.push({ found, record })
    else if (needsReading(record, found)) plan.push({ number: record.number, found: await withVersions(environment, record, found) })
    if (record?.state === 'vanished') transact(index, () => returned(index, record))
  }
  const added = transact(index, () => {
    for (const record of known.values()) if (record.state !== 'vanished') containerVanished(index, record, source)
    for (const { record } of rewritten) containerVanished(index, record, source)
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
  if (place !== record.place) setContainerPlace(index, record.number, place)
}

function returned(index: WritableDatabase, record: ContainerRecord): void {
  dropNote(index, record.number, 'vanished')
  takeBackFailures(index, record.number, 'rest')
  setContainerState(index, record.number, record.position < record.sizeBytes ? 'reading' : 'done', null)
}

/**
 * Folders are always looked through, since which of their files are new is only known there; a mailbox where something is left to do: it changed, its
 * reading was cut, or messages of it could not be read.
 */
function needsReading(record: ContainerRecord, found: FoundContainer): boolean {
  if (record.state !== 'done' && record.state !== 'vanished') return true
  return found.files !== null || hasChanged(record, found) || record.position < record.sizeBytes || record.exceptions > 0
}

function hasChanged(record: ContainerRecord, found: FoundContainer): boolean {
  return found.sizeBytes !== record.sizeBytes || found.modifiedMs !== record.modifiedMs
}

/** What begins where a mailbox grew by whole messages. */
const nextMessage = /^[\r\n]{0,8}From /

/**
 * Whether the part of an mbox that was read is no longer what it was. Growth by messages at the end is no rewriting; growth that goes on in the last message is:
 * a copy was still running, or a delivery, and that message was read without its end.
 */
async function isRewritten(
  { index, pool }: RescanEnvironment,
  source: SourceRecord,
  record: ContainerRecord,
  found: FoundContainer,
): Promise<boolean> {
  if (found.files !== null || record.position === 0 || !hasChanged(record, found)) return false
  if (found.sizeBytes < record.position) return true
  const path = containerPath(source, found)
  if (record.sha256 === null || record.position < record.sizeBytes) return !(await holdsWhatWasRead(index, pool, path, record, found))
  const outcome = await pool.run({ kind: 'hash', path, steps: found.place?.steps ?? [], length: record.sizeBytes })
  if (!outcome.ok || outcome.result.kind !== 'hash') return true
  if (found.sizeBytes > record.sizeBytes && !nextMessage.test(outcome.result.after)) return true
  return !Buffer.from(outcome.result.sha256).equals(Buffer.from(record.sha256))
}

const verifiedTogether = 5_000

/** Whether the messages taken from a mailbox whose reading was cut, so that there is no hash of it, still are where they were. */
async function holdsWhatWasRead(
  index: WritableDatabase,
  pool: IngestPool,
  path: Uint8Array,
  record: ContainerRecord,
  found: FoundContainer,
): Promise<boolean> {
  const steps = found.place?.steps ?? []
  for (let from = 0; ; ) {
    const messages = listFingerprints(index, record.number, from, verifiedTogether)
    const last = messages.at(-1)
    if (last === undefined) return true
    const outcome = await pool.run({ kind: 'verify', path, steps, messages })
    if (!outcome.ok || outcome.result.kind !== 'verified' || !outcome.result.same) return false
    from = last.offset + 1
  }
}
