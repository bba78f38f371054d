import type { CommandName, Input, Output } from '../../src/api/index.ts'
import { tell, worked } from '../parts/tell.ts'
import { call } from './client.ts'
import { type DeskError, toDeskError } from './desk-error.ts'
import { announce, areasOf, leaveIfLocked } from './events.ts'

/** Calls a command that writes; a failure is told to the user as a toast, and the answer is then null. */
export async function act<N extends CommandName>(name: N, input: Input<N>): Promise<Output<N> | null> {
  const answer = await attempt(name, input)
  if ('error' in answer) {
    tell(answer.error, name)
    return null
  }
  return answer.result
}

/** As {@link act}, but hands the failure over, for forms that show it beside the field. */
export async function attempt<N extends CommandName>(name: N, input: Input<N>): Promise<{ result: Output<N> } | { error: DeskError }> {
  try {
    const result = await call(name, input)
    announce(areasOf(name))
    worked(name)
    return { result }
  } catch (error) {
    const known = toDeskError(error)
    leaveIfLocked(known)
    return { error: known }
  }
}
