import type { AuditEntryView, CommandName } from '../../../src/api/index.ts'
import { logEvents } from '../../text/en/log-events.ts'
import { text } from '../../text/en.ts'

const isRecordedCommand = (name: string): name is keyof typeof logEvents => Object.hasOwn(logEvents, name)

/** An entry of the log as a sentence; one of a command that this program no longer has by its name. */
export function sentenceOf(entry: AuditEntryView): string {
  const { documents, recorded, command, outcome } = entry
  // No commands: what the core records of its own accord when the newest signature beside the log was lost, a request's file put back, or approvals given under an earlier version.
  if (command === 'audit.head') return text.log.headLost
  if (command === 'matter.older') return text.log.olderCopy
  if (command === 'matter.earlierApprovals') return text.log.earlierApprovals
  const named = documents === null ? text.log.anyDocument : text.log.documents(documents.count, documents.first)
  // What was recorded is the command's own input, which its entry in the table is typed by.
  const tell = isRecordedCommand(command)
    ? (logEvents[command as CommandName & keyof typeof logEvents] as (r: object, d: string) => string)
    : null
  const sentence = tell === null ? command : tell(recorded ?? {}, named)
  if (outcome === 'done') return sentence
  return outcome === 'interrupted' ? text.log.interrupted(sentence) : text.log.notDone(sentence)
}
