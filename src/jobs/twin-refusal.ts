import type { DocumentId, Matter } from '../model/index.ts'
import { asId, comparableAddress, isDirectoryEntry, isSomebodys } from '../model/index.ts'
import { address, anyOf, cellsApart, documentNumbers, phrase, standsEntry, standsWhole, type Wanted, wantedWords } from '../search/index.ts'
import {
  type DocumentFacts,
  documentFacts,
  documentHeads,
  documentText,
  familiesOfAddresses,
  listFamily,
  type ReadableDatabase,
  type RefusalEvidence,
  type StoredForm,
} from '../store/index.ts'
import { firmsBesideName } from './firm-beside-name.ts'
import { refusedAddresses, refusedTwins } from './refused-twins.ts'
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
 * Sets apart what only names find and what belongs to a refused person of the name: their address in its headers, in its text, in its thread (where the
 * subject takes no part), or the name of their organisation beside the name. What only names that organisation elsewhere is in doubt, and stays. Whatever an address of the subject finds stays, or a number or identifier with which nobody
 * else signs, or what has the subject's own organisation beside the name, whoever wrote it; and so does what somebody readmitted.
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
  const proofs = results.filter(({ term, proof }) => proof === true && !shared.has(term))
  const sure = twins.length === 0 ? new Set(familiesOf(proofs)) : provenFamilies(index, proofs)
  const headsOf = (families: Iterable<number>): readonly DocumentId[] => documentHeads(index, [...families]).map(({ id }) => id)
  if (twins.length === 0) return { kept: results, refused: [], twins, proven: headsOf(sure) }
  const terms = new Map<number, string[]>()
  for (const { term, found } of results) {
    for (const family of familiesOf([{ found }])) {
      if (sure.has(family)) continue
      const known = terms.get(family)
      if (known === undefined) terms.set(family, [term])
      else known.push(term)
    }
  }
  const known = [name, ...names]
  const own = organisationsOf(index, 'subject', emails, twins, known)
  const theirs = organisationsOf(index, 'refused', twins, emails, known)
  const bare = results.flatMap(({ term, proof }) => (proof === true && !shared.has(term) ? [] : wantedWords(phrase(term))))
  const traces = tracesOf(index, twins)
  // Where nothing tells of the refused, a text needn't be read for the subject; a firm of the refused may be named in any.
  const told = documentFacts(index, [...terms.keys()]).flatMap((family) =>
    theirs.length > 0 || isTold(traces, family) ? [family.number] : [],
  )
  const named = firmsNamed(index, told, bare, own, theirs)
  for (const [family, firms] of named) {
    if (!own.some((firm) => firms.has(firm))) continue
    sure.add(family)
    terms.delete(family)
  }
  const evidence = evidenceOf(index, traces, [...sure], named)
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
    proven: headsOf(sure),
  }
}

/** By family, the organisations that stand beside one of the names there. */
function firmsNamed(
  index: ReadableDatabase,
  families: readonly number[],
  names: readonly Wanted[],
  own: readonly Organisation[],
  theirs: readonly Organisation[],
): ReadonlyMap<number, ReadonlySet<Organisation>> {
  if (own.length + theirs.length === 0) return new Map()
  // Of `Harbour` and `Harbour View` the longer is meant where both can be read.
  const longestFirst = [...own, ...theirs].sort((one, other) => other.label.length - one.label.length)
  const domains = new Set(theirs.map(({ address: one }) => organisationOf(one)))
  // An address says whose it is and names no firm of the subject's: they would have been found by theirs.
  const withoutAddresses = (text: string): string =>
    text.replace(writtenAddress, (written) => (domains.has(organisationOf(written)) ? written : ' '))
  return new Map(
    families.map((family) => {
      const texts = listFamily(index, family).flatMap((each) => [
        ...[each.sender, each.recipients, each.copied].flatMap(shownNames),
        each.subject,
        documentText(index, each.number),
      ])
      return [family, new Set(texts.flatMap((text) => firmsBesideName(withoutAddresses(text), names, longestFirst)))]
    }),
  )
}

