import type { PersonName } from '../model/index.ts'
import { comparableAddress, foldText, isDirectoryEntry, isOrganisationName, isSharedAddress, isSomebodys } from '../model/index.ts'
import type { Related, Relation } from './compare-names.ts'
import { fullNames, relateDisplay, relateToAny, relationWhy, strangersAmong, surnames } from './compare-names.ts'
import type { Form, FormGroup, Seeds } from './form.ts'
import { capitalised, formsOf } from './forms.ts'
import { allLoginsOf, withoutNumber } from './logins.ts'
import { formerName, isSentVia, readable, readName } from './name-readings.ts'
import { nicknamesOf } from './nicknames/index.ts'
import { organisationDomain } from './providers.ts'
import { sameWord, slipsBetween } from './same-word.ts'
import type { Seen } from './seen.ts'
import { bareForms, type Vocabulary, wordForms } from './word-forms.ts'

/** Something written a number of times. */
export interface Written {
  readonly text: string
  readonly documents: number
}

/** Initials of the subject as others write them, in capitals, and others who have the same. */
export interface SeenInitials extends Written {
  readonly others: readonly string[]
}

/** What an archive says; gathered with bounded effort, so never more than a ground for proposals. */
export interface Findings {
  /** Of every address that may be the subject's, all names shown with it; and of every name that may be the subject's, all addresses. */
  readonly people: readonly Seen[]
  /** Display names of anybody that share a word with the subject's names: who else is called so. */
  readonly bearers: readonly string[]
  /** Words of the archive near the words of the subject's names, in index form, and in how many documents each stands. */
  readonly vocabulary: Vocabulary
  /** Full names in texts that relate to the subject's. */
  readonly written: readonly Written[]
  /** Under what the subject signs and is greeted, and numbers in the subject's signatures. */
  readonly signed: readonly Written[]
  readonly greeted: readonly Written[]
  /** In mail by, to and about the subject and the people who write with the subject. */
  readonly initials: readonly SeenInitials[]
  readonly phones: readonly Written[]
  /** Numbers on cards of the subject. */
  readonly carded: readonly Written[]
}

/** A form that the archive suggests. Never merged by itself: a person accepts or refuses it. */
export interface Proposal extends Form {
  /** `shared`: others use it too (a desk, a list, a machine). `common`: other people of the archive are called so. */
  readonly flagged: 'shared' | 'common' | null
  /** An address that was not given, shown with the subject's name: perhaps somebody else of that name. */
  readonly namesake: boolean
  /** Other people of the archive who bear this name or use this address; at most five. */
  readonly others: readonly string[]
}

const groupOf: Readonly<Record<Relation, FormGroup>> = {
  same: 'name',
  middle: 'name',
  short: 'nickname',
  script: 'name',
  misspelt: 'misspelling',
  initial: 'name',
  joined: 'name',
}

/**
 * Every form to look for: those that follow from the seeds, and those that the archive suggests. Each once by kind; order: given, variants, then
 * guesses as found. What turns out to stand nowhere is for the caller to leave out.
 */
