import { indexWords } from './index-form.ts'

/**
 * Numbers that people write in groups (`12 34-56/78`, `EMP-00417`, `DE89 3704 0044 …`). The index holds, beside the words as written, each such run joined,
 * so that an identifier is found however either side punctuates it.
 */
const digits = /[0-9]+/gu
/** What may stand between two groups: one or two marks or blanks, never a line end. */
const between = /^(?:[ \u00a0._#:]|[ \u00a0]?[-./\u2010-\u2015][ \u00a0]?|\)[ \u00a0]?|[ \u00a0]\()$/u
/** The longest of these. */
const farthest = 3
const blank = /^[ \u00a0]+$/u
/** Joined forms shorter than this say too little: years, times, prices. */
const shortest = 5
/** An IBAN has at most 34 characters (ISO 13616). */
const longest = 34
const groupsTogether = 8
/** A line with more groups is a table of figures; there only what is joined by a mark counts as one number. */
const tableGroups = 12
/** So many distinct numbers a text; more come from tables, where nobody's number is written in groups. */
const maximumForms = 20_000

interface Group {
  readonly text: string
  readonly start: number
  readonly end: number
}

function isLetterOrDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return (code >= 48 && code <= 57) || isLetter(code)
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

/** Groups that hold a digit, each with the letters that touch it. Linear: every character is looked at a bounded number of times. */
function groupsOf(text: string): Group[] {
  const groups: Group[] = []
  digits.lastIndex = 0
  for (let match = digits.exec(text); match; match = digits.exec(text)) {
    let start = match.index
    const floor = groups.at(-1)?.end ?? 0
    while (start > floor && start > match.index - longest && isLetterOrDigit(text, start - 1)) start--
    let end = match.index + match[0].length
    while (end < text.length && end < start + 3 * longest && isLetterOrDigit(text, end)) end++
    groups.push({ text: text.slice(start, end), start, end })
    digits.lastIndex = end
  }
  return groups
}

/** The joined forms of every number written in groups in `text`, folded, each once. */
export function joinedIdentifiers(text: string): readonly string[] {
  const joined = new Set<string>()
  for (const run of runsOf(text)) {
    if (joined.size >= maximumForms) break
    for (let from = 0; from < run.length; from++) {
      let form = ''
      for (let to = from; to < Math.min(run.length, from + groupsTogether); to++) {
        form += run[to]?.text ?? ''
        if (form.length > longest) break
        if (to > from && form.length >= shortest) joined.add(form.toLowerCase())
      }
    }
  }
  return [...joined]
}

function runsOf(text: string): readonly (readonly Group[])[] {
  const runs: Group[][] = []
  let last: Group | null = null
  for (const group of groupsOf(text)) {
    const near = last !== null && group.start - last.end <= farthest && between.test(text.slice(last.end, group.start))
    const lead = near ? null : leadOf(text, group, last)
    if (last !== null && lead === null) runs.at(-1)?.push(group)
    else runs.push(lead === null || lead.text === '' ? [group] : [lead, group])
    last = group
  }
  return runs.flatMap((run) => (run.length > tableGroups ? tight(text, run) : [run]))
}

const noLead: Group = { text: '', start: 0, end: 0 }

/** Up to five letters with a mark before the first group: `EMP-00417`; capitals also with a blank: `EMP 00417`. Empty where there are none. */
function leadOf(text: string, group: Group, last: Group | null): Group {
  if (!isLetter(text.charCodeAt(group.start - 2))) return noLead
  const before = text.slice(Math.max(last?.end ?? 0, group.start - 8), group.start)
  const match = /(?:^|[^0-9A-Za-z])(?:([A-Za-z]{1,5})[-./_#:]|([A-Z]{1,5})[ \u00a0])$/u.exec(before)
  const letters = match?.[1] ?? match?.[2] ?? ''
  return { text: letters, start: group.start - letters.length - 1, end: group.start - 1 }
}

function tight(text: string, run: readonly Group[]): Group[][] {
  const parts: Group[][] = []
  for (const [at, group] of run.entries()) {
    const before = run[at - 1]
    if (before !== undefined && !blank.test(text.slice(before.end, group.start))) parts.at(-1)?.push(group)
    else parts.push([group])
  }
  return parts
}

/**
 * The joined form of a term that is an identifier as a whole, folded; null for any other term. An identifier holds a digit, and its words are
 * letters and digits of the basic Latin script.
 */
export function asIdentifier(term: string): string | null {
  const words = indexWords(term)
  const joined = words.join('')
  if (joined.length < shortest || joined.length > longest || !/^[0-9a-z]+$/u.test(joined)) return null
  // Words with letters alone are a prefix at most; else it is a phrase with a number in it.
  const isGroup = (word: string, at: number): boolean => /[0-9]/u.test(word) || (at === 0 && word.length <= 5 && words.length > 1)
  if (!words.every(isGroup)) return null
  const count = joined.replace(/[^0-9]/gu, '').length
  return count >= 4 ? joined : null
}
