import { type FormGroup, formKey, type Proposal, propose, type Seeds } from '../identity/index.ts'
import type { IdentityCard, Matter } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { documentNumbers, type NumberAndFamily, type Stop } from '../search/index.ts'
import { familiesOfAddresses, indexState, type ReadableDatabase, type StoredForm } from '../store/index.ts'
import { type FormExample, formExamples } from './identify-examples.ts'
import { findingsFor } from './identify-findings.ts'
import type { TextsRead } from './identify-texts.ts'
import { refusedAddresses } from './refused-twins.ts'
import { othersSigning } from './shared-forms.ts'
import { withoutEchoes } from './term-search.ts'
import { decisionKey, groupOfKind, isProof, knownSeeds, type MatterForm, queryOf } from './terms.ts'
import { identityCards } from './twins.ts'
import { wordsTogether } from './words-together.ts'

/** A form with what the archive says of it. */
export interface IdentifiedForm extends Omit<MatterForm, 'variant'> {
  /** Documents in scope. */
  readonly documents: number
  /** Of these, found by no other form that counts. */
  readonly unique: number
  /** Of these, in families that an address, number or full name of the subject finds too: how far the form is the subject's. */
  readonly together: number
  readonly flagged: 'shared' | 'common' | null
  readonly namesake: boolean
  readonly others: readonly string[]
  readonly examples: readonly FormExample[]
}

export interface Identified {
  readonly forms: readonly IdentifiedForm[]
  /** The subject, as the archive shows them. */
  readonly person: IdentityCard
  /** Others who bear the name, each with what tells them apart. */
  readonly twins: readonly IdentityCard[]
  /** What was read for other ways of writing; what is accepted is looked for everywhere. */
  readonly texts: TextsRead
}

const order: readonly FormGroup[] = ['address', 'name', 'nickname', 'misspelling', 'login', 'number']
const examplesEach = 2

/**
 * Proposes every form of the subject that stands in the archive, with counts within the scope, and shows others of the name beside the subject. Given and
 * decided forms are always among them, even where nothing is found.
 *
 * @throws what `stop` throws; asked between one step or form and the next, and what was found until then is remembered
 */
export function identify(
  index: ReadableDatabase,
  matter: Matter,
  decided: readonly StoredForm[],
  timeZone: string,
  stop: Stop = () => {},
): Identified {
  const seeds = knownSeeds(matter, decided)
  const memory = rememberedFor(index, JSON.stringify([matter.scope, timeZone]))
  const findings = memory.findings(seeds)
  const proposals = propose(seeds, findings)
  stop()
  const forms = withDecisions(proposals, decided)
  const cards = identityCards(index, seeds, proposals, decided)
  stop()
  const others = familiesOfAddresses(
    index,
    cards.twins.flatMap(({ addresses, decision }) => (decision === 'same' ? [] : addresses)),
  )
  const refused = new Set(refusedAddresses(decided))
  const standTogether = wordsTogether(index, timeZone)
  const counted = countForms(index, matter, forms, new Set(others), {
    hits: (form) =>
      memory.hits(form, () => {
        stop()
        if (form.group === 'misspelling' && !form.keep && !standTogether(form.form)) return []
        return hitsOf(index, matter, form, timeZone)
      }),
    othersSigning: (form, hits) => {
      stop()
      return othersSigning(index, seeds, refused, form, hits)
    },
  })
  return { forms: counted, ...cards, texts: findings.texts }
}

interface Memory {
  findings(seeds: Seeds): ReturnType<typeof findingsFor>
  hits(form: Candidate, find: () => readonly NumberAndFamily[]): readonly NumberAndFamily[]
}

interface Remembered {
  readonly state: string
  readonly findings: Map<string, ReturnType<typeof findingsFor>>
  readonly hits: Map<string, readonly NumberAndFamily[]>
  kept: number
}

const remembered = new WeakMap<ReadableDatabase, Remembered>()
/** Hits kept beyond this many are let go: they are there so that a decision answers at once, not to hold an archive. */
const mostKept = 3_000_000

/** What was computed for the same archive, scope and seeds before: most decisions change neither, and people decide quickly. */
function rememberedFor(index: ReadableDatabase, scope: string): Memory {
  const state = `${indexState(index)} ${scope}`
  const before = remembered.get(index)
  const memory = before?.state === state ? before : { state, findings: new Map(), hits: new Map(), kept: 0 }
  remembered.set(index, memory)
  return {
    findings: (seeds) => {
      const key = JSON.stringify([seeds.name, seeds.names, seeds.emails])
      const known = memory.findings.get(key) ?? findingsFor(index, seeds)
      // One before the last is kept, for a decision that is taken back.
      if (memory.findings.size > 1 && !memory.findings.has(key)) memory.findings.delete([...memory.findings.keys()][0] ?? '')
      memory.findings.set(key, known)
      return known
    },
    hits: (form, find) => {
      const key = `${form.kind === 'email' ? 'email' : 'words'} ${form.form}`
      const known = memory.hits.get(key)
      if (known !== undefined) return known
      const hits = find()
      if (memory.kept + hits.length <= mostKept) {
        memory.hits.set(key, hits)
        memory.kept += hits.length
      }
      return hits
    },
  }
}

