import { comparableDomain } from '../model/index.ts'
import { carriedIn } from './carried-address.ts'
import { indexForm } from './index-form.ts'

/**
 * Addresses as they stand in text. The index holds, beside their parts, each of them as one word, so that `roe@x.example` is not found inside
 * `jane.roe@x.example` or `roe@x.example.au`: these are other people's.
 */

/** An address in a text, with its place in UTF-16 code units. */
export interface WrittenAddress {
  /** As one word of the index. */
  readonly word: string
  /** With an `@`, however its sign is written, and otherwise as it stands there. */
  readonly address: string
  readonly start: number
  readonly end: number
}

/** Every such word begins with it, so that they lie apart from all others in the vocabulary; no text gives a word that holds it. */
export const addressMark = '\u00a4'
/** What the signs of an address become in its word: letters for the engine, which parts words at every other sign. */
const signs: Readonly<Record<string, string>> = {
  '.': '\u00b7',
  '-': '\u00ac',
  _: '\u00af',
  '+': '\u00b1',
  "'": '\u00b4',
  '\u2019': '\u00b4',
}
/** RFC 5321 section 4.5.3.1; with room for invisible characters. */
const longestLocal = 80
const longestDomain = 300
/** What stands before an address within another: hashes, lists, a forwarder. */
const longestCarrier = 160

const letter = /[\p{L}\p{N}\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/u
const judged = new Map<number, boolean>()

function isLetter(code: number): boolean {
  if (code < 0x80) return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122)
  const known = judged.get(code)
  if (known !== undefined) return known
  const judgement = letter.test(String.fromCharCode(code))
  judged.set(code, judgement)
  return judgement
}

/** What joins the words of a local part: `' + - . _`. Other signs are allowed there too (RFC 5322 section 3.2.3), and stand before an address by accident far more often. */
function isJoint(code: number): boolean {
  return code === 0x27 || code === 0x2b || code === 0x2d || code === 0x2e || code === 0x5f || code === 0x2019
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0xa0 || code === 0x09 || code === 0x0a || code === 0x0d
}

/** The whole of an address, where it is one that text is read for; null for any other (quoted local parts, literals, a domain alone). */
export function addressWord(address: string): string | null {
  for (const { word, start, end } of addressesIn(address)) if (start === 0 && end === address.length) return word
  return null
}

/** The words of all addresses in a text, one after the other; one that is written again comes again. */
export function* addressWords(text: string): Generator<string> {
  for (const { word } of addressesIn(text)) yield word
}

const fullWidth = '\uff20'

/**
 * Every address in a text, in order of place; those of links last. Where it can't be told where one begins or how far it goes (`d'roe@x.example`, `roe@x.example.please`,
 * `roe@x.example.pst`, scripts without spaces around it), each reading is given: what is looked for is found, and only what is certainly another address is not.
 * Linear: every `@` is looked at within fixed bounds.
 */
export function* addressesIn(text: string): Generator<WrittenAddress> {
  const signed = text.includes(fullWidth) ? text.replaceAll(fullWidth, '@') : text
  yield* addressesWith(signed, '@')
  // As links write the sign (RFC 3986 section 2.1).
  if (signed.includes('%40')) yield* addressesWith(signed, '%40')
}

function* addressesWith(signed: string, sign: '@' | '%40'): Generator<WrittenAddress> {
  for (let at = signed.indexOf(sign); at >= 0; at = signed.indexOf(sign, at + 1)) {
    const local = localBefore(signed, at)
    if (local === null) continue
    const [start] = local
    const from = domainStart(signed, at + sign.length - 1)
    const ends = domainEnds(signed, from)
    for (const [begin, part] of [local, ...laterStarts(local, signed.charAt(start - 1))]) {
      for (const end of ends) yield { ...wordOf(part, signed.slice(from, end)), start: begin, end }
    }
    yield* carriedBefore(signed, local, signed.slice(from, ends[0] ?? from))
  }
}