export function propose(seeds: Seeds, findings: Findings): readonly Proposal[] {
  const forms = formsOf(seeds)
  const names = [seeds.name, ...(seeds.names ?? [])]
  const proposals = new Map<string, Proposal>()
  const add = (proposal: Proposal): void => {
    // An identifier that was given has a row of its own, to be refused, though the name may find the same: `jane.roe`.
    const key = `${proposal.kind === 'identifier' && proposal.certainty === 'given' ? 'given ' : ''}${formKey(proposal)}`
    if (proposal.form.trim() !== '' && !proposals.has(key)) proposals.set(key, proposal)
  }
  for (const form of forms) add({ ...form, flagged: null, namesake: false, others: [] })
  for (const proposal of seenForms(seeds, names, findings.people)) add(proposal)
  for (const { text } of findings.written) {
    const related = relateDisplay(fullNames(names), text)
    if (related === null) continue
    const { person, relation } = related
    add(guess(person, 'name', groupOf[relation], `written so in a text: ${whyRelated(related)}`))
    for (const form of marriageForms(text, related, 'as a text gives it')) add(form)
  }
  for (const form of wordForms(names, findings.vocabulary)) add({ ...form, flagged: null, namesake: false, others: [] })
  for (const form of calledForms(names, findings)) add(form)
  for (const form of initialForms(findings.initials)) add(form)
  for (const form of bareForms(names, findings.vocabulary)) add({ ...form, flagged: null, namesake: false, others: [] })
  for (const { text, why } of [
    ...findings.carded.map((each) => ({ ...each, why: 'stands on a card of the subject' })),
    ...findings.phones.map((each) => ({ ...each, why: 'stands in a signature of the subject' })),
  ]) {
    const digits = text.replace(/\D/gu, '')
    if (forms.some(({ kind, form }) => kind === 'phone' && sameNumber(form.replace(/\D/gu, ''), digits))) continue
    add(guess(text, 'phone', 'number', why))
  }
  return [...proposals.values()].map((proposal) => withBearers(proposal, names, findings))
}

/** One key for forms that find the same: case, punctuation and the point of an initial make no difference. Digits alone count in a number. */
export function formKey({ kind, form }: { readonly kind: string; readonly form: string }): string {
  if (kind === 'email') return `email ${form.trim().toLowerCase()}`
  if (kind === 'phone') return `phone ${form.replace(/\s+/gu, ' ').trim()}`
  // A login `jane.roe` is found by the same words as the name; only joined-up ones add anything.
  return `words ${foldText(form)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()}`
}

function guess(form: string, kind: Form['kind'], group: FormGroup, why: string, more: Partial<Proposal> = {}): Proposal {
  return { form, kind, group, why, certainty: 'guess', flagged: null, namesake: false, others: [], ...more }
}

function sameNumber(left: string, right: string): boolean {
  const national = (digits: string): string => digits.replace(/^0+/u, '').slice(-8)
  return national(left).length >= 6 && national(left) === national(right)
}

