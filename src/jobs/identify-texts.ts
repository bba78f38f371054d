import {
  fullNames,
  isSignedAs,
  namesInText,
  ownSender,
  peopleInText,
  phonesOnCards,
  type Seen,
  type SeenInitials,
  seenOf,
  signOffs,
  type Written,
  writtenBy,
} from '../identity/index.ts'
import { anyOf, documentNumbers, phrase } from '../search/index.ts'
import { documentFacts, documentsOfAddresses, documentText, type ReadableDatabase } from '../store/index.ts'
import { initialsBeside } from './identify-initials.ts'

/** What the texts say that were read. */
export interface TextFindings {
  readonly people: readonly Seen[]
  readonly written: readonly Written[]
  readonly signed: readonly Written[]
  readonly greeted: readonly Written[]
  readonly initials: readonly SeenInitials[]
  readonly phones: readonly Written[]
  readonly carded: readonly Written[]
  readonly texts: TextsRead
}

/** Of the texts by the subject, to them, or with their name, how many were read for other ways of writing. */
export interface TextsRead {
  readonly read: number
  readonly of: number
}

/**
 * So many texts of each kind are read: spread over the whole time, they show a person's habits; names that stand elsewhere come from the vocabulary. An address
 * that stands in one of the others alone is not proposed, so whoever decides is told how many there are.
 */
const mostRead = 1_000

/** Reads texts written by the subject, to the subject, and such as hold the name. */
export function readTexts(index: ReadableDatabase, names: readonly string[], emails: readonly string[]): TextFindings {
  const own = fullNames(names)
  const addresses = new Set(emails)
  const from = documentsOfAddresses(index, emails, ['from', 'sender'])
  const to = documentsOfAddresses(index, emails, ['to', 'cc', 'bcc', 'reply-to'])
  const named = documentNumbers(index, anyOf([...names, ...own.map(({ family }) => family)].map((name) => phrase(name))), null, 'UTC')
  const about = named.map(([number]) => number)
  const chosen = new Set([...spread(from), ...spread(to), ...spread(about)])
  const wrote = new Set(from)
  const tally = {
    people: new Tally(),
    written: new Tally(),
    signed: new Tally(),
    greeted: new Tally(),
    phones: new Tally(),
    carded: new Tally(),
  }
  const people = new Map<string, Omit<Seen, 'documents'>>()
  const see = (seen: Omit<Seen, 'documents'>, number: number): void => {
    const key = `${seen.address} ${seen.name}`
    // What a program wrote together is the better reason.
    if (!people.has(key) || seen.why === undefined) people.set(key, seen)
    tally.people.add(key, number)
  }
  const isOwn = ownSender(addresses, names)
  for (const { number, recipients, copied } of documentFacts(
    index,
    [...chosen].sort((left, right) => left - right),
  )) {
    const text = documentText(index, number)
    if (text === '') continue
    for (const sighting of peopleInText(text)) {
      const seen = seenOf(sighting, own, addresses)
      if (seen !== null) see(seen, number)
    }
    for (const phone of phonesOnCards(text, addresses, names)) tally.carded.add(phone, number)
    for (const name of namesInText(text, names)) tally.written.add(name, number)
    for (const part of writtenBy(text, wrote.has(number), isOwn)) {
      const { signed, phones, addresses: further } = signOffs(part)
      for (const each of signed) tally.signed.add(each, number)
      for (const each of phones) tally.phones.add(each, number)
      // Of a mail quoted without any sign of it, the signature is another's.
      for (const address of isSignedAs(signed, own) ? further : [])
        if (!addresses.has(address)) see({ address, name: '', why: 'stands in a signature of the subject' }, number)
    }
    // Only a mail to the subject alone greets the subject alone.
    if (copied === '' && isOnly(recipients, addresses)) for (const each of signOffs(text).greeted) tally.greeted.add(each, number)
  }
  return {
    people: tally.people.list().flatMap(({ text, documents }) => {
      const seen = people.get(text)
      return seen === undefined ? [] : [{ ...seen, documents }]
    }),
    written: tally.written.list(),
    signed: tally.signed.list(),
    greeted: tally.greeted.list(),
    initials: initialsBeside(index, names, addresses, [...new Set([...from, ...to, ...about])]),
    phones: tally.phones.list().filter(({ documents }) => documents > 1),
    carded: tally.carded.list(),
    texts: { read: chosen.size, of: new Set([...from, ...to, ...about]).size },
  }
}

function isOnly(recipients: string, addresses: ReadonlySet<string>): boolean {
  const found = recipients.toLowerCase().match(/[^\s<>,;]+@[^\s<>,;]+/gu) ?? []
  return found.length > 0 && found.every((address) => addresses.has(address))
}

/** At most `mostRead` of a list, evenly. */
function spread(list: readonly number[]): readonly number[] {
  if (list.length <= mostRead) return list
  return Array.from({ length: mostRead }, (_, at) => list[Math.floor((at * list.length) / mostRead)] ?? 0)
}

/** In how many documents each text was met; most frequent first. */
class Tally {
  readonly #documents = new Map<string, Set<number>>()
  add(text: string, document: number): void {
    const known = this.#documents.get(text) ?? new Set()
    known.add(document)
    this.#documents.set(text, known)
  }
  list(): readonly Written[] {
    return [...this.#documents]
      .map(([text, documents]) => ({ text, documents: documents.size }))
      .sort((left, right) => right.documents - left.documents || (left.text < right.text ? -1 : 1))
  }
}
