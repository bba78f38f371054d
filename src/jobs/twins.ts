import { isMailProvider, mailboxOf, organisationDomain, ownPart, type Proposal, type Seeds, signOffs } from '../identity/index.ts'
import { comparableAddress, type IdentityCard, isDirectoryEntry } from '../model/index.ts'
import {
  addressesOfDomain,
  addressNumbers,
  correspondentsIn,
  crowdedDocuments,
  datesOf,
  documentsOfAddresses,
  documentText,
  namesOfAddresses,
  type ReadableDatabase,
  type StoredForm,
  writtenToTogether,
} from '../store/index.ts'
import { organisationOf } from './twin-organisation.ts'

const mostDocuments = 2000
const mostCorrespondents = 20
/** A mail with more people in its header doesn't say who writes with whom. */
const mostPeople = 1000

/** The subject's card and one for every other bearer of the name: addresses that were not given and are shown with it, by organisation. */
export function identityCards(
  index: ReadableDatabase,
  seeds: Seeds,
  proposals: readonly Proposal[],
  decided: readonly StoredForm[],
): { readonly person: IdentityCard; readonly twins: readonly IdentityCard[] } {
  const own = (seeds.emails ?? []).map(comparableAddress)
  const decisions = new Map(
    decided.flatMap(({ kind, form, accepted }) => (kind === 'email' ? [[comparableAddress(form), accepted] as const] : [])),
  )
  // Another way of writing a refused person's mailbox is left out with it (`refused-twins.ts`), until somebody decides otherwise.
  const refused = new Set([...decisions].flatMap(([address, accepted]) => (accepted === false ? [mailboxOf(address)] : [])))
  const decisionOf = (address: string): boolean | null => decisions.get(address) ?? (refused.has(mailboxOf(address)) ? false : null)
  const namesakes = proposals.flatMap(({ namesake, kind, form }) => (namesake && kind === 'email' ? [comparableAddress(form)] : []))
  const groups = Map.groupBy(new Set(namesakes), (address) => {
    const domain = address.slice(address.lastIndexOf('@') + 1)
    // At a domain of the subject's, at a provider and in a directory every address may be another person's.
    const alone =
      isDirectoryEntry(address) || isMailProvider(domain) || own.some((mine) => organisationOf(mine) === organisationOf(address))
    return `${decisionOf(address) ?? 'open'} ${alone ? address : organisationDomain(domain)}`
  })
  const all = {
    own,
    written: new Set(own.length === 0 ? [] : documentsOfAddresses(index, own)),
    crowded: new Set(crowdedDocuments(index, [...own, ...namesakes], mostPeople)),
  }
  const mine = cardOf(index, own, { ...all, own: [], written: new Set() }, new Set(), null)
  const correspondents = new Set(mine.correspondents)
  return {
    person: mine.card,
    twins: [...groups.values()]
      .map((addresses) => {
        const decision = decisionOf(addresses[0] ?? '')
        return cardOf(index, addresses, all, correspondents, decision === null ? null : decision ? 'same' : 'refused').card
      })
      .filter(({ documents }) => documents > 0)
      .sort((left, right) => right.documents - left.documents || ((left.addresses[0] ?? '') < (right.addresses[0] ?? '') ? -1 : 1)),
  }
}

/** What all cards are made with: the subject's addresses and the documents with them, and documents that have too many people. */
interface Shared {
  readonly own: readonly string[]
  readonly written: ReadonlySet<number>
  readonly crowded: ReadonlySet<number>
}

function cardOf(
  index: ReadableDatabase,
  addresses: readonly string[],
  { own, written, crowded }: Shared,
  ownCorrespondents: ReadonlySet<string>,
  decision: IdentityCard['decision'],
): { readonly card: IdentityCard; readonly correspondents: readonly string[] } {
  const documents = documentsOfAddresses(index, addresses)
  const some =
    documents.length <= mostDocuments ? documents : documents.filter((_, at) => at % Math.ceil(documents.length / mostDocuments) === 0)
  const dates = datesOf(index, some)
  const others = new Set([...addresses, ...own])
  const few = some.filter((number) => !crowded.has(number))
  const correspondents = correspondentsIn(index, few, mostCorrespondents + others.size).filter((address) => !others.has(address))
  const domains = [
    ...new Set(addresses.flatMap((address) => (isDirectoryEntry(address) ? [] : [address.slice(address.lastIndexOf('@') + 1)]))),
  ].filter((domain) => !isMailProvider(domain))
  const [domain] = domains
  const iso = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString())
  return {
    correspondents,
    card: {
      addresses,
      names: namesShown(index, addresses),
      documents: documents.length,
      first: iso(dates[0]),
      last: iso(dates.at(-1)),
      organisation:
        domain === undefined
          ? null
          : { domain, others: addressesOfDomain(index, domain) - addresses.filter((address) => address.endsWith(`@${domain}`)).length },
      correspondents: correspondents.slice(0, 5),
      shared: correspondents.slice(0, mostCorrespondents).filter((address) => ownCorrespondents.has(address)).length,
      between: documents.filter((number) => written.has(number)).length,
      both: own.length === 0 ? 0 : writtenToTogether(index, addresses, own),
      ...signatureOf(index, addresses),
      decision,
    },
  }
}

function namesShown(index: ReadableDatabase, addresses: readonly string[]): readonly string[] {
  return [...new Set(namesOfAddresses(index, addressNumbers(index, addresses)).flatMap(({ name }) => (name === '' ? [] : [name])))].slice(
    0,
    5,
  )
}

/** The signature that most of a few mails of theirs share: the one with the most lines among the commonest. */
function signatureOf(
  index: ReadableDatabase,
  addresses: readonly string[],
): { readonly signature: readonly string[]; readonly phones: readonly string[] } {
  const sent = documentsOfAddresses(index, addresses, ['from', 'sender'])
  const some = sent.filter((_, at) => at % Math.max(1, Math.floor(sent.length / 8)) === 0).slice(0, 9)
  const read = some.map((number) => signOffs(ownPart(documentText(index, number)))).filter(({ signature }) => signature.length > 0)
  const counts = Map.groupBy(read, ({ signature }) => signature.join('\n'))
  const best = [...counts.values()].sort(
    (left, right) => right.length - left.length || (right[0]?.signature.length ?? 0) - (left[0]?.signature.length ?? 0),
  )[0]?.[0]
  return {
    signature: best?.signature ?? [],
    phones: [...new Set(read.flatMap(({ phones }) => phones))].slice(0, 5),
  }
}
