import type { ChangedField, CommandName, Input } from '../../../src/api/index.ts'
import type { ClockEvent } from '../../../src/model/index.ts'
import { civil, plural } from '../format.ts'
import { frame } from './frame.ts'
import { log } from './log.ts'
import { requests } from './requests.ts'
import { review } from './review.ts'

/** What an entry may say of itself: the recorded input, as far as it was recorded; of a correction, what stood and what stands. */
type Recorded<Name extends CommandName> = Partial<Input<Name>> & {
  readonly was?: ClockEvent
  readonly is?: ClockEvent | null
  readonly changed?: readonly ChangedField[]
  readonly production?: string
  readonly sha256?: string
}
/** Gives the sentence of an entry; `documents` names those that it is about. */
type Sentence<Name extends CommandName> = (recorded: Recorded<Name>, documents: string) => string

const quoted = (value: string | undefined) => (value === undefined ? '' : ` “${value.length > 80 ? `${value.slice(0, 80)}…` : value}”`)
const ground = (code: string | undefined) => (code === undefined ? '' : ` on the ground ${code}`)
const role = (value: keyof typeof frame.roles | undefined) => (value === undefined ? '' : ` as ${frame.roles[value].toLowerCase()}`)
const to = (path: string | undefined) => (path === undefined ? '' : ` to ${path}`)
const accepted = (value: boolean | null | undefined) => (value === true ? 'Accepted' : value === false ? 'Refused' : 'Left open')
const happened = (event: ClockEvent | null | undefined) => (event == null ? '' : ` ${frame.events[event.kind]}, ${civil(event.on)}`)
const because = (reason: string | undefined) => (reason === undefined ? '' : `:${quoted(reason)}`)
const editions = { internal: 'internal redaction log', requester: 'schedule for the requester', privilege: 'privilege log' } as const

/** Every write of the core as a sentence of the log. */
export const logEvents = {
  'workspace.create': ({ role: as }) => `Made the workspace${role(as)}`,
  'workspace.unlock': () => 'Signed in',
  'workspace.lock': () => 'Locked the workspace',
  'user.add': ({ user, role: as, mustChange }) =>
    `Added${quoted(user)}${role(as)}${mustChange === false ? ', with a passphrase said to be their own' : ''}`,
  'user.end': ({ user, why }) => `Ended the access of${quoted(user)}${because(why)}`,
  'user.changePassphrase': () => 'Changed their passphrase',
  'source.add': ({ paths, custodian, label }) =>
    `Added ${label ?? paths?.join(', ') ?? 'mail'} as a source${custodian === undefined ? '' : `, custodian ${custodian}`}`,
  'source.rescan': ({ source }) => `Read ${source === undefined ? 'every source' : `source ${source}`} anew`,
  'ledger.write': ({ out }) => `Wrote the completeness ledger${to(out)}`,
  'search.save': ({ name, query }) => `Saved the search${quoted(query)} as${quoted(name)}`,
  'search.forget': ({ name }) => `Removed the saved search${quoted(name)}`,
  'terms.export': ({ out }) => `Wrote the search-term report${to(out)}`,
  'sample.draw': () => 'Drew a random sample of what was not collected',
  'sample.mark': ({ relevant, sample }) =>
    `Sample ${sample ?? ''}: ${relevant === null ? 'took back what was said of a message' : `called a message ${relevant ? 'relevant' : 'not relevant'}`}`,
  'matter.create': ({ subject, received }) =>
    `Opened the request of${quoted(subject)}${received === undefined ? '' : `, received ${civil(received)}`}`,
  'matter.edit': ({ changed, reason }, documents) =>
    `Corrected the request: ${(changed ?? []).map(({ field, from, to: now }) => `${requests.fields[field]}${quoted(from.join(', '))} to${quoted(now.join(', '))}`).join('; ')}${because(reason === '' ? undefined : reason)}${documents === log.anyDocument ? '' : `. Approvals void: ${documents}`}`,
  'matter.event': ({ kind, on }) => `Recorded: ${kind === undefined ? '' : frame.events[kind]}${on === undefined ? '' : `, ${civil(on)}`}`,
  'matter.correct': ({ was, is, reason }) => `Corrected:${happened(was)}; in truth${happened(is)}${because(reason)}`,
  'matter.take-back': ({ was, reason }) => `Took back:${happened(was)}${because(reason)}`,
  'matter.delete': () => 'Deleted the request and destroyed its key',
  'matter.collect': ({ query }) =>
    query === undefined ? 'Collected what the accepted forms find' : `Collected what the search${quoted(query)} finds`,
  'matter.form': ({ form, accepted: decision }) => `${accepted(decision)} the form${quoted(form)}`,
  'matter.decide': ({ accept, refuse, samePeople, refuseTwins }) =>
    [
      ['Accepted the forms', accept],
      ['Refused the forms', refuse],
      ['The same person:', samePeople],
      ['Somebody else:', refuseTwins],
    ]
      .flatMap(([what, listed]) => (listed === undefined || listed.length === 0 ? [] : [`${what}${quoted([listed].flat().join(', '))}`]))
      .join('; ') || 'Decided about forms',
  'matter.twin': ({ addresses, accepted: decision }) =>
    `${decision === true ? 'The same person' : decision === false ? 'Somebody else' : 'Left open whether the same person'}:${quoted(addresses?.join(', '))}`,
  'matter.readmit': ({ readmit }) => (readmit === true ? 'Takes in a message that was left out' : 'Leaves a message out again'),
  'matter.set-aside': (_, documents) => `Set ${documents} aside as a namesake’s`,
  'review.viewed': (_, documents) => `Was shown parts of ${documents}`,
  'review.code': ({ coding, note }, documents) =>
    `Coded ${documents}${coding === undefined ? '' : ` ${review.codings[coding].toLowerCase()}`}${note === undefined || note === '' ? '' : `, with the note${quoted(note)}`}`,
  'review.privilege': ({ privilege }, documents) =>
    `Privilege of ${documents}: ${privilege === undefined ? 'decided' : review.privileges[privilege].toLowerCase()}`,
  'review.dispose': ({ disposition, ground: code, native }, documents) =>
    `Outcome of ${documents}: ${disposition === undefined ? 'decided' : review.dispositions[disposition].toLowerCase()}${ground(code)}${native === true ? ', as the original file' : ''}`,
  'review.decide-alike': (_, documents) => `Decided ${documents} as another was decided`,
  'review.suggest': () => 'Had marks suggested',
  'review.undo': () => 'Undid their last step',
  'review.redo': () => 'Redid a step',
  'review.submit': () => 'Submitted what is decided for approval',
  'mark.add': ({ marks }) => `Marked ${plural(marks?.length ?? 0, 'place', 'places')}${ground(marks?.[0]?.ground)}`,
  'mark.text': ({ text, everywhere, ground: code }, documents) =>
    `Marked${quoted(text)} ${everywhere === true ? 'everywhere' : `in ${documents}`}${ground(code)}`,
  'mark.clear': ({ places, alike }) =>
    `Let ${plural(places?.length ?? 0, 'place', 'places')} of redacted text stand, which ${places?.length === 1 ? 'means' : 'mean'} something else${alike === true ? ', and the same in the document' : ''}`,
  'mark.decide': ({ decision, marks, everywhere }) =>
    `${decision === 'accept' ? 'Accepted' : decision === 'dismiss' ? 'Dismissed' : 'Removed'} ${plural(marks?.length ?? 0, 'mark', 'marks')}${everywhere === true ? ' and the same everywhere' : ''}`,
  'approval.group': ({ decision, comment }) =>
    `${decision === 'approve' ? 'Accepted' : 'Declined'} all marks of a text${comment === undefined ? '' : `:${quoted(comment)}`}`,
  'approval.approve': ({ unviewed }, documents) => `Approved and signed ${documents}${unviewed === true ? ', unopened ones too' : ''}`,
  'approval.decline': ({ comment }, documents) => `Declined ${documents}:${quoted(comment)}`,
  // Which of several bundles it was is told by the hash that the letter with its passphrase states, too.
  'produce.run': ({ formats, production, sha256 }) =>
    `Produced the bundle${production === undefined ? '' : ` ${production}`}${formats === undefined ? '' : ` as ${formats.join(', ').toUpperCase()}`}${sha256 === undefined ? '' : `, SHA-256 ${sha256.slice(0, 12)}…`}`,
  'log.write': ({ edition, out }) => `Wrote the ${edition === undefined ? 'log' : editions[edition]}${to(out)}`,
  'demo.run': () => 'Ran the sample from beginning to end',
  'demo.open': () => 'Opened the sample request',
  'audit.export': ({ out }) => `Exported the audit trail${to(out)}`,
} satisfies { readonly [Name in CommandName]?: Sentence<Name> }

