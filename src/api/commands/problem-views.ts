import { exceptionReasons } from '../../jobs/index-side.ts'
import type { Problem } from '../../model/index.ts'
import type { ProblemView } from '../views.ts'

/** Problems of reading in the fixed sentences of the ledger. */
export const problemViews = (problems: readonly Problem[]): readonly ProblemView[] =>
  problems.map((problem) => {
    const { reason, partial } = exceptionReasons[problem.code]
    return { ...problem, reason, partial }
  })
