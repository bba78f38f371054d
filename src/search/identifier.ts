import { extensionBehind, withExtension } from '../model/index.ts'
import { indexWords } from './index-form.ts'

/**
 * Numbers that people write in groups (`12 34-56/78`, `EMP-00417`, `DE89 3704 0044 …`). The index holds, beside the words as written, each such run joined,
 * so that an identifier is found however either side punctuates it. A telephone's extension is its last group, whatever word stands before it.
 */

/** The most that stands between two groups. */
const farthest = 3
/** Joined forms shorter than this say too little: years, times, prices. */
const shortest = 5
/** An IBAN has at most 34 characters (ISO 13616). */
const longest = 34
const groupsTogether = 8
/** A line with more groups is a table of figures; there only what is joined by a mark counts as one number. */
const tableGroups = 12

/** Letters before a number that may belong to it; with a mark and no blank between them more. */
const longestLead = 5
const longestMarkedLead = 8
/** Letters after a number that may belong to it. */
const longestTail = 2

/** Behind fewer digits no extension is looked for. */
const shortestDialled = 6

/** A place in the text: letters and digits that touch each other. */
interface Group {
  readonly start: number
  readonly end: number
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isCapital(code: number): boolean {
  return code >= 65 && code <= 90
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || isCapital(code)
}

function isLetterOrDigit(code: number): boolean {
  return isDigit(code) || isLetter(code)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0xa0 || (code >= 0x2000 && code <= 0x200a) || code === 0x202f
}

/** A hyphen, a dot, a slash or a dash. */
function isStroke(code: number): boolean {
  return (code >= 0x2d && code <= 0x2f) || (code >= 0x2010 && code <= 0x2015)
}

/** What may stand between letters and the number they belong to: a hyphen, a dash, `. / _ # :`. */
function isLeadMark(code: number): boolean {
  return isStroke(code) || code === 0x5f || code === 0x23 || code === 0x3a
}

/** Whether what stands there may part two groups of one number: one or two marks or blanks, never a line end. */
function parts(text: string, start: number, end: number): boolean {
  const first = text.charCodeAt(start)
  const second = text.charCodeAt(start + 1)
  switch (end - start) {
    case 1:
      return isBlank(first) || isStroke(first) || first === 0x29 || first === 0x5f || first === 0x23 || first === 0x3a
    case 2:
      return isBlank(first) ? isStroke(second) || second === 0x28 : isBlank(second) && (isStroke(first) || first === 0x29)
    case 3:
      return isBlank(first) && isStroke(second) && isBlank(text.charCodeAt(start + 2))
    default:
      return false
  }
}

/** The joined forms of every number written in groups in `text`, folded, one after the other; one that is written again comes again. */
export function* joinedIdentifiers(text: string): Generator<string> {
  for (const run of runsOf(text)) {
    const groups = run.map(({ start, end }) => text.slice(start, end).replaceAll('.', '').toLowerCase())
    for (let from = 0; from < groups.length; from++) {
      let form = groups[from] ?? ''
      for (let to = from + 1; to < Math.min(groups.length, from + groupsTogether); to++) {
        form += groups[to] ?? ''
        if (form.length > longest) break
        if (form.length >= shortest) yield form
      }
    }
  }
}

const digits = /[0-9]+/g

/**
 * Groups that hold a digit, each with the letters that touch it, where at least two belong together; most numbers stand alone and cost nothing but the look.
 * Linear: every character is looked at a bounded number of times.
 */
function runsOf(text: string): readonly (readonly Group[])[] {
  const runs: Group[][] = []
  /** The run that the last group is in. */
  let run: Group[] | null = null
  let lastStart = 0
  let lastEnd = 0
  let hasTable = false
  digits.lastIndex = 0
  // The expression looks for the next digit ten times as fast as a loop over characters would.
  while (digits.test(text)) {
    let end = digits.lastIndex
    let start = end - 1
    while (start > lastEnd && isDigit(text.charCodeAt(start - 1))) start--
    const furthest = Math.max(lastEnd, start - longest)
    while (start > furthest && isLetterOrDigit(text.charCodeAt(start - 1))) start--
    while (end < start + 3 * longest && isLetterOrDigit(text.charCodeAt(end))) end++
    if (lastEnd > 0 && start - lastEnd <= farthest && parts(text, lastEnd, start)) {
      if (run === null) {
        run = [{ start: lastStart, end: lastEnd }]
        runs.push(run)
      }
      run.push({ start, end })
      hasTable ||= run.length > tableGroups
    } else {
      const lead = leadOf(text, start, lastEnd)
      if (lead !== null && isBankCode(text, lead, lastStart, lastEnd)) {
        if (run === null) {
          run = [{ start: lastStart, end: lastEnd }]
          runs.push(run)
        }
        run.push(lead, { start, end })
      } else {
        run = lead === null ? null : [lead, { start, end }]
        if (run !== null) runs.push(run)
      }
    }
    const last = (isDialled(run, end - start) ? extensionBehind(text, end) : null) ?? tailOf(text, end, run !== null)
    if (last !== null) {
      if (run === null) {
        run = [{ start, end }]
        runs.push(run)
      }
      run.push(last)
    }
    lastStart = start
    lastEnd = last?.end ?? end
    digits.lastIndex = lastEnd
  }
  return hasTable ? runs.flatMap((each) => (each.length > tableGroups ? tight(text, each) : [each])) : runs
}

/** Whether a run, or the one group without any, is long enough for a telephone number. */
function isDialled(run: readonly Group[] | null, length: number): boolean {
  if (run === null) return length >= shortestDialled
  let sum = 0
  for (let at = run.length - 1; at >= 0 && sum < shortestDialled; at--) sum += (run[at]?.end ?? 0) - (run[at]?.start ?? 0)
  return sum >= shortestDialled
}

/** One or two letters with a mark after a group that ends at `end`: `00-4711-A`; after several groups one capital also with a blank: `QQ 12 34 56 C`. */
function tailOf(text: string, end: number, inRun: boolean): Group | null {
  const mark = text.charCodeAt(end)
  const spoken = isBlank(mark)
  if (spoken ? !inRun : !isStroke(mark) && mark !== 0x5f) return null
  let to = end + 1
  while (to - end <= longestTail && (spoken ? isCapital : isLetter)(text.charCodeAt(to))) to++
  if (to === end + 1 || (spoken && to > end + 2) || isLetterOrDigit(text.charCodeAt(to))) return null
  return { start: end + 1, end: to }
}

/** Whether four letters after a country and its check digits are the bank of an IBAN (ISO 13616): `GB29 NWBK 6016 …`. */
function isBankCode(text: string, letters: Group, lastStart: number, lastEnd: number): boolean {
  return letters.end - letters.start === 4 && letters.start - lastEnd === 1 && /^[A-Z]{2}[0-9]{2}$/.test(text.slice(lastStart, lastEnd))
}

const dottedLead = /(?:^|[^0-9A-Za-z])((?:[A-Za-z]\.){2,5})[ \u00a0-]?$/

/**
 * Letters with a mark before a first group at `start`: `EMP-00417`, `G.L.-417`; capitals also with a blank, a mark and a blank, or in parentheses: `EMP 00417`,
 * `EMP: 00417`, `EMP – 00417`, `(EMP)00417`.
 */
function leadOf(text: string, start: number, lastEnd: number): Group | null {
  const end = start - 1
  if (end <= lastEnd) return null
  const mark = text.charCodeAt(end)
  const point = mark === 0x2e ? end : text.charCodeAt(end - 1) === 0x2e ? end - 1 : -1
  if (point > lastEnd && text.charCodeAt(point - 2) === 0x2e) {
    const letters = dottedLead.exec(text.slice(Math.max(lastEnd, start - 2 * longestLead - 2), start))?.[1]
    if (letters !== undefined) return { start: point + 1 - letters.length, end: point + 1 }
  }
  if (isLeadMark(mark)) return lettersBefore(text, end, lastEnd, { most: longestMarkedLead, isPart: isLetter })
  const capitals = { most: longestLead, isPart: isCapital }
  if (mark === 0x29) {
    const letters = lettersBefore(text, end, lastEnd, capitals)
    return letters !== null && text.charCodeAt(letters.start - 1) === 0x28 ? letters : null
  }
  if (!isBlank(mark)) return null
  if (!isLeadMark(text.charCodeAt(end - 1))) return lettersBefore(text, end, lastEnd, capitals)
  return lettersBefore(text, isBlank(text.charCodeAt(end - 2)) ? end - 2 : end - 1, lastEnd, capitals)
}

/** Letters that end at `end` and begin a word. */
function lettersBefore(
  text: string,
  end: number,
  lastEnd: number,
  { most, isPart }: { readonly most: number; readonly isPart: (code: number) => boolean },
): Group | null {
  let from = end
  while (from > lastEnd && end - from <= most && isPart(text.charCodeAt(from - 1))) from--
  if (from >= end || end - from > most || (from > lastEnd && isLetterOrDigit(text.charCodeAt(from - 1)))) return null
  return { start: from, end }
}

function tight(text: string, run: readonly Group[]): Group[][] {
  const pieces: Group[][] = []
  for (const [at, group] of run.entries()) {
    const before = run[at - 1]
    if (before !== undefined && !isBlankOnly(text, before.end, group.start)) pieces.at(-1)?.push(group)
    else pieces.push([group])
  }
  return pieces
}

/** Between two groups of a run a blank stands alone or beside a mark. */
function isBlankOnly(text: string, start: number, end: number): boolean {
  return end - start === 1 && isBlank(text.charCodeAt(start))
}

/**
 * The joined form of a term that is an identifier as a whole, folded; null for any other term. An identifier holds a digit, and its words are
 * letters and digits of the basic Latin script.
 */
export function asIdentifier(term: string): string | null {
  const dialled = withExtension(term)
  if (dialled !== null) return joinedWords(dialled.number, dialled.extension)
  const words = indexWords(term)
  const joined = words.join('')
  if (joined.length < shortest || joined.length > longest || !/^[0-9a-z]+$/u.test(joined)) return null
  // Words with letters alone stand before or after at most, before also letter by letter (`G.L.`); else it is a phrase with a number in it.
  const first = words.findIndex((word) => /[0-9]/u.test(word))
  const lead = words.slice(0, first)
  const isLead = lead.length <= 1 || lead.every((word) => word.length === 1)
  const isBank = words.length > 2 && /^[a-z]{2}[0-9]{2} [a-z]{4}$/u.test(`${words[0]} ${words[1]}`)
  const isGroup = (word: string, at: number): boolean =>
    /[0-9]/u.test(word) || at < first || (at > first && at === words.length - 1 && word.length <= longestTail) || (at === 1 && isBank)
  const most = /^\s*[a-z]+(?:[-./_#:]|[\u2010-\u2015])[0-9]/iu.test(term) ? longestMarkedLead : longestLead
  if (first < 0 || !isLead || lead.join('').length > most || !words.every(isGroup)) return null
  const count = joined.replace(/[^0-9]/gu, '').length
  return count >= 4 ? joined : null
}

/** In how many ways the index may have a term that is an identifier as a whole, joined: an extension touches its number with letters, too. */
export function identifierWords(term: string): readonly string[] {
  const joined = asIdentifier(term)
  const dialled = withExtension(term)
  if (joined === null || dialled === null) return joined === null ? [] : [joined]
  return [joined, ...['x', 'ext'].map((word) => joinedWords(dialled.number, word, dialled.extension))]
}

function joinedWords(...parts: readonly string[]): string {
  return parts.flatMap(indexWords).join('')
}
