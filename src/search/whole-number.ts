import { extensionBehind, withExtension } from '../model/index.ts'
import { phrase } from './query.ts'
import { matchesIn, wantedWords } from './snippet.ts'

const blank = ' '
const dash = String.raw`[-\u2010-\u2015\u2212]`
/** What joins the groups of one number, in usual letters and blanks: a blank, a mark, underscores in a row, or a dash, also one of two hyphens, between blanks. A full stop or a comma with a blank ends something, and brackets close one off. */
const joint = `(?:${blank}|[./#:,]|_+|${blank}?${dash}{1,2}${blank}?)`
const groupBefore = new RegExp(String.raw`(\+?)([0-9A-Za-z]+)(${joint})$`, 'u')
const groupAfter = new RegExp(String.raw`^(${joint})([0-9A-Za-z]+)(?![\p{L}\p{M}])`, 'u')
const joinsDigitsAlone = new RegExp(`^(?:${blank}|,)$`, 'u')
/** A hyphen that touches an extension parts it from its number as a word does. Behind a blank, a line end or a full stop anything may follow. */
const hyphened = new RegExp(`^${blank}?${dash}$`, 'u')
/** Fewer digits are no telephone's, behind which an extension would make another of it. */
const fewestDialled = 6
/** How far a group of a number goes on, in UTF-16 code units. */
const around = 40

/**
 * Whether a number stands in a text as a whole and not as a piece of a longer one: `4711-0815` in neither `12-4711-0815` nor `4711-0815-33`. Finding takes the pieces
 * too; to prove whose a document is takes the number itself. A country's code before a number with its trunk zero belongs to it: `+44 (0)20 …`. An extension that is
 * named as one makes it another telephone's, and a number with an extension stands only where something says that it is one.
 */
export function standsWhole(text: string, number: string): boolean {
  const extension = withExtension(number)?.extension ?? null
  const isDialled = (number.match(/\d/gu) ?? []).length >= fewestDialled
  return matchesIn(text, wantedWords(phrase(number)), Number.POSITIVE_INFINITY).some(({ start, end }) => {
    const [before, itself, behind] = [
      text.slice(Math.max(0, start - around), start),
      text.slice(start, end),
      text.slice(end, end + around),
    ].map(plain)
    const listed = isListed(`${/[\d,]*$/u.exec(before ?? '')?.[0]}${itself}${/^[\d,]*/u.exec(behind ?? '')?.[0]}`)
    if (extension === null ? isDialled && extensionBehind(behind ?? '', 0) !== null : !saysExtension(itself ?? '', extension)) return false
    return !goesOnBefore(before ?? '', itself ?? '', listed) && !goesOnAfter(behind ?? '', listed)
  })
}

/** Whether an entry of Exchange's directory stands in a text, and not as the beginning or the end of a longer one: `…/cn=jroe` not in `…/cn=jroe.desk`. */
export function standsEntry(text: string, entry: string): boolean {
  const [spoken, wanted] = [text, entry].map((each) => plain(each).toLowerCase().replace(/\s+/gu, ' '))
  if (spoken === undefined || wanted === undefined) return false
  for (let at = spoken.indexOf(wanted); at >= 0; at = spoken.indexOf(wanted, at + 1)) {
    const end = at + wanted.length
    if (!/[\p{L}\p{N}]$/u.test(spoken.slice(Math.max(0, at - 2), at)) && !/^[-._/]*[\p{L}\p{N}]/u.test(spoken.slice(end, end + around)))
      return true
  }
  return false
}

/** Whether a number's last digits are said to be its extension. */
function saysExtension(itself: string, extension: string): boolean {
  const head = itself.slice(0, -extension.length)
  const end = head.length - (/\D*$/u.exec(head)?.[0].length ?? 0)
  return hyphened.test(head.slice(end)) || extensionBehind(itself, end)?.end === itself.length
}

/** A cell with commas of its own stands between quotation marks (RFC 4180 section 2). */
const quotedOrComma = /"[^"\n]*"|,/gu

/**
 * A document's text in which no comma that parts the cells of a table joins the numbers beside it: `4711,200` in a .csv is two, in a sentence an amount. Where
 * semicolons or tabs part the cells, commas are decimal.
 */
export function cellsApart(filename: string | null, text: string): string {
  if (filename === null || !/\.csv$/iu.test(filename.trim())) return text
  const [first = ''] = /\S[^\n]*/u.exec(text) ?? []
  return !first.includes(',') || /[;\t]/u.test(first) ? text : text.replace(quotedOrComma, (found) => (found === ',' ? ';' : found))
}

/** In usual digits, marks and blanks, without what is seen by nobody (soft hyphens, joiners, marks of direction). */
function plain(text: string): string {
  return text.replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '').normalize('NFKC')
}

/** Whether commas part numbers: three or more that are no thousands, or two too long for an amount. */
function isListed(run: string): boolean {
  // No amount is written in groups or with a zero before it.
  if (/[^\d,]|^0\d|,0\d{4}/u.test(run)) return true
  const pieces = run.split(',').filter((piece) => piece !== '')
  const isThousands = pieces.every((piece, at) =>
    (at === 0 ? /^\d{1,3}$/u : at === pieces.length - 1 ? /^\d{2,3}$/u : /^\d{3}$/u).test(piece),
  )
  return pieces.length > 2 ? !isThousands : pieces.every((piece) => piece.length > 3)
}

function goesOnBefore(before: string, number: string, listed: boolean): boolean {
  const [, plus = '', group = '', between = ''] = groupBefore.exec(before) ?? []
  if (listed && between === ',') return false
  const isCountry = number.startsWith('0') && (plus === '' ? /^00\d{1,3}$/u : /^\d{1,3}$/u).test(group)
  return isPart(group, between) && !isCountry
}

function goesOnAfter(behind: string, listed: boolean): boolean {
  const [, between = '', group = ''] = groupAfter.exec(behind) ?? []
  if (listed && between === ',') return false
  // `4711-0815-A` is another number than `4711-0815`; a word behind a dash is none.
  return isPart(group, between) || (/^[A-Za-z]{1,2}$/u.test(group) && !/[\s,]/u.test(between))
}

/** Behind a blank or a comma alone only digits go on with a number (`24h`, `2nd` don't, `4711,50` does); beside a mark also letters with a digit. Letters before a number say what it is. */
function isPart(group: string, between: string): boolean {
  return joinsDigitsAlone.test(between) ? /^\d+$/u.test(group) : /\d/u.test(group)
}
