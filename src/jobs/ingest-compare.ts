import { type ContainerRecord, hasNote, listFingerprints, type SourceRecord, type WritableDatabase } from '../store/index.ts'
import { containerPath, type IngestPool } from './ingest-pass.ts'
import type { FoundContainer } from './ingest-walk.ts'

/**
 * What became of a mailbox since it was read: `continued` where its last message went on, since a copy or a delivery was still running; `rewritten` where what was
 * read is no longer what it was. Null where it is the same, or grew by whole messages.
 */
export type Change = 'continued' | 'rewritten' | null

export function hasChanged(record: ContainerRecord, found: FoundContainer): boolean {
  return found.sizeBytes !== record.sizeBytes || found.modifiedMs !== record.modifiedMs
}

/** What begins where a mailbox grew by whole messages, or only by empty lines. */
const nextMessage = /^(?:[\r\n]{0,8}From |[\r\n]*$)/

/** Compares a mailbox with what was read of it. What changed while it was read is compared message by message, since its hash may be of another moment. */
export async function changeOf(
  { index, pool }: { readonly index: WritableDatabase; readonly pool: IngestPool },
  source: SourceRecord,
  record: ContainerRecord,
  found: FoundContainer,
): Promise<Change> {
  if (found.files !== null || record.position === 0) return null
  const doubtful = record.sha256 === null || hasNote(index, record.number, 'changed-while-read')
  if (!hasChanged(record, found) && !doubtful) return null
  if (found.sizeBytes < record.position) return 'rewritten'
  const path = containerPath(source, found)
  const cut = record.position < record.sizeBytes
  if ((doubtful || cut) && !(await holdsWhatWasRead(index, pool, path, record, found))) return 'rewritten'
  // What follows was not read yet: the last message ends where the next begins.
  if (cut) return null
  const outcome = await pool.run({ kind: 'hash', path, steps: found.place?.steps ?? [], length: record.sizeBytes })
  if (!outcome.ok || outcome.result.kind !== 'hash') return 'rewritten'
  if (!doubtful && record.sha256 !== null && !Buffer.from(outcome.result.sha256).equals(Buffer.from(record.sha256))) return 'rewritten'
  return found.sizeBytes > record.sizeBytes && !nextMessage.test(outcome.result.after) ? 'continued' : null
}

const verifiedTogether = 5_000

/** Whether the messages taken from a mailbox still are where they were. */
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
