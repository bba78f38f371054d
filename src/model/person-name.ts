/** A person's name in its parts, as far as a display name tells. */
export interface PersonName {
  /** At least one, as written. */
  readonly given: readonly string[]
  /** With its particles ("van der Berg"); empty for a single name. */
  readonly family: string
}

const titles = new Set(
  'mr mrs ms miss mx sir dame lord lady frau herr herrn fr hr m mme mlle monsieur madame sr sra srta dña doña dª pan pani mw mevr dhr avv rev rt господин госпожа г-н г-жа пані κα κος κ κυρία κύριος'.split(
    ' ',
  ),
)
const degrees = new Set(
  'dr prof professor dipl ing mag dra dott dottssa univ priv doz pd dres drs dkfm mgr bc mudr phdr judr rndr mvdr д-р доктор د'.split(' '),
)
/** Titles that are names too (Eng Wei, Hon Wai): with a full stop alone. */
const shortened = new Set('eng ir lic capt hon arq tekn fil cand'.split(' '))
/** What stands behind a degree and says of what: `Dr. med.`, `Prof. Dr. rer. nat. h.c.`, `Dipl.-Kffr.`. Only in small letters, since some are first names too. */
const ofTitles = new Set(
  'soc utr med dent vet hc eh iur jur phil rer nat pol oec theol habil hab mult sc ing kfm kffr inf inform phys psych chem vw bw wirt päd soz ssa em'.split(
    ' ',
  ),
)
/** Of these, first names that people write in small letters as well (`dr phil collins`): not where one word would be left. */
const alsoGiven = new Set(['phil', 'nat', 'em', 'ing'])
const suffixes = new Set(
  'jr sr ii iii iv phd md msc bsc mba llm llb esq cpa pmp ma ba beng meng mphil dphil dds edd jd mpa solicitor obe mbe cbe kbe dbe frs frcs mrcp fca aca acca cfa cissp cipp'.split(
    ' ',
  ),
)
/** Degrees that are surnames too (Jack Ma, Amadou Ba): a degree only where written in capitals behind a name that isn't. */
const alsoSurnames = new Set(['ma', 'ba'])
const particles = new Set(
  'van von vom zu zur de der den del della dei da di do dos das du la las los le el al bin ibn ter ten af av mac mc ó ní'.split(' '),
)
/** Words of a name, without its particles. */
const mostWords = 6
/** `\b` knows the letters of ASCII alone: to it, "Saša" and "Agüero" begin with a word of two letters. */
const companies =
  /(?<![\p{L}\p{M}\p{N}])(?:ltd|limited|gmbh|ag|inc|llc|plc|sarl|sa|bv|oy|ab|aps|kg|corp|company|team|support|newsletter|news|service|services|info|sales|office|helpdesk|desk|admin|administrator|noreply|no-reply|notifications?|alerts?|accounts?|payroll|billing|marketing|customer|bank|daemon|system|group|list|subscriptions?|hr|it|department|abteilung|reception|bookings?|digest|weekly|press|events?)(?![\p{L}\p{M}\p{N}])/iu
const eastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u
const maximumLength = 80

/** Whether a word belongs to the surname behind it: the `van` of "van den Berg". */
export function isParticle(word: string): boolean {
  return particles.has(word.toLowerCase())
}

/** Whether a display name is a company's, a desk's or a list's by its words. */
export function isOrganisationName(display: string): boolean {
  return companies.test(display)
}

/** Reads a display name; null where it isn't a person's name (an address, a company, a desk, a list). */
export function parsePersonName(display: string): PersonName | null {
  const plain = withoutBrackets(display)
  return plain === null || isOrganisationName(plain) ? null : inParts(plain)
}

/** Reads what is known to be a person's name: Bank, List, Press and Sales are surnames too. Null where there are no words in it. */
export function parseKnownName(name: string): PersonName | null {
  const plain = withoutBrackets(name)
  return plain === null ? null : inParts(plain)
}

