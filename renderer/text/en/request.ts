import { count, plural } from '../format.ts'

/** Identify and Find. */
export const identify = {
  title: 'Identify',
  note: 'In which forms is the person written in this archive? Accept what is theirs, refuse what is somebody else’s.',
  noteReadOnly: 'The forms in which the person is written in this archive, and what was decided about each. An auditor reads only.',
  forms: 'Forms found',
  groups: {
    address: 'Addresses',
    name: 'Names',
    nickname: 'Nicknames and initials',
    misspelling: 'Misspellings',
    login: 'Logins',
    number: 'Phone and other numbers',
  },
  /** Beside the reason: who else is called so, or uses it. */
  common: (others: readonly string[]) => `also ${others.join(', ')}`,
  shared: 'others use it too',
  together: (together: number) => `${together} with an address, number or full name of theirs`,
  exampleIn: (from: string, date: string) => `${from}, ${date}`,
  twins: 'Others of the name?',
  twinsNote:
    'Each card is an address shown with the name that was not given. Compare, then say whose it is. Mail of somebody else stays out where only the name finds it.',
  twinSubject: 'The person of this request',
  twinOther: 'Of the same name',
  twinAddresses: 'Addresses',
  twinNames: 'Shown as',
  twinOrganisation: 'Organisation',
  twinProvider: 'a mail provider',
  twinNothing: 'Nothing is known yet: accept an address below.',
  twinOthers: (domain: string, others: number) => `${domain}, ${plural(others, 'other address', 'other addresses')}`,
  twinTime: 'Mail',
  twinTimes: (documents: number, first: string, last: string) => `${plural(documents, 'document', 'documents')}, ${first} to ${last}`,
  twinWrites: 'Writes with',
  twinShared: (shared: number) =>
    `${shared === 0 ? 'none' : shared} of their correspondents ${shared === 1 ? 'is' : 'are'} the person’s too`,
  twinBetween: 'With the person',
  twinBetweenCount: (between: number, both: number) =>
    `${between === 0 ? 'no mail' : plural(between, 'mail', 'mails')} between the two, ${both === 0 ? 'none' : plural(both, 'mail', 'mails')} to both at once`,
  twinSignature: 'Signature',
  twinSame: 'The same person',
  twinSameOf: (address: string) => `${address} is the same person`,
  twinElse: 'Somebody else',
  twinElseOf: (address: string) => `${address} is somebody else`,
  twinDeciding: 'Deciding…',
  twinOpen: (address: string) => `${address} is not decided again`,
  twinKeys: 'a same person · x somebody else · u undo',
  leftOut: 'Left out as somebody else’s',
  leftOutNote:
    'Found by the name alone, in mail of somebody who was refused. Take in what is theirs all the same; it comes with the next collection.',
  leftOutBy: {
    headers: (twin: string) => `${twin} writes or receives it`,
    text: (twin: string) => `${twin} stands in it`,
    thread: (twin: string) => `answers mail of ${twin}`,
    organisation: (twin: string) => `names the organisation of ${twin}`,
  },
  leftOutBefore: (collected: number, undecided: number, responsive: number) =>
    `In the review set since before: ${plural(collected, 'document', 'documents')}${undecided > 0 ? `, ${undecided} undecided` : ''}${responsive > 0 ? `, ${responsive} responsive` : ''}`,
  setAside: (undecided: number) => `Set ${plural(undecided, 'collected document', 'collected documents')} aside`,
  setAsideNote:
    'They were collected before this person was refused. Setting aside codes them not responsive, with the reason in their history; it can be undone in Review. What somebody coded responsive is left to be decided one by one, and nothing is produced before that.',
  setAsideDone: (changed: number, kept: number) =>
    `${plural(changed, 'document', 'documents')} set aside.${kept === 0 ? '' : ` ${plural(kept, 'document is', 'documents are')} coded responsive: look at them in Review.`}`,
  undecidedAgain: (documents: number) =>
    `${plural(documents, 'document', 'documents')} that had been set aside: undecided again, since nobody is refused for them any more.`,
  takeIn: 'Take in',
  takeInOf: (subject: string) => `Take in ${subject}`,
  takenIn: (user: string) => `Taken in by ${user}`,
  leaveOut: 'Leave out',
  leaveOutOf: (subject: string) => `Leave out ${subject}`,
  /** How a form stands, said when it was decided. */
  stands: (form: string, accepted: boolean | null) =>
    `${accepted === null ? 'Not decided again' : accepted ? 'Accepted' : 'Refused'}: ${form}`,
  undone: (form: string, accepted: boolean | null) =>
    `Undone: ${form} is ${accepted === null ? 'not decided' : accepted ? 'accepted' : 'refused'} again.`,
  nothingToUndo: 'There is nothing to undo here.',
  accept: 'Accept',
  refuse: 'Refuse',
  accepted: 'Accepted',
  refused: 'Refused',
  open: 'Not decided',
  acceptOf: (form: string) => `Accept ${form}`,
  refuseOf: (form: string) => `Refuse ${form}`,
  documents: (total: number, unique: number) => `${plural(total, 'document', 'documents')}, ${unique} only by this`,
  keys: 'Arrows move · a accept · x refuse · u undo',
  none: 'No form was found yet. Add sources, or add a form by hand.',
  own: 'A form of your own',
  ownKind: 'Kind',
  ownAdd: 'Add form',
  kinds: { email: 'Mail address', name: 'Name', phone: 'Phone number', identifier: 'Number' },
  scope: 'Scope',
  scopeFrom: 'From',
  scopeTo: 'Until',
  scopeSources: 'Sources',
  scopeAll: 'all',
  scopeCustodians: 'Custodians',
  person: 'The person',
  terms: 'Search-term report',
  term: 'Term',
  termDocuments: 'Documents',
  termFamilies: 'Families',
  termUnique: 'Only by this',
  termLeftOut: 'Left out',
  termLeftOutHint:
    'Left out: families that only a name found and that are another person’s, refused as such. They are listed under “Left out as somebody else’s”.',
  termAll: 'All terms together',
  reading: {
    title: 'Not everything is read yet',
    going: 'Mail is still being read.',
    stopped: 'A source was not read to its end.',
    anew: 'A source is not read yet. After an update of the program it may have to be read anew: until then nothing is found in it.',
    read: (read: number, about: number | null) =>
      about === null || about <= read
        ? `${plural(read, 'message', 'messages')} read so far;`
        : `${count(read)} of about ${plural(about, 'message', 'messages')} read so far;`,
    attachments: (owed: number) => `the text of ${plural(owed, 'attachment', 'attachments')} is still to come;`,
    notAll: 'what is found or collected now is not all.',
    notAllCollected: 'what was collected is not all. Collect again when it is done.',
    again: 'Mail was last collected before everything was read. It is read now: collect again, decisions stay as they are.',
    toSources: 'Sources',
    toCollect: 'To collecting',
  },
  gone: {
    title: 'Gone from the source',
    found: (messages: number) =>
      `${plural(messages, 'message was', 'messages were')} found and not collected: gone from the source, or changed there.`,
    whatToDo: 'Rescan the source, restored first where it is gone, and collect again; what stays gone is to be said in the answer.',
    collected: (messages: number) =>
      messages === 0 ? '' : ` ${plural(messages, 'message was', 'messages were')} left out: gone from the source, or changed there.`,
  },
  collect: 'Collect',
  collectButton: 'Collect into the request',
  collectHint:
    'Puts what the accepted forms find, with attachments and families, into the review set. Collecting again adds; it never undoes a decision.',
  undecided: (addresses: number) =>
    addresses === 0
      ? ''
      : `${plural(addresses, 'address', 'addresses')} of the name ${addresses === 1 ? 'is' : 'are'} undecided: the cards of others of the name show whose. Until you decide, their mail is collected where the name finds it, unless somebody at their organisation was refused.`,
  cutShort: (documents: number) =>
    documents === 0
      ? ''
      : ` ${plural(documents, 'document', 'documents')} in the review set not read to the end, since the message is too large.`,
  textsRead: (read: number, of: number) =>
    `For other ways of writing, ${read.toLocaleString('en-GB')} of the ${of.toLocaleString('en-GB')} texts by the person, to them or with their name were read, spread over the whole time. What stands in another one alone is not proposed. What you accept is looked for everywhere.`,
  collected: (documents: number, families: number, duplicates: number, refused = 0) =>
    `${plural(documents, 'document', 'documents')} collected in ${plural(families, 'family', 'families')}; ${plural(duplicates, 'copy', 'copies')} decided with them.${
      refused === 0 ? '' : ` ${plural(refused, 'family', 'families')} left out as somebody else’s.`
    }`,
} as const