/** What the headers, and header blocks in texts, say: names shown with an own address, addresses shown with an own name or written like it. */
function seenForms(seeds: Seeds, names: readonly string[], people: readonly Seen[]): readonly Proposal[] {
  const own = fullNames(names)
  const emails = new Set((seeds.emails ?? []).map((address) => comparableAddress(address.trim())))
  const locals = new Map([...emails].map((address) => [localOf(address), address]))
  locals.delete('')
  const logins = new Set(own.flatMap(allLoginsOf))
  const byAddress = Map.groupBy(people, ({ address }) => comparableAddress(address))
  const found: Proposal[] = []
  for (const [address, rows] of byAddress) {
    const isOwn = emails.has(address)
    // A desk of the subject's own organisation is nobody's; at another it may well be the one person there.
    const desk = isSharedAddress(address) && [...emails].some((mine) => organisationOf(mine) === organisationOf(address))
    const others = strangersAmong(
      rows.map(({ name }) => name),
      own,
    )
    // A list that sends for its members shows the name of each in turn.
    const sends = !isOwn && rows.some(({ name }) => isSentVia(name))
    const shared = isSharedAddress(address) || sends || others.length >= (isOwn ? 2 : 1)
    const flags = { flagged: shared ? ('shared' as const) : null, others: others.slice(0, 5) }
    for (const row of rows) {
      const related = relateDisplay(own, row.name)
      const relation = related?.relation ?? null
      // Programs show an address in place of a name; its local part is no name.
      const form = /^['"\s]*[^\s@]+@[^\s@]+$/u.test(row.name) ? '' : shownName(related?.person ?? row.name)
      if (isOwn && form !== '' && foldText(form) !== foldText(address) && !isFirm(form, address)) {
        found.push(guess(form, 'name', relation === null ? 'name' : groupOf[relation], 'shown with an address of the subject', flags))
      } else if (!isOwn && relation !== null && relation !== 'same' && relation !== 'initial') {
        found.push(guess(form, 'name', groupOf[relation], `shown with an address: ${relationWhy[relation]}`, flags))
      } else if (!isOwn && related?.by === 'former') {
        found.push(guess(form, 'name', 'name', `shown with an address: ${whyRelated(related)}`, flags))
      }
      if (isOwn || related !== null)
        found.push(...marriageForms(row.name, related, isOwn ? 'as an address of the subject shows it' : 'as an address shows it', flags))
    }
    if (isOwn || address === '') continue
    const why = whyAddress(address, rows, own, locals, logins)
    if (why === null) continue
    if (isDirectoryEntry(address)) {
      found.push(
        guess(address.slice(address.lastIndexOf('=') + 1), 'identifier', 'login', 'an Exchange directory entry shown with the name', flags),
      )
    }
    if (isSomebodys(address)) {
      const reason = sends ? 'sends for the subject under their name, as a list or a service does' : why.why
      found.push(guess(address, 'email', 'address', reason, { ...flags, namesake: why.namesake && !desk && !sends && others.length === 0 }))
    }
  }
  return found
}

/** Whether a display name is that of the organisation at which an address is: `Acme Ltd <jane@acme.example>`. */
function isFirm(shown: string, address: string): boolean {
  return isOrganisationName(shown) || sameWord(shown) === labelOf(address)
}

function labelOf(address: string): string {
  return sameWord(organisationOf(address).split('.')[0] ?? '')
}

function whyAddress(
  address: string,
  rows: readonly Seen[],
  own: ReturnType<typeof fullNames>,
  locals: ReadonlyMap<string, string>,
  logins: ReadonlySet<string>,
): { readonly why: string; readonly namesake: boolean } | null {
  const local = localOf(address)
  const given = locals.get(local)
  if (given !== undefined && address.includes('@') && !isSharedAddress(address)) {
    const [here = '', there = ''] = [domainOf(given), domainOf(address)]
    if (here === there) return { why: 'a given address with a +tag', namesake: false }
    if (here.endsWith(`.${there}`) || there.endsWith(`.${here}`)) return { why: 'a given address at a sub-domain', namesake: false }
  }
  const shown = rows.flatMap(({ name, why }) => (why === undefined ? (relateDisplay(own, name) ?? []) : []))
  const [surest] = shown.toSorted((left, right) => sureness(left) - sureness(right))
  if (surest !== undefined) {
    const same = surest.relation === 'same' && surest.by === 'name'
    const why = same ? 'shown with the subject’s name' : `shown with a name like the subject’s: ${whyRelated(surest)}`
    return { why: `${why}; it may be a namesake`, namesake: true }
  }
  if (isSharedAddress(address)) return null
  const near = rows.find(({ why }) => why !== undefined)?.why
  if (near !== undefined) return { why: `${near}; it may be somebody else’s`, namesake: true }
  if (given !== undefined && local.length > 4) return { why: 'the local part of a given address at another domain', namesake: true }
  const plain = withoutNumber(local)
  for (const [one, behind] of [[local, ''] as const, ...(plain === null ? [] : [[plain, ', with a number behind'] as const])]) {
    const words = one.split(/[._-]+/u)
    if (logins.has(one) && one.length > 4) return { why: `written like the subject’s name or login${behind}`, namesake: true }
    const written = words.length > 1 ? readName(capitalised(words.join(' '))) : null
    if (written !== null && relateToAny(own, written) !== null) return { why: `written like the subject’s name${behind}`, namesake: true }
  }
  return null
}

function localOf(address: string): string {
  return address
    .slice(0, Math.max(0, address.lastIndexOf('@')))
    .replace(/\+.*/u, '')
    .toLowerCase()
}

function organisationOf(address: string): string {
  return organisationDomain(domainOf(address))
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}

const sure: readonly Relation[] = ['same', 'middle', 'script', 'short', 'misspelt', 'joined', 'initial']

/** The surer the smaller; a name by itself before one that is read out of more. */
function sureness({ relation, by }: Related): number {
  return sure.indexOf(relation) + (by === 'name' ? 0 : sure.length)
}

function whyRelated({ relation, by }: Related): string {
  const beside =
    by === 'former' ? 'a name from before a marriage that it gives is the subject’s' : by === 'firm' ? 'beside the name of a firm' : ''
  if (beside === '') return relationWhy[relation]
  return relation === 'same' ? beside : `${beside}, ${relationWhy[relation]}`
}

/** The other name where a display name gives two, before and after a marriage; one in brackets that nothing says so of is in doubt. */
function marriageForms(shown: string, related: Related | null, where: string, more: Partial<Proposal> = {}): readonly Proposal[] {
  const former = formerName(shown)
  if (former === null) return []
  const [first = ''] = former.name.given
  const now = readName(shown)
  const forms: Proposal[] = []
  if (related?.by !== 'former') {
    const why = former.said ? `the name before a marriage, ${where}` : `with a name in brackets, ${where}: perhaps one before a marriage`
    forms.push(guess(`${first} ${former.name.family}`, 'name', 'name', why, more))
  } else if (now !== null) forms.push(guess(`${first} ${now.family}`, 'name', 'name', `the name since a marriage, ${where}`, more))
  return forms
}

/** A display name without what directories append to it. */
export function shownName(display: string): string {
  return readable(display)
    .replace(/(?<=\p{L})\s*@\s*[\p{L}\p{N}_.-]*$/u, '')
    .replace(/(?<=\p{L})(?:\/[\p{L}\p{N}_ ]+)+$/u, '')
    .replace(/\s+\(?via\s.*$|\s*\[[^\]]*\]\s*$/iu, '')
    .replace(/^['"\s]+|['"\s]+$/gu, '')
}

/** What the subject signs with and is called in greetings: pet names that no table knows, initials, a surname from a marriage. */
function calledForms(names: readonly string[], findings: Findings): readonly Proposal[] {
  const own = fullNames(names)
  const given = new Set(own.flatMap((name) => name.given.map(sameWord)))
  const known = new Set([
    ...given,
    ...own.flatMap(surnames),
    ...own.flatMap(({ given: [first = ''] }) => nicknamesOf(first).map(({ name }) => sameWord(name))),
  ])
  const initials = new Set(own.flatMap(initialsOf))
  const strangers = new Set(findings.bearers.flatMap((bearer) => bearer.split(/[\s,.]+/u).map(sameWord)))
  // The firm stands in every signature.
  const firms = new Set(findings.people.map(({ address }) => labelOf(address)))
  const isTheirs = (text: string): boolean =>
    isOrganisationName(text) ||
    [text, ...text.split(/\s+/u)].map(sameWord).some((word) => strangers.has(word) || firms.has(word) || abbreviations.has(word))
  return [
    ...findings.signed.map((each) => ({ ...each, signed: true, why: 'the subject signs so' })),
    ...findings.greeted.map((each) => ({ ...each, signed: false, why: 'the subject is greeted so' })),
  ].flatMap(({ text, documents, signed, why }): readonly Proposal[] => {
    const name = readName(text)
    const relation = name === null ? null : relateToAny(own, name)
    const letters = text.replace(/[^\p{L}]/gu, '')
    if ([...letters].length < 2) return []
    const initial = initials.has(letters.toLowerCase())
      ? 'initials'
      : signed && isInitialsBeyond(text, own)
        ? 'perhaps initials with another name between'
        : null
    // Who writes GL in one mail writes G.L. in another, and the index has words of letters.
    if (initial !== null) {
      const pointed = [...letters].map((letter) => `${letter}.`).join('')
      return [text, letters, pointed].map((form) => guess(form, 'name', 'nickname', `${initial}: ${why}`))
    }
    if (name !== null && name.family !== '') return relation === null ? [] : [guess(text, 'name', groupOf[relation], why)]
    const related = known.has(sameWord(text)) || [...known].some((word) => slipsBetween(word, sameWord(text)) !== null)
    // A word that no table knows: once may be a slip of the reader's, and a colleague's name is the colleague's, the firm's the firm's.
    if (!related && (documents < 2 || !/^\p{Lu}/u.test(text) || isTheirs(text))) return []
    return [guess(text, 'name', given.has(sameWord(text)) ? 'name' : 'nickname', why)]
  })
}

/** What others may call the subject by; no word tells it from anybody else's of these letters. */
function initialForms(initials: readonly SeenInitials[]): readonly Proposal[] {
  return initials.flatMap(({ text, documents, others }) => {
    const why = `initials, perhaps the subject’s: in capitals in ${documents === 1 ? 'one mail' : `${documents} mails`} among people who write with the subject`
    const flags = { flagged: others.length > 0 ? ('common' as const) : null, others: others.slice(0, 5) }
    return [text, [...text].map((letter) => `${letter}.`).join('')].map((form) => guess(form, 'name', 'nickname', why, flags))
  })
}

/** Whether letters are an abbreviation that stands in any office's mail. */
export function isAbbreviation(letters: string): boolean {
  return abbreviations.has(letters.toLowerCase())
}

/** Capitals that end signatures and letters without being anybody's. */
const abbreviations = new Set('uk us usa eu uae am pm ps pps ok cc it hr pr tv faq fyi asap tbd tba eob eod cob'.split(' '))

/** Initials with those of a middle name that nobody gave: Sean Riordan as `SPR`, and as `SP`. */
function isInitialsBeyond(text: string, own: readonly PersonName[]): boolean {
  const letters = text.replace(/\./gu, '').toLowerCase()
  if (!/^(?:\p{Lu}\.?){2,3}$/u.test(text) || abbreviations.has(letters)) return false
  return own.some((name) => {
    const ends = [...surnames(name), sameWord(name.family)].map((word) => word.slice(0, 1))
    return (
      name.given.length === 1 &&
      sameWord(name.given[0] ?? '')[0] === letters[0] &&
      (letters.length === 2 || ends.includes(letters.slice(-1)))
    )
  })
}

/** Initials as people sign with them, in lower case: of first name and surname, with a middle name between. */
export function initialsOf(name: PersonName): readonly string[] {
  const first = (word: string): string => [...sameWord(word)][0] ?? ''
  const family = surnames(name).map(first).join('')
  const [one = '', ...middle] = name.given.flatMap((word) => word.split('-')).map(first)
  const last = family.slice(-1)
  return [
    ...new Set([
      `${one}${family}`,
      `${one}${last}`,
      `${one}${middle.join('')}${family}`,
      `${one}${middle[0] ?? ''}${last}`,
      `${one}${middle.join('')}`,
    ]),
  ].filter((letters) => letters.length > 1)
}

function withBearers(proposal: Proposal, names: readonly string[], findings: Findings): Proposal {
  if (proposal.kind !== 'name' || proposal.flagged !== null || proposal.certainty === 'given') return proposal
  const own = fullNames(names)
  const words = proposal.form
    .split(/[\s,.]+/u)
    .map(sameWord)
    .filter((word) => word !== '')
  const others = findings.bearers.filter((bearer) => {
    const bears = bearer.split(/[\s,._-]+/u).map(sameWord)
    return words.every((word) => bears.includes(word)) && relateDisplay(own, bearer) === null && readName(bearer)?.family
  })
  const distinct = [...new Set(others.map(shownName))].sort()
  return distinct.length === 0 ? proposal : { ...proposal, flagged: 'common', others: distinct.slice(0, 5) }
}
