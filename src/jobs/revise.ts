import { formKey, formsOf } from '../identity/index.ts'
import type { DocumentId, Matter, Scope, Subject } from '../model/index.ts'
import { withinScope } from '../search/index.ts'
import {
  familiesOnlyBy,
  familyIds,
  forgetViews,
  type ReadableDatabase,
  readDecisions,
  readDocuments,
  readForms,
  readMatter,
  readRevisions,
  recordAct,
  type StoredForm,
  writeForm,
  writeRevision,
} from '../store/index.ts'
import { ownWords, placesOf } from './places.ts'
import { type Reviewer, reopening } from './review-commit.ts'
import { decisionKey, formsOfMatter, knownSeeds } from './terms.ts'

/** Whom a request concerns, and where is looked. */
export interface Asked {
  readonly subject: Subject
  readonly scope: Scope
}

/** What a correction of a request's person or scope means for what was done so far. */
export interface RevisionPlan {
  readonly before: Asked
  readonly after: Asked
  /** The request and the decisions about forms as they stand afterwards. */
  readonly matter: Matter
  readonly decided: readonly StoredForm[]
  /** Decisions that change with it: what is given no more is open again, what is given now is accepted. */
  readonly decisions: readonly StoredForm[]
  /** Forms that are looked for from then on, and that no longer are. */
  readonly added: readonly string[]
  readonly dropped: readonly string[]
  /** Forms that came of what is taken out, and that are still looked for since somebody accepted them. */
  readonly kept: readonly string[]
  /** Documents of the review set that the request no longer asks for. They stay there. */
  readonly beyond: readonly DocumentId[]
  /** Documents to be looked at anew before anybody approves them. */
  readonly touched: readonly DocumentId[]
  /** Those of them that were submitted or approved and must be so again: those beyond, and those in which a form stands, or a word of a name, that became or ceased to be the subject's own. */
  readonly reopened: readonly DocumentId[]
}

/** Reckons what a correction would do; writes nothing. */
export function planRevision(database: ReadableDatabase, index: ReadableDatabase, after: Asked, timeZone: string): RevisionPlan {
  const present = readMatter(database)
  const before: Asked = { subject: present.subject, scope: present.scope }
  const matter: Matter = { ...present, ...after }
  const decidedBefore = readForms(database)
  const decisions = decisionsWith(before.subject, after.subject, decidedBefore)
  const decided = [...new Map([...decidedBefore, ...decisions].map((form) => [decisionKey(form), form])).values()]

  const looked = counted(present, decidedBefore)
  const looks = counted(matter, decided)
  const dropped = without(looked, looks)
  const derived = (of: Matter, by: readonly StoredForm[]) => formsOf(knownSeeds(of, by))
  const orphans = without(derived(present, decidedBefore), derived(matter, decided))
  const kept = looks.filter((form) => orphans.some((orphan) => formKey(orphan) === formKey(form)))

  const known = beyondFamilies(database, index, { matter: present, decided: decidedBefore, dropped: [], timeZone })
  const since = beyondFamilies(database, index, { matter, decided, dropped: texts(dropped), timeZone })
  const beyond = readDocuments(database).flatMap(({ id, family }) => (since.has(family) && !known.has(family) ? [id] : []))
  const added = without(looks, looked)
  const touched = new Set([
    ...beyond,
    ...texts([...added, ...dropped]).flatMap((form) => holding(database, form)),
    ...ownByWord(database, texts(looked), texts(looks)),
  ])
  const reopened = [...readDecisions(database)].flatMap(([document, { review }]) =>
    touched.has(document) && (review.state === 'submitted' || review.state === 'approved') ? [document] : [],
  )
  return {
    before,
    after,
    matter,
    decided,
    decisions,
    added: texts(added),
    dropped: texts(dropped),
    kept: texts(kept),
    beyond,
    touched: [...touched],
    reopened,
  }
}

/** Writes a planned correction: the header, the decisions about forms, and the approvals that it voids, each with its reason in the document's history. Run it in a transaction. */
export function revise(reviewer: Reviewer, plan: RevisionPlan, reason: string): void {
  const { database, user, nowMs: atMs } = reviewer
  for (const form of plan.decisions) writeForm(database, form, user, atMs)
  const { before, after, dropped } = plan
  writeRevision(database, { before, after, dropped, reason, by: user, atMs })
  // What stands in it may have become the subject's own, or somebody else's: whoever approves it looks at it anew.
  for (const document of plan.touched) forgetViews(database, null, document, null)
  if (plan.reopened.length === 0) return
  const changes = plan.reopened.flatMap((document) => {
    const [approved, back] = ['Approval void', 'Back to review'].map((what) => `${what}: the request’s person or scope was corrected`)
    return reopening(reviewer, document).map((change) =>
      change.field === 'review' ? { ...change, words: (change.before?.state === 'approved' ? approved : back) ?? change.words } : change,
    )
  })
  const words = 'correct whom the request concerns, or where is looked'
  recordAct(database, { user, atMs, kind: 'do', words, of: null, undoable: false, redoable: false }, changes)
}

