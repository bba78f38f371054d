import type { ChangedPlace, ChangedSince, DocumentChange, DocumentId, Region, Span } from '../model/index.ts'
import { canonicalJson } from '../model/index.ts'
import type { FieldValues, MadeChange, ReadableDatabase, StoredMark } from '../store/index.ts'
import { changesFrom, lastReviewed, readDecision, readMarks } from '../store/index.ts'
import { textOfMark } from './mark-text.ts'
import { isCleared, isLive, markValue } from './review-commit.ts'
import { surfacesOf } from './surface-cache.ts'

const around = 40

/** What would leave that was hidden comes first: it is what a reviewer must not miss. */
const order = [
  'disclosed',
  'stays',
  'disposition',
  'privilege',
  'coding',
  'ground',
  'hidden',
  'stays-no-more',
  'note',
] as const satisfies readonly DocumentChange['kind'][]

/**
 * How a document differs from the state that a reviewer last saw and approved or declined, from the history that is only appended to. Null
 * when nobody has. What that decision itself did counts, too: marks declined as a group were shown and no longer hide.
 */
export function changedSinceApproval(database: ReadableDatabase, document: DocumentId): ChangedSince | null {
  const reviewed = lastReviewed(database, document)
  if (reviewed === null) return null
  const { act, ...decided } = reviewed
  const made = changesFrom(database, document, act)
  const changes = [...fieldChanges(database, document, made), ...markChanges(database, document, made)]
  return { ...decided, changes: changes.sort((left, right) => order.indexOf(left.kind) - order.indexOf(right.kind)) }
}

function fieldChanges(database: ReadableDatabase, document: DocumentId, made: readonly MadeChange[]): DocumentChange[] {
  const now = readDecision(database, document)
  if (now === null) return []
  const found: DocumentChange[] = []
  const coding = sinceOf(made, 'coding')
  if (coding !== null && coding.from.value !== now.coding.value) {
    found.push({ kind: 'coding', from: coding.from.value, to: now.coding.value, ...coding.who })
  }
  const privilege = sinceOf(made, 'privilege')
  if (privilege !== null && privilege.from.value !== now.privilege.value) {
    found.push({ kind: 'privilege', from: privilege.from.value, to: now.privilege.value, ...privilege.who })
  }
  const disposition = sinceOf(made, 'disposition')
  if (disposition !== null) {
    const [from, to] = [outcomeOf(disposition.from), outcomeOf(now.disposition)]
    if (canonicalJson(from) !== canonicalJson(to)) found.push({ kind: 'disposition', from, to, ...disposition.who })
  }
  const note = sinceOf(made, 'note')
  if (note !== null && note.from.value !== now.note.value) {
    found.push({ kind: 'note', from: note.from.value, to: now.note.value, ...note.who })
  }
  return found
}

type DecidedField = 'coding' | 'privilege' | 'disposition' | 'note'

/** What a field was before the first of its changes, and who made the last; null when there is none. */
function sinceOf<F extends DecidedField>(made: readonly MadeChange[], field: F) {
  const own = made.filter((change) => change.field === field)
  const [first, last] = [own[0], own.at(-1)]
  if (first === undefined || last === undefined || first.before === null) return null
  return { from: first.before as FieldValues[F], who: { by: last.by, atMs: last.atMs } }
}

function outcomeOf({ value, ground, native }: FieldValues['disposition']) {
  return { value, ground, native }
}

/** A mark as it was then and as it is. */
interface Compared {
  readonly mark: StoredMark
  readonly past: FieldValues['mark'] | null
  readonly who: { readonly by: MadeChange['by']; readonly atMs: number }
}

