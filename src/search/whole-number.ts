import { phrase } from './query.ts'
import { matchesIn, wantedWords } from './snippet.ts'

const blank = String.raw`[ \u00a0\u2000-\u200a\u202f]`
const dash = String.raw`[-\u2010-\u2015]`
/** What joins the groups of one number: a blank, a mark, or a dash between blanks. A full stop or a comma with a blank ends something, and brackets close one off. */
const joint = `(?:${blank}|[./_#:,]|${blank}?${dash}${blank}?)`
const groupBefore = new RegExp(String.raw`(\+?)([0-9A-Za-z]+)(${joint})$`, 'u')
const groupAfter = new RegExp(String.raw`^(${joint})([0-9A-Za-z]+)(?![\p{L}\p{M}])`, 'u')
const joinsDigitsAlone = new RegExp(`^(?:${blank}|,)$`, 'u')
/** How far a group of a number goes on, in UTF-16 code units. */
const around = 40

/**
 * Whether a number stands in a text as a whole and not as a piece of a longer one: `4711-0815` in neither `12-4711-0815` nor `4711-0815-33`. Finding takes the pieces
 * too; to prove whose a document is takes the number itself. A country's code before a number with its trunk zero belongs to it: `+44 (0)20 …`.
 */
export function standsWhole(text: string, number: string): boolean {
  return matchesIn(text, wantedWords(phrase(number)), Number.POSITIVE_INFINITY).some(
    ({ start, end }) => !goesOnBefore(text, start) && !goesOnAfter(text, end),
  )
}

function goesOnBefore(text: string, start: number): boolean {
  const [, plus = '', group = '', between = ''] = groupBefore.exec(text.slice(Math.max(0, start - around), start)) ?? []
  const isCountry = text[start] === '0' && (plus === '' ? /^00\d{1,3}$/u : /^\d{1,3}$/u).test(group)
  return isPart(group, between) && !isCountry
}

function goesOnAfter(text: string, end: number): boolean {
  const [, between = '', group = ''] = groupAfter.exec(text.slice(end, end + around)) ?? []
  // `4711-0815-A` is another number than `4711-0815`; a word behind a dash is none.
  return isPart(group, between) || (/^[A-Za-z]{1,2}$/u.test(group) && !/[\s,]/u.test(between))
}

/** Behind a blank or a comma alone only digits go on with a number (`24h`, `2nd` don't, `4711,50` does); beside a mark also letters with a digit. Letters before a number say what it is. */
function isPart(group: string, between: string): boolean {
  return joinsDigitsAlone.test(between) ? /^\d+$/u.test(group) : /\d/u.test(group)
}
