import type { FileReader } from '../formats/index.ts'
import { type DocumentId, lettersApart, spacedWords } from '../model/index.ts'
import { expand, readingsOf } from './check-decode.ts'
import type { Needle } from './check-needles.ts'
import { canon, squash, wholeWords } from './check-normalise.ts'
import { bounded, type Found, searcher } from './check-search.ts'
import { type Stays, staysOf } from './check-stays.ts'
import type { CheckProblem, Findings, Layer, LeakHit } from './check-types.ts'
import type { Expectation } from './expectation.ts'

/** Under this, a needle counts only as a whole word; under it in a noisy layer, not at all. */
const MIN_INSIDE = 5
const MIN_NOISY = 8
/** Takes the place of a text of ours; joins nothing. */
const BLANK = ' \u0001 '

/** Searches layers as they come, so that no more than one file's texts are in memory. */
export interface LeakSearch extends Findings {
  readonly hits: readonly LeakHit[]
  readonly problems: readonly CheckProblem[]
  readonly layers: () => number
  /** Needles seen at all, by place of search: what the positive control asks. */
  readonly seen: ReadonlySet<Needle>
  /** How many technical values were found where they were released. */
  readonly released: () => number
}

/** `control`: only notes which needles are seen in layers of their own document. */
export function leakSearch(needles: readonly Needle[], expectation: Expectation | null, reader: FileReader, control = false): LeakSearch {
  const byCanon = grouped(needles, (needle) => needle.canon)
  const bySquash = grouped(needles, (needle) => needle.squashed)
  const canonPatterns = [...byCanon.keys()]
  const squashPatterns = [...bySquash.keys()]
  const longPatterns = canonPatterns.filter(({ length }) => length >= MIN_NOISY)
  const inCanon = searcher(canonPatterns)
  const inBytes = searcher(longPatterns)
  const inSquash = searcher(squashPatterns)
  const hits: LeakHit[] = []
  const problems: CheckProblem[] = []
  const reported = new Set<string>()
  const seen = new Set<Needle>()
  const released = new Set<Needle>()
  const own = (expectation?.own ?? []).filter((text) => text.length >= 8)
  const excuses = excuser(expectation)
  const searched = new Map<string, Set<string>>()
  let layers = 0

  const stays = staying(expectation, needles)

  const judge = (needle: Needle, layer: Layer, how: string, text: string, found: Found, squashed: boolean): void => {
    const owned = layer.owners !== null && needle.document !== null && layer.owners.includes(needle.document)
    if (owned || layer.owners === null) seen.add(needle)
    if (control) return
    if (!needle.everywhere && !owned) return
    if (needle.technical && excuses.released(layer.owners, needle)) {
      released.add(needle)
      return
    }
    const key = `${needle.canon}\0${layer.path}\0${layer.layer}`
    if (reported.has(key)) return
    if (!squashed && !bounded(text, found.start, found.end)) {
      if (needle.canon.length < MIN_INSIDE) return
      if (needle.document !== null && excuses.insideWord(layer.owners, text, found)) return
    }
    if (needle.technical && squashed && !excuses.standsAlone(needle, text)) return
    // The text of a document may hold what another document hides: then it was approved there, one by one.
    if ((!owned || needle.surface === null) && needle.document !== null && excuses.approvedThere(layer.owners, needle)) return
    if (
      owned &&
      (layer.owners?.length ?? 0) > 1 &&
      excuses.approvedThere(
        (layer.owners ?? []).filter((owner) => owner !== needle.document),
        needle,
      )
    )
      return
    if (squashed && needle.document !== null && excuses.squashedInside(layer.owners, needle, text)) return
    reported.add(key)
    hits.push({ needle: needle.text, layer: how === '' ? layer.layer : `${layer.layer} › ${how}`, path: layer.path })
  }

  /** Pixels and font programs: as bytes, without the forms that only text has. */
  const searchBytes = (layer: Layer): void => {
    const text = layer.text.toLowerCase()
    for (const found of inBytes(text)) {
      for (const needle of byCanon.get(longPatterns[found.pattern] ?? '') ?? []) judge(needle, layer, '', text, found, false)
    }
  }

  const search = (layer: Layer, text: string, how: string, noisy: boolean, among: (needle: Needle) => boolean = every): void => {
    let canonical = canon(text)
    for (const phrase of own) if (canonical.includes(phrase)) canonical = canonical.replaceAll(phrase, BLANK)
    for (const found of inCanon(canonical)) {
      const pattern = canonPatterns[found.pattern] ?? ''
      if (noisy && pattern.length < MIN_NOISY && !control) continue
      for (const needle of byCanon.get(pattern) ?? []) if (among(needle)) judge(needle, layer, how, canonical, found, false)
    }
    const squashed = squash(canonical)
    const done = new Set<number>()
    for (const found of inSquash(squashed)) {
      if (done.has(found.pattern)) continue
      done.add(found.pattern)
      for (const needle of bySquash.get(squashPatterns[found.pattern] ?? '') ?? [])
        if (among(needle)) judge(needle, layer, how, canonical, found, true)
    }
  }

  const searchReadings = (layer: Layer, text: string, among: (needle: Needle) => boolean): void => {
    const { readings, isComplete } = readingsOf(text)
    // What the control sees in the readings that there are is found; a bundle that shows this text is kept back for it.
    if (!isComplete && !control) {
      problems.push({ code: 'undecodable', path: layer.path, message: 'This text is wrapped in more layers than can be looked at.' })
      return
    }
    layers += readings.length - 1
    for (const reading of readings) search(layer, reading.text, reading.how, layer.noisy || reading.guess, among)
  }

  return {
    reader,
    hits,
    problems,
    seen,
    released: () => released.size,
    layers: () => layers,
    problem: (code, path, message) => {
      if (problems.length < 2000) problems.push({ code, path, message })
    },
    layer: (layer) => {
      if (layer.text === '') return
      const owner = (layer.owners ?? ['']).join()
      const known = searched.get(owner) ?? new Set<string>()
      searched.set(owner, known)
      // Three readers mostly see the same text: searched once for each document.
      // Where places that stay are known, the same text says the same only at the same place.
      const place = layer.without === undefined ? '' : `${layer.path}\0`
      const key = `${layer.noisy ? 'n' : ''}${layer.isSaidElsewhere === true ? 's' : ''}\0${place}${layer.text}`
      if (layer.text.length < 100_000 && known.has(key)) return
      known.add(key)
      layers++
      if (layer.noisy && !/pdf st|pdf bytes/.test(layer.layer)) {
        searchBytes(layer)
        return
      }
      // Operators of a page: strings of it are a layer of their own, decoded in full.
      if (layer.layer === 'pdf stream') {
        search(layer, layer.text, '', true)
        return
      }
      const own = stays(layer.owners)
      const held = own.flatMap((one) => one.held)
      const isTurned = (needle: Needle): boolean => layer.isSaidElsewhere === true && own.some(({ turned }) => turned.has(needle))
      const isElsewhere = (needle: Needle): boolean => held.some(({ needles: some }) => some.has(needle)) || isTurned(needle)
      searchReadings(layer, layer.text, held.length === 0 ? every : (needle) => !isElsewhere(needle))
      // What may stand at a place that stays is looked for in what is left without the places that hold it.
      const isLookedFor = (needle: Needle): boolean => layer.isSaidElsewhere !== true || !/\p{L}/u.test(needle.canon)
      for (const one of own) {
        for (const { needles: some, texts } of one.held) {
          const among = (needle: Needle): boolean => some.has(needle) && isLookedFor(needle)
          searchReadings(layer, layer.without?.(texts) ?? one.without(layer.text, texts), among)
        }
      }
    },
  }
}