const writtenAddress = /[^\s<>()[\]"',;:@]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu

/** The people of a header as it shows them: whose an address is says nothing of who was meant. */
function shownNames(header: string): readonly string[] {
  return header.split(/<[^<>]*>[,;]?\s*/u).filter((name) => name !== '')
}

/**
 * Families that an address of the subject finds; a number that stands there as a whole, since in a longer one it may be anybody's; or an entry of Exchange's directory, in
 * headers or as a whole in a text, whose words alone are found in `cn=jroe.desk` as well.
 */
function provenFamilies(index: ReadableDatabase, proofs: readonly TermResult[]): Set<number> {
  const isEntry = ({ term }: TermResult): boolean => isDirectoryEntry(comparableAddress(term))
  const isNumber = (result: TermResult): boolean => !isEntry(result) && !result.term.includes('@') && /\d/u.test(result.term)
  const entries = proofs.filter(isEntry)
  const sure = new Set(familiesOf(proofs.filter((each) => !isNumber(each) && !isEntry(each))))
  for (const { term, found } of entries) {
    const headed = new Set(familiesOfAddresses(index, [term]))
    for (const [, family] of found) if (headed.has(family)) sure.add(family)
  }
  for (const { term, found } of [...entries, ...proofs.filter(isNumber)]) {
    const stands = isEntry({ term, found }) ? standsEntry : standsWhole
    const open = found.flatMap(([document, family]) => (sure.has(family) ? [] : [document]))
    for (const { number, family, subject, filename, sender, recipients, copied } of documentFacts(index, open)) {
      if (sure.has(family)) continue
      const text = [subject, filename ?? '', sender, recipients, copied, cellsApart(filename, documentText(index, number))].join('\n')
      if (stands(text, term)) sure.add(family)
    }
  }
  return sure
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

type Evidence = Pick<Refusal, 'twin' | 'evidence'>

/** Families and threads in which refused people write or are written to, and families whose text has their address. */
interface Traces {
  readonly inHeaders: ReadonlyMap<number, string>
  readonly inText: ReadonlyMap<number, string>
  readonly threads: ReadonlyMap<string, string>
}

function tracesOf(index: ReadableDatabase, twins: readonly string[]): Traces {
  const inHeaders = new Map<number, string>()
  const inText = new Map<number, string>()
  const threads = new Map<string, string>()
  for (const twin of twins) {
    for (const family of familiesOfAddresses(index, [twin])) if (!inHeaders.has(family)) inHeaders.set(family, twin)
    if (!isSomebodys(twin)) continue
    for (const [, family] of documentNumbers(index, anyOf([address(twin)]), null, 'UTC')) if (!inText.has(family)) inText.set(family, twin)
  }
  for (const { thread, family } of documentFacts(index, [...inHeaders.keys()])) threads.set(thread, inHeaders.get(family) ?? '')
  return { inHeaders, inText, threads }
}

function isTold({ inHeaders, inText, threads }: Traces, { number, thread }: DocumentFacts): boolean {
  return inHeaders.has(number) || inText.has(number) || threads.has(thread)
}

function evidenceOf(
  index: ReadableDatabase,
  { inHeaders, inText, threads }: Traces,
  sure: readonly number[],
  firms: ReturnType<typeof firmsNamed>,
): (family: DocumentFacts) => Evidence | null {
  const own = new Set(documentFacts(index, sure).map(({ thread }) => thread))
  return (family) => {
    const header = inHeaders.get(family.number)
    if (header !== undefined) return { twin: header, evidence: 'headers' }
    const text = inText.get(family.number)
    if (text !== undefined) return { twin: text, evidence: 'text' }
    const thread = threads.get(family.thread)
    if (thread !== undefined && !own.has(family.thread)) return { twin: thread, evidence: 'thread' }
    const [firm] = firms.get(family.number) ?? []
    return firm === undefined ? null : { twin: firm.address, evidence: 'organisation' }
  }
}
