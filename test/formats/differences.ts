import { allParts, decodeText, locatedBytes, parseMessage, partBytes, partText } from '../../src/formats/index.ts'
import type { ParsedMessage } from '../../src/model/index.ts'
import type { Facts } from './witnesses.ts'

/** What readers are compared in. */
export const facts = ['from', 'to', 'cc', 'subject', 'dateMs', 'plain', 'html', 'attachments'] as const
export type Fact = (typeof facts)[number]
export type WitnessName = 'mailparser' | 'postal-mime' | 'CPython'

/** One fact of one message in which one other reader differs from ours. */
export interface Difference {
  readonly witness: WitnessName
  readonly fact: Fact
  readonly name: string
  readonly bytes: Uint8Array
  readonly ours: Facts
  readonly theirs: Facts
}

/** A kind of difference: why ours stands, by which rule, and how to tell one. */
export interface DifferenceKind {
  readonly kind: string
  /** The rule; where there is none, that readers are free. */
  readonly rule: string
  /** How often it was seen when it was judged: in all fixtures, in 5,000 messages of archives. */
  readonly atMost: { readonly fixtures: number; readonly archives: number }
  readonly applies: (one: Difference) => boolean
}

const people = (fact: Fact): boolean => fact === 'from' || fact === 'to' || fact === 'cc'
const written = (fact: Fact): boolean => fact === 'plain' || fact === 'html'
const body = (fact: Fact): boolean => written(fact) || fact === 'attachments'
const text = (of: Facts, fact: Fact): string => JSON.stringify(of[fact])
/** Its letters and digits, sorted: blanks, quotes, brackets and what stands between them aside. */
const letters = (value: string): string => [...value.replace(/[^\p{L}\p{N}]/gu, '')].sort().join('')
/** A person whose name only repeats the address, without it. */
const withoutRepeat = (one: string): string => one.replace(/^['"]?(\S*@[^\s'"]*)['"]? (<\1>)$/i, '$2')
const ascii = (value: string): string => value.replace(/\\u[0-9a-f]{4}|[^A-Za-z0-9]/g, '')
const blankless = (value: string): string => value.replace(/\s/g, '')
const tagless = (html: string): string => html.replace(/<[^>]*>/g, ' ')
const words = (value: string): string[] => tagless(value).match(/[\p{L}\p{N}]+/gu) ?? []

/** U+FFFD, a byte kept as a surrogate, or UTF-8 read as if it were windows-1252. */
const undecoded = /\\ufffd|\ufffd|ï¿½|[\ud800-\udfff]|\\ud[89a-f]|[Ãâã][\u0080-\u00bf‚ƒ]/

let last: { readonly bytes: Uint8Array; readonly parsed: ParsedMessage } | null = null
/** The message as ours reads it; differences come message by message. */
function parsedOf({ bytes }: Difference): ParsedMessage {
  if (last?.bytes !== bytes) last = { bytes, parsed: parseMessage(bytes) }
  return last.parsed
}

const problems = (one: Difference): readonly string[] => parsedOf(one).problems.map(({ code }) => code)

/** Every word of all that a message holds: headers and parts, attached messages as well. */
function allWords(one: Difference): ReadonlySet<string> {
  const texts = [...allParts(parsedOf(one))].map((located) => {
    const { part } = located
    if (part.children.length > 0 || part.message !== null) return ''
    const bytes = locatedBytes(one.bytes, located)
    return part.type.startsWith('text/') ? partText(bytes, part).text : decodeText(partBytes(bytes, part).bytes, 'utf-8').text
  })
  return new Set([...texts, decodeText(one.bytes, 'utf-8').text].flatMap(words))
}

/** Ours is in theirs, and what theirs has besides is text of other parts of the same message. */
function laysPartsTogether(one: Difference): boolean {
  const theirs = words(one.theirs[one.fact] as string)
  const inTheirs = new Set(theirs)
  if (!words(one.ours[one.fact] as string).every((word) => inTheirs.has(word))) return false
  const all = allWords(one)
  // mailparser writes dates of attached messages in words of its own.
  return theirs.filter((word) => !all.has(word)).every((word) => /^\d+$|^(?:mp|head|class|Z|T)/.test(word) || word.length < 5)
}