/** Short names of the same, to filter by. */
export const logKinds: Readonly<Record<keyof typeof logEvents, string>> = {
  'workspace.create': 'Workspace made',
  'workspace.unlock': 'Signed in',
  'workspace.lock': 'Locked',
  'user.add': 'Person added',
  'user.end': 'Access ended',
  'user.changePassphrase': 'Passphrase changed',
  'source.add': 'Source added',
  'source.rescan': 'Source rescanned',
  'ledger.write': 'Ledger exported',
  'search.save': 'Search saved',
  'search.forget': 'Search removed',
  'terms.export': 'Search-term report written',
  'sample.draw': 'Sample drawn',
  'sample.mark': 'Sample read',
  'matter.create': 'Request opened',
  'matter.edit': 'Request corrected',
  'matter.event': 'Clock event',
  'matter.correct': 'Clock corrected',
  'matter.take-back': 'Clock event taken back',
  'matter.delete': 'Request deleted',
  'matter.collect': 'Collected',
  'matter.form': 'Form decided',
  'matter.decide': 'Forms decided',
  'matter.twin': 'Namesake decided',
  'matter.readmit': 'Left-out message decided',
  'matter.set-aside': 'Set aside',
  'review.viewed': 'Opened',
  'review.code': 'Coded',
  'review.privilege': 'Privilege',
  'review.dispose': 'Outcome decided',
  'review.decide-alike': 'Decided alike',
  'review.suggest': 'Marks suggested',
  'review.undo': 'Undone',
  'review.redo': 'Redone',
  'review.submit': 'Submitted',
  'mark.add': 'Place marked',
  'mark.text': 'Text marked',
  'mark.clear': 'Place let stand',
  'mark.decide': 'Mark decided',
  'approval.group': 'Marks approved or declined',
  'approval.approve': 'Document approved',
  'approval.decline': 'Document declined',
  'produce.run': 'Bundle produced',
  'log.write': 'Log written',
  'demo.run': 'Sample run',
  'demo.open': 'Sample opened',
  'audit.export': 'Audit trail exported',
}
