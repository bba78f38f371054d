import type { ErrorCode, Role, UserName } from '../model/index.ts'
import type { Decision, StoredMark } from '../store/index.ts'
import { isCleared, isLive, markValue } from './review-commit.ts'

/** Why somebody may not approve a document. */
export interface Refusal {
  readonly code: Extract<ErrorCode, 'matter/own-proposal' | 'matter/needs-legal-reviewer'>
  readonly why: string
}

/**
 * Whoever proposed something that is in force about a document: its coding, privilege flag, disposition, note, marks or places that stay. Somebody who
 * removed a mark is among them until another person has submitted the document.
 */
export function proposersOf(decision: Decision, marks: readonly StoredMark[]): ReadonlySet<UserName> {
  const people = [decision.coding.by, decision.privilege.by, decision.disposition.by, decision.note.by]
  for (const mark of marks) {
    if (isLive(markValue(mark)) || isCleared(mark)) people.push(mark.proposer)
    else if (mark.state === 'superseded' && mark.changedBy === decision.review.submittedBy) people.push(mark.changedBy)
  }
  return new Set(people.filter((name) => name !== null))
}

/** Who people are, as their adders' signatures say. */
export interface People {
  roleOf(user: UserName): Role
  /** Of who made the workspace, the user. */
  addedBy(user: UserName): UserName
  /** Who gave a user whose access had been ended a way in again, each time with a passphrase of their choice. */
  broughtBackBy(user: UserName): readonly UserName[]
}

/** Who people are is proved once a run: it takes a signature check for each. */
export function rememberingPeople(people: People): People {
  const remembering = <T>(ask: (user: UserName) => T) => {
    const known = new Map<UserName, T>()
    return (user: UserName): T => {
      const before = known.get(user)
      if (before !== undefined) return before
      const answer = ask(user)
      known.set(user, answer)
      return answer
    }
  }
  return {
    roleOf: remembering((user) => people.roleOf(user)),
    addedBy: remembering((user) => people.addedBy(user)),
    broughtBackBy: remembering((user) => people.broughtBackBy(user)),
  }
}

/** Two people, one of them a legal reviewer, and neither made by the other (invariant 5). Null when this person may approve. */
export function refusalFor(
  approver: { readonly user: UserName; readonly role: Role },
  proposers: ReadonlySet<UserName>,
  people: People,
): Refusal | null {
  if (proposers.has(approver.user)) {
    const why = 'You proposed something in this document; another person has to approve it.'
    // Two people who both proposed would wait for each other for ever.
    const wayOut =
      ' Where another person proposed something in it too, whoever of you did not submit it can open it and submit it anew: all of it is then theirs to propose, and the other\u2019s to approve.'
    return { code: 'matter/own-proposal', why: proposers.size > 1 ? `${why}${wayOut}` : why }
  }
  if (approver.role === 'auditor')
    return { code: 'matter/needs-legal-reviewer', why: 'An auditor reads only: somebody else has to approve it.' }
  if (approver.role !== 'legal-reviewer' && ![...proposers].every((user) => people.roleOf(user) === 'legal-reviewer')) {
    return { code: 'matter/needs-legal-reviewer', why: 'One of the two people has to be a legal reviewer.' }
  }
  if ([...proposers].some((proposer) => broughtIn(people, proposer, approver.user) || broughtIn(people, approver.user, proposer))) {
    const why = 'One of the two legal reviewers brought the other in: they don\u2019t count as two people. Somebody else has to approve it.'
    return { code: 'matter/own-proposal', why }
  }
  return null
}

/**
 * Whether one legal reviewer added another or brought them back, by themselves or through others of whom they did. Of people of different roles neither can have made the
 * other but at a workspace's beginning, when somebody has to.
 */
function broughtIn(people: People, by: UserName, user: UserName): boolean {
  if (people.roleOf(by) !== 'legal-reviewer') return false
  const seen = new Set<UserName>()
  const toAsk = [user]
  for (let at = toAsk.pop(); at !== undefined; at = toAsk.pop()) {
    if (seen.has(at) || people.roleOf(at) !== 'legal-reviewer') continue
    if (at === by) return true
    seen.add(at)
    toAsk.push(people.addedBy(at), ...people.broughtBackBy(at))
  }
  return false
}