function withoutBrackets(display: string): string | null {
  if (display.length > maximumLength * 2) return null
  const plain = display
    .normalize('NFC')
    .replace(/\([^)]*\)|\[[^\]]*\]/gu, ' ')
    .replace(/ via .*| \| .*| [-–/] .*/iu, '')
    .replace(/["“”„«»<>]|^'|'$/gu, '')
    .trim()
  return plain === '' || plain.length > maximumLength || /[\d@]/u.test(plain) ? null : plain
}

function inParts(plain: string): PersonName | null {
  // "Roe, Jane, PhD", "Jane Roe, MSc, LLM", "Jane Roe, Dr. med.": degrees and titles stand behind commas too. A letter may be the initial of "Roe, M.".
  const all = plain.split(',').map(wordsOf)
  const isFull = (at: number): boolean => at > 1 || withoutTitles(all[0] ?? []).length > 1
  const isAddition = (part: readonly string[], at: number): boolean =>
    part.every(isSuffix) || (isFull(at) && part.every((word, index) => bare(word).length > 1 && isTitle(word, index > 0)))
  const [before = [], after, more] = all.filter((part, at) => at === 0 || !isAddition(part, at)).map(withoutTitles)
  if (more !== undefined || before.length === 0) return null
  return after === undefined ? fromOrder(before) : { given: after, family: before.join(' ') }
}

function bare(word: string): string {
  return word.replaceAll('.', '').toLowerCase()
}

function isSuffix(word: string): boolean {
  return suffixes.has(bare(word)) && (!alsoSurnames.has(bare(word)) || /^[\p{Lu}.]+$/u.test(word))
}

/** `Dr.Jane`, `Prof.Dr.Jane`, `Mr.Smith`: titles to which a name sticks. */
const sticking = /(?<![\p{L}\p{M}.-])(?:\p{L}{2,5}\.){1,4}(?=\p{Lu}\p{Ll})/gu

function wordsOf(text: string): readonly string[] {
  const isTitles = (found: string): boolean =>
    found
      .split('.')
      .slice(0, -1)
      .every((piece) => titles.has(piece.toLowerCase()) || isDegree(piece))
  return text
    .replace(sticking, (found) => (isTitles(found) ? `${found} ` : found))
    .split(/[\s_]+/u)
    .filter((word) => /\p{L}/u.test(word))
}

function withoutTitles(words: readonly string[]): readonly string[] {
  const parts = [...words]
  let [ofStudy, last] = [false, '']
  while (parts.length > 1) {
    const [first = ''] = parts
    const isHonourable = last === 'rt' && bare(first) === 'hon'
    if (
      !(isHonourable || isTitle(first, ofStudy)) ||
      (parts.length === 2 && !titles.has(bare(first)) && alsoGiven.has(bare(first)) && ofStudy)
    )
      break
    ofStudy ||= isDegree(first)
    last = bare(first)
    parts.shift()
  }
  while (parts.length > 1 && isSuffix(parts.at(-1) ?? '') && !isLoud(parts)) parts.pop()
  return parts
}

/** Whether a word is a title, also of several joined (`Dr.-Ing.`, `Prof.Dr.`); `behind` a degree, also what says of what it is. */
function isTitle(word: string, behind: boolean): boolean {
  const isSmall = word === word.toLowerCase()
  if (titles.has(bare(word)) || isDegree(word)) return true
  if (shortened.has(bare(word)) && word.endsWith('.')) return true
  return behind && (isSmall || (word === word.toUpperCase() && word.endsWith('.'))) && ofTitles.has(bare(word))
}

function isDegree(word: string): boolean {
  if (degrees.has(bare(word))) return true
  const pieces = word
    .toLowerCase()
    .split(/[.-]+/u)
    .filter((piece) => piece !== '')
  const [first = '', ...others] = pieces
  // A title isn't said twice: `Pan-Pan` is a first name.
  if (others.length === 0 || new Set(pieces).size < pieces.length) return false
  const isKnown = (piece: string): boolean => titles.has(piece) || degrees.has(piece)
  return isKnown(first) && others.every((piece) => isKnown(piece) || ofTitles.has(piece))
}

/** Whether `MA` at the end is written as the name before it is: `JACK MA`. */
function isLoud(parts: readonly string[]): boolean {
  return alsoSurnames.has(bare(parts.at(-1) ?? '')) && (parts.length < 3 || /^\p{Lu}+$/u.test(parts.at(-2) ?? ''))
}

function fromOrder(parts: readonly string[]): PersonName | null {
  const [first] = parts
  if (first === undefined || parts.filter((word) => !isParticle(word)).length > mostWords) return null
  if (parts.length === 1) return { given: [first], family: '' }
  // `de Vries`, as behind a title: a surname alone.
  if (parts.slice(0, -1).every(isSmallParticle) && /^\p{Lu}/u.test(parts.at(-1) ?? '')) return { given: [parts.join(' ')], family: '' }
  if (eastAsian.test(first)) return { given: parts.slice(1), family: first }
  const particle = parts.findIndex((word, index) => index > 0 && index < parts.length - 1 && (isParticle(word) || endsInParticle(word)))
  const split = particle > 0 ? particle : parts.length - 1
  return { given: parts.slice(0, split), family: parts.slice(split).join(' ') }
}

/** `Smit-van` of "Anna Smit-van den Berg": a hyphen before a particle joins two surnames. */
function endsInParticle(word: string): boolean {
  const [before = '', particle = '', ...more] = word.split(/[-\u2010\u2011]/u)
  return before !== '' && more.length === 0 && isSmallParticle(particle)
}

function isSmallParticle(word: string): boolean {
  return /^\p{Ll}/u.test(word) && isParticle(word)
}

const roles =
  /^(info|office|contact|hello|sales|support|help|helpdesk|service|admin|administrator|root|postmaster|webmaster|abuse|hostmaster|noreply|no-reply|donotreply|do-not-reply|newsletter|news|marketing|hr|people|jobs|careers|recruitment|accounts?|accounting|billing|invoices?|finance|payroll|reception|front-?desk|orders?|shop|team|all|staff|everyone|board|legal|privacy|dpo|gdpr|security|it|press|media|events?|bookings?|reservations|notifications?|alerts?|mailer-daemon|bounces?|list|feedback|enquiries|enquiry|warehouse|dispatch|kontakt|buero|buchhaltung|personal|kundenservice|bestellung|biuro|compta|contact-?us)([.+_-].*)?$/iu

/** An address that stands for a desk, a list or a machine rather than for one person. */
export function isSharedAddress(address: string): boolean {
  return roles.test(address.slice(0, address.lastIndexOf('@')))
}
