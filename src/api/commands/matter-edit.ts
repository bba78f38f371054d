import { planRevision, type RevisionPlan, readmittedFamilies, revise, takeBackSetAside, writeNamesakes } from '../../jobs/index.ts'
import { AppError } from '../../model/index.ts'
import { type ReadableDatabase, readCollections, readMatter, transact } from '../../store/index.ts'
import type { Context } from '../context.ts'
import type { EditedView, RevisionView } from '../views.ts'
import { askedOf, changedFields, type EditInput, withAsked } from './matter-asked.ts'
import { matterView } from './matter-views.ts'
import { reviewer } from './reviewer.ts'

/** What a correction would do. @throws api/bad-input, jobs/unknown-source */
export function previewEdit(context: Context, input: EditInput): RevisionView {
  return revisionView(context.workspace().matter(input.matter), planOf(context, input))
}

/**
 * Corrects whom a request concerns, or where is looked. What was collected and decided stays; approvals of what it touches are void; what stood before is kept.
 *
 * @throws api/bad-input, jobs/unknown-source
 */
export async function editMatter(context: Context, input: EditInput): Promise<EditedView> {
  const database = context.workspace().matter(input.matter)
  const plan = planOf(context, input)
  const view = revisionView(database, plan)
  const { matter, decided } = plan
  const isRefused = decided.some(({ kind, accepted }) => kind === 'email' && accepted === false)
  const asked = { matter, decided, readmitted: readmittedFamilies(database), timeZone: context.services.timeZone }
  // Whose mail a namesake's is hangs on whom the request concerns.
  const namesakes = isRefused ? await context.reader().ask('namesakes', asked, { signal: context.control.signal }) : null
  const undecidedAgain = transact(database, () => {
    const by = reviewer(context, input.matter)
    revise(by, plan, input.reason)
    if (namesakes !== null) writeNamesakes(database, namesakes, by.nowMs)
    return takeBackSetAside(by)
  })
  return { ...matterView(context, input.matter), revision: view, undecidedAgain }
}

function planOf(context: Context, { matter, reason: _reason, ...given }: EditInput): RevisionPlan {
  const { index } = context.workspace()
  const database = context.workspace().matter(matter)
  const before = readMatter(database)
  const after = askedOf(index, withAsked(before, given), before)
  if (changedFields(before, after).length === 0) {
    throw new AppError('api/bad-input', 'Nothing differs from what the request says already.', { matter })
  }
  return planRevision(database, index, after, context.services.timeZone)
}

function revisionView(database: ReadableDatabase, { before, after, added, dropped, kept, beyond, reopened }: RevisionPlan): RevisionView {
  const collectAgain = readCollections(database).length > 0
  return { changed: changedFields(before, after), added, dropped, kept, beyond, reopened, collectAgain }
}