function markChanges(database: ReadableDatabase, document: DocumentId, made: readonly MadeChange[]): DocumentChange[] {
  const changesOf = Map.groupBy(made.filter(ofMark), ({ target }) => target)
  if (changesOf.size === 0) return []
  const marks = readMarks(database, { document })
  const live = marks.filter((mark) => isLive(markValue(mark)))
  const pastOf = (mark: StoredMark) => {
    const own = changesOf.get(mark.id)?.[0]
    return own === undefined ? markValue(mark) : own.before
  }
  const livePast = marks.filter((mark) => isLive(pastOf(mark)))
  const changed = marks.flatMap((mark): Compared[] => {
    const own = changesOf.get(mark.id) ?? []
    const last = own.findLast(({ before, after }) => isLive(before) !== isLive(after) || before?.ground !== after.ground) ?? own.at(-1)
    return last === undefined ? [] : [{ mark, past: pastOf(mark), who: { by: last.by, atMs: last.atMs } }]
  })
  return changed.flatMap(({ mark, past, who }): DocumentChange[] => {
    const [before, after] = [isLive(past), isLive(markValue(mark))]
    if (before && after && past !== null && past.ground !== mark.ground) {
      return [{ kind: 'ground', place: placeOf(database, mark, mark.span), from: past.ground, to: mark.ground, ...who }]
    }
    const stays = isCleared(markValue(mark))
    if (!before && !after && isCleared(past) !== stays)
      return [{ kind: stays ? 'stays' : 'stays-no-more', place: placeOf(database, mark, mark.span), ...who }]
    if (before === after) return []
    const places = uncovered(database, mark, before ? live : livePast)
    if (places.length > 0 || !before || past === null) {
      const [kind, ground] = before && past !== null ? (['disclosed', past.ground] as const) : (['hidden', mark.ground] as const)
      return places.map((place) => ({ kind, place, ground, ...who }))
    }
    // Still hidden, by another mark: told when that one stands on another ground.
    const over = live.filter((other) => other.surface === mark.surface && liesOver(other, mark))
    const [other] = over
    if (other === undefined || over.some(({ ground }) => ground === past.ground)) return []
    return [{ kind: 'ground', place: placeOf(database, mark, mark.span), from: past.ground, to: other.ground, ...who }]
  })
}

function ofMark(change: MadeChange): change is Extract<MadeChange, { field: 'mark' }> {
  return change.field === 'mark'
}

/** The parts of a mark that none of the others covers; blanks alone hide nothing. */
function uncovered(database: ReadableDatabase, mark: StoredMark, others: readonly StoredMark[]): ChangedPlace[] {
  const here = others.filter((other) => other.surface === mark.surface)
  if (mark.span === null) return here.some((other) => liesOver(other, mark)) ? [] : [placeOf(database, mark, null)]
  let rest: Span[] = [mark.span]
  for (const { span } of here) if (span !== null) rest = rest.flatMap((part) => without(part, span))
  return rest.map((part) => placeOf(database, mark, part)).filter(({ text }) => text?.trim() !== '')
}

function without(part: Span, span: Span): Span[] {
  if (span.end <= part.start || part.end <= span.start) return [part]
  return [
    { start: part.start, end: span.start },
    { start: span.end, end: part.end },
  ].filter(({ start, end }) => start < end)
}

function liesOver(over: StoredMark, under: StoredMark): boolean {
  if (over.span !== null && under.span !== null) return over.span.start <= under.span.start && under.span.end <= over.span.end
  return over.region !== null && under.region !== null && holds(over.region, under.region)
}

function holds(outer: Region, inner: Region): boolean {
  return (
    outer.page === inner.page &&
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

function placeOf(database: ReadableDatabase, mark: StoredMark, span: Span | null): ChangedPlace {
  const { id, surface, region } = mark
  const text = surfacesOf(database, mark.document).find((one) => one.id === surface)?.text ?? ''
  return {
    mark: id,
    surface,
    span,
    region,
    before: span === null ? '' : text.slice(Math.max(0, span.start - around), span.start),
    text: span === null ? textOfMark(database, mark) : text.slice(span.start, span.end),
    after: span === null ? '' : text.slice(span.end, span.end + around),
  }
}
