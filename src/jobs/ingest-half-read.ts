import { basename } from 'node:path'
import { type ContainerRecord, lastInMbox, type SourceRecord, setAsideHalfRead, transact, type WritableDatabase } from '../store/index.ts'
import { containerPath } from './ingest-pass.ts'
import { PlaceReader } from './ingest-place.ts'
import type { FoundContainer } from './ingest-walk.ts'

/** One separator line and nothing else, as it stands before a message (RFC 4155), perhaps after the empty line that ends the one before. */
const oneSeparator = /^(?:\r?\n){0,2}From [^\r\n]*\r?\n$/
const longestSeparator = 4096
/** The empty line that writers put after a message. */
const emptyLine = 2

/**
 * Has a mailbox's last message read again, which went on behind where the file ended when it was read; what was read of it is set aside. False where what was read
 * last is no message, or more than a separator stands before it: such a mailbox is to be read anew.
 */
export function takeUpLast(index: WritableDatabase, source: SourceRecord, record: ContainerRecord, found: FoundContainer): boolean {
  const last = lastInMbox(index, record.number)
  if (last === null) return false
  const end = last.offset + last.length
  const before = last.offset - last.before
  if (record.position < end || record.position - end > emptyLine || before > longestSeparator) return false
  const reader = new PlaceReader()
  try {
    const file = reader.open(containerPath(source, found), found.place?.steps ?? [])
    if (!oneSeparator.test(Buffer.from(file.read(last.before, before)).toString('latin1'))) return false
  } finally {
    reader.close()
  }
  const shown = record.name || basename(source.path)
  transact(index, () => setAsideHalfRead(index, record.number, last, `${shown}@${last.offset}`))
  return true
}