type Candidate = Omit<IdentifiedForm, 'documents' | 'unique' | 'together' | 'examples'> & { readonly keep: boolean }

function withDecisions(proposals: readonly Proposal[], decided: readonly StoredForm[]): readonly Candidate[] {
  const decisions = new Map(decided.map((form) => [decisionKey(form), form]))
  const known = new Set<string>()
  const candidates = proposals.map(({ form, kind, group, why, certainty, flagged, namesake, others }): Candidate => {
    const key = decisionKey({ kind, form })
    const decision = decisions.get(key)
    known.add(key)
    const accepted = decision === undefined ? (certainty === 'guess' ? null : true) : decision.accepted
    return {
      form,
      kind,
      group,
      why: decision?.why ?? why,
      accepted,
      flagged,
      namesake,
      others,
      keep: certainty === 'given' || decision !== undefined,
    }
  })
  const own = decided
    .filter((form) => !known.has(decisionKey(form)))
    .map(
      ({ form, kind, why, accepted }): Candidate => ({
        form,
        kind,
        group: groupOfKind[kind],
        why,
        accepted,
        flagged: null,
        namesake: false,
        others: [],
        keep: true,
      }),
    )
  return [...own, ...candidates]
}

function countForms(
  index: ReadableDatabase,
  matter: Matter,
  forms: readonly Candidate[],
  others: ReadonlySet<number>,
  look: {
    readonly hits: (form: Candidate) => readonly NumberAndFamily[]
    readonly othersSigning: (form: Candidate, hits: readonly NumberAndFamily[]) => readonly string[]
  },
): readonly IdentifiedForm[] {
  const found = withoutEchoes(
    forms
      .map((form) => ({
        form,
        found: look.hits(form),
        ...(form.kind !== 'phone' || (form.keep && !isProof(matter, form))
          ? {}
          : { number: form.keep ? ('own' as const) : ('variant' as const) }),
      }))
      .filter(({ form, found: hits }) => form.keep || hits.length > 0),
  ).map(({ form, found: hits }) => {
    const signing = isProof(matter, form) ? look.othersSigning(form, hits) : []
    return { form: signing.length === 0 ? form : { ...form, flagged: 'shared' as const, others: signing }, hits }
  })
  const familiesBy = (test: (form: Candidate) => boolean): ReadonlySet<number> =>
    new Set(found.flatMap(({ form, hits }) => (form.accepted === true && test(form) ? hits.map(([, family]) => family) : [])))
  const hard = familiesBy((form) => isProof(matter, form) && (form.kind === 'email' || form.flagged !== 'shared'))
  const named = familiesBy(({ kind, form }) => kind === 'name' && isFull(form))
  // Where another bearer of the name writes, the name alone proves nothing.
  const sure = (form: Candidate, family: number): boolean =>
    hard.has(family) || (form.kind === 'name' && !isFull(form.form) && named.has(family) && !others.has(family))
  const finders = new Map<number, number>()
  // Forms that are looked for by the same words find as one: `jane.roe` and `Jane Roe`.
  const counting = found.filter(({ form }) => form.accepted === true)
  for (const alike of Map.groupBy(counting, ({ form }) => formKey(form)).values())
    for (const number of new Set(alike.flatMap(({ hits }) => hits.map(([each]) => each))))
      finders.set(number, (finders.get(number) ?? 0) + 1)
  const shown = found.map(({ form, hits }) => {
    const self = form.accepted === true ? 1 : 0
    const alone = hits.filter(([number]) => (finders.get(number) ?? 0) <= self)
    return { form, hits, alone, examples: pick(alone.length > 0 ? alone : hits) }
  })
  const lines = formExamples(index, shown)
  return shown
    .map(
      ({ form, hits, alone, examples }): IdentifiedForm => ({
        ...withoutKeep(form),
        documents: hits.length,
        unique: alone.length,
        together: hits.filter(([, family]) => sure(form, family)).length,
        examples: examples.flatMap((number) => lines.get(form)?.get(number) ?? []),
      }),
    )
    .filter((form) => form.documents > 0 || form.accepted !== null)
    .sort(
      (left, right) =>
        order.indexOf(left.group) - order.indexOf(right.group) || right.documents - left.documents || (left.form < right.form ? -1 : 1),
    )
}

/** First name or initial and surname; a word alone may be anybody's. */
function isFull(form: string): boolean {
  return form.split(/[\s,]+/u).filter((word) => word !== '').length > 1
}

function withoutKeep({ keep: _, ...form }: Candidate): Omit<Candidate, 'keep'> {
  return form
}

function hitsOf(index: ReadableDatabase, matter: Matter, form: Candidate, timeZone: string): readonly NumberAndFamily[] {
  try {
    return documentNumbers(index, queryOf(form), matter.scope, timeZone)
  } catch (error) {
    if (error instanceof AppError && error.code === 'search/empty-query') return []
    throw error
  }
}

/** The first and the middle one, so that examples are of different times. */
function pick(hits: readonly NumberAndFamily[]): readonly number[] {
  const at = [...new Set([0, Math.floor(hits.length / 2)])].slice(0, examplesEach)
  return at.flatMap((each) => hits[each]?.[0] ?? [])
}
