import { type DocumentId, type Gate, type GateItem, type Span, SpanIndex } from '../model/index.ts'
import { type Opacity, opacityOf } from '../produce/index.ts'
import type { Decision, ReadableDatabase, StoredMark } from '../store/index.ts'
import {
  countMissingDocuments,
  isOlderSince,
  isRevisedSince,
  liveStates,
  readApproval,
  readDecisions,
  readDocuments,
  readGone,
  readMarks,
  readRefusedDocuments,
} from '../store/index.ts'
import { writtenOtherwise } from './encoded-places.ts'
import { foreseen } from './foreseen.ts'
import { blocking, line, toldInManifest } from './gate-line.ts'
import { passphrases, remembering, signatures } from './gate-people.ts'
import { textKey, textOfMark } from './mark-text.ts'
import { leavesAsOriginal, partOf, readNotWhole } from './not-whole.ts'
import { opaqueWithin } from './opaque-within.ts'
import { placesOf, subjectForms } from './places.ts'
import { familyContents } from './production-input.ts'
import type { Verifier } from './signatures.ts'
import { standing } from './standing.ts'
import { incomplete } from './submit.ts'
import { count } from './words.ts'

/**
 * The gate over the whole review set (invariants 1 and 5): nothing undecided, nothing unapproved, every signature verified anew. Opened or not,
 * suggestions, differences and mail that is gone are told and don't block.
 */
export function gate(database: ReadableDatabase, asked: Verifier, engine: { readonly available: boolean; readonly hint: string }): Gate {
  const verifier = remembering(asked)
  const ids = readDocuments(database).map(({ id }) => id)
  const decisions = readDecisions(database)
  const set = ids.flatMap((id) => decisions.get(id) ?? [])
  const marks = Map.groupBy(readMarks(database), ({ document }) => document)
  const of = (document: DocumentId): readonly StoredMark[] => marks.get(document) ?? []
  const items: GateItem[] = [
    collected(database, ids.length),
    gone(database),
    coded(set),
    namesakes(database, set),
    disposed(set, of),
    grounds(set, of),
    opened(database, set),
    suggestions(set, of),
    approved(set),
    signatures(database, verifier, set, of),
    passphrases(database, verifier, set, of),
    consistent(database, set),
    unhidden(database),
    originals(database, set, of),
    within(database, set, of),
    whole(database, set, of),
    line(
      'engine',
      true,
      engine.available ? 'PDF can be made on this machine' : `PDF can\u2019t be made here; eml and mbox can. ${engine.hint}`,
      [],
    ),
  ]
  return { open: items.every(({ ok }) => ok), items }
}

/** There is something, and nothing of it was taken away behind the program. */
function collected(database: ReadableDatabase, documents: number): GateItem {
  const missing = countMissingDocuments(database)
  if (missing > 0) {
    const text = `${count(missing, 'document')} missing that had been collected: the workspace was tampered with. Restore it from a backup`
    return line('collected', false, text, [])
  }
  if (documents > 0 && isRevisedSince(database)) {
    const text = 'The person or the scope was corrected since mail was collected: look at the forms, and collect again'
    return line('collected', false, text, [])
  }
  if (documents > 0 && isOlderSince(database)) {
    const text =
      'This request\u2019s file was found to be an older copy: mail collected, forms decided about and events of the clock recorded since are missing. Look at the forms and the clock, and collect again'
    return line('collected', false, text, [])
  }
  return line(
    'collected',
    documents > 0,
    documents > 0 ? `${count(documents, 'document')} in the review set` : 'Nothing has been collected yet',
    [],
  )
}

/**
 * What a pass has found gone doesn't block, since nobody may be able to bring the mail back: whoever signs knows that it was found and is not there. What only
 * could not be read where the ledger says it stands (a mailbox that was compacted since) does: a rescan tells.
 */