/** Documents that the request no longer asks for since it was corrected, and that nobody has dealt with: neither coded not responsive nor approved as they are. */
export function beyondRequest(database: ReadableDatabase, index: ReadableDatabase, timeZone: string): readonly DocumentId[] {
  if (readRevisions(database).length === 0) return []
  const [matter, decided] = [readMatter(database), readForms(database)]
  const beyond = beyondFamilies(database, index, { matter, decided, dropped: [], timeZone })
  if (beyond.size === 0) return []
  const decisions = readDecisions(database)
  return readDocuments(database).flatMap(({ id, family }) => {
    const decision = decisions.get(id)
    const isDone = decision?.coding.value === 'not-responsive' || decision?.review.state === 'approved'
    return beyond.has(family) && !isDone ? [id] : []
  })
}

/** Families out of scope, and those that only forms brought here which ceased to be looked for when the request was corrected. */
function beyondFamilies(
  database: ReadableDatabase,
  index: ReadableDatabase,
  asked: {
    readonly matter: Matter
    readonly decided: readonly StoredForm[]
    readonly dropped: readonly string[]
    readonly timeZone: string
  },
): ReadonlySet<DocumentId> {
  const { matter, decided, timeZone } = asked
  const families = familyIds(database)
  const within = withinScope(index, families, matter.scope, timeZone)
  const standing = new Set(counted(matter, decided).map(({ form }) => wordsKey(form)))
  const ever = [...readRevisions(database).flatMap(({ dropped }) => dropped), ...asked.dropped]
  const gone = ever.filter((form) => !standing.has(wordsKey(form)))
  return new Set([...families.filter((family) => !within.has(family)), ...(gone.length === 0 ? [] : familiesOnlyBy(database, gone))])
}

const wordsKey = (form: string): string => formKey({ kind: 'name', form })

type Form = Parameters<typeof formKey>[0]

function counted(matter: Matter, decided: readonly StoredForm[]): readonly Form[] {
  return formsOfMatter(matter, decided).filter(({ accepted }) => accepted === true)
}

/** Those of the forms that are not among the others, however they are punctuated there. */
function without(forms: readonly Form[], others: readonly Form[]): readonly Form[] {
  const keys = new Set(others.map(formKey))
  return forms.filter((form) => !keys.has(formKey(form)))
}

const texts = (forms: readonly Form[]): readonly string[] => [...new Set(forms.map(({ form }) => form))]

function holding(database: ReadableDatabase, form: string): readonly DocumentId[] {
  return form.trim() === '' ? [] : placesOf(database, form, { forms: [] }).map(({ document }) => document)
}

/** Documents in which a single word of a name is the subject's own ("Dear Nora") by some forms and isn't by the others. */
function ownByWord(database: ReadableDatabase, forms: readonly string[], others: readonly string[]): readonly DocumentId[] {
  const [words, known] = [new Set(ownWords(forms)), new Set(ownWords(others))]
  return [...words.symmetricDifference(known)].flatMap((word) => {
    const by = placesOf(database, word, { forms: others })
    return placesOf(database, word, { forms }).flatMap(({ document, subjectOwn }, at) =>
      subjectOwn === by[at]?.subjectOwn ? [] : [document],
    )
  })
}

/** What was given of a person, by kind. */
function seeds({ name, names, emails, phones, identifiers }: Subject): readonly Form[] {
  const of = (kind: string, forms: readonly string[]) => forms.map((form) => ({ kind, form }))
  return [...of('name', [name, ...names]), ...of('email', emails), ...of('phone', phones), ...of('identifier', identifiers)]
}

/** What is taken out and had been accepted is open again, to be decided about; what is put in and had been refused, or left open, is accepted. */
function decisionsWith(before: Subject, after: Subject, decided: readonly StoredForm[]): readonly StoredForm[] {
  const out = new Set(without(seeds(before), seeds(after)).map(formKey))
  const put = new Set(without(seeds(after), seeds(before)).map(formKey))
  return decided.flatMap(({ another: _another, ...form }): readonly StoredForm[] => {
    const key = formKey(form)
    if (out.has(key) && form.accepted === true) return [{ ...form, accepted: null, why: 'no longer given with the request' }]
    if (put.has(key) && form.accepted !== true) return [{ ...form, accepted: true, why: 'given with the request' }]
    return []
  })
}
