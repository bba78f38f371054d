import type { CivilDate, MatterId, Scope, SourceId, Subject } from '../../model/index.ts'
import { AppError, plainAddress } from '../../model/index.ts'
import { findSource, type ReadableDatabase, sourceNumber } from '../../store/index.ts'
import type { ChangedField } from '../views.ts'
import { refuseUnknownCustodian, refuseUnreadableSeeds } from './subject-seeds.ts'

/** Whom a request concerns and where is looked, as somebody gives it. */
export interface AskedInput {
  readonly subject: string
  readonly emails: readonly string[]
  readonly names: readonly string[]
  readonly phones: readonly string[]
  readonly identifiers: readonly string[]
  readonly from?: CivilDate | null | undefined
  readonly to?: CivilDate | null | undefined
  readonly custodians: readonly string[]
  readonly sources: readonly SourceId[]
}

type Both = { readonly subject: Subject; readonly scope: Scope }

/**
 * The same as it is looked for. What could find nothing is refused, unless the request said so `before`: what is corrected is something else.
 *
 * @throws jobs/unknown-source, api/bad-input naming the field
 */
export function askedOf(index: ReadableDatabase, input: AskedInput, before: Both | null = null): Both {
  for (const source of input.sources) {
    if (before?.scope.sources.includes(source) !== true && findSource(index, sourceNumber(source)) === null) {
      throw new AppError('jobs/unknown-source', 'There is no such source. `source list` shows those that are.', { source })
    }
  }
  const { from = null, to = null } = input
  if (from !== null && to !== null && from > to) {
    throw new AppError('api/bad-input', 'The scope ends before it begins.', { field: 'to', from, to })
  }
  refuseUnreadableSeeds(index, input, before?.subject ?? null)
  const emails = input.emails.map((given) => plainAddress(given) ?? given)
  for (const [at, name] of input.custodians.entries())
    if (before?.scope.custodians.includes(name) !== true) refuseUnknownCustodian(index, name, at)
  const { subject: name, names, phones, identifiers, custodians, sources } = input
  return { subject: { name, names, emails, phones, identifiers }, scope: { from, to, custodians, sources } }
}

/** What differs between two states of a request, in the order in which it is asked for. */
export function changedFields(before: Both, after: Both): readonly ChangedField[] {
  const [one, other] = [fieldsOf(before), fieldsOf(after)]
  return (Object.keys(one) as ChangedField['field'][]).flatMap((field) =>
    JSON.stringify(one[field]) === JSON.stringify(other[field]) ? [] : [{ field, from: one[field], to: other[field] }],
  )
}

function fieldsOf({ subject, scope }: Both): Readonly<Record<ChangedField['field'], readonly string[]>> {
  const { name, names, emails, phones, identifiers } = subject
  const one = (value: string | null): readonly string[] => (value === null ? [] : [value])
  return {
    subject: [name],
    emails,
    names,
    phones,
    identifiers,
    from: one(scope.from),
    to: one(scope.to),
    custodians: scope.custodians,
    sources: scope.sources,
  }
}

/** A request as its form shows it: what is not asked to be otherwise stays. */
export function withAsked({ subject, scope }: Both, given: Given): AskedInput {
  const { name, ...lists } = subject
  const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { subject: name, ...lists, ...scope, ...asked }
}

/** Of what a request is opened with, as much as is given. */
type Given = { readonly [Field in keyof AskedInput]?: AskedInput[Field] | undefined }

/** What is asked to be otherwise of a request. */
export interface EditInput extends Given {
  readonly matter: MatterId
  readonly reason: string
}
