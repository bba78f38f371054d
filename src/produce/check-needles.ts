import { createHash } from 'node:crypto'
import type { DocumentId, Surface, SurfaceId } from '../model/index.ts'
import { canon, squash } from './check-normalise.ts'
import type { ProductionInput } from './input.ts'
import { cutsOf } from './redaction.ts'
import { approvedText, passagesUnder, type Released } from './released.ts'

/**
 * A string that must be absent. `everywhere`: from other documents, too, unless approved there; else only from renditions of its own
 * document. `control`: the unredacted twin must show it, or the check is broken.
 */
export interface Needle {
  readonly text: string
  readonly canon: string
  /** Letters and digits alone; empty where too short to search by (under 8). */
  readonly squashed: string
  readonly document: DocumentId | null
  readonly number: string
  readonly surface: SurfaceId | null
  readonly everywhere: boolean
  readonly control: boolean
  /** A value that the allow-lists drop, not one that somebody redacted: it may stand where the place's own approved text shows it. */
  readonly technical: boolean
}

const MIN_SQUASHED = 8
/** A longer redaction is searched for by its lines: part of it may survive where the whole does not. */
const LONG = 120

function needle(
  text: string,
  owner: { released: Released | null; surface: Surface | null },
  everywhere: boolean,
  control: boolean,
): Needle | null {
  const canonical = canon(text).trim()
  const squashed = squash(canonical)
  if (squashed === '') return null
  return {
    text,
    canon: canonical,
    squashed: squashed.length >= MIN_SQUASHED ? squashed : '',
    document: owner.released?.source.id ?? null,
    number: owner.released?.number ?? '',
    surface: owner.surface?.id ?? null,
    everywhere,
    control,
    technical: false,
  }
}

/** A string that someone asks about, absent from the whole bundle. */
export function furtherNeedle(text: string): Needle | null {
  return needle(text, { released: null, surface: null }, true, false)
}

const MIN_TECHNICAL_SQUASHED = 12

/** A value that the allow-lists drop of an original. In letters and digits alone only where long: dates and numbers would meet by chance. */
export function technicalNeedle(text: string, released: Released, surface: Surface | null): Needle | null {
  const made = needle(text, { released, surface }, true, true)
  return made === null ? null : { ...made, squashed: made.squashed.length >= MIN_TECHNICAL_SQUASHED ? made.squashed : '', technical: true }
}

const nameWord = /^\p{L}[\p{L}\p{M}.'’-]*$/u

/** As a name is written: capitals, or letters of a script that has none. */
const writtenAsName = /^[\p{Lu}\p{Lt}\p{Lo}]/u

/** A name the other way round: `Last, First` of `First Last`, and `First Last` of `Last, First`; none for what is no name of two to four words. */
function turnedRound(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim().split(/\s+/))
  const names = parts.flat()
  if (parts.length > 2 || names.length < 2 || names.length > 4 || !names.every((name) => nameWord.test(name))) return []
  if (parts.length === 2) return [parts.toReversed().flat().join(' '), names.join(' ')]
  return [`${names.at(-1)}, ${names.slice(0, -1).join(' ')}`, ...familyFirst(names)]
}

/**
 * A name in the order of the other half of the world: `Li Wei` of `Wei Li` and back, as Chinese, Korean, Vietnamese, Japanese and Hungarian names are written either way. Of three words
 * either end may be the family. Common words turned round are common words, so only what is written as a name is turned.
 */
function familyFirst(names: readonly string[]): string[] {
  const [first = '', ...others] = names
  if (names.length > 3 || !names.every((name) => writtenAsName.test(name))) return []
  const moved = [...others, first].join(' ')
  return names.length === 2
    ? [moved]
    : [moved, `${first}, ${others.join(' ')}`, [names[2], first, names[1]].join(' '), names.toReversed().join(' ')]
}

/** What a redacted value is also written as, in the eyes of the check: `Last, First`, `Last First` or `First Last`, a phone number's digits alone. */
export function variants(text: string): string[] {
  const found = turnedRound(text)
  const digits = text.replace(/\D/g, '')
  if (digits.length >= 7 && digits.length <= 19 && /^[\d\s()+./-]+$/.test(text.trim())) {
    found.push(digits)
    if (digits.length >= 10) found.push(digits.slice(-9))
  }
  return found
}

