import { fullNames, ownPart, relateDisplay, type Seeds, signOffs, strangersAmong } from '../identity/index.ts'
import { comparableAddress } from '../model/index.ts'
import { matchesIn, type NumberAndFamily, wantedWords } from '../search/index.ts'
import { addressNumbers, documentText, namesOfAddresses, type ReadableDatabase, sendersOf } from '../store/index.ts'
import { type MatterForm, queryOf } from './terms.ts'

/** Whoever sent more mail that holds the number is looked at first. */
const mostSenders = 40
const mailsEach = 12

/**
 * Who else signs with a number or an identifier: the names (or addresses) of others in whose signatures it stands, at most five. One refused as another of the name is
 * enough (`refused`), or one other person in two mails, or two others. Mail that only quotes or mentions it says nothing, and neither does an address that
 * may be the subject's. Reads a bounded number of mails; `found` is where the form stands.
 */
export function othersSigning(
  index: ReadableDatabase,
  seeds: Seeds,
  refused: ReadonlySet<string>,
  form: Pick<MatterForm, 'form' | 'kind'>,
  found: readonly NumberAndFamily[],
): readonly string[] {
  if (form.kind !== 'phone' && form.kind !== 'identifier') return []
  const own = new Set((seeds.emails ?? []).map((email) => comparableAddress(email.trim())))
  const senders = Map.groupBy(
    sendersOf(
      index,
      found.map(([number]) => number),
    ).filter(({ address }) => !own.has(address)),
    ({ address }) => address,
  )
  const wanted = wantedWords(queryOf(form))
  const signs = (document: number): boolean =>
    matchesIn(signOffs(ownPart(documentText(index, document))).block.join('\n'), wanted, 1).length > 0
  const names = fullNames([seeds.name, ...(seeds.names ?? [])])
  const others: string[] = []
  let [mails, certain] = [0, false]
  const frequent = [...senders].sort(([one, left], [other, right]) => right.length - left.length || (one < other ? -1 : 1))
  for (const [address, documents] of frequent.slice(0, mostSenders)) {
    const isRefused = refused.has(address)
    const shown = namesOfAddresses(index, addressNumbers(index, [address])).map(({ name }) => name)
    if (!isRefused && mayBeOwn(address, shown, names)) continue
    const signed = documents.slice(0, mailsEach).filter(({ document }) => signs(document)).length
    if (signed === 0) continue
    others.push(shown.find((name) => name !== '') ?? address)
    mails += signed
    certain ||= isRefused
    if (others.length === 5) break
  }
  return certain || mails > 1 ? others : []
}

/** Whether an address nobody decided about may be the subject's own: shown with a name like theirs and no other, or written like it. */
function mayBeOwn(address: string, shown: readonly string[], names: ReturnType<typeof fullNames>): boolean {
  if (strangersAmong(shown, names).length > 0) return false
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@')))
  return [...shown, local.replace(/[._-]+/gu, ' ')].some((text) => relateDisplay(names, text) !== null)
}