function gone(database: ReadableDatabase): GateItem {
  const missing = readGone(database)
  if (missing.length === 0) return line('gone', true, 'Every message that was found could be read from its source', [])
  const open = missing.filter(({ confirmed }) => !confirmed).map(({ document }) => document)
  if (open.length > 0) {
    return line(
      'gone',
      false,
      `${count(open.length, 'message')} found and not collected, since the source changed: rescan it, then collect again`,
      open,
    )
  }
  const text = `${count(missing.length, 'message')} found and not collected, since gone from the source: restore and collect again, or say so in the answer`
  return line(
    'gone',
    true,
    text,
    missing.map(({ document }) => document),
  )
}

function coded(set: readonly Decision[]): GateItem {
  const open = set.filter(({ coding }) => coding.value === 'undecided').map(({ document }) => document)
  return blocking('coded', open, 'Every document is coded', (number) => `${number} not coded yet`)
}

/** Mail of somebody refused as another of the name never goes out by oversight: it is taken in on purpose, or coded not responsive. */
function namesakes(database: ReadableDatabase, set: readonly Decision[]): GateItem {
  const refused = new Set(readRefusedDocuments(database).map(({ document }) => document))
  const open = set.flatMap(({ document, coding }) => (refused.has(document) && coding.value === 'responsive' ? [document] : []))
  return blocking(
    'namesakes',
    open,
    'Nothing that belongs to somebody else of the name is responsive',
    (number) => `${number} of somebody refused as another of the name: code them not responsive, or take them in on the Identify screen`,
  )
}

function disposed(set: readonly Decision[], of: (document: DocumentId) => readonly StoredMark[]): GateItem {
  const open = set.filter((decision) => {
    const coded = decision.coding.value === 'responsive'
    const needsGround =
      decision.disposition.value !== null && decision.disposition.value !== 'release' && decision.disposition.ground === null
    return coded && !needsGround && incomplete(decision, of(decision.document)) !== null
  })
  const ids = open.map(({ document }) => document)
  const text = (number: string) => `${number} without a disposition that fits the marks and the privilege flag`
  return blocking('disposed', ids, 'Every responsive document is released, redacted or withheld', text)
}

function grounds(set: readonly Decision[], of: (document: DocumentId) => readonly StoredMark[]): GateItem {
  const open = set.filter(({ document, coding, disposition }) => {
    if (coding.value !== 'responsive') return false
    const live = of(document).filter(({ state }) => (liveStates as readonly string[]).includes(state))
    return (
      (disposition.value !== 'release' && disposition.value !== null && disposition.ground === null) ||
      live.some(({ ground }) => ground === '')
    )
  })
  const ids = open.map(({ document }) => document)
  return blocking('grounds', ids, 'Every redaction and every withheld document has its ground', (number) => `${number} without a ground`)
}

function opened(database: ReadableDatabase, set: readonly Decision[]): GateItem {
  const unopened = set.filter(isUnopened(database))
  if (unopened.length === 0) return line('viewed', true, 'Everything approved was opened by its approver', [])
  return line(
    'viewed',
    true,
    toldInManifest(unopened, 'approved without having been opened'),
    unopened.map(({ document }) => document),
  )
}

const isUnopened =
  (database: ReadableDatabase) =>
  ({ review }: Decision): boolean =>
    review.state === 'approved' && review.approval !== null && !(readApproval(database, review.approval)?.viewed ?? false)

function suggestions(set: readonly Decision[], of: (document: DocumentId) => readonly StoredMark[]): GateItem {
  const open = set.filter(({ document }) => of(document).some(({ state }) => state === 'suggested')).map(({ document }) => document)
  if (open.length === 0) return line('suggestions', true, 'No suggestion is undecided', [])
  return line(
    'suggestions',
    true,
    `Suggestions were not decided in ${count(open.length, 'document')}: what they point at leaves as it stands`,
    open,
  )
}

function approved(set: readonly Decision[]): GateItem {
  const open = set.filter(({ review }) => review.state !== 'approved').map(({ document }) => document)
  return blocking('approved', open, 'Every document was approved by a second person', (number) => `${number} not approved yet`)
}

