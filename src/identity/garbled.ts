import type { PersonName } from '../model/index.ts'

/**
 * What mail makes of letters beyond ASCII when a program in between mistakes their charset or doesn't decode them: `MÃ¶ller`, `M?ller`, `M=F6ller`,
 * `M&ouml;ller`, `Dvoøák`. Such text names a person as surely as any other, and no search by the right letters finds it.
 */
export function garbledNames(name: PersonName): readonly { readonly given: string; readonly family: string }[] {
  const [first = ''] = name.given
  return [...ways].flatMap((way) => {
    const [given, family] = [way(first), way(name.family)]
    const changed = given !== first || family !== name.family
    // Of a name in other letters than Latin ones some leave nothing: question marks are nobody's name.
    return changed && [given, family].every((word) => word === '' || /[\p{L}\p{N}]/u.test(word)) ? [{ given, family }] : []
  })
}

type Way = (text: string) => string

/** Letters beyond ASCII, each by itself. */
const each =
  (to: (letter: string) => string): Way =>
  (text) =>
    text.normalize('NFC').replace(/[^\u0000-\u007f]/gu, to)

const utf8 = (letter: string): readonly number[] => [...new TextEncoder().encode(letter)]
const hex = (bytes: readonly number[]): string => bytes.map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
const western = new TextDecoder('windows-1252')

/** The letters of a charset of one byte a letter, by letter. */
function bytesOf(charset: string): ReadonlyMap<string, number> {
  const decoder = new TextDecoder(charset)
  return new Map(Array.from({ length: 128 }, (_, at) => [decoder.decode(Uint8Array.of(at + 128)), at + 128] as const))
}

/** Written in one charset and read as Western Europe's. */
const readAsWestern = (charset: string): Way => {
  const bytes = bytesOf(charset)
  return each((letter) => {
    const byte = bytes.get(letter)
    return byte === undefined ? letter : western.decode(Uint8Array.of(byte))
  })
}

const latin = bytesOf('windows-1252')
/** Combining marks as HTML calls them, and as letters of their own. */
const marks: Readonly<Record<string, readonly [entity: string, alone: string]>> = {
  '\u0308': ['uml', '¨'],
  '\u0301': ['acute', '´'],
  '\u0300': ['grave', '`'],
  '\u0302': ['circ', '^'],
  '\u0303': ['tilde', '~'],
  '\u0327': ['cedil', '¸'],
  '\u030a': ['ring', '°'],
  '\u030c': ['caron', 'ˇ'],
}
const entities: Readonly<Record<string, string>> = {
  ß: 'szlig',
  ø: 'oslash',
  Ø: 'Oslash',
  æ: 'aelig',
  Æ: 'AElig',
  ł: 'lstrok',
  Ł: 'Lstrok',
}

function entityOf(letter: string): string {
  const [base = '', mark = ''] = [...letter.normalize('NFD')]
  const name = entities[letter] ?? (marks[mark] === undefined ? null : `${base}${marks[mark][0]}`)
  return name === null ? letter : `&${name};`
}

/** With the mark as a sign of its own, as PDFs and TeX have it, behind the letter or before it. */
const apart = (isBefore: boolean): Way =>
  each((letter) => {
    const [base = '', mark = ''] = [...letter.normalize('NFD')]
    const alone = marks[mark]?.[1]
    return alone === undefined ? letter : isBefore ? `${alone}${base}` : `${base}${alone}`
  })

const ways: readonly Way[] = [
  each((letter) => western.decode(Uint8Array.from(utf8(letter)))),
  each(() => '?'),
  each((letter) => (latin.has(letter) ? hex([latin.get(letter) ?? 0]) : letter)),
  each((letter) => hex(utf8(letter))),
  each(entityOf),
  each((letter) => `&#${letter.codePointAt(0)};`),
  apart(false),
  apart(true),
  ...['windows-1250', 'iso-8859-2', 'windows-1254'].map(readAsWestern),
]
