import { fullNames, relateDisplay, strangersAmong } from '../identity/index.ts'
import type { DocumentId, Matter } from '../model/index.ts'
import { asId, comparableAddress, isSharedAddress } from '../model/index.ts'
import { address, anyOf, documentNumbers, phrase, type Wanted, wantedWords } from '../search/index.ts'
import {
  addressNumbers,
  type DocumentFacts,
  documentFacts,
  documentHeads,
  documentText,
  familiesOfAddresses,
  listFamily,
  namesOfAddresses,
  type ReadableDatabase,
  type RefusalEvidence,
  type StoredForm,
} from '../store/index.ts'
import { firmBesideName } from './firm-beside-name.ts'
import { othersSigning } from './shared-forms.ts'
import { familiesOf, type TermResult } from './term-search.ts'
import { knownSeeds } from './terms.ts'
import { type Organisation, organisationOf, organisationsOf } from './twin-organisation.ts'

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
  return refusedAddresses(decided).filter((email) => {
    const local = email.slice(0, Math.max(0, email.lastIndexOf('@')))
    const shown = namesOfAddresses(index, addressNumbers(index, [email])).map((row) => row.name)
    if (strangersAmong(shown, own).length > 0 || (isSharedAddress(email) && mine.has(organisationOf(email)))) return false
    const related = [...shown, local.replace(/[._-]+/gu, ' ')].some((text) => relateDisplay(own, text) !== null)
    return related || own.some(({ family }) => local.includes(family.toLowerCase()))
  })
}

/**
 * Sets apart what only names find and what belongs to a refused person of the name: their address in its headers, in its text, in its thread (where the
 * subject takes no part), or the name of their organisation beside the name. What only names that organisation elsewhere is in doubt, and stays. Whatever an address of the subject finds stays, or a number or identifier with which nobody
 * else signs, and so does what somebody readmitted.
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
  const { name, names = [], emails = [] } = knownSeeds(matter, decided)
  const shared = sharedTerms(index, matter, decided, results)
  const sure = new Set(familiesOf(results.filter(({ term, proof }) => proof === true && !shared.has(term))))
  const proven = documentHeads(index, [...sure]).map(({ id }) => id)
  if (twins.length === 0) return { kept: results, refused: [], twins, proven }
  const terms = new Map<number, string[]>()
  for (const { term, found } of results) {
    for (const family of familiesOf([{ found }])) {
      if (sure.has(family)) continue
      const known = terms.get(family)
      if (known === undefined) terms.set(family, [term])
      else known.push(term)
    }
  }
  const organisations = organisationsOf(index, twins, new Set(emails.map(organisationOf)), [name, ...names])
  const bare = results.flatMap(({ term, proof }) => (proof === true && !shared.has(term) ? [] : wantedWords(phrase(term))))
  const evidence = evidenceOf(index, twins, [...sure], organisations, bare)
  const out = new Set<number>()
  const refused = documentFacts(index, [...terms.keys()]).flatMap((family): readonly Refusal[] => {
    const against = evidence(family)
    if (against === null) return []
    const id = asId<DocumentId>(family.id)
    if (!readmitted.has(id)) out.add(family.number)
    return [{ family: id, terms: terms.get(family.number) ?? [], ...against }]
  })
  return {
    kept: results.map(({ found, ...term }) => ({ ...term, found: found.filter(([, family]) => !out.has(family)) })),
    refused,
    twins,
    proven,
  }
}

/** Numbers and identifiers with which others sign too: what they find may be anybody's of these. */
function sharedTerms(
  index: ReadableDatabase,
  matter: Matter,
  decided: readonly StoredForm[],
  results: readonly TermResult[],
): ReadonlySet<string> {
  const refused = new Set(refusedAddresses(decided))
  const seeds = knownSeeds(matter, decided)
  // The address forms are proof by themselves; how a number is called makes no difference to where it stands.
  return new Set(
    results.flatMap(({ term, proof, found }) =>
      proof === true && !term.includes('@') && othersSigning(index, seeds, refused, { form: term, kind: 'identifier' }, found).length > 0
        ? [term]
        : [],
    ),
  )
}

/** Addresses refused, whoever's they are. */
export function refusedAddresses(decided: readonly StoredForm[]): readonly string[] {
  return decided.flatMap((form) => (form.kind === 'email' && form.accepted === false ? [comparableAddress(form.form)] : []))
}

type Evidence = Pick<Refusal, 'twin' | 'evidence'>

function evidenceOf(
  index: ReadableDatabase,
  twins: readonly string[],
  sure: readonly number[],
  organisations: readonly Organisation[],
  names: readonly Wanted[],
): (family: DocumentFacts) => Evidence | null {
  const inHeaders = new Map<number, string>()
  const inText = new Map<number, string>()
  const threads = new Map<string, string>()
  for (const twin of twins) {
    for (const family of familiesOfAddresses(index, [twin])) if (!inHeaders.has(family)) inHeaders.set(family, twin)
    for (const [, family] of documentNumbers(index, anyOf([address(twin)]), null, 'UTC')) if (!inText.has(family)) inText.set(family, twin)
  }
  for (const { thread, family } of documentFacts(index, [...inHeaders.keys()])) threads.set(thread, inHeaders.get(family) ?? '')
  const own = new Set(documentFacts(index, sure).map(({ thread }) => thread))
  return (family) => {
    const header = inHeaders.get(family.number)
    if (header !== undefined) return { twin: header, evidence: 'headers' }
    const text = inText.get(family.number)
    if (text !== undefined) return { twin: text, evidence: 'text' }
    const thread = threads.get(family.thread)
    if (thread !== undefined && !own.has(family.thread)) return { twin: thread, evidence: 'thread' }
    if (organisations.length === 0) return null
    const all = listFamily(index, family.number).map((each) => `${each.subject}\n${documentText(index, each.number)}`)
    const named = firmBesideName(all.join('\n\n'), names, organisations)
    return named === null ? null : { twin: named.twin, evidence: 'organisation' }
  }
}
