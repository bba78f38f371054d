import type {
  CivilDate,
  ClockCorrection,
  Deadline,
  DocumentId,
  IdentityCard,
  Matter,
  MatterId,
  MatterStep,
  SourceId,
} from '../../model/index.ts'

export type { IdentityCard as IdentityCardView, TermCounts as TermsView } from '../../model/index.ts'

/** What commands return about requests, whom they are about, what was found for them. */

export interface MatterCounts {
  readonly documents: number
  readonly families: number
  readonly undecided: number
  readonly responsive: number
  readonly notResponsive: number
  readonly release: number
  readonly redact: number
  readonly withhold: number
  readonly suggestions: number
  readonly marks: number
  readonly unviewed: number
  /** By the last collection, to what was there. */
  readonly added: number
  readonly submitted: number
  readonly approved: number
  readonly declined: number
}
export interface MatterView {
  readonly matter: Matter
  readonly state: MatterStep
  readonly deadline: Deadline
  /** The deadline that alerts follow: extended where that was told in time, in the EU without pauses; null while the clock stands still. */
  readonly dueInForce: CivilDate | null
  /** Civil days from today to the deadline in force; negative when overdue; null while paused. */
  readonly daysLeft: number | null
  readonly counts: MatterCounts
  /** Bundles that were released. That the answer was sent is an event of the clock. */
  readonly productions: number
  /** Clock events that no longer stand, and why; in order of the corrections. */
  readonly corrections: readonly ClockCorrection[]
  /** Corrections of whom the request concerns and where is looked, in order of time. */
  readonly revisions: readonly {
    readonly changed: readonly ChangedField[]
    readonly reason: string
    readonly by: string
    readonly atMs: number
  }[]
}
/** A field of a request that was corrected, with what stood there and what stands; several values where it is a list. */
export interface ChangedField {
  readonly field: 'subject' | 'emails' | 'names' | 'phones' | 'identifiers' | 'from' | 'to' | 'custodians' | 'sources'
  readonly from: readonly string[]
  readonly to: readonly string[]
}
/** What a correction of a request means for what was done so far. */
export interface RevisionView {
  readonly changed: readonly ChangedField[]
  /** Forms that are looked for from then on, and that no longer are. */
  readonly added: readonly string[]
  readonly dropped: readonly string[]
  /** Forms that came of what is taken out, and that are still looked for since somebody accepted them. */
  readonly kept: readonly string[]
  /** Documents of the review set that the request no longer asks for. They stay there. */
  readonly beyond: readonly DocumentId[]
  /** Documents that were submitted or approved and are to be so again. */
  readonly reopened: readonly DocumentId[]
  /** Mail was collected before: what is looked for now was not. */
  readonly collectAgain: boolean
}
export interface EditedView extends MatterView {
  readonly revision: RevisionView
  /** As of a DecidedView. */
  readonly undecidedAgain: readonly DocumentId[]
}
export interface MatterCreated {
  readonly matter: MatterId
  readonly reference: string
  readonly deadline: Deadline
  /** The day of receipt is yet to come: a slip, most likely. */
  readonly receivedAhead: boolean
}
/** Why one of what a request was to be opened with could find nothing, in words that follow it: `has no digit.` */
export interface SeedFault {
  readonly field: 'subject' | 'emails' | 'names' | 'phones' | 'identifiers'
  readonly at: number
  readonly why: string
}
export interface SeedFaultsView {
  readonly faults: readonly SeedFault[]
}
export interface MattersView {
  readonly matters: readonly MatterView[]
}
export interface FormExampleView {
  readonly document: DocumentId
  /** ISO 8601 in UTC; null where the mail has no readable date. */
  readonly date: string | null
  readonly from: string
  /** The words around the form, or the header line that holds it. */
  readonly line: string
}
export interface FormView {
  readonly form: string
  readonly kind: 'email' | 'name' | 'phone' | 'identifier'
  readonly group: 'address' | 'name' | 'nickname' | 'misspelling' | 'number' | 'login'
  readonly documents: number
  /** Of these, found by no other accepted form. */
  readonly unique: number
  /** Of these, in families that an accepted address, number or full name finds too. */
  readonly together: number
  readonly accepted: boolean | null
  readonly why: string
  /** `shared`: others use it too. `common`: other people of the archive are called so. */
  readonly flagged: 'shared' | 'common' | null
  /** An address shown with the subject's name that may be a namesake's. */
  readonly namesake: boolean
  /** Others who bear the name or use the address. */
  readonly others: readonly string[]
  readonly examples: readonly FormExampleView[]
}
export interface FormsView {
  readonly forms: readonly FormView[]
  readonly person: IdentityCard
  readonly twins: readonly IdentityCard[]
  /** Of the texts by the person, to them, or with their name, how many were read for other ways of writing. */
  readonly texts: { readonly read: number; readonly of: number }
}
/** The forms once a decision was taken. */
export interface DecidedView extends FormsView {
  /** What had been coded not responsive with a person who is refused no more: undecided again. */
  readonly undecidedAgain: readonly DocumentId[]
}
export interface RefusedView {
  readonly families: readonly {
    readonly document: DocumentId
    readonly date: string | null
    readonly from: string
    readonly subject: string
    /** The forms that found it. */
    readonly terms: readonly string[]
    /** The refused address to which it belongs, and by what. */
    readonly twin: string
    readonly evidence: 'headers' | 'text' | 'thread' | 'organisation'
    readonly readmittedBy: string | null
    /** Its documents that stand in the review set, collected before or taken in. */
    readonly collected: number
    /** Of these, not coded yet, and coded responsive. */
    readonly undecided: number
    readonly responsive: number
  }[]
}
export interface ReadmittedView extends RefusedView {
  /** As of a DecidedView. */
  readonly undecidedAgain: readonly DocumentId[]
}
export interface CollectedView {
  readonly collected: number
  readonly families: number
  /** Families that were found and stood in the review set already. */
  readonly already: number
  readonly duplicates: number
  /** `alike`: other forms that are looked for by the same words. */
  readonly byTerm: readonly { readonly term: string; readonly alike: readonly string[]; readonly documents: number }[]
  /** Families left out because they are somebody else's of the name. */
  readonly refused: number
  /** Addresses with the subject's name that nobody decided about: whose mail theirs is, is open. Null where a query was collected. */
  readonly undecided: number | null
  /** As of a DecidedView: what was accepted since may prove whose mail it is. */
  readonly undecidedAgain: readonly DocumentId[]
  /** Messages that were found and left out, since they can't be read from their source any more. */
  readonly gone: readonly GoneView[]
  /** Documents of the review set of which only the beginning was read, since their message is too large. */
  readonly cutShort: number
  /** What was still to be read when the search ran: then what was collected is not all. Null when everything was read. */
  readonly incomplete: ReadingView | null
}
/** A message that was found and is gone from its source: where it stood. */
export interface GoneView {
  readonly document: DocumentId
  readonly source: SourceId
  readonly locator: string
  /** Whether a pass over the source has found it gone; else a rescan may find it elsewhere in its mailbox. */
  readonly confirmed: boolean
}
/** Mail in a request's scope that is not searchable yet. */
export interface ReadingView {
  readonly sources: readonly SourceId[]
  /** Messages of these sources that were read so far, and what they will come to, as far as one can tell. */
  readonly read: number
  readonly about: number | null
  /** Attachments whose text is still to be read. */
  readonly attachments: number
  /** Nothing reads at the moment: a pass was cut and waits for somebody to go on with it. */
  readonly stopped: boolean
}
export interface CompletenessView {
  /** Null when every source in scope was read to its end. */
  readonly reading: ReadingView | null
  /** The last collection ran before that; what was read since is not in the request. */
  readonly collectAgain: boolean
  /** The person or the scope was corrected since mail was collected. */
  readonly revised: boolean
  /** Documents that the request no longer asks for since, and that nobody has coded not responsive or approved as they are. */
  readonly beyond: readonly DocumentId[]
  /** What some collection found gone from its source, and none has collected since. */
  readonly gone: readonly GoneView[]
}
