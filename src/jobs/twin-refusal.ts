import { fullNames, isMailProvider, organisationDomain, readName, relateToAny, sameWord, strangersAmong } from '../identity/index.ts'
import type { DocumentId, Matter } from '../model/index.ts'
import { isSharedAddress } from '../model/index.ts'
import { address, anyOf, documentNumbers } from '../search/index.ts'
import {
  addressNumbers,
  documentFacts,
  documentText,
  familiesOfAddresses,
  findDocument,
  listFamily,
  namesOfAddresses,
  type ReadableDatabase,
  type RefusalEvidence,
  type StoredForm,
} from '../store/index.ts'
import { knownSeeds, type TermResult } from './terms.ts'

/** A family left out because it belongs to another person of the name. */
export interface Refusal {
  readonly family: DocumentId
  readonly terms: readonly string[]
  readonly twin: string
  readonly evidence: RefusalEvidence
}

/**
 * The addresses refused as another person's of the subject's name: refused, shown with a name like the subject's (or written like it), and no desk's. Refusing
 * a shared address only says that not everything there is the subject's.
 */
export function refusedTwins(index: ReadableDatabase, matter: Matter, decided: readonly StoredForm[]): readonly string[] {
  const { name, names = [], emails = [] } = knownSeeds(matter, decided)
  const own = fullNames([name, ...names])
  const mine = new Set(emails.map(organisationOf))
  const refused = decided.flatMap((form) => (form.kind === 'email' && form.accepted === false ? [form.form.toLowerCase()] : []))
  return refused.filter((email) => {
    const local = email.slice(0, Math.max(0, email.lastIndexOf('@')))
    const shown = namesOfAddresses(index, addressNumbers(index, [email])).map((row) => row.name)
    if (strangersAmong(shown, own).length > 0 || (isSharedAddress(email) && mine.has(organisationOf(email)))) return false
    const related = [...shown, local.replace(/[._-]+/gu, ' ')].some((text) => {
      const read = readName(text)
      return read !== null && read.family !== '' && relateToAny(own, read) !== null
    })
    return related || own.some(({ family }) => local.includes(family.toLowerCase()))
  })
}

/**
 * Sets apart what only names find and what belongs to a refused person of the name: their address in its headers, in its text, in its thread (where the
 * subject takes no part), or the name of their organisation in its text. Whatever an address, number or identifier of the subject finds stays, and so does what somebody readmitted.
 */
export function withoutTwins(
  index: ReadableDatabase,
  matter: Matter,
  decided: readonly StoredForm[],
  results: readonly TermResult[],
  readmitted: ReadonlySet<DocumentId> = new Set(),
): {
  readonly kept: readonly TermResult[]
  readonly refused: readonly Refusal[]
  readonly twins: readonly string[]
  readonly proven: readonly DocumentId[]
} {
  const twins = refusedTwins(index, matter, decided)
  const sure = new Set(results.flatMap(({ proof, found }) => (proof !== true ? [] : found.map(({ family }) => family))))
  if (twins.length === 0) return { kept: results, refused: [], twins, proven: [...sure] }
  const terms = new Map<DocumentId, string[]>()
  for (const { term, found } of results) {
    for (const { family } of found) if (!sure.has(family)) terms.set(family, [...new Set([...(terms.get(family) ?? []), term])])
  }
  const mine = new Set((knownSeeds(matter, decided).emails ?? []).map(organisationOf))
  const evidence = evidenceOf(index, twins, [...sure], mine)
  const refused = [...terms].flatMap(([family, found]): readonly Refusal[] => {
    const against = evidence(family)
    return against === null ? [] : [{ family, terms: found, ...against }]
  })
  const out = new Set(refused.flatMap(({ family }) => (readmitted.has(family) ? [] : [family])))
  return {
    kept: results.map(({ found, ...term }) => ({ ...term, found: found.filter(({ family }) => !out.has(family)) })),
    refused,
    twins,
    proven: [...sure],
  }
}

type Evidence = Pick<Refusal, 'twin' | 'evidence'>

function evidenceOf(
  index: ReadableDatabase,
  twins: readonly string[],
  sure: readonly DocumentId[],
  mine: ReadonlySet<string>,
): (family: DocumentId) => Evidence | null {
  const inHeaders = new Map<number, string>()
  const inText = new Map<number, string>()
  const threads = new Map<string, string>()
  for (const twin of twins) {
    for (const family of familiesOfAddresses(index, [twin])) if (!inHeaders.has(family)) inHeaders.set(family, twin)
    for (const [, family] of documentNumbers(index, anyOf([address(twin)]), null, 'UTC')) if (!inText.has(family)) inText.set(family, twin)
  }
  for (const { thread, family } of documentFacts(index, [...inHeaders.keys()])) threads.set(thread, inHeaders.get(family) ?? '')
  const own = new Set(
    documentFacts(
      index,
      sure.flatMap((id) => findDocument(index, id)?.number ?? []),
    ).map(({ thread }) => thread),
  )
  const organisations = twins.flatMap((twin) => {
    const domain = twin.slice(twin.lastIndexOf('@') + 1)
    const label = sameWord(organisationDomain(domain).split('.')[0] ?? '')
    // A short label says too little: it may stand within any word.
    return isMailProvider(domain) || mine.has(organisationOf(twin)) || label.length < 6 ? [] : [{ twin, label }]
  })
  return (id) => {
    const record = findDocument(index, id)
    if (record === null) return null
    const header = inHeaders.get(record.number)
    if (header !== undefined) return { twin: header, evidence: 'headers' }
    const text = inText.get(record.number)
    if (text !== undefined) return { twin: text, evidence: 'text' }
    const [facts] = documentFacts(index, [record.number])
    const thread = facts === undefined ? undefined : threads.get(facts.thread)
    if (facts !== undefined && thread !== undefined && !own.has(facts.thread)) return { twin: thread, evidence: 'thread' }
    if (organisations.length === 0) return null
    const all = listFamily(index, record.number).map((each) => `${each.subject} ${documentText(index, each.number)}`)
    const squashed = sameWord(all.join(' '))
    const named = organisations.find(({ label }) => squashed.includes(label))
    return named === undefined ? null : { twin: named.twin, evidence: 'organisation' }
  }
}

function organisationOf(address: string): string {
  return organisationDomain(address.slice(address.lastIndexOf('@') + 1))
}
