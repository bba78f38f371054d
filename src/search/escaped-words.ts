/**
 * What texts for programs say in words that no reader would search for: exports of chats, tickets and customer databases travel as JSON, XML, SVG or SQL, in which `Jürgen` may stand as
 * `J\u00fcrgen` (RFC 8259 §7) or `J&#252;rgen` (XML 1.0 §4.1), and the first word of a line as `\nJohn`.
 */

/** A unit or a character by its number; a named letter of HTML; a line's end or a tab before a word. */
const escaped =
  /\\u([0-9a-fA-F]{4})|\\u\{([0-9a-fA-F]{1,6})\}|\\x([0-9a-fA-F]{2})|&#(\d{1,7});|&#[xX]([0-9a-fA-F]{1,6});|&(apos|szlig|shy|nbsp);|&([A-Za-z]{1,2})(uml|acute|grave|circ|tilde|ring|cedil|slash|lig|caron);|\\([nrt])(?=[\p{L}\p{N}])/gu
/** The marks of named letters; those of `&oslash;`, `&aelig;` and `&szlig;` are letters of their own. */
const marks: Readonly<Record<string, string>> = {
  uml: '\u0308',
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  tilde: '\u0303',
  ring: '\u030a',
  cedil: '\u0327',
  caron: '\u030c',
  slash: '',
  lig: '',
}
const named: Readonly<Record<string, string>> = { apos: "'", szlig: 'ß', shy: '', nbsp: ' ' }

/** A name stands whole in so many UTF-16 code units around what is escaped in it. */
const around = 100
/** Between values, names are not one. */
const ends = /["<>\n]/

/** The stretches of a text that say other words once what is escaped in them is read. Linear; together not longer than the text. */
export function escapedWords(text: string): readonly string[] {
  if (!text.includes('\\') && !text.includes('&')) return []
  const found: string[] = []
  let start = 0
  let end = 0
  const finish = (): void => {
    if (end > start) found.push(unescaped(text.slice(start, end)))
  }
  for (const { index, 0: written } of text.matchAll(escaped)) {
    const behind = index + written.length
    if (index <= end && end > 0) {
      end = Math.max(end, stretchEnd(text, behind))
      continue
    }
    finish()
    start = Math.max(end, stretchStart(text, index))
    end = stretchEnd(text, behind)
  }
  finish()
  return found
}

function stretchStart(text: string, at: number): number {
  const least = Math.max(0, at - around)
  let start = at
  while (start > least && !ends.test(text.charAt(start - 1))) start--
  return start
}

function stretchEnd(text: string, at: number): number {
  const most = Math.min(text.length, at + around)
  let end = at
  while (end < most && !ends.test(text.charAt(end))) end++
  return end
}

function unescaped(text: string): string {
  return text.replace(escaped, (written, unit, point, byte, decimal, hexadecimal, name, letter, mark, white) => {
    if (white !== undefined) return ' '
    if (name !== undefined) return named[name] ?? written
    if (letter !== undefined) return `${letter}${marks[mark] ?? ''}`
    const code = decimal === undefined ? Number.parseInt(unit ?? point ?? byte ?? hexadecimal, 16) : Number(decimal)
    // Halves of a surrogate pair come one behind the other, and are one character again.
    return code > 0x10ffff ? ' ' : String.fromCodePoint(code)
  })
}
