/**
 * Names beside addresses in running text: before a bracket (`On Mon, Jan 6, 2025 at 10:00 AM Jane Roe <…> wrote:`), before and behind a bare address
 * (`Jane Roe - …`, `… (Jane Roe)`), in the cells of a row, and in the lines of a form or signature above it.
 */

/** An address as a text writes it, with a name that stands beside it. */
export interface NameBeside {
  /** As written; empty where none stands there. */
  readonly name: string
  readonly address: string
  /** `bracket`: as mail programs write the two. `near`: a bare address by the name, in a sentence perhaps. `cell`: the name fills a cell or a line of its own. */
  readonly where: 'bracket' | 'near' | 'cell'
}

/** RFC 5321 section 4.5.3.1. */
const longestLocal = 64
const longestDomain = 255
const longestName = 80
/** So much of a line is looked at on either side of an address. */
const longestLine = 200
/** So many lines above an address may name whose it is. */
const mostLinesAbove = 6

const localEnd = /[^\s<>()[\]{}"“”„,;:@|]+$/u
const domainStart = /^[\p{L}\p{M}\p{N}._-]+/u
const opening = /(?:[<[(]\s*)+(?:mailto:|smtp:)?$/iu

const nameWord = String.raw`(?:[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}'’.-]*)`
const nameRun = String.raw`${nameWord}(?:,?\p{Zs}+(?:${nameWord}|van|von|vom|zu|zur|de|der|den|del|della|di|da|do|dos|du|la|le|el|al|bin|ter|af|av))*`
/** The capitalised words at the end of a text, or words of a script without capitals; the surname perhaps first. */
const endOfName = new RegExp(String.raw`(?<![\p{L}\p{M}])${nameRun}$`, 'u')
const startOfName = new RegExp(`^${nameRun}`, 'u')
const wholeName = new RegExp(`^${nameRun}$`, 'u')

/** What follows the digits of a clock in an attribution line. */
const clockWords = /^(?:(?:[AP]\.?M\.?|Uhr|UTC|GMT|CES?T|EES?T|WES?T|BST|IST|MSK|[ECMP][SD]T|JST|AES?T)(?:[\p{Zs},]+|$))+/u
/** Capitalised words that stand before a name in a sentence, and are none. */
const sentenceWords =
  /^(?:(?:ask|asked|contact|call|e-?mail|mail|write|see|cc|bcc|dear|hi|hello|please|thanks|regards|from|to|by|with|for|via|attn|bitte|frage?|schreib|kontakt|an|von|mit|für|contacter|contactez|écrire|demandez|pour|pregunta|contacto|para|chiedi|contattare|per|zapytaj|vraag|aan|spør|spørg|fråga|till|til)[:,]?\p{Zs}+)+/iu
/** What may stand between a name and its bare address: signs, and the words of a sentence that gives it. */
const joint =
  /(?:\p{Zs}*(?:[-–—:=,→]|(?<![\p{L}\p{M}])(?:at|via|on|under|is|can be reached|reachable|unter|bei|ist|erreichbar|über|par|sur|à|est|en|es|presso|è|na|pod|jest|op|på|er|är|new|old|private?|personal|home|work|neue?|alte?|privat|(?:e-?)?mail(?:[ -]?(?:address|adresse?))?|e|address|adresse?)(?![\p{L}\p{M}])))+\p{Zs}*$/iu
const possessive = /['’]s?$/u
const columns = /\t|;|\||\p{Zs}{3,}/u
const label = /^[^:\n]{1,30}:\p{Zs}*/u
const quoteMarks = /^[>|\s]*[*•·–-]*\p{Zs}*/u

/** Every address of a text with the names beside it, in order; once with an empty name where there is none. Linear in the length. */
export function namesBesideAddresses(text: string): readonly NameBeside[] {
  const found: NameBeside[] = []
  let previous = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const written = localEnd.exec(text.slice(Math.max(previous, at - longestLocal), at))?.[0].replace(/^['’*_>=]+/u, '') ?? ''
    const domain = domainStart.exec(text.slice(at + 1, at + 1 + longestDomain))?.[0].replace(/[._-]+$/u, '') ?? ''
    if (written === '' || !/[^.]\.[^.]/u.test(domain)) continue
    const start = at - written.length
    const end = at + 1 + domain.length
    const address = `${written}@${domain}`
    const open = opening.exec(text.slice(Math.max(previous, start - 12), start))?.[0]
    const behind = text.slice(end, end + longestLine)
    const names =
      open === undefined
        ? besideBare(text.slice(Math.max(previous, start - longestLine * 2), start), behind)
        : besideBracket(text.slice(Math.max(0, start - open.length - longestName), start - open.length), behind)
    if (names.length === 0) found.push({ name: '', address, where: 'bracket' })
    for (const { name, where } of names) found.push({ name, address, where })
    previous = end
  }
  return found
}

type Beside = Pick<NameBeside, 'name' | 'where'>

/** The name before a bracket that holds an address, in quotation marks or back to what no name holds; the one in round brackets behind it where there is none. */
function besideBracket(text: string, behind: string): readonly Beside[] {
  // What programs put between the two: `Jane Roe (E-mail) <…>`.
  const before = text.replace(/\([^()\n]{1,30}\)\s*$/u, '').trimEnd()
  const quoted = /["“”]([^"“”\n]{2,80})["“”]$/u.exec(before)?.[1]
  if (quoted !== undefined) return [{ name: quoted, where: 'bracket' }]
  const written = (/[^<>[\]"\n;:*()]{2,80}$/u.exec(before)?.[0] ?? '').replace(/^.*@[^,]*,/u, '').replace(/^[\s>|*•·\d.,/–-]+/u, '')
  // Sentences put an address in brackets too (`please see <roe@x.example>`), so that only the capitals before it may be a name; not all scripts have any.
  const name = /\p{Ll}/u.test(written) ? nameAtEnd(before) : written
  const found: Beside[] = name === '' ? [] : [{ name, where: 'bracket' }]
  // Lines are wrapped within a name as well.
  const wrapped = /([^\n]*)\n[>|\s]*([^\n]*)$/u.exec(before)
  if (wrapped !== null && name !== '' && name === wrapped[2]?.trim()) {
    const whole = `${nameAtEnd(wrapped[1] ?? '')} ${name}`.trim()
    if (whole !== name) found.push({ name: whole, where: 'near' })
  }
  // The department after a dash or a comma: `Jane Roe - HR <…>`.
  const line = /[^\n:;<>]*$/u.exec(before)?.[0].trim() ?? ''
  if (/\p{Zs}[-–]\p{Zs}/u.test(line)) found.push({ name: nameAtEnd(line.replace(/\p{Zs}[-–]\p{Zs}.*$/u, '')), where: 'near' })
  if (found.length > 0) return found.filter((one) => one.name !== '')
  const after = /^\s*[>\])]+\p{Zs}*\(([^()\n]{2,80})\)/u.exec(behind)?.[1]
  return after === undefined ? [] : [{ name: after, where: 'near' }]
}

/** The name that ends a text; empty where no name does. */
function nameAtEnd(text: string): string {
  const match = endOfName.exec(text.trimEnd())
  if (match === null) return ''
  const isAfterDigits = /\d\p{Zs}*$/u.test(text.slice(0, match.index))
  const run = isAfterDigits ? match[0].replace(clockWords, '') : match[0]
  const said = run.replace(sentenceWords, '')
  return /\s/u.test(said) ? said : run
}

/** The names beside an address without brackets. */
function besideBare(text: string, behind: string): readonly Beside[] {
  const parenthesised = /^\p{Zs}*\(([^()\n@]{2,80})\)/u.exec(behind)?.[1]
  if (parenthesised !== undefined) return [{ name: parenthesised, where: 'near' }]
  const lines = text.split('\n').map((line) => line.replace(quoteMarks, ''))
  const before = lines.at(-1) ?? ''
  const after = /^[^\n@]*/u.exec(behind)?.[0] ?? ''
  const cells = before.split(columns)
  if (cells.length > 1) {
    const names = cellNames(cells)
    if (names.length > 0) return names
  }
  const bare = before.replace(joint, '').trimEnd()
  if (bare === '' && lines.length > 1) {
    const above = lines.slice(0, -1)
    const from = Math.max(above.findLastIndex((line) => line.trim() === '') + 1, above.length - mostLinesAbove)
    const names = cellNames(above.slice(from))
    if (names.length > 0) return names
  }
  if (bare !== '') {
    const between = before.slice(bare.length)
    const name = nameAtEnd(bare.replace(possessive, ''))
    // After a blank or a comma another sentence part may begin: only a line that begins with the name lists the two.
    return name !== '' && (/[^\s,]/u.test(between) || name === bare) ? [{ name, where: 'near' }] : []
  }
  const listed = /^\p{Zs}*(?:[-–—:,;|\t]\p{Zs}*)+/u.exec(after)?.[0]
  if (listed === undefined) return []
  const rest = after.slice(listed.length)
  const behindCells = cellNames(rest.split(columns))
  const name = startOfName.exec(rest)?.[0] ?? ''
  return behindCells.length > 0 || name === '' ? behindCells : [{ name, where: 'near' }]
}

/** Names that fill a cell, or two cells that follow each other: one with the first name, one with the surname. */
function cellNames(cells: readonly string[]): readonly Beside[] {
  const values = cells.map((cell) => cell.replace(label, '').replace(/^["'\s]+|["',\s]+$/gu, '')).filter((value) => value !== '')
  return values.flatMap((value, at): readonly Beside[] => {
    if (value.length > longestName || !wholeName.test(value)) return []
    if (/\s/u.test(value)) return value.split(/\s+/u).length <= 5 ? [{ name: value, where: 'cell' }] : []
    const next = values[at + 1] ?? ''
    return /\s/u.test(next) || !wholeName.test(next) || next.length > longestName ? [] : [{ name: `${value} ${next}`, where: 'cell' }]
  })
}
