import type { Role } from '../model/index.ts'
import { AppError } from '../model/index.ts'

/**
 * Whom each role may add. An approval takes two people, one of them a legal reviewer (invariant 5): who could make an account of the other role
 * for themselves would be both. So each role brings in its own kind, and the first of the other only while there was none, as a workspace begins: people whose access was
 * ended still count as present, else who ends the last legal reviewer could be the next one too.
 */
const ownKind: Readonly<Record<Role, readonly Role[]>> = {
  investigator: ['investigator', 'auditor'],
  'legal-reviewer': ['legal-reviewer', 'auditor'],
  auditor: [],
}

/** The roles that somebody may give to a new user, when those of `present` are taken. */
export function rolesToGive(by: Role, present: readonly Role[]): readonly Role[] {
  const own = ownKind[by]
  if (own.length === 0) return []
  return (['legal-reviewer', 'investigator', 'auditor'] as const).filter((role) => own.includes(role) || !present.includes(role))
}

/** @throws api/not-allowed where somebody of this role may not add one of that */
export function mayAdd(by: Role, role: Role, present: readonly Role[]): void {
  if (rolesToGive(by, present).includes(role)) return
  throw new AppError(
    'api/not-allowed',
    `Somebody who has this role already adds the next ${role}: else one person could be both who proposes and who approves.`,
    { role: by, needed: [role] },
  )
}
