import { plural } from '../format.ts'

/** Log: the audit trail. */
export const log = {
  title: 'Log',
  note: 'Who decided what, and when. Append-only, hash-chained, signed.',
  table: 'Audit trail',
  sequence: 'No.',
  when: 'When',
  user: 'Who',
  entry: 'The whole entry',
  matter: 'Request',
  what: 'What',
  hash: 'Hash',
  code: 'Recorded as',
  /** Documents of an entry by their control numbers, as far as they are known. */
  documents: (count: number | null, first: readonly string[]) =>
    count === null
      ? 'every document'
      : first.length === 0
        ? plural(count, 'document', 'documents')
        : `${first.join(', ')}${count > first.length ? ` and ${plural(count - first.length, 'other', 'others')}` : ''}`,
  anyDocument: 'a document',
  notDone: (sentence: string) => `Not done: ${sentence}`,
  interrupted: (sentence: string) => `Interrupted: ${sentence}`,
  olderCopy: 'An older copy of the request\u2019s file was found in place of the newer: every approval in it is void',
  earlierApprovals: 'Approvals given under an earlier version of the program, which signed less, are void',
  headLost: 'The newest signature beside the log was missing or did not fit: entries may have been cut off before this one',
  outcome: (code: string) => `Refused (${code})`,
  anyUser: 'Everyone',
  anyMatter: 'Every request',
  filterUser: 'Who',
  filterMatter: 'Request',
  anyCommand: 'Everything',
  filterCommand: 'What',
  total: (value: number) => plural(value, 'entry', 'entries'),
  verify: 'Verify the chain',
  verified: (entries: number) => `The chain holds: ${plural(entries, 'entry', 'entries')} checked, with their signatures.`,
  broken: (at: number) => `The chain is broken at entry ${at}. Keep the workspace as it is and call for help: somebody changed the record.`,
  head: 'Head',
  export: 'Export…',
  exportTitle: 'Export the audit trail',
  exportHint: 'A copy that can be verified without this program. It holds salted commitments in place of what was searched or marked.',
  exportPath: 'Write to',
  exportButton: 'Export',
  exported: (entries: number, out: string) => `${plural(entries, 'entry', 'entries')} exported to ${out}`,
  empty: 'Nothing has been recorded that matches.',
} as const