const every = (): boolean => true

/** What stays by decision in the documents that a layer shows. */
function staying(expectation: Expectation | null, needles: readonly Needle[]): (owners: readonly DocumentId[] | null) => readonly Stays[] {
  const known = new Map<DocumentId, Stays | null>()
  return (owners) =>
    (owners ?? []).flatMap((owner) => {
      const released = expectation?.byId.get(owner)
      if (expectation === null || released?.source.stays === undefined) return []
      const own = known.get(owner) ?? staysOf(expectation.input, released, needles)
      known.set(owner, own)
      return own ?? []
    })
}

function grouped(needles: readonly Needle[], key: (needle: Needle) => string): Map<string, Needle[]> {
  const groups = new Map<string, Needle[]>()
  for (const needle of needles) if (key(needle) !== '') groups.set(key(needle), [...(groups.get(key(needle)) ?? []), needle])
  return groups
}

interface Excuses {
  /** The needle stands within a longer word that a reviewer released in these documents: `Allen` in `challenge`. */
  insideWord(owners: readonly DocumentId[] | null, text: string, found: Found): boolean
  /** As above for texts squashed to letters and digits, where words run together. */
  squashedInside(owners: readonly DocumentId[] | null, needle: Needle, canonical: string): boolean
  /** Another document shows the needle, as it is written. */
  approvedThere(owners: readonly DocumentId[] | null, needle: Needle): boolean
  /** A technical value that a reviewer released: in the text of the family that the place belongs to, or within a file given as it is. */
  released(owners: readonly DocumentId[] | null, needle: Needle): boolean
  /** A squashed needle stands in the text between word boundaries, not only across words that run together. */
  standsAlone(needle: Needle, canonical: string): boolean
}

