import { type Answer, formsOfMatter, readmittedFamilies, takeBackSetAside, writeNamesakes } from '../../jobs/index.ts'
import type { Coding, DocumentId, MatterId } from '../../model/index.ts'
import { AppError, plainAddress } from '../../model/index.ts'
import {
  findDocument,
  type ReadableDatabase,
  readDecision,
  readDocuments,
  readForms,
  readMatter,
  readmit,
  readRefused,
  type StoredForm,
  transact,
  writeForm,
} from '../../store/index.ts'
import type { Context } from '../context.ts'
import type { DecidedView, FormsView, FormView, ReadmittedView, RefusedView } from '../views.ts'
import { reviewer, signedIn } from './reviewer.ts'
import { refuseCutDomain } from './subject-seeds.ts'

/** The subject's forms with what each finds in scope, and others of the name. */
export function matterForms(context: Context, id: MatterId): Promise<FormsView> {
  const database = context.workspace().matter(id)
  const asked = { matter: readMatter(database), decided: readForms(database), timeZone: context.services.timeZone }
  return context.reader().ask('identify', asked, { signal: context.control.signal })
}

/** How many addresses are shown as perhaps another's of the name, with no decision; null where whoever asked stopped waiting: what was done before stands. */
export async function undecidedAddresses(context: Context, id: MatterId): Promise<number | null> {
  context.control.report({ step: 'Looking for others of the name', done: 0, total: null, unit: 'steps' })
  const view = await matterForms(context, id).catch((error: unknown) => {
    if (context.control.signal.aborted) return null
    throw error
  })
  if (view === null) return null
  return view.twins.flatMap(({ addresses, decision }) => (decision === null ? addresses : [])).length
}

/** Accepts or refuses forms, all in one transaction, or adds some of the officer's own. */
export async function decideForms(
  context: Context,
  id: MatterId,
  decisions: readonly {
    readonly form: string
    readonly kind: FormView['kind']
    readonly accepted: boolean | null
    /** Refused as another person's of the name. */
    readonly another?: true
  }[],
): Promise<DecidedView> {
  const { user } = signedIn(context)
  const { index } = context.workspace()
  const database = context.workspace().matter(id)
  const matter = readMatter(database)
  const same = (left: { form: string; kind: string }, right: { form: string; kind: string }): boolean =>
    left.kind === right.kind && left.form.toLowerCase() === right.form.toLowerCase()
  const known = formsOfMatter(matter, readForms(database))
  const proposed = decisions.every((decision) => known.some((form) => same(form, decision)))
    ? known
    : (await matterForms(context, id)).forms
  const written = decisions.map(({ form, kind, accepted, another }): StoredForm => {
    const proposal = proposed.find((one) => same(one, { form, kind }))
    return {
      form: proposal?.form ?? (kind === 'email' ? oneAddress(index, form) : form),
      kind,
      accepted,
      // A card shows others of the name with all of their addresses, also those that no mail in scope has.
      why: proposal?.why ?? (another === true ? 'an address of somebody else of the name' : 'added by hand'),
      ...(another === true && accepted === false ? { another } : {}),
    }
  })
  const namesakes = await namesakesAfter(context, id, written)
  const undecidedAgain = transact(database, () => {
    for (const form of written) writeForm(database, form, user, context.services.now())
    if (namesakes !== null) writeNamesakes(database, namesakes, context.services.now())
    return takeBackSetAside(reviewer(context, id))
  })
  return { ...(await matterForms(context, id)), undecidedAgain }
}

/** One mail address, or one of Exchange's (X.500). @throws api/bad-input */
function oneAddress(index: ReadableDatabase, form: string): string {
  const address = form.startsWith('/') ? form : plainAddress(form)
  if (address === null)
    throw new AppError('api/bad-input', 'This is not one mail address. Give it as name@organisation.example.', { field: 'form' })
  if (!form.startsWith('/')) refuseCutDomain(index, address, 'This address', { field: 'form' })
  return address
}

/** What is somebody else's once these decisions stand, or theirs again; null where they can't change that. */
async function namesakesAfter(context: Context, id: MatterId, written: readonly StoredForm[]): Promise<Answer<'namesakes'> | null> {
  const database = context.workspace().matter(id)
  const isRefused = ({ kind, accepted }: StoredForm): boolean => kind === 'email' && accepted === false
  if (!written.some(({ kind }) => kind === 'email') || ![...readForms(database), ...written].some(isRefused)) return null
  const key = ({ kind, form }: StoredForm): string => `${kind} ${form}`
  const after = new Map([...readForms(database), ...written].map((form) => [key(form), form]))
  // As they will be read once they are written.
  const decided = [...after.values()].toSorted((one, other) => (key(one) < key(other) ? -1 : 1))
  const readmitted = readmittedFamilies(database)
  const asked = { matter: readMatter(database), decided, readmitted, timeZone: context.services.timeZone }
  return context.reader().ask('namesakes', asked, { signal: context.control.signal })
}

/** What was left out as somebody else's of the name, oldest first. */
export function refusedFamilies(context: Context, id: MatterId): RefusedView {
  const { index } = context.workspace()
  const database = context.workspace().matter(id)
  const families = readRefused(database).map(({ family, terms, twin, evidence, readmittedBy }) => {
    const decisions = readDocuments(database, family).flatMap(({ id: document }) => readDecision(database, document) ?? [])
    const coded = (value: Coding): number => decisions.filter(({ coding }) => coding.value === value).length
    const record = findDocument(index, family)
    const date = record === null || record.dateMs === null ? null : new Date(record.dateMs).toISOString()
    return {
      document: family,
      date,
      from: record?.sender ?? '',
      subject: record?.subject ?? '',
      terms,
      twin,
      evidence,
      readmittedBy,
      collected: decisions.length,
      undecided: coded('undecided'),
      responsive: coded('responsive'),
    }
  })
  return { families: families.sort((left, right) => ((left.date ?? '') < (right.date ?? '') ? -1 : 1)) }
}

/** Readmits a refused family, or leaves it out again. @throws matter/unknown-document when it isn't among the refused */
export function readmitFamily(context: Context, id: MatterId, document: DocumentId, take: boolean): ReadmittedView {
  const { user } = signedIn(context)
  const database = context.workspace().matter(id)
  const done = transact(database, () => readmit(database, document, take ? user : null, context.services.now()))
  if (!done)
    throw new AppError('matter/unknown-document', 'This document is not among those left out. `refused M` lists them.', { document })
  return { ...refusedFamilies(context, id), undecidedAgain: takeBackSetAside(reviewer(context, id)) }
}
