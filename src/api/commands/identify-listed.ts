import { formKey } from '../../identity/index.ts'
import type { MatterId } from '../../model/index.ts'
import { AppError, comparableAddress } from '../../model/index.ts'
import type { Context } from '../context.ts'
import type { DecidedView, FormsView, FormView } from '../views.ts'
import { decideForms, matterForms } from './identify-views.ts'

/** Decisions as somebody writes them down from the list of forms. */
export interface ListedDecisions {
  readonly accept: readonly string[]
  readonly refuse: readonly string[]
  /** Of forms that are not in the list; without it they are refused. */
  readonly kind?: FormView['kind'] | undefined
  /** One address of each: everything shown together with it is decided alike. */
  readonly samePeople: readonly string[]
  readonly refuseTwins: readonly string[]
  /** Whether an address may be decided about that isn't shown as another of the name. */
  readonly unlisted: boolean
}

type Decision = Parameters<typeof decideForms>[2][number]

/**
 * Takes several decisions at once, all or none. Forms are told as `identify` tells them (case, punctuation and the point of an initial make no difference), since
 * accepting one may write another differently.
 *
 * @throws api/bad-input naming what is not in the list
 */
export async function decideListed(context: Context, id: MatterId, asked: ListedDecisions): Promise<DecidedView> {
  const view = await matterForms(context, id)
  const forms = [...named(view, asked, asked.accept, true), ...named(view, asked, asked.refuse, false)]
  const twins = [...others(view, asked, asked.refuseTwins, false), ...others(view, asked, asked.samePeople, true)]
  const decisions = [...forms, ...twins]
  return decisions.length === 0 ? { ...view, undecidedAgain: [] } : decideForms(context, id, decisions)
}

/**
 * Takes a decision about one form as the screen shows it, which may be older than the list is now; `unlisted` adds a form of the officer's own.
 *
 * @throws api/bad-input for a form that isn't in the list
 */
export async function decideShown(context: Context, id: MatterId, asked: Decision & { readonly unlisted: boolean }): Promise<DecidedView> {
  const { kind, accepted, unlisted } = asked
  const known = listed(await matterForms(context, id), asked.form, kind)
  if (known === null && !unlisted) throw notListed([asked.form])
  return decideForms(context, id, [{ form: known?.form ?? asked.form, kind, accepted }])
}

/**
 * Decides about another bearer of the name with the addresses that the screen shows together; none of what came to them since.
 *
 * @throws api/bad-input where one of them is shown as another's of the name no more
 */
export async function decideTwin(
  context: Context,
  id: MatterId,
  { addresses, accepted }: { readonly addresses: readonly string[]; readonly accepted: boolean | null },
): Promise<DecidedView> {
  const { twins } = await matterForms(context, id)
  const unknown = addresses.filter((address) => cardWith(twins, address) === undefined)
  if (unknown.length > 0) throw notShown(unknown)
  return decideForms(
    context,
    id,
    addresses.map((form) => ({ form, kind: 'email', accepted, another: true })),
  )
}

function notListed(forms: readonly string[]): AppError {
  return new AppError(
    'api/bad-input',
    'These are not in the list of forms, so nothing was decided. Check their spelling, or say their kind to add them.',
    { forms },
  )
}

function notShown(addresses: readonly string[]): AppError {
  return new AppError(
    'api/bad-input',
    'Nobody of the name with these addresses was found in the archive, so nothing was decided. Check their spelling, or say that they are to be decided about all the same.',
    { addresses },
  )
}

function cardWith(twins: FormsView['twins'], address: string): FormsView['twins'][number] | undefined {
  return twins.find(({ addresses }) => addresses.includes(comparableAddress(address.trim())))
}

function named(view: FormsView, { kind }: ListedDecisions, wanted: readonly string[], accepted: boolean): readonly Decision[] {
  const found = wanted.map((form) => ({ form, known: listed(view, form, kind) }))
  const unknown = found.flatMap(({ form, known }) => (known === null && kind === undefined ? [form] : []))
  if (unknown.length > 0) throw notListed(unknown)
  return found.flatMap(({ form, known }): readonly Decision[] => {
    if (known !== null) return [{ form: known.form, kind: known.kind, accepted }]
    return kind === undefined ? [] : [{ form, kind, accepted }]
  })
}

function listed(view: FormsView, wanted: string, kind: FormView['kind'] | undefined): FormView | null {
  const ofKind = view.forms.filter((form) => kind === undefined || form.kind === kind)
  return (
    ofKind.find(({ form }) => form === wanted) ??
    ofKind.find((form) => formKey(form) === formKey({ kind: form.kind, form: wanted })) ??
    null
  )
}

function others(view: FormsView, { unlisted }: ListedDecisions, wanted: readonly string[], accepted: boolean): readonly Decision[] {
  const cards = wanted.map((address) => cardWith(view.twins, address))
  const unknown = wanted.filter((_, at) => cards[at] === undefined)
  if (unknown.length > 0 && !unlisted) throw notShown(unknown)
  return wanted.flatMap((address, at) =>
    (cards[at]?.addresses ?? [address]).map((form): Decision => ({ form, kind: 'email', accepted, another: true })),
  )
}