/** Single messages, each looked at. */
const named: readonly DifferenceKind[] = (
  [
    ['a header cut in two by a fuzzer: ours reads the part that can be read', 'RFC 5322 §2.2: not legal', /malformed\/019\.eml$/, 11],
    [
      'a semicolon forgotten after the type: the boundary is found all the same',
      'RFC 2045 §5.1: not legal; without the boundary neither text nor file would be seen',
      /malformed\/017\.eml$/,
      3,
    ],
    [
      'boundaries that begin alike: told apart by the whole line',
      'RFC 2046 §5.1.1: only white space may follow a delimiter',
      /malformed\/005\.eml$/,
      2,
    ],
    [
      'a multipart with an empty part and an epilogue: the epilogue is none of the text, and reported',
      'RFC 2046 §5.1.1: implementations must ignore what follows the last delimiter',
      /multipartemptypart\.msg$/,
      1,
    ],
    [
      'an encoded word split within a character, or a soft line break in the middle of one: put together before decoding',
      'RFC 2047 §6.2, RFC 2045 §6.7: not legal in words, usual in mail',
      /thirdparty\/(003|010)\.eml$/,
      2,
    ],
    [
      'a character of windows-1252 in what is called ISO-8859-1: read as windows-1252',
      'WHATWG Encoding §4.2: the label stands for windows-1252, as every mail program has it',
      /mailformed_subject\.eml$/,
      2,
    ],
    [
      'text/html with a boundary: one text, not a multipart',
      'RFC 2046 §5.1: the boundary is a parameter of multiparts; the type says that this is none',
      /(msg_40\.txt|spam\.eml)$/,
      2,
    ],
  ] as const
).map(([kind, rule, where, fixtures]) => ({ kind, rule, atMost: { fixtures, archives: 0 }, applies: ({ name }) => where.test(name) }))

