import { readFamily } from '../../src/jobs/index.ts'
import type { DocumentId } from '../../src/model/index.ts'
import { documentIds, type Query } from '../../src/search/index.ts'
import type { ReadableDatabase } from '../../src/store/index.ts'
import { pythonFacts } from '../formats/witnesses.ts'

/** A message as `grep` would see it once it is decoded. */
export interface Scanned {
  readonly id: DocumentId
  /** Subject and plain text, in lower case. */
  readonly text: string
}

/** Every `step`th message, decoded by CPython's email package, so that what our reader loses is missed too. */
export function scanned(index: ReadableDatabase, step: number): readonly Scanned[] {
  const ids = index.prepare("SELECT id FROM document WHERE kind = 'message' ORDER BY number").pluck().all() as DocumentId[]
  const some = ids.filter((_, at) => at % step === 0)
  const facts = pythonFacts(some.map((id) => readFamily(index, id).bytes))
  return some.flatMap((id, at) => {
    const found = facts[at]
    return found ? [{ id, text: `${found.subject}\n${found.plain}`.toLowerCase() }] : []
  })
}

/** What strings are taken at random from the texts. */
export type Kind = 'a word' | 'the beginning of a word' | 'the inside of a word' | 'words with what stands between'

const patterns: Readonly<Record<Kind, RegExp>> = {
  'a word': /(?<![\p{L}\p{N}\p{M}_])[\p{L}\p{N}]{3,20}(?![\p{L}\p{N}\p{M}_])/gu,
  'the beginning of a word': /(?<![\p{L}\p{N}\p{M}_])[a-z]{4}(?=[a-z]{2})/gu,
  'the inside of a word': /(?<=[a-z]{2})[a-z]{4}(?=[a-z])/gu,
  'words with what stands between': /(?<![\p{L}\p{N}\p{M}_])[a-z0-9]{3,12}[ ,.:@/-]{1,2}[a-z0-9]{3,12}(?![\p{L}\p{N}\p{M}_])/gu,
}

/** Strings of a kind, the same in every run. */
export function randomStrings(texts: readonly Scanned[], kind: Kind, count: number): readonly string[] {
  const random = randomFrom(kind.length)
  const found = new Set<string>()
  for (let tries = 0; found.size < count && tries < count * 50; tries++) {
    const { text } = texts[Math.floor(random() * texts.length)] ?? { text: '' }
    const from = Math.floor(random() * Math.max(1, text.length - 4000))
    const all = text.slice(from, from + 4000).match(patterns[kind]) ?? []
    const one = all[Math.floor(random() * all.length)]
    if (one !== undefined) found.add(one)
  }
  return [...found]
}

/** What a string finds: with `grep -ri` over the decoded texts, and with a search for it (`"string"*`, since grep too finds how a word begins). */
export interface Compared {
  grep: number
  ours: number
  /** Only grep's, since the string stands there inside words only: `art` in `party`. A search is for words. */
  insideAWord: number
  /** Only ours: written with an accent, in full width, over a line's end, with other punctuation. */
  oursOnly: number
  /** Only grep's for no reason known: must be none. */
  readonly unexplained: { readonly string: string; readonly document: DocumentId }[]
}

export function compared(index: ReadableDatabase, texts: readonly Scanned[], strings: readonly string[]): Compared {
  const sum: Compared = { grep: 0, ours: 0, insideAWord: 0, oursOnly: 0, unexplained: [] }
  for (const string of strings) {
    const query: Query = { kind: 'text', field: null, text: string, prefix: true }
    const found = new Set<string>(documentIds(index, query, null, 'UTC').map(({ document }) => document))
    for (const { id, text } of texts) {
      const isOurs = found.has(id)
      const isGreps = text.includes(string)
      sum.ours += isOurs ? 1 : 0
      sum.grep += isGreps ? 1 : 0
      if (isOurs && !isGreps) sum.oursOnly++
      if (isOurs || !isGreps) continue
      if (startsAWord(text, string)) sum.unexplained.push({ string, document: id })
      else sum.insideAWord++
    }
  }
  return sum
}

/** Whether the string stands anywhere in the text at the start of a word. */
function startsAWord(text: string, string: string): boolean {
  for (let at = text.indexOf(string); at >= 0; at = text.indexOf(string, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}\p{M}]/u.test(text.slice(Math.max(0, at - 2), at).at(-1) ?? '')) return true
  }
  return false
}

/** Of the messages that a word finds, those whose bytes don't hold it: what grep over the files misses, by how it is written there. */
export function missedInBytes(
  index: ReadableDatabase,
  texts: readonly Scanned[],
  words: readonly string[],
): Readonly<Record<string, number>> {
  const missed: Record<string, number> = {}
  for (const { id, text } of texts) {
    const present = words.filter((word) => text.includes(word))
    if (present.length === 0) continue
    const raw = Buffer.from(readFamily(index, id).raw).toString('utf8').toLowerCase()
    for (const word of present) {
      if (raw.includes(word)) continue
      const how = written(raw)
      missed[how] = (missed[how] ?? 0) + 1
    }
  }
  return missed
}

function written(raw: string): string {
  if (/^content-transfer-encoding:\s*base64/mu.test(raw)) return 'base64'
  if (/^content-transfer-encoding:\s*quoted-printable/mu.test(raw)) return 'quoted-printable'
  if (/=\?[\w-]+\?[bq]\?/u.test(raw)) return 'encoded word'
  return 'else'
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
