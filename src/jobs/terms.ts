import {
  type FormGroup,
  type FormKind,
  formKey,
  formsOf,
  fullNames,
  isLocalPart,
  isSwitchboard,
  readName,
  readsAsName,
  relateToAny,
  type Seeds,
} from '../identity/index.ts'
import type { Matter } from '../model/index.ts'
import { comparableAddress, foldText, parseKnownName } from '../model/index.ts'
import { address, allOf, anyOf, phrase, type Query } from '../search/index.ts'
import type { ReadableDatabase, StoredForm } from '../store/index.ts'
import { readForms, readMatter, readRefused } from '../store/index.ts'

/** A form in which the subject may be written, and whether it counts. */
export interface MatterForm {
  readonly form: string
  readonly kind: FormKind
  readonly group: FormGroup
  readonly why: string
  /** Given forms and their variants count until refused; a guess is null until somebody decides. */
  readonly accepted: boolean | null
  /** Another way of writing what was given, which nobody decided about. */
  readonly variant: boolean
}

/** What is known of the subject, as identity takes it. */
export function seedsOf(matter: Matter): Seeds {
  return { ...matter.subject, region: phoneRegion(matter.regime) }
}

/** What is known of the subject by now (addresses as they are compared): what was given, with the addresses, full names and numbers that were accepted since, and without what was refused. */
export function knownSeeds(matter: Matter, decided: readonly StoredForm[]): Seeds {
  const seeds = seedsOf(matter)
  const own = fullNames([seeds.name, ...(seeds.names ?? [])])
  const chosen = (kind: FormKind): readonly string[] =>
    decided.flatMap((form) => (form.kind === kind && form.accepted === true ? [form.form] : []))
  const refused = new Set(decided.flatMap((form) => (form.accepted === false ? [formKey(form)] : [])))
  const kept = (kind: FormKind, forms: readonly string[]): readonly string[] =>
    forms.filter((form) => !refused.has(formKey({ kind, form })))
  // A misspelling leads to no further ones, or they would wander off.
  const names = chosen('name').filter((form) => {
    const name = readName(form)
    // Read as a firm's ("Tom Bank", "Jane Roe IT"), it must be the name itself.
    const known = name ?? parseKnownName(form)
    const relation = known === null ? null : relateToAny(own, known)
    return (
      known !== null &&
      known.family !== '' &&
      (name === null ? relation !== null : true) &&
      !['misspelt', 'initial'].includes(relation ?? '')
    )
  })
  return {
    ...seeds,
    names: [...(seeds.names ?? []), ...names],
    emails: kept('email', [...(seeds.emails ?? []), ...chosen('email')]).map(comparableAddress),
    // A number without its area code makes no others.
    phones: kept('phone', [
      ...(seeds.phones ?? []),
      ...chosen('phone').filter((phone) => !isLocalPart(phone, seeds.phones ?? [], seeds.region ?? null)),
    ]),
  }
}

/** The country whose national phone numbers a regime means; null where none. */
export function phoneRegion(regime: string): string | null {
  const [first, country] = regime.split('-')
  if (first === 'uk') return 'GB'
  return country === undefined ? null : country.toUpperCase()
}

/** One key for a form and the decision about it. */
export function decisionKey(form: { readonly kind: string; readonly form: string }): string {
  return `${form.kind} ${foldText(form.form)}`
}

/**
 * The forms of a request without looking into the archive: from what was given and accepted, and the officer's own; each with its decision. What
 * the archive suggests besides is for `identify` to find; it counts only once it is accepted, and then it is here.
 */
export function formsOfMatter(matter: Matter, decided: readonly StoredForm[]): readonly MatterForm[] {
  const decisions = new Map(decided.map((form) => [decisionKey(form), form]))
  const forms = new Map<string, MatterForm>()
  const given = new Set(formsOf(seedsOf(matter)).flatMap((form) => (form.certainty === 'given' ? [decisionKey(form)] : [])))
  for (const { form, kind, group, why, certainty } of formsOf(knownSeeds(matter, decided))) {
    const key = decisionKey({ kind, form })
    const decision = decisions.get(key)
    const reason = certainty === 'given' && !given.has(key) ? (decision?.why ?? why) : why
    if (!forms.has(key))
      forms.set(key, {
        form,
        kind,
        group,
        why: reason,
        accepted: decision ? decision.accepted : certainty === 'guess' ? null : true,
        variant: certainty === 'variant' && decision === undefined,
      })
  }
  for (const { form, kind, why, accepted } of decided) {
    const key = decisionKey({ kind, form })
    if (!forms.has(key)) forms.set(key, { form, kind, group: groupOfKind[kind], why, accepted, variant: false })
  }
  return [...forms.values()]
}

export const groupOfKind: Readonly<Record<FormKind, FormGroup>> = { email: 'address', name: 'name', phone: 'number', identifier: 'number' }

/** Whether a form proves by itself who is meant: an address, a number (but the switchboard's, or one without its area code), an identifier. A login is a name in disguise, given as an identifier too: `jroe` may be Jan Roe's. */
export function isProof(matter: Matter, { form, kind }: { readonly form: string; readonly kind: FormKind }): boolean {
  const region = phoneRegion(matter.regime)
  if (kind === 'phone') return ![isSwitchboard, isLocalPart].some((is) => is(form, matter.subject.phones, region))
  if (kind !== 'identifier') return kind !== 'name'
  const { name, names, emails, identifiers } = matter.subject
  if (identifiers.includes(form)) return !readsAsName(form, [name, ...names], emails)
  return (form.match(/\d/gu) ?? []).length > 2
}

/** The forms that count, as terms to search with. */
export function termsOfMatter(matter: Matter, database: ReadableDatabase): readonly MatterForm[] {
  return formsOfMatter(matter, readForms(database)).filter(({ accepted }) => accepted === true)
}

/**
 * The request's person as a query, where `name` is one of the accepted forms (case, accents and punctuation aside); else null. Everything that any form finds,
 * but what is left out as somebody else's of the name, as the last decision or collection noted it: the same that a collection takes.
 */
export function personQuery(database: ReadableDatabase, name: string): Query | null {
  const terms = termsOfMatter(readMatter(database), database)
  const wanted = foldText(name)
    .replace(/[^\p{L}\p{N}@]+/gu, ' ')
    .trim()
  if (
    !terms.some(
      ({ form }) =>
        foldText(form)
          .replace(/[^\p{L}\p{N}@]+/gu, ' ')
          .trim() === wanted,
    )
  )
    return null
  const refused = readRefused(database).flatMap(({ family, readmittedBy }) => (readmittedBy === null ? [family] : []))
  const all = anyOf(terms.map(queryOf))
  return refused.length === 0 ? all : allOf([all, { kind: 'not', child: { kind: 'documents', ids: refused, families: true } }])
}

/** How a form is looked for: an address as an address, everything else as words next to each other. */
export function queryOf({ form, kind }: Pick<MatterForm, 'form' | 'kind'>): Query {
  return kind === 'email' ? address(form) : phrase(form)
}
