import {
  domainsOfMailbox,
  fullNames,
  isMailProvider,
  loginsOf,
  mailboxOf,
  type Relation,
  relateDisplay,
  strangersAmong,
} from '../identity/index.ts'
import type { Matter } from '../model/index.ts'
import { comparableAddress, isSharedAddress } from '../model/index.ts'
import { addressesAt, addressNumbers, namesOfAddresses, peopleOfDomain, type ReadableDatabase, type StoredForm } from '../store/index.ts'
import { knownSeeds } from './terms.ts'
import { organisationOf } from './twin-organisation.ts'

/**
 * The addresses of other people of the subject's name, as somebody refused them, with what is theirs by the same decision (`theirsToo`). An address refused as
 * another person's is one whatever it is shown with; of those that were only refused as a form, a desk's is none, or one that people with other names use: that
 * says only that not everything there is the subject's.
 */
export function refusedTwins(index: ReadableDatabase, matter: Matter, decided: readonly StoredForm[]): readonly string[] {
  const { name, names = [], emails = [] } = knownSeeds(matter, decided)
  const own = fullNames([name, ...names])
  const mine = new Set(emails.map(organisationOf))
  const asPerson = new Set(decided.flatMap(({ form, another }) => (another === true ? [comparableAddress(form)] : [])))
  const refused = refusedAddresses(decided).filter((email) => {
    if (asPerson.has(email)) return true
    return strangersAmong(namesShownWith(index, email), own).length === 0 && !(isSharedAddress(email) && mine.has(organisationOf(email)))
  })
  const mailboxes = ofTheirMailboxes(index, refused, own, [...emails, ...decidedAddresses(decided)].map(comparableAddress))
  return [...refused, ...mailboxes, ...theirsToo(index, refused, [...mailboxes, ...decidedAddresses(decided)], own, mine)]
}

function namesShownWith(index: ReadableDatabase, address: string): readonly string[] {
  return namesOfAddresses(index, addressNumbers(index, [address])).map(({ name }) => name)
}

/** Addresses refused, whoever's they are. */
export function refusedAddresses(decided: readonly StoredForm[]): readonly string[] {
  return decided.flatMap((form) => (form.kind === 'email' && form.accepted === false ? [comparableAddress(form.form)] : []))
}

const theirName: ReadonlySet<Relation | undefined> = new Set(['same', 'middle', 'script', 'short', 'initial'])

/** Addresses about which somebody decided, either way. */
function decidedAddresses(decided: readonly StoredForm[]): readonly string[] {
  return decided.flatMap(({ form, kind, accepted }) => (kind === 'email' && accepted !== null ? [comparableAddress(form)] : []))
}

/** Other ways of writing the addresses of refused people, also at a provider of mail: the same mailbox is the same person's, unless it is also the subject's, or people with other names use it. */
function ofTheirMailboxes(
  index: ReadableDatabase,
  refused: readonly string[],
  own: ReturnType<typeof fullNames>,
  known: readonly string[],
): readonly string[] {
  const theirs = new Set(refused.map(mailboxOf))
  const others = new Set(known.filter((address) => !refused.includes(address)).map(mailboxOf))
  const domains = new Set(refused.flatMap(domainsOfMailbox))
  return [...domains]
    .flatMap((domain) => addressesAt(index, domain))
    .filter((address) => theirs.has(mailboxOf(address)) && !others.has(mailboxOf(address)) && !known.includes(address))
    .filter((address) => strangersAmong(namesShownWith(index, address), own).length === 0)
}

/**
 * Further addresses of refused people, which nobody decided about yet: at the same organisation, with the subject's name or written like it. A source that is added
 * later has them, and whoever collects again need not look at Identify first.
 */
function theirsToo(
  index: ReadableDatabase,
  refused: readonly string[],
  decided: readonly string[],
  own: ReturnType<typeof fullNames>,
  mine: ReadonlySet<string>,
): readonly string[] {
  const known = new Set(decided)
  const logins = new Set(own.flatMap(loginsOf))
  const isTheirs = (text: string): boolean => theirName.has(relateDisplay(own, text)?.relation)
  const domains = new Set(
    refused.flatMap((email) => {
      const organisation = organisationOf(email)
      return organisation === '' || mine.has(organisation) || isMailProvider(email.slice(email.lastIndexOf('@') + 1)) ? [] : [organisation]
    }),
  )
  return [...domains].flatMap((domain) =>
    [...Map.groupBy(peopleOfDomain(index, domain), ({ address }) => address)].flatMap(([address, rows]) => {
      if (known.has(address) || isSharedAddress(address)) return []
      const shown = rows.map(({ name }) => name)
      const local = address.slice(0, address.lastIndexOf('@')).replace(/\+.*/u, '')
      if (strangersAmong(shown, own).length > 0) return []
      return logins.has(local) || [...shown, local.replace(/[._-]+/gu, ' ')].some(isTheirs) ? [address] : []
    }),
  )
}
