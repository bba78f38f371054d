import {
  type ContainerRecord,
  dropNote,
  listContainers,
  type SourceRecord,
  setContainerPlace,
  setContainerState,
  transact,
  type WritableDatabase,
} from '../store/index.ts'
import { type ContainerWork, containerPath, containerVanished, type IngestPool } from './ingest-pass.ts'
import { placeText } from './ingest-place.ts'
import { withVersions } from './ingest-versions.ts'
import type { FoundContainer, FoundTree } from './ingest-walk.ts'

type Register = (found: FoundContainer, generation: number) => number

/**
 * Compares what is there with what is known and tells which containers to read: the new ones, those whose pass was cut, mailboxes that grew, folders with new
 * files. A mailbox that was rewritten is read anew beside what was known of it.
 */
export async function planRescan(
  environment: { readonly index: WritableDatabase; readonly pool: IngestPool },
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
    else if (await isRewritten(environment.pool, source, record, found)) rewritten.push({ found, record })
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
  setContainerState(index, record.number, 'done', null)
}

/** Folders are always looked through, since which of their files are new is only known there. */
function needsReading(record: ContainerRecord, found: FoundContainer): boolean {
  if (record.state !== 'done' && record.state !== 'vanished') return true
  return found.files !== null || found.sizeBytes !== record.sizeBytes || found.modifiedMs !== record.modifiedMs
}

/** What begins where a mailbox grew by whole messages. */
const nextMessage = /^[\r\n]{0,8}From /

/**
 * Whether the part of an mbox that was read is no longer what it was. Growth by messages at the end is no rewriting; growth that goes on in the last message is:
 * a copy was still running, or a delivery, and that message was read without its end.
 */
async function isRewritten(pool: IngestPool, source: SourceRecord, record: ContainerRecord, found: FoundContainer): Promise<boolean> {
  if (found.files !== null || (record.state !== 'done' && record.state !== 'vanished') || !needsReading(record, found)) return false
  if (found.sizeBytes < record.sizeBytes || record.sha256 === null) return true
  const path = containerPath(source, found)
  const outcome = await pool.run({ kind: 'hash', path, steps: found.place?.steps ?? [], length: record.sizeBytes })
  if (!outcome.ok || outcome.result.kind !== 'hash') return true
  if (found.sizeBytes > record.sizeBytes && !nextMessage.test(outcome.result.after)) return true
  return !Buffer.from(outcome.result.sha256).equals(Buffer.from(record.sha256))
}
