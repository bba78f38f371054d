import { directReader, isShownDate } from '../formats/index.ts'
import { type DocumentId, type Span, SpanIndex, type Surface, type SurfaceId } from '../model/index.ts'
import { findLetters, findPlaces } from '../redact/index.ts'
import { leakSearch } from './check-hits.ts'
import type { Needle } from './check-needles.ts'
import { canon } from './check-normalise.ts'
import { lettersOf } from './check-stays.ts'
import { encodedSpans } from './encoded-spans.ts'
import { expectationOf } from './expectation.ts'
import type { ProductionInput } from './input.ts'
import { type Cut, cutsOf, cutText } from './redaction.ts'
import { boxed, flatten, type Released } from './released.ts'

/** A place that the leak check would refuse: redacted text that stands there unmarked. */
export interface Foreseen {
  readonly document: DocumentId
  readonly number: string
  /** Null where the text only comes together across several surfaces, as on a printed page. */
  readonly surface: SurfaceId | null
  /** Null where it has no place of its own, coming together over several, and where nothing can be marked. */
  readonly span: Span | null
  /** What is redacted, as it is written there; as it reads, where it is encoded. */
  readonly text: string
  /** Encoded or broken up: no search by words finds it, and the words of the place don't say it. */
  readonly isEncoded: boolean
  /** The ground on which it is redacted. */
  readonly ground: string
  /** It stands in a part of a released original file that is never shown as a page: only releasing its text instead helps. */
  readonly inOriginal: boolean
}

/** What the leak check would refuse. */
export interface Foresight {
  readonly places: readonly Foreseen[]
  /** Documents with a text in more layers of encoding than can be looked at: nobody can say what it holds. */
  readonly wrapped: readonly DocumentId[]
}

/**
 * What the leak check would refuse, found before anything is rendered: its own needles, search and excuses over the surfaces as they would be
 * released. It clears nothing; the finished bundle is still checked in full.
 */
export function foresee(input: ProductionInput): Foresight {
  const expectation = expectationOf(input, ['eml', 'mbox'])
  const all = expectation.families.flatMap(flatten)
  // Nothing is read here: the surfaces are texts already.
  const search = leakSearch(expectation.needles, expectation, directReader)
  const places = new Map<string, { readonly released: Released; readonly surface: Surface | null; readonly hidden: readonly Span[] }>()
  for (const released of all) {
    if (released.fate === 'withheld' || released.fate === 'absent') continue
    const owners = [released.source.id]
    const show = (surface: Surface | null, { text, without }: Shown, hidden: readonly Span[]): void => {
      const path = `${released.source.id} ${surface?.id ?? ''}`
      places.set(path, { released, surface, hidden })
      search.layer({ path, layer: 'surface', owners, text, without, noisy: false })
    }
    const people: Shown[] = []
    const shown: Shown[] = []
    for (const surface of released.source.surfaces) {
      // An original file goes out with what its surfaces don't show: hidden rows, deleted words, properties.
      if (!surface.producible && released.form !== 'native') continue
      if (released.form === 'placeholder' && surface.kind !== 'filename') continue
      const cuts = [...cutsOf(surface, released.source.marks, input.grounds), ...boxed(surface, released)].sort((a, b) => a.start - b.start)
      // A date in which anything is marked is left out whole.
      if (isShownDate(surface) || (surface.id === 'h:date' && cuts.length > 0)) continue
      const stays = (released.source.stays ?? []).flatMap((one) => (one.surface === surface.id ? [one.span] : []))
      const one = shownOf(surface.text, cuts, stays)
      if (surface.kind !== 'header') shown.push(one)
      else if (addressLists.has(surface.id)) people.push(one)
      show(surface, one, [...cuts, ...stays])
    }
    // What readers of mail give beside each other; all else of a header is given by itself.
    for (const together of [people, shown]) if (together.length > 1) show(null, joined(together), [])
  }
  const byText = Map.groupBy(expectation.needles, ({ text }) => text)
  const found = search.hits.flatMap(({ needle, path }): Foreseen[] => {
    const place = places.get(path)
    if (place === undefined) return []
    const { released, surface, hidden } = place
    const facts = {
      document: released.source.id,
      number: released.number,
      surface: surface?.id ?? null,
      ground: groundOf(input, byText.get(needle)?.[0]),
      inOriginal: surface?.producible === false,
    }
    const spans = surface === null || facts.inOriginal ? [] : openPlaces(surface, needle, hidden)
    if (spans.length > 0)
      return spans.map((span) => ({ ...facts, span, text: surface?.text.slice(span.start, span.end) ?? '', isEncoded: false }))
    const encoded = surface === null || facts.inOriginal ? [] : encodedSpans(surface.text, needle, hidden)
    if (encoded.length === 0) return [{ ...facts, span: null, text: needle, isEncoded: true }]
    return encoded.map((span) => ({ ...facts, span, text: needle, isEncoded: true }))
  })
  const wrapped = search.problems.flatMap(({ path }) => places.get(path)?.released.source.id ?? [])
  return { places: distinct(found), wrapped: [...new Set(wrapped)] }
}

