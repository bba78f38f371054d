import type { Role, UserName } from '../model/index.ts'
import { AppError } from '../model/index.ts'

/** A user as far as ending asks. */
interface Person {
  readonly user: UserName
  readonly role: Role
  readonly ended: object | null
}

/** What a workspace can do no longer once nobody of a role is left; nobody can bring one in then, since only their own kind could (`adding.ts`). */
const missingWithout: Readonly<Record<Exclude<Role, 'auditor'>, string>> = {
  'legal-reviewer':
    'the last legal reviewer. Without one nothing more can be approved or produced in this workspace, and nobody here can bring one in: only a legal reviewer adds another',
  investigator:
    'the last investigator. Without one a legal reviewer\u2019s proposals can be approved only by another legal reviewer, neither of them brought in by the other, and nobody here can bring an investigator in',
}

/** Whether this person is the only one of a role that decides who can still sign in. */
export function isLastOfRole(person: Person, people: readonly Person[]): boolean {
  if (person.role === 'auditor' || person.ended !== null) return false
  return !people.some((other) => other.user !== person.user && other.role === person.role && other.ended === null)
}

/**
 * Whether somebody may end another's access. Investigators and legal reviewers end anyone's but their own: it takes a way in away and gives nobody a new one, since
 * whoever was ended still counts where the first of a role is added.
 *
 * @throws store/unknown-user, store/access-ended, api/own-access, api/last-of-role unless `evenLast`
 */
export function mayEnd(by: UserName, user: UserName, people: readonly Person[], evenLast: boolean): void {
  const person = people.find((candidate) => candidate.user === user)
  if (!person) throw new AppError('store/unknown-user', 'There is no user of this name. The list of people shows how they are written.')
  if (user === by) {
    throw new AppError('api/own-access', 'Nobody ends their own access. Ask another person of this workspace to do it.')
  }
  if (person.ended !== null) throw new AppError('store/access-ended', 'The access of this person was ended before. Nothing was changed.')
  if (person.role !== 'auditor' && !evenLast && isLastOfRole(person, people)) {
    throw new AppError(
      'api/last-of-role',
      `This is ${missingWithout[person.role]}. Let them add who follows them first. Where that can\u2019t be, say that it is to be done all the same.`,
      { user, role: person.role },
    )
  }
}