type Local = readonly [start: number, written: string]

/** The local part that ends before `at`, a blank aside; from its first letter on. */
function localBefore(text: string, at: number): Local | null {
  const end = at > 0 && isBlank(text.charCodeAt(at - 1)) ? at - 1 : at
  let start = end
  while (start > 0 && end - start < longestLocal) {
    const code = text.charCodeAt(start - 1)
    // Two joints together are a dash or an ellipsis before the address; underscores come in rows.
    if (!isLetter(code) && (!isJoint(code) || (code !== 0x5f && start < end && text.charCodeAt(start) === code))) break
    start--
  }
  // An address that follows another with only a hyphen between them.
  if (text.charCodeAt(start - 1) === 0x40) start += text.slice(start, end).lastIndexOf('-') + 1
  while (start < end && !isLetter(text.charCodeAt(start))) start++
  return start < end && isLetter(text.charCodeAt(end - 1)) ? [start, text.slice(start, end)] : null
}

/** Articles and pronouns that French and Italian join to the word behind. */
const elided = /^(?:[cdjlmnst]|(?:lors|puis|jus|quoi)?qu|(?:de|a|ne|su|da|co|que)ll|un)['\u2019](?=.)/iu
/** What stands before an address within text of a script that is written without spaces. */
const beforeAscii =
  /^.*[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー](?=[0-9A-Za-z][\u0000-\u007f]*$)/su

/** The number of an item in a list, or a label, with no blank before the address: `1.roe@x.example`, `E-Mail-roe@x.example`. */
const numbered = /^(?:\d{1,3}\.|(?:e-?)?mail(?:adresse)?[-_.])(?=\p{L})/iu
/** Another sign that a link wrote by its number before the address. */
const escaped = /^[0-9A-F]{2}(?=[\p{L}\p{N}])/iu

/** Most addresses: nothing in them needs folding but for case, and they begin at one place alone. */
const plain = /^(?!\d{1,3}\.|e-?mail|mail)[-+._0-9A-Za-z]*$/i

/** Where else a local part may begin. */
function laterStarts([start, written]: Local, before: string): readonly Local[] {
  if (before !== '%' && plain.test(written)) return []
  return [elided, beforeAscii, numbered, ...(before === '%' ? [escaped] : [])].flatMap((expression): Local[] => {
    const [before] = expression.exec(written) ?? []
    return before === undefined ? [] : [[start + before.length, written.slice(before.length)]]
  })
}

/** An address within another, as lists and forwarders write whom a mail went to or came from: `roe=x.example@list.example`; older relays have `%` for the sign. */
function* carriedBefore(text: string, [start, written]: Local, domain: string): Generator<WrittenAddress> {
  const sign = text.charAt(start - 1)
  if (sign === '%' && isLetter(text.charCodeAt(start - 2))) {
    const local = localBefore(text, start - 1)
    if (local !== null) yield { ...wordOf(local[1], written), start: local[0], end: start + written.length }
    return
  }
  if (sign !== '=' && sign !== '*' && !/^imceasmtp-/iu.test(written)) return
  let from = start
  while (from > 0 && start - from < longestCarrier && isCarrier(text.charCodeAt(from - 1))) from--
  const found = carriedIn(`${text.slice(from, start)}${written}`, domain)
  if (found !== null) yield { ...wordOf(found.local, found.domain), start: from + found.start, end: from + found.end }
}

function isCarrier(code: number): boolean {
  return isLetter(code) || isJoint(code) || code === 0x3d || code === 0x2a || code === 0x2f
}

function domainStart(text: string, at: number): number {
  return isBlank(text.charCodeAt(at + 1)) ? at + 2 : at + 1
}

/** Longer top-level domains that are in use for mail; any other last label may as well be a word or a file's ending that sticks to an address. */
const topLevel =
  /^(?:com|net|org|edu|gov|mil|int|biz|pro|xyz|app|dev|cat|tel|xxx|eus|gal|bzh|frl|krd|nrw|tirol|info|name|aero|arpa|asia|coop|jobs|mobi|museum|post|travel|example|test|invalid|local|localhost|internal|lan|corp|home|online|shop|site|store|tech|cloud|email|world|group|agency|company|global|digital|media|network|systems|solutions|services|consulting|software|legal|bank|berlin|hamburg|koeln|cologne|bayern|ruhr|saar|wien|swiss|zuerich|paris|alsace|corsica|london|scot|wales|cymru|amsterdam|brussels|gent|vlaanderen|barcelona|madrid|moscow|nyc|tokyo)$/u

/** A label beyond ASCII as it travels (RFC 5891): the only one with two hyphens together. */
const travels = /(?:^|\.)xn--[a-z0-9]/iu

/** Where the domain from `start` on may end: its end as written, and shorter ones where the last label may be something else. */
function domainEnds(text: string, start: number): readonly number[] {
  let end = start
  let codes = 0
  while (end < text.length && end - start < longestDomain) {
    const code = text.charCodeAt(end)
    const isSign = code === 0x2d || code === 0x2e
    if (
      (code === 0x78 || code === 0x58) &&
      (end === start || text.charCodeAt(end - 1) === 0x2e) &&
      travels.test(text.slice(end, end + 5))
    ) {
      end += 5
      continue
    }
    if (!isLetter(code) && !(isSign && end > start && isLetter(text.charCodeAt(end + 1)) && isLetter(text.charCodeAt(end - 1)))) break
    codes |= code
    end++
  }
  if (end === start) return []
  const ends: number[] = []
  for (;;) {
    const dot = start + text.slice(start, end).lastIndexOf('.')
    const last = text.slice(Math.max(start, dot + 1), end)
    const hyphen = last.indexOf('-')
    // No top-level domain has a hyphen, but for those beyond ASCII (RFC 5891 section 5.4).
    if (hyphen > 0 && dot > start && !/^xn--/iu.test(last)) end = dot + 1 + hyphen
    else if (dot > start && /^[0-9]+$/u.test(last)) end = dot
    else {
      ends.push(end)
      const ascii = codes < 0x80 && isLetter(text.charCodeAt(end - 1)) ? end : asciiEnd(text, start, end)
      if (ascii > start && ascii < end && ends.length <= 2) {
        end = ascii
        continue
      }
      const isSentence = /^\p{Lu}(?:\p{Ll}|$)/u.test(last) && !/\p{Lu}/u.test(text.slice(start, dot))
      const isOpen = last.length > 2 && !/^xn--/iu.test(last) && !topLevel.test(last.toLowerCase())
      if (dot <= start || !(isSentence || isOpen) || ends.length > 2) return ends
      end = dot
    }
  }
}

/** Where a domain in ASCII ends to which a script without spaces joins; at its end where it is all one. */
function asciiEnd(text: string, start: number, end: number): number {
  const [ascii = ''] = /^[\u0000-\u007f]*\.[0-9A-Za-z-]*[0-9A-Za-z]/.exec(text.slice(start, end)) ?? []
  return ascii === '' ? end : start + ascii.length
}

function wordOf(local: string, domain: string): Pick<WrittenAddress, 'word' | 'address'> {
  const word = `${addressMark}${folded(local)}${addressMark}${folded(travels.test(domain) ? comparableDomain(domain) : domain)}`
  return { word, address: `${local}@${domain}` }
}

function folded(part: string): string {
  if (plain.test(part)) {
    let word = part.toLowerCase()
    for (const sign of '.-_+') if (word.includes(sign)) word = word.replaceAll(sign, signs[sign] ?? '')
    return word
  }
  // What is written in scripts without spaces comes cut into characters.
  return part
    .replace(/[^-.+_'\u2019]+/gu, (letters) => indexForm(letters).replaceAll(' ', '').toLowerCase())
    .replace(/[-.+_'\u2019]/gu, (sign) => signs[sign] ?? '')
}