/** The same text hidden here and released there: to be looked at. It blocks only where the releasing document isn't approved. */
function consistent(database: ReadableDatabase, set: readonly Decision[]): GateItem {
  const found = conflicts(database)
  const states = new Map(set.map(({ document, review }) => [document, review.state]))
  const open = found.filter((document) => states.get(document) !== 'approved')
  if (found.length === 0) return line('consistent', true, 'Nothing that is redacted in one document is released in another', [])
  const text = `Text that is redacted elsewhere is released in ${count(found.length, 'document')}: look at ${found.length === 1 ? 'it' : 'them'}`
  if (open.length > 0) return line('consistent', false, text, found)
  const standing = new Set<DocumentId>(found)
  const unopened = set.filter((decision) => standing.has(decision.document) && isUnopened(database)(decision)).length
  const how = unopened === 0 ? 'all approved as they are' : `all approved as they are, ${unopened} of them without having been opened`
  return line('consistent', true, `${text} (${how})`, found)
}

/**
 * What the leak check would refuse after everything was rendered, said before. It blocks: such a bundle is never released. The line's
 * own text holds no content, since it stands in errors, too.
 */
function unhidden(database: ReadableDatabase): GateItem {
  const { total, documents, originals, places } = standing(database)
  if (total === 0) return unhiddenOrCleared(database)
  const instead =
    originals === 0 ? '' : `. Of ${count(originals, 'original file')} release the text instead: it is in a part that can\u2019t be marked`
  const text = `Redacted text stands unmarked in ${count(total, 'place')} of ${count(documents.length, 'document')}: mark it there too, or remove the mark${instead}`
  return { ...line('unhidden', false, text, documents), places }
}

/** Whoever signs the request off is told of the places that people let stand. */
function unhiddenOrCleared(database: ReadableDatabase): GateItem {
  const marks = readMarks(database, { states: ['cleared'] })
  const good = 'No redacted text stands unmarked beside its redaction'
  if (marks.length === 0) return line('unhidden', true, good, [])
  const documents = [...new Set(marks.map(({ document }) => document))]
  const who = [...new Set(marks.flatMap(({ proposer }) => proposer ?? []))].join(', ')
  const text = `${good}, but where it was decided that it means something else: ${count(marks.length, 'place')} of ${count(documents.length, 'document')}, by ${who}`
  return line('unhidden', true, text, documents)
}

/** Files that are to leave as they are and that nobody can look into in whole: the leak check refuses them, after everything was rendered. */
function originals(database: ReadableDatabase, set: readonly Decision[], of: (document: DocumentId) => readonly StoredMark[]): GateItem {
  const leaving = new Set(set.filter((decision) => leavesAsOriginal(decision, of(decision.document))).map(({ document }) => document))
  const contents = familyContents(database)
  const known = opaque.get(database) ?? new Map<DocumentId, Opacity | null>()
  opaque.set(database, known)
  const closed = readDocuments(database).flatMap((document) => {
    if (!leaving.has(document.id) || document.kind === 'message' || document.type.startsWith('message/')) return []
    const problems = document.problems.map(({ code }) => code)
    const before = known.get(document.id)
    const opacity = before === undefined ? opacityOf(contents(document).bytes(), problems) : before
    known.set(document.id, opacity)
    return opacity === null ? [] : [{ id: document.id, opacity }]
  })
  if (closed.length === 0) return line('originals', true, 'Every original file that leaves can be looked into', [])
  const reasons = {
    kind: 'that can\u2019t be looked into, or hold a file that can\u2019t',
    'behind-picture': 'with a picture behind whose end more data stands, which no program shows',
  }
  const told = [...Map.groupBy(closed, ({ opacity }) => opacity)].map(
    ([opacity, own]) => `${count(own.length, 'document')} ${reasons[opacity]}`,
  )
  const text = `${told.join(', ')}: release their text or pages in place of the original file, or withhold them`
  return line(
    'originals',
    false,
    text,
    closed.map(({ id }) => id),
  )
}