/** Kinds of differences, the first that applies counts. */
export const differenceKinds: readonly DifferenceKind[] = [
  ...named,
  {
    kind: 'the display name only repeats the address: left out',
    rule: 'RFC 5322 §3.4: a display name is optional; nothing is lost',
    atMost: { fixtures: 0, archives: 402 },
    applies: ({ fact, ours, theirs }) =>
      people(fact) && JSON.stringify((theirs[fact] as readonly string[]).map(withoutRepeat)) === JSON.stringify(ours[fact]),
  },
  {
    kind: 'an address that was folded in its middle: joined',
    rule: 'RFC 5322 §3.2.2, §3.4.1: folding is no part of an address, which has no blanks',
    atMost: { fixtures: 0, archives: 20 },
    applies: ({ fact, ours, theirs }) =>
      people(fact) &&
      letters(text(ours, fact)) === letters(JSON.stringify((theirs[fact] as readonly string[]).map(withoutRepeat))) &&
      (theirs[fact] as readonly string[]).some((one) => /<[^>]*\s[^>]*>/.test(one) || /[.@\w]+ <[^>]*>$/.test(one)) &&
      (ours[fact] as readonly string[]).some((one) => /<[^<>\s]+@[^<>\s]+>$/.test(one)),
  },
  {
    kind: 'a word that is no address: a name, not an address without a domain',
    rule: 'RFC 5322 §3.4.1: an addr-spec has an @',
    atMost: { fixtures: 26, archives: 0 },
    applies: ({ witness, fact, ours, theirs }) =>
      witness === 'CPython' &&
      people(fact) &&
      (theirs[fact] as readonly string[]).some((one) => /^<[^@]*>$/.test(one)) &&
      (ours[fact] as readonly string[]).some((one) => one.endsWith(' <>')),
  },
  {
    kind: 'quotes around a name, a bracket too many: the bare one',
    rule: 'RFC 5322 §3.2.4, §3.4: quotes and brackets delimit, they are not part of a name or an address',
    atMost: { fixtures: 12, archives: 0 },
    applies: ({ fact, ours, theirs }) => people(fact) && letters(text(ours, fact)) === letters(text(theirs, fact)),
  },
  {
    kind: 'lines of format=flowed, joined by them across quoting marks; ours keeps lines as they stand',
    rule: 'RFC 3676 §4.2, §4.5: flowing is a display’s matter, and only lines of the same quote depth flow together',
    atMost: { fixtures: 0, archives: 56 },
    applies: ({ witness, fact, bytes, ours, theirs }) =>
      witness === 'mailparser' &&
      fact === 'plain' &&
      /format="?flowed/i.test(Buffer.from(bytes).toString('latin1')) &&
      theirs.plain.replace(/[>\s]/g, '') === ours.plain.replace(/[>\s]/g, ''),
  },
  {
    kind: 'bytes that are not in the charset named, or 8-bit bytes without one: ours reads them as windows-1252 or UTF-8, theirs gives up or decodes twice',
    rule: 'RFC 2045 §5.2, RFC 6532 §3.2: not legal, so a reader is free; WHATWG Encoding §4.2 for the guess',
    atMost: { fixtures: 142, archives: 0 },
    applies: ({ fact, ours, theirs }) =>
      fact !== 'attachments' &&
      fact !== 'dateMs' &&
      undecoded.test(text(theirs, fact)) &&
      ascii(text(theirs, fact)).includes(ascii(text(ours, fact)).slice(0, 12)),
  },
  {
    kind: 'ISO-2022-JP without a label, left as escapes by them; ours reads it, and says that it was guessed',
    rule: 'RFC 1468: escapes to kanji and kana stand in no ASCII text, which is what the missing label would mean (RFC 2045 §5.2)',
    atMost: { fixtures: 3, archives: 0 },
    applies: ({ fact, theirs }) => body(fact) && /\\u001b\$[@B]/.test(text(theirs, fact)),
  },
  {
    kind: 'text of two bytes a letter under another label, or a charset that nobody knows: ours reads it by its zeros, theirs letter by letter apart',
    rule: 'RFC 2045 §5.2: not legal, so a reader is free; text of one byte a letter has no zeros (RFC 2046 §4.1.2, RFC 5322 §2.3)',
    atMost: { fixtures: 3, archives: 0 },
    applies: ({ fact, ours, theirs }) =>
      written(fact) &&
      text(theirs, fact).includes('\\u0000') &&
      ascii(text(theirs, fact).replaceAll('\\u0000', '')).includes(ascii(text(ours, fact)).slice(0, 12)),
  },
  {
    kind: 'UTF-7, left as it is by them',
    rule: 'RFC 2152: a charset like others in mail; in HTML it would be an attack, here it is text',
    atMost: { fixtures: 14, archives: 0 },
    applies: ({ fact, theirs }) => /\+[A-Z][A-Za-z0-9+/]{2,}-/.test(text(theirs, fact)),
  },
  {
    kind: 'a date that is none: they give the time of reading',
    rule: 'RFC 5322 §3.3: no date, so none is given; an invented one would be found by searches',
    atMost: { fixtures: 3, archives: 0 },
    applies: ({ witness, fact, ours }) => witness === 'mailparser' && fact === 'dateMs' && ours.dateMs === null,
  },
  {
    kind: 'a date that is not quite in the form: ours reads what is clear',
    rule: 'RFC 5322 §4.3: obsolete forms must be read; fractions and other slips are read where they are clear',
    atMost: { fixtures: 2, archives: 0 },
    applies: ({ fact, theirs }) => fact === 'dateMs' && theirs.dateMs === null,
  },
  {
    kind: 'two From fields: both are given and reported, not one or none',
    rule: 'RFC 5322 §3.6: at most one; which of them a program shows is not known, so none may be lost',
    atMost: { fixtures: 5, archives: 0 },
    applies: ({ fact, ours, theirs, bytes }) =>
      fact === 'from' &&
      ours.from.length > theirs.from.length &&
      (
        Buffer.from(bytes)
          .toString('latin1')
          .match(/^from\s*:/gim) ?? []
      ).length > 1,
  },
  {
    kind: 'uuencoded, left as it is by them',
    rule: 'IEEE 1003.1 uuencode, in mail as x-uuencode (RFC 2045 §6.3: x-tokens by agreement)',
    atMost: { fixtures: 6, archives: 0 },
    applies: (one) =>
      body(one.fact) && [...allParts(parsedOf(one))].some(({ part, path }) => part.encoding === 'uuencode' && !path.includes('~')),
  },
  {
    kind: 'a file uuencoded in the text: an attachment for ours, letters of the text for them',
    rule: 'IEEE 1003.1 uuencode; ours names it in the text',
    atMost: { fixtures: 21, archives: 0 },
    applies: (one) => body(one.fact) && [...allParts(parsedOf(one))].some(({ part }) => part.enclosed.length > 0),
  },
  {
    kind: 'a text with a file name: an attachment for ours, part of the body for them',
    rule: 'RFC 2183 §2.10: a presentation matter; ours loses neither',
    atMost: { fixtures: 102, archives: 0 },
    applies: (one) =>
      body(one.fact) &&
      [...allParts(parsedOf(one))].some(
        ({ part }) => /^text\/(plain|html)$/.test(part.type) && part.filename !== null && part.disposition !== 'attachment',
      ),
  },
  {
    kind: 'a Content-Type of one word: text/plain for ours and CPython, a file for the others',
    rule: 'RFC 2045 §5.2: a type that can’t be parsed is text/plain',
    atMost: { fixtures: 16, archives: 0 },
    applies: ({ witness, fact, bytes }) =>
      witness !== 'CPython' && body(fact) && /^content-type: text *(;.*)?\r?$/im.test(Buffer.from(bytes).toString('latin1')),
  },
  {
    kind: 'texts of several parts, or of attached messages, laid together by them; ours keeps parts apart',
    rule: 'RFC 2046 §5.1: which parts a reader shows together is its own matter; no word is lost',
    atMost: { fixtures: 67, archives: 0 },
    applies: (one) => one.witness !== 'CPython' && written(one.fact) && laysPartsTogether(one),
  },
  {
    kind: 'damaged structure or encoding, which ours reports: as text what they drop',
    rule: 'RFC 2046 §5.1, RFC 2045 §5.2, §6: not legal; nothing may be lost silently',
    atMost: { fixtures: 112, archives: 0 },
    applies: (one) =>
      body(one.fact) &&
      problems(one).some((code) =>
        /^(missing-boundary|no-headers|ambiguous-structure|unclosed-multipart|unknown-encoding|wrong-charset|unknown-charset|undecodable-text|bad-base64|base64-padding|bad-quoted-printable|data-after-padding|quoted-encoding)$/.test(
          code,
        ),
      ),
  },
  {
    kind: 'attached messages and reports: shown inline by them, an attachment with its bytes for ours',
    rule: 'RFC 2046 §5.2.1, §5.1.5, RFC 3464 §2.1: the part is a body of its own, its bytes are kept as they are',
    atMost: { fixtures: 24, archives: 0 },
    applies: (one) =>
      one.witness === 'mailparser' && body(one.fact) && [...allParts(parsedOf(one))].some(({ part }) => part.type.startsWith('message/')),
  },
  {
    kind: 'attached messages, written anew from what was parsed, or left in base64; ours keeps the bytes as they are',
    rule: 'RFC 2046 §5.2.1: the body is the message itself; base64 of one is forbidden there, but sent, and then decoded',
    atMost: { fixtures: 29, archives: 0 },
    applies: (one) =>
      one.witness === 'CPython' &&
      one.fact === 'attachments' &&
      [...allParts(parsedOf(one))].some(({ part }) => part.type.startsWith('message/')),
  },
  {
    kind: 'base64 that is not whole, or with more behind it: decoded as far as it goes',
    rule: 'RFC 2045 §6.8: characters outside the alphabet are passed over; RFC 4648 §4 for the last bits',
    atMost: { fixtures: 2, archives: 0 },
    applies: (one) => one.fact === 'attachments' && [...allParts(parsedOf(one))].some(({ part }) => part.encoding === 'base64'),
  },
  {
    kind: 'a line before the fields that is none (“From ” without a date): passed over, and the fields read',
    rule: 'RFC 4155 Appendix A: a separator as mail stores keep it; the fields behind it are the message’s',
    atMost: { fixtures: 2, archives: 0 },
    applies: ({ witness, fact, bytes }) =>
      witness === 'postal-mime' && fact === 'from' && /^From ?\r?\n/.test(Buffer.from(bytes).toString('latin1', 0, 10)),
  },
  {
    kind: 'encoded words and what stands beside them: blanks as written',
    rule: 'RFC 2047 §6.2: blanks between encoded words are dropped, others stay',
    atMost: { fixtures: 4, archives: 0 },
    applies: ({ witness, fact, ours, theirs }) =>
      witness === 'CPython' && fact === 'subject' && blankless(ours.subject) === blankless(theirs.subject) && theirs.subject !== '',
  },
  {
    kind: 'a blank before the colon of a field: a field, not the end of the header',
    rule: 'RFC 5322 §4.5: obsolete fields may have it, and must be read',
    atMost: { fixtures: 3, archives: 0 },
    applies: ({ witness, fact, bytes }) =>
      witness === 'CPython' && (fact === 'subject' || written(fact)) && /^Subject\s+:/im.test(Buffer.from(bytes).toString('latin1')),
  },
  {
    kind: 'a multipart of whose delimiters CPython finds none',
    rule: 'RFC 2046 §5.1.1: blanks may follow a delimiter; the boundary is compared without those at its end',
    atMost: { fixtures: 8, archives: 0 },
    applies: (one) =>
      one.witness === 'CPython' &&
      body(one.fact) &&
      parsedOf(one).root.children.length > 0 &&
      one.theirs.plain === '' &&
      one.theirs.attachments.length === 1,
  },
]