function excuser(expectation: Expectation | null): Excuses {
  const texts = new Map<DocumentId, readonly { readonly canonical: string; readonly squashed: string; readonly spaced: string }[]>()
  const approved = (document: DocumentId) => {
    const known = texts.get(document)
    if (known !== undefined || expectation === null) return known ?? []
    const readings = expand(expectation.approved(document)) ?? []
    const made = readings.map((reading) => {
      const canonical = canon(reading.text)
      return { canonical, squashed: squash(canonical), spaced: ` ${spacedWords(canonical)} ` }
    })
    texts.set(document, made)
    return made
  }
  const patterns = new Map<string, RegExp>()
  const known = new Map<string, boolean>()
  // What is written encoded there was found by no search and shown to nobody as what it says.
  const shows = (owner: DocumentId, needle: Needle, decoded: boolean): boolean => {
    const key = `${owner}\0${decoded}\0${needle.canon}`
    const cached = known.get(key)
    if (cached !== undefined) return cached
    const found = approved(owner)
      .slice(0, decoded ? undefined : 1)
      .some((text) => text.canonical.includes(needle.canon) || (needle.squashed !== '' && text.squashed.includes(needle.squashed)))
    known.set(key, found)
    return found
  }
  const standing = new Map<string, boolean>()
  const standsAlone = (needle: Needle, canonical: string): boolean => {
    const pattern = patterns.get(needle.squashed) ?? lettersApart(needle.squashed)
    patterns.set(needle.squashed, pattern)
    return pattern.test(canonical)
  }
  return {
    standsAlone,
    released: (owners, needle) =>
      (owners ?? []).some((owner) => {
        const family = expectation?.familyOf(owner) ?? []
        return family.some(
          (relative) => (relative.source.id === owner && relative.form === 'native') || shows(relative.source.id, needle, true),
        )
      }),
    insideWord: (owners, text, found) => {
      const whole = wholeWords(text, found.start, found.end)
      const words = spacedWords(text.slice(whole.start, whole.end))
      return (owners ?? []).some((owner) => {
        const key = `${owner}\0${words}`
        const stands = standing.get(key) ?? approved(owner)[0]?.spaced.includes(` ${words} `) === true
        standing.set(key, stands)
        return stands
      })
    },
    squashedInside: (owners, needle, canonical) => {
      // Bounded somewhere: a real one. Else its letters only meet across words that were released as they are.
      if (standsAlone(needle, canonical)) return false
      return (owners ?? []).some((owner) => approved(owner)[0]?.squashed.includes(needle.squashed) === true)
    },
    // An original's Message-ID may be part of the very text that was released; a redacted value never is.
    approvedThere: (owners, needle) =>
      (owners ?? []).some((owner) => (owner !== needle.document || needle.surface === null) && shows(owner, needle, false)),
  }
}