/** A text as it would be released, and the same without the places at which these texts stay by decision. */
interface Shown {
  readonly text: string
  readonly without: (texts: ReadonlySet<string>) => string
}

function joined(shown: readonly Shown[]): Shown {
  return {
    text: shown.map(({ text }) => text).join('\n'),
    without: (texts) => shown.map(({ without }) => without(texts)).join('\n'),
  }
}

function shownOf(text: string, cuts: readonly Cut[], stays: readonly Span[]): Shown {
  const open = stays.filter((span) => !cuts.some((cut) => cut.start < span.end && span.start < cut.end))
  return {
    text: cutText(text, cuts),
    without: (texts) => {
      const gone = open.filter(({ start, end }) => texts.has(lettersOf(text.slice(start, end))))
      const all = [...cuts, ...gone.map((span): Cut => ({ ...span, marker: ' \u0001 ' }))]
      return cutText(
        text,
        all.sort((one, other) => one.start - other.start),
      )
    },
  }
}

const addressLists: ReadonlySet<string> = new Set(['h:from', 'h:to', 'h:cc', 'h:bcc', 'h:reply-to'])

/** Each span once, and what comes together only across surfaces where no surface of the document shows it by itself. */
function distinct(found: readonly Foreseen[]): readonly Foreseen[] {
  const alone = new Set(found.flatMap(({ document, surface, text }) => (surface === null ? [] : [`${document} ${canon(text)}`])))
  const documents = new Set(found.flatMap(({ document, surface }) => (surface === null ? [] : [document])))
  const kept = new Map<string, Foreseen>()
  for (const one of found) {
    if (one.surface === null && (documents.has(one.document) || alone.has(`${one.document} ${canon(one.text)}`))) continue
    const key = JSON.stringify([one.document, one.surface, one.span ?? canon(one.text)])
    if (!kept.has(key)) kept.set(key, one)
  }
  const all = [...kept.values()]
  const surfaceOf = ({ document, surface }: Foreseen): string => `${document} ${surface}`
  const spans = new Map<string, SpanIndex<Span>>()
  for (const [surface, own] of Map.groupBy(all, surfaceOf)) spans.set(surface, new SpanIndex(own.flatMap(({ span }) => span ?? [])))
  const isInside = (one: Foreseen, { start, end }: Span): boolean =>
    spans
      .get(surfaceOf(one))
      ?.some({ start, end }, (other) => other.start <= start && end <= other.end && other.end - other.start > end - start) ?? false
  return all.filter((one) => one.span === null || !isInside(one, one.span))
}

function openPlaces(surface: Surface, text: string, spans: readonly Span[]): readonly Span[] {
  const hidden = new SpanIndex(spans)
  return [...findPlaces(surface, text), ...findLetters(surface, text)].filter((place) => !hidden.holds(place))
}

function groundOf(input: ProductionInput, needle: Needle | undefined): string {
  const source = input.documents.find(({ id }) => id === needle?.document)
  const mark = source?.marks.find(({ surface }) => surface === needle?.surface) ?? source?.marks[0]
  return mark?.ground ?? source?.ground ?? ''
}
