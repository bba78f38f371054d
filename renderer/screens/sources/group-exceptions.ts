import type { LedgerException } from '../../../src/api/index.ts'

/** Exceptions by reason, the largest group first. */
export function groupExceptions(exceptions: readonly LedgerException[]): readonly (readonly [string, readonly LedgerException[]])[] {
  const groups = new Map<string, LedgerException[]>()
  for (const exception of exceptions) {
    const group = groups.get(exception.code)
    if (group === undefined) groups.set(exception.code, [exception])
    else group.push(exception)
  }
  return [...groups].sort((left, right) => right[1].length - left[1].length || (left[0] < right[0] ? -1 : 1))
}
