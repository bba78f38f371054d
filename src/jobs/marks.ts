import type { DocumentId, MarkId, Region, Span, SurfaceId } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import type { StoredMark } from '../store/index.ts'
import { liveStates, nextActNumber, readDocument, readMark, readMarks, transact } from '../store/index.ts'
import { checkGround } from './ground.ts'
import { type Marking, startMarking } from './mark-making.ts'
import { checkRegion, checkSpan, textUnder } from './mark-surface.ts'
import { textKey, textOfMark } from './mark-text.ts'
import { isSubjectOwn, placesOf, protectedSpans, subjectForms } from './places.ts'
import { type RelatedForm, relatedForms } from './related.ts'
import type { Changed } from './review.ts'
import { isCleared, type Reviewer } from './review-commit.ts'
import { samePassage, samePassageRule } from './same-passage.ts'
import { surfacesOf } from './surface-cache.ts'
import { type Unmarked, unmarkedElsewhere } from './unmarked.ts'
import { count, quoted } from './words.ts'

export interface MarkRequest {
  readonly document: DocumentId
  readonly surface: SurfaceId
  readonly span?: Span | undefined
  readonly region?: Region | undefined
  readonly ground: string
  readonly note: string
}

export interface Marked {
  readonly marks: readonly MarkId[]
  readonly documents: number
  /** Where the same text stands and is not marked. */
  readonly unmarkedElsewhere: readonly Unmarked[]
  /** How else the person behind one marked text is written, unmarked so far. */
  readonly related: readonly RelatedForm[]
}

/** Texts of one act that are looked up elsewhere; a file of marks can hold thousands. */
const lookedUpTexts = 25

/**
 * Marks spans and regions as proposed by the signed-in person; a document to be released, or without disposition, becomes one to be
 * redacted. The same passage elsewhere (quotes, near copies) is suggested.
 *
 * @throws matter/unknown-document, matter/unknown-surface, matter/bad-span, law/unknown-ground, matter/protected-subject
 */
export function addMarks(reviewer: Reviewer, requests: readonly MarkRequest[], evenSubject = false): Marked {
  return transact(reviewer.database, () => {
    const { database } = reviewer
    const forms = subjectForms(database)
    const checked = requests.map((request) => ({ request, surface: checkedSurface(reviewer, request, forms, evenSubject) }))
    const marking = startMarking(reviewer, checked.length > 1 ? nextGroup(reviewer) : null)
    const texts = new Map<string, (typeof checked)[number]>()
    for (const one of checked) {
      const { span, region, ground, note } = one.request
      marking.propose(one.surface, span ?? null, region ?? null, ground, note)
      if (span !== undefined) texts.set(one.surface.text.slice(span.start, span.end), one)
    }
    const lookedUp = [...texts].slice(0, lookedUpTexts)
    for (const [, { surface, request }] of lookedUp) {
      if (request.span === undefined) continue
      for (const suggestion of samePassage(database, surface, request.span, request.ground, forms)) marking.suggest(suggestion)
    }
    const [only] = texts.size === 1 ? texts.keys() : []
    return finish(reviewer, marking, `mark ${only === undefined ? count(requests.length, 'place') : quoted(only)}`, [
      ...lookedUp.map(([text]) => text),
    ])
  })
}

function finish(reviewer: Reviewer, marking: Marking, words: string, texts: readonly string[]): Marked {
  marking.commit(words)
  const marks = marking.proposed()
  const documents = new Set(marks.map((id) => readMark(reviewer.database, id).document)).size
  const forms = subjectForms(reviewer.database)
  const [only] = texts.length === 1 ? texts : []
  return {
    marks,
    documents,
    unmarkedElsewhere: unmarkedElsewhere(reviewer.database, texts, forms),
    related: only === undefined ? [] : relatedForms(reviewer.database, only, forms),
  }
}

function checkedSurface(reviewer: Reviewer, request: MarkRequest, forms: readonly string[], evenSubject: boolean) {
  const { document, span, region } = request
  readDocument(reviewer.database, document)
  const surface = surfacesOf(reviewer.database, document).find(({ id }) => id === request.surface)
  if (surface === undefined) throw new AppError('matter/unknown-surface', 'The document has no such surface.', { document })
  checkGround(reviewer.regime, request.ground)
  if ((span === undefined) === (region === undefined)) {
    throw new AppError('matter/bad-span', 'A mark needs a span of text, or a box on a page or picture: one of the two.', { document })
  }
  if (span !== undefined) checkSpan(surface, span)
  if (region !== undefined) checkRegion(surface, region)
  const covered = span === undefined ? textUnder(surface, region) : [span]
  const own = evenSubject ? [] : protectedSpans(surface, forms)
  if (covered.some((each) => isSubjectOwn(each, own))) {
    throw new AppError(
      'matter/protected-subject',
      'This is the data subject\u2019s own data, which they asked for. Mark it only if you mean to.',
      {
        document,
        surface: request.surface,
      },
    )
  }
  return surface
}

/**
 * Marks every place of a text on token boundaries, in one document or everywhere, as one group. The subject's own places are left
 * out unless `evenSubject`; suggestions that stand at a place are accepted.
 *
 * @throws law/unknown-ground, matter/protected-subject when every place is the subject's own, api/bad-input without a document
 */