export const find = {
  title: 'Find',
  query: 'Search',
  queryHint: 'Words, "a phrase" or an address; also from: subject: type:pdf date:2025 … (the rest under All keys)',
  run: 'Search',
  at: (place: number) => `at character ${place}`,
  known: (names: readonly string[]) => (names.length === 0 ? '' : ` There is: ${names.join(' · ')}`),
  completions: 'How it may go on',
  results: 'Results',
  found: (total: number, ms: number) => `${plural(total, 'document', 'documents')} in ${Math.max(1, Math.round(ms))} ms`,
  sort: 'Order',
  sortHint:
    'Best match first: documents with more of the alternatives (OR, a person’s forms), rare ones counting more; those with the words in subject, file name or sender; of those alike, the newest.',
  sorts: { relevance: 'Best match first', date: 'Newest first', 'date-ascending': 'Oldest first' },
  facets: 'Narrow down',
  facetSources: 'Sources',
  facetSenders: 'Senders',
  facetYears: 'Years',
  narrow: (label: string, documents: number) => `${label}, ${plural(documents, 'document', 'documents')}`,
  timeline: 'Documents by month',
  timelineHint: 'Arrows choose a month, Shift extends, Enter narrows the search to it.',
  month: (name: string, documents: number) => `${name}: ${plural(documents, 'document', 'documents')}`,
  collect: 'Collect into the request',
  collectHint: 'Adds every result, with families, to the review set.',
  nothing: 'Nothing matches. Try fewer words, or only the beginning of one with a star: gaug*',
  unfinished: 'Not a whole query yet: Enter tells what is missing. What stands below was found before.',
  unfinishedFirst: 'Not a whole query yet: Enter tells what is missing.',
  unreadableFirst: 'Not searched: the line above says where it can’t be read.',
  unreadable: 'Not searched: what stands below was found by the query before.',
  begin: 'Write what to look for, or choose on the left. Everything that is found can be collected into the request.',
  preview: 'Preview',
  previewEmpty: 'Choose a result to read it here.',
  from: 'From',
  to: 'To',
  date: 'Date',
  subject: 'Subject',
  hit: 'Subject, sender, date',
  noSubject: '(no subject)',
  attachments: (total: number) => plural(total, 'attachment', 'attachments'),
  duplicates: (total: number) => plural(total, 'further copy', 'further copies'),
  problems: 'Not read in whole',
  tabs: 'Parts of finding',
  results_tab: 'Results',
  terms_tab: 'Search-term report',
  validation_tab: 'Validation',
  expanded: (term: string, words: readonly string[], cut: boolean) =>
    words.length === 0
      ? `${term}: no word of this archive is near.`
      : `${term} stands for ${words.slice(0, 12).join(', ')}${words.length > 12 ? ` and ${words.length - 12} more words` : ''}${cut ? '; more were near than are looked for: use ~1 or a longer word' : ''}.`,
  coverage: (coverage: { sources: number; indexed: number; partial: number }) =>
    `Searched: ${plural(coverage.sources, 'source', 'sources')}, ${plural(coverage.indexed, 'message', 'messages')} in whole and ${coverage.partial.toLocaleString('en-GB')} in part.`,
  notSearched: (coverage: {
    pending: number
    pendingAttachments: number
    noText: number
    failed: number
    gone: number
    encrypted: number
    unfinished: readonly string[]
  }) => {
    const parts = [
      coverage.pending > 0 ? `${plural(coverage.pending, 'message', 'messages')} not taken in yet` : '',
      coverage.pendingAttachments > 0 ? `the text of ${plural(coverage.pendingAttachments, 'attachment', 'attachments')}` : '',
      coverage.noText > 0 ? `what ${plural(coverage.noText, 'picture or scan shows', 'pictures or scans show')}` : '',
      coverage.failed > 0 ? `${plural(coverage.failed, 'message', 'messages')} that could not be read` : '',
      coverage.encrypted > 0 ? `${plural(coverage.encrypted, 'encrypted part', 'encrypted parts')}` : '',
      coverage.unfinished.length > 0 ? `all of ${coverage.unfinished.join(', ')}` : '',
    ].filter((part) => part !== '')
    const gone =
      coverage.gone > 0 ? ` ${plural(coverage.gone, 'message', 'messages')} can be found but not collected: gone from the source.` : ''
    return `${parts.length === 0 ? 'Nothing was left unsearched.' : `Not searched: ${parts.join('; ')}.`}${gone}`
  },
  saved: 'Saved searches',
  savedNone: 'No saved searches yet',
  save: 'Save search',
  saveName: 'Name of the search',
  saveButton: 'Save',
  forget: (name: string) => `Forget ${name}`,
  correspondents: 'Who wrote to whom',
  correspondentsHide: 'Hide who wrote to whom',
  senders: 'Senders',
  recipients: 'Recipients',
  correspondentFrom: (address: string, documents: number) => `From ${address}: ${plural(documents, 'document', 'documents')}`,
  correspondentTo: (address: string, documents: number) => `To ${address}: ${plural(documents, 'document', 'documents')}`,
  termsNote:
    'What each accepted form finds within the scope: documents, how many families they stand in, and documents that no other form finds.',
  termsNone: 'No form is accepted yet. Accept some in Identify.',
  termsExport: 'Write the report to a file',
  termsWritten: (rows: number, out: string) => `${plural(rows, 'row', 'rows')} written to ${out}`,
  byCustodian: 'By custodian',
  noCustodian: 'no custodian',
  bySource: 'By source',
  format: 'Format',
  formats: { csv: 'CSV, for spreadsheets', pdf: 'PDF, for the file', json: 'JSON' },
  out: 'File',
  write: 'Write report',
  already: (families: number) =>
    families === 0 ? '' : ` ${plural(families, 'family was', 'families were')} collected already and keep their decisions.`,
  validation: {
    note: 'Shows that the search was wide enough: read a random sample of the messages in scope that were not collected. Which ones are drawn depends on the seed alone, so that anybody can draw the same.',
    confidence: 'Confidence (%)',
    margin: 'Margin (points)',
    seed: 'Seed (empty: random)',
    draw: 'Draw a sample',
    samples: 'Samples',
    none: 'No sample was drawn yet.',
    sample: (number: number, size: number, population: number) =>
      `Sample ${number}: ${size.toLocaleString('en-GB')} of ${population.toLocaleString('en-GB')} messages`,
    progress: (read: number, size: number, relevant: number) => `${read} of ${size} read, ${relevant} relevant`,
    seedOf: (seed: string) => `Seed ${seed}`,
    missed: (low: number, high: number, confidence: string) =>
      `With ${confidence} confidence, between ${low.toLocaleString('en-GB')} and ${high.toLocaleString('en-GB')} relevant messages were not collected.`,
    missedOpen: 'What was missed is known once every message of the sample is read.',
    recall: (recall: string, low: string, high: string) => `Recall of what was collected then: ${recall} (between ${low} and ${high}).`,
    since: (families: number, responsive: number, undecided: number) =>
      `Since it was drawn, ${plural(families, 'message was', 'messages were')} collected, ${responsive} of them responsive${undecided === 0 ? '' : `, ${undecided} not decided yet`}.`,
    recallNow: (low: string, high: string) => `With those of them that it was drawn from recall is between ${low} and ${high}.`,
    sinceLimit: 'The sample says nothing of mail taken in later.',
    recallNone: 'Recall is known once something collected is coded responsive.',
    provisional: (undecided: number) =>
      `Provisional: ${plural(undecided, 'collected message is', 'collected messages are')} not decided yet.`,
    method:
      'Exact interval for a finite population (hypergeometric; Clopper and Pearson’s method), sample size after Cochran. Recall compares messages coded responsive with those estimated to be missed.',
    list: 'Messages of the sample',
    relevant: 'Relevant',
    notRelevant: 'Not relevant',
    unread: 'Not read',
    keys: 'j k move · y relevant · n not relevant · u not read',
    collect: (count: number) => `Collect ${plural(count, 'relevant message', 'relevant messages')}`,
  },
} as const
