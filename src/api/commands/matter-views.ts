import { type Answer, readmittedFamilies } from '../../jobs/index.ts'
import { civilDateOf, computeDeadline, daysLeft, deadlineInput, dueInForce } from '../../law/index.ts'
import type { CivilDate, Deadline, Matter, MatterId, MatterStep } from '../../model/index.ts'
import { AppError } from '../../model/index.ts'
import {
  insertMatter,
  isRevisedSince,
  type ReadableDatabase,
  readClockCorrections,
  readCounts,
  readForms,
  readMatter,
  readProductions,
  readRevisions,
} from '../../store/index.ts'
import type { Context } from '../context.ts'
import type { MatterCounts, MatterCreated, MatterView } from '../views.ts'
import { type AskedInput, askedOf, changedFields } from './matter-asked.ts'
import { signedIn } from './reviewer.ts'

export interface NewMatterInput extends AskedInput {
  readonly received: CivilDate
  readonly regime: string
  readonly reference?: string | undefined
}

/** Opens a request. @throws law/unknown-regime, law/bad-date, jobs/unknown-source, matter/reference-taken, api/bad-input */
export function createMatter(context: Context, input: NewMatterInput): MatterCreated {
  const { user } = signedIn(context)
  const workspace = context.workspace()
  const deadline = computeDeadline(deadlineInput(input.received, input.regime, []))
  const asked = askedOf(workspace.index, input)
  const taken = new Set(workspace.matters().map((id) => referenceKey(readMatter(workspace.matter(id)).reference)))
  const wanted = input.reference?.trim() ?? ''
  if (wanted !== '' && taken.has(referenceKey(wanted))) {
    throw new AppError('matter/reference-taken', 'Another request bears this reference already. Give this one another.', {
      field: 'reference',
    })
  }
  const { id, database } = workspace.createMatter()
  const { received, regime } = input
  const reference = wanted !== '' ? wanted : freeReference(`SAR-${received.slice(0, 4)}-${id.slice(1).padStart(3, '0')}`, taken)
  try {
    insertMatter(database, {
      id,
      reference,
      ...asked,
      regime,
      received,
      events: [],
      createdAtMs: context.services.now(),
      createdBy: user,
    })
  } catch (error) {
    workspace.destroyMatter(id)
    throw error
  }
  return { matter: id, reference, deadline, receivedAhead: received > civilDateOf(context.services.now(), context.services.timeZone) }
}

/** Two references are the same to a reader, who may take one request for the other, whatever their case and width. */
function referenceKey(reference: string): string {
  return reference.normalize('NFKC').replace(/\s+/gu, ' ').trim().toLowerCase()
}

/** The usual reference, or where somebody gave it to another request by hand, with the first number behind that makes it its own. */
function freeReference(usual: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const reference = number === 1 ? usual : `${usual}-${number}`
    if (!taken.has(referenceKey(reference))) return reference
  }
}

/** A request with its clock and counts. @throws matter/unknown */
export function matterView(context: Context, id: MatterId): MatterView {
  const { user } = signedIn(context)
  const database = context.workspace().matter(id)
  const matter = readMatter(database)
  const deadline = deadlineOf(matter)
  const today = civilDateOf(context.services.now(), context.services.timeZone)
  const counts = readCounts(database, user)
  return {
    matter,
    state: stepOf(matter, database, counts),
    deadline,
    dueInForce: dueInForce(deadline),
    daysLeft: daysLeft(deadline, today),
    counts,
    productions: readProductions(database).length,
    corrections: readClockCorrections(database),
    revisions: readRevisions(database).map(({ before, after, reason, by, atMs }) => ({
      changed: changedFields(before, after),
      reason,
      by,
      atMs,
    })),
  }
}

/** The deadline of a request by the events that stand. @throws law/bad-date */
export function deadlineOf(matter: Matter): Deadline {
  return computeDeadline(deadlineInput(matter.received, matter.regime, matter.events))
}

/** The step that waits. */
function stepOf(matter: Matter, database: ReadableDatabase, counts: MatterCounts): MatterStep {
  if (matter.events.some(({ kind }) => kind === 'sent')) return 'closed'
  if (counts.documents === 0) return readForms(database).length === 0 ? 'identify' : 'find'
  if (isRevisedSince(database)) return 'identify'
  // Until the answer is sent, the clock runs: a bundle alone closes nothing.
  if (counts.approved === counts.documents) return 'produce'
  return counts.submitted + counts.approved === counts.documents ? 'approve' : 'review'
}

/** Destroys a request's key and file. @throws api/bad-input when the reference wasn't typed */
export function deleteMatter(context: Context, id: MatterId, confirm: string): { readonly deleted: boolean } {
  const { reference } = readMatter(context.workspace().matter(id))
  if (confirm !== reference) {
    throw new AppError('api/bad-input', 'To delete a request for good, give its reference as the confirmation.', { matter: id })
  }
  context.workspace().destroyMatter(id)
  return { deleted: true }
}

/** What each form that counts finds, and all together. */
export function termCounts(context: Context, id: MatterId): Promise<Answer<'terms'>> {
  const database = context.workspace().matter(id)
  const matter = readMatter(database)
  const asked = { matter, decided: readForms(database), readmitted: readmittedFamilies(database), timeZone: context.services.timeZone }
  return context.reader().ask('terms', asked, { signal: context.control.signal })
}