/** Words worth looking for by themselves: long enough, and nowhere in what the document may show. */
function distinctive(text: string, approvedWords: ReadonlySet<string>, approvedSquash: string): string[] {
  const local = /^[^\s@]+(?=@)/.exec(text.trim())?.[0]
  const words = text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’_-]{3,}/gu) ?? []
  return [...new Set([...(local === undefined ? [] : [local]), ...words])].filter((word) => {
    const canonical = canon(word)
    return !approvedWords.has(canonical) && !approvedSquash.includes(squash(canonical))
  })
}

/** The words of a text in canonical form. */
export function wordsOf(canonical: string): Set<string> {
  return new Set(canonical.match(/[\p{L}\p{N}]+/gu) ?? [])
}

/** Redacted strings of one document; `unsearchable` counts marks over nothing that a string search could find (a dash, a picture). */
export function needlesOf(input: ProductionInput, released: Released): { needles: Needle[]; unsearchable: number } {
  const { source } = released
  const approved = canon(approvedText(input, released))
  const approvedWords = wordsOf(approved)
  const approvedSquash = squash(approved)
  const found = new Map<string, Needle>()
  let unsearchable = 0
  const add = (text: string, surface: Surface, everywhere: boolean, control: boolean): boolean => {
    const made = needle(text, { released, surface }, everywhere, control)
    if (made === null) return false
    const key = `${made.canon}\0${surface.id}`
    const known = found.get(key)
    if (known === undefined || (made.everywhere && !known.everywhere) || (made.control && !known.control)) found.set(key, made)
    return true
  }
  const redacted = (text: string, surface: Surface): void => {
    const lines = text.split(/\n+/).filter((line) => canon(line).trim() !== '')
    const long = text.length > LONG || lines.length > 1
    let any = false
    for (const piece of long ? lines : [text]) {
      // Of a long passage, lines that stay in the document elsewhere (a greeting, a rule) tell nothing.
      if (long && (squash(canon(piece)).length < MIN_SQUASHED || approvedSquash.includes(squash(canon(piece))))) continue
      any = add(piece, surface, true, true) || any
      const letters = new Set<string>()
      for (const variant of variants(piece)) {
        // With and without a comma, a longer name is the same letters.
        const squashed = squash(canon(variant))
        if (squashed.length < MIN_SQUASHED || !letters.has(squashed)) add(variant, surface, false, false)
        letters.add(squashed)
      }
    }
    for (const word of distinctive(text, approvedWords, approvedSquash)) any = add(word, surface, false, true) || any
    if (!any) unsearchable++
  }
  for (const surface of source.surfaces) {
    if (released.fate === 'withheld') redacted(surface.text, surface)
    else if (released.fate === 'redacted') {
      for (const cut of cutsOf(surface, source.marks, input.grounds)) redacted(surface.text.slice(cut.start, cut.end), surface)
      for (const mark of source.marks) {
        if (mark.surface !== surface.id || mark.region === null) continue
        const under = passagesUnder(surface, [mark.region])
        if (under.length === 0) unsearchable++
        for (const { start, end } of under) redacted(surface.text.slice(start, end), surface)
      }
    }
  }
  return { needles: [...found.values()], unsearchable }
}

/**
 * What would let someone confirm a guess: an original's hash, id and Message-ID, and unsalted hashes of redacted values (names are enumerable).
 * Absent unless a reviewer released them as text.
 */
export function identityNeedles(released: Released, redacted: readonly Needle[]): Needle[] {
  const { source } = released
  const values = new Set(
    redacted.filter((found) => found.everywhere && found.text.length <= LONG).flatMap(({ text, canon: folded }) => [text.trim(), folded]),
  )
  const hashes = [...values].flatMap((value) =>
    ['md5', 'sha1', 'sha256'].map((algorithm) => createHash(algorithm).update(value).digest('hex')),
  )
  const texts = [source.id, source.sha256, source.header?.messageId ?? '', ...hashes]
  return texts.flatMap((text) => {
    const made = text.length < 12 ? null : needle(text, { released, surface: null }, true, false)
    return made === null ? [] : [made]
  })
}
