import { plural } from '../format.ts'
import { changed } from './approve-changed.ts'

/** Approve: by what, by document, withheld. */
export const approve = {
  title: 'Approve',
  note: 'What another person proposed. Approving signs exactly what you were shown, with your own key.',
  noteReadOnly: 'What waits for the approval of a second person. An auditor reads only.',
  byWhat: 'By what',
  byDocument: 'By document',
  withheld: 'Withheld',
  own: (total: number) =>
    `${plural(total, 'document waits', 'documents wait')} for somebody else: you proposed something in ${total === 1 ? 'it' : 'them'}, or do not count as a second person beside who did.`,
  ownReader: (total: number, who: readonly string[]) =>
    `${plural(total, 'document waits', 'documents wait')} for approval${who.length === 0 ? '; nobody here can approve yet' : ` by ${who.join(' or ')}`}.`,
  lapsed: (total: number, who: readonly string[]) =>
    `${plural(total, 'approval', 'approvals')} by ${who.join(' and ')} ${total === 1 ? 'counts' : 'count'} no longer: the approver and who proposed are not two people once one of them has brought the other back into the workspace. Somebody else approves anew.`,
  ownWho: (who: readonly string[]) =>
    who.length === 0
      ? 'Nobody here can approve yet: a further person is needed, who is added in Settings.'
      : `Lock, and let ${who.join(' or ')} sign in and open Approve.`,
  ownShared: (total: number) =>
    `In ${plural(total, 'document', 'documents')} that you submitted another person proposed something too: they take ${total === 1 ? 'it' : 'them'} over here, and you approve.`,
  takeOver: (total: number, unopened: number) =>
    `In ${plural(total, 'document', 'documents')} that another person submitted you proposed something too. Take ${total === 1 ? 'it' : 'them'} over as your own proposal, and the other may approve.${unopened === 0 ? '' : ` First open ${unopened === 1 ? 'the one' : `the ${unopened}`} that you have not read to the end.`}`,
  givenPassphrase: (giver: string) =>
    `Your passphrase is the one that ${giver} gave. What you approve with it is told of as such on Produce, in the manifest and in the internal log. Choose your own in Settings first.`,
  takeOverButton: 'Take over and submit',
  allApproved: (total: number) => `All ${plural(total, 'document', 'documents')} are approved.`,
  toProduce: 'Go to Produce',
  notSubmitted: (total: number) =>
    `${plural(total, 'document was', 'documents were')} not submitted yet, or changed since ${total === 1 ? 'it was' : 'they were'} approved. Submit ${total === 1 ? 'it' : 'them'} in Review.`,
  toReview: 'Go to Review',
  suggestionsLeft: (suggestions: number, documents: number) =>
    `${plural(suggestions, 'suggestion was', 'suggestions were')} neither accepted nor dismissed in ${plural(documents, 'document', 'documents')}: what they point at leaves as it stands.`,
  suggestionsHere: (suggestions: number) =>
    `${plural(suggestions, 'suggestion was', 'suggestions were')} neither accepted nor dismissed: what the dashed blocks point at leaves as it stands. Decline the document where that should be hidden.`,
  nothing: 'Nothing waits for you here.',
  nothingSubmitted: 'Nothing waits for your approval. Documents come here when another person submits them in Review.',
  groups: 'Marks to approve',
  groupOf: (value: string, places: number, documents: number) =>
    `${value}, ${plural(places, 'place', 'places')} in ${plural(documents, 'document', 'documents')}`,
  groupAccepted: (words: string, places: number) => `Accepted: “${words}”, ${plural(places, 'place', 'places')}`,
  groupDeclined: (words: string, places: number) => `Declined: “${words}”, ${plural(places, 'place', 'places')}`,
  groupBox: 'Boxes on pages and pictures',
  proposedBy: (user: string) => `proposed by ${user}`,
  decidedOf: (decided: number, places: number) => `${decided} of ${places} decided`,
  acceptAll: 'Accept all',
  declineAll: 'Decline all…',
  groupHint: 'This accepts the marks. Each document is approved after it was opened.',
  places: 'Places',
  documents: 'Documents to approve',
  approve: 'Approve',
  approveNext: 'Approve and next',
  decline: 'Decline…',
  approveOpened: (total: number) =>
    total === 0 ? 'Approve opened documents' : `Approve ${plural(total, 'opened document', 'opened documents')}`,
  notShown: 'Not shown to its end yet: scroll down first. Only what was shown can be approved.',
  openFirst: 'Open it to its end first: only what was shown can be approved.',
  declineTitle: 'Decline',
  declineComment: 'Why, and what to do instead',
  declineHint: 'The proposer reads this. A comment is needed.',
  declineButton: 'Decline',
  approved: (total: number) => `${plural(total, 'document', 'documents')} approved and signed.`,
  refused: (total: number) => `${plural(total, 'document was', 'documents were')} refused`,
  declined: 'Declined.',
  control: 'No.',
  date: 'Date',
  from: 'From',
  subject: 'Subject',
  outcome: 'Outcome',
  marks: 'Marks',
  opened: 'Opened',
  notOpened: 'Not opened',
  changed,
  tabs: 'What to approve',
  keys: 'j k move · Enter open · y approve · x decline',
} as const