export function markText(
  reviewer: Reviewer,
  text: string,
  request: {
    readonly ground: string
    readonly note: string
    readonly document?: DocumentId | undefined
    readonly everywhere: boolean
    readonly evenSubject: boolean
    /** The other forms in which the same person is written, too. */
    readonly related?: boolean | undefined
  },
): Marked {
  checkGround(reviewer.regime, request.ground)
  if (!request.everywhere && request.document === undefined) {
    throw new AppError('api/bad-input', 'Say where the text is to be marked: in one document, or everywhere.')
  }
  return transact(reviewer.database, () => {
    const forms = subjectForms(reviewer.database)
    const document = request.everywhere ? undefined : request.document
    const places = placesOf(reviewer.database, text, { forms, document })
    const wanted = places.filter((place) => request.evenSubject || !place.subjectOwn)
    if (places.length > 0 && wanted.length === 0) {
      throw new AppError(
        'matter/protected-subject',
        'Every place of this text is the data subject\u2019s own data. Mark it only if you mean to.',
      )
    }
    const marking = startMarking(reviewer, nextGroup(reviewer))
    const { ground, note } = request
    for (const { surface, start, end } of wanted) marking.propose(surface, { start, end }, null, ground, note)
    if (request.related === true) {
      for (const { form } of relatedForms(reviewer.database, text, forms)) {
        for (const { surface, start, end, subjectOwn } of placesOf(reviewer.database, form, { forms, document })) {
          if (!subjectOwn) marking.propose(surface, { start, end }, null, ground, note)
        }
      }
    }
    return finish(reviewer, marking, `mark ${quoted(text)}${request.everywhere ? ' everywhere' : ''}`, [text])
  })
}

/**
 * Accepts or dismisses suggestions, removes marks. `everywhere` decides every place of the same text, and accepting then also marks
 * the places that nothing had suggested.
 *
 * @throws matter/unknown-mark, matter/ground-needed, law/unknown-ground
 */
export function decideMarks(
  reviewer: Reviewer,
  ids: readonly MarkId[],
  decision: 'accept' | 'dismiss' | 'remove',
  options: { readonly ground?: string | undefined; readonly everywhere: boolean },
): Changed {
  if (options.ground !== undefined) checkGround(reviewer.regime, options.ground)
  return transact(reviewer.database, () => {
    const { database } = reviewer
    const chosen = ids.map((id) => readMark(database, id))
    const texts = new Map(chosen.flatMap((mark) => (mark.span === null ? [] : [[textOfMark(database, mark) ?? '', mark] as const])))
    const marking = startMarking(reviewer, options.everywhere ? nextGroup(reviewer) : null)
    for (const mark of options.everywhere ? withSameText(reviewer, chosen, decision) : chosen) {
      if (decision === 'accept') marking.accept(mark, options.ground)
      else marking.end(mark, decision === 'dismiss' ? 'dismissed' : 'superseded')
    }
    if (decision === 'remove') withdrawSuggested(reviewer, marking, new Set([...texts.keys()].map(textKey)))
    if (decision === 'accept' && options.everywhere) {
      for (const [text, mark] of texts) {
        const ground = options.ground ?? mark.ground
        for (const { surface, start, end, subjectOwn } of placesOf(database, text)) {
          if (!subjectOwn) marking.propose(surface, { start, end }, null, ground, '')
        }
      }
    }
    const [only] = texts.size === 1 ? texts.keys() : []
    marking.commit(
      `${decision} ${only === undefined ? count(chosen.length, 'mark') : quoted(only)}${options.everywhere ? ' everywhere' : ''}`,
    )
    return { changed: marking.documents().length, documents: marking.documents() }
  })
}

/** Takes away what was only suggested because a text was marked, once no mark of that text is left. */
function withdrawSuggested({ database }: Reviewer, marking: Marking, removed: ReadonlySet<string>): void {
  const ended = new Set(marking.ended())
  const keyOf = (mark: StoredMark): string => textKey(textOfMark(database, mark) ?? '')
  const standing = new Set(readMarks(database, { states: liveStates }).flatMap((mark) => (ended.has(mark.id) ? [] : [keyOf(mark)])))
  for (const mark of readMarks(database, { states: ['suggested'] })) {
    if (mark.origin.by !== samePassageRule || ended.has(mark.id)) continue
    const key = keyOf(mark)
    if (removed.has(key) && !standing.has(key)) marking.end(mark, 'superseded')
  }
}

/** Marks with the marks of the same text, places that stay with such places: who takes one of these back removes no redaction. */
function withSameText(reviewer: Reviewer, chosen: readonly StoredMark[], decision: 'accept' | 'dismiss' | 'remove'): readonly StoredMark[] {
  const { database } = reviewer
  const keyOf = (mark: StoredMark): string => `${isCleared(mark)} ${textKey(textOfMark(database, mark) ?? '')}`
  const keys = new Set(chosen.flatMap((mark) => (mark.span === null ? [] : [keyOf(mark)])))
  const known = new Set(chosen.map(({ id }) => id))
  const states = decision === 'remove' ? ([...liveStates, 'cleared'] as const) : (['suggested'] as const)
  const same = readMarks(database, { states }).filter((mark) => mark.span !== null && !known.has(mark.id) && keys.has(keyOf(mark)))
  return [...chosen, ...same]
}

/**
 * The group of the act that is being made, by that act's number: an act that only accepts suggestions adds no mark, so a number counted
 * from the marks would be given again. Run in the act's transaction. (Requests of earlier versions hold such groups, as `G` and a number.)
 */
export function nextGroup(reviewer: Reviewer): string {
  return `A${nextActNumber(reviewer.database)}`
}