/** Texts that leave and that nobody can look into in whole: a file in them, or layers of encoding without end. The leak check refuses them, after everything was rendered. */
function within(database: ReadableDatabase, set: readonly Decision[], of: (document: DocumentId) => readonly StoredMark[]): GateItem {
  const holding = opaqueWithin(database, set, of)
  const { wrapped } = foreseen(database)
  if (holding.length + wrapped.length === 0)
    return line('within', true, 'Every text that leaves, and every file in one, can be looked into', [])
  const told = [
    ...(holding.length === 0
      ? []
      : [
          `${count(holding.length, 'document')} with something in the text that can\u2019t be looked into, as an encrypted message or a file that was cut off: mark its letters, or withhold them`,
        ]),
    ...(wrapped.length === 0
      ? []
      : [
          `${count(wrapped.length, 'document')} with a passage encoded over and over, deeper than is looked at: mark the whole passage, or withhold them`,
        ]),
  ]
  return line('within', false, told.join('. '), [...new Set([...holding, ...wrapped])])
}

/** A rendition of a beginning would pass for the whole, and so would a file that is cut off. An original file that is too large to be shown leaves whole: that is told. */
function whole(database: ReadableDatabase, set: readonly Decision[], of: (document: DocumentId) => readonly StoredMark[]): GateItem {
  const notWhole = readNotWhole(database)
  const by = Map.groupBy(set, (decision) => partOf(decision, of(decision.document), notWhole))
  const open = (by.get('part') ?? []).map(({ document }) => document)
  if (open.length > 0) {
    const original = open.every((document) => notWhole.cutShort.has(document)) ? '' : ', or release attachments as original files'
    return line('whole', false, `${count(open.length, 'document')} not read to the end, since too large: withhold them${original}`, open)
  }
  const unseen = (by.get('unseen') ?? []).map(({ document }) => document)
  if (unseen.length === 0) return line('whole', true, 'Nothing that leaves was cut off where reading ends', [])
  const text = `${count(unseen.length, 'original file')} too large to be shown to the end: whoever releases them looks through them in another program`
  return line('whole', true, text, unseen)
}

/** What is known of each open request's files, which never change. */
const opaque = new WeakMap<object, Map<DocumentId, Opacity | null>>()

/** Documents that release a text which a mark hides in some document, the subject's own data aside. */
export function conflicts(database: ReadableDatabase): readonly DocumentId[] {
  const decisions = readDecisions(database)
  const leaving = (document: DocumentId): boolean => {
    const decision = decisions.get(document)
    return decision?.coding.value === 'responsive' && decision.disposition.value !== 'withhold'
  }
  const marks = readMarks(database, { states: liveStates }).filter((mark) => mark.span !== null && leaving(mark.document))
  const hiding = new Map<string, SpanIndex<Span>>()
  for (const [surface, own] of Map.groupBy(marks, ({ document, surface }) => `${document} ${surface}`))
    hiding.set(surface, new SpanIndex(own.flatMap(({ span }) => span ?? [])))
  const texts = new Map<string, string>()
  for (const mark of marks) {
    const text = textOfMark(database, mark)
    if (text !== null) texts.set(textKey(text), text)
  }
  const forms = subjectForms(database)
  const found = new Set<DocumentId>()
  for (const text of texts.values()) {
    for (const place of placesOf(database, text, { forms })) {
      if (place.subjectOwn || found.has(place.document) || !leaving(place.document)) continue
      const hidden = hiding.get(`${place.document} ${place.surface.id}`)?.holds(place) ?? false
      if (!hidden) found.add(place.document)
    }
    for (const document of writtenOtherwise(database, text).keys()) if (leaving(document)) found.add(document)
  }
  return readDocuments(database)
    .map(({ id }) => id)
    .filter((id) => found.has(id))
}
