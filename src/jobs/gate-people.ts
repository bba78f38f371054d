import type { DocumentId, GateItem, UserName } from '../model/index.ts'
import { type Decision, type ReadableDatabase, readEarlierApproved, readMatter, type StoredMark } from '../store/index.ts'
import { payloadVersion } from './approval-payload.ts'
import { line, toldInManifest } from './gate-line.ts'
import { approvalHolds, givenPassphrases, lapsedApprover, type Verifier } from './signatures.ts'
import { proposersOf, rememberingPeople } from './two-people.ts'
import { count } from './words.ts'

/** What was proved of people is not proved again for each document. */
export function remembering(verifier: Verifier): Verifier {
  const givers = new Map<UserName, UserName | null>()
  return {
    ...rememberingPeople(verifier),
    verify: (user, bytes, signature) => verifier.verify(user, bytes, signature),
    isOlder: (matter) => verifier.isOlder(matter),
    passphraseFrom: (user, signed) => {
      if (signed !== undefined) return verifier.passphraseFrom(user, signed)
      const giver = givers.has(user) ? (givers.get(user) ?? null) : verifier.passphraseFrom(user)
      givers.set(user, giver)
      return giver
    },
  }
}

/** Two names may be one person where one gave the other their passphrase: whoever signs the request off is told. */
export function passphrases(
  database: ReadableDatabase,
  verifier: Verifier,
  set: readonly Decision[],
  of: (document: DocumentId) => readonly StoredMark[],
): GateItem {
  const found = set
    .filter(({ review }) => review.state === 'approved')
    .map((decision) => ({ decision, given: givenPassphrases(database, verifier, decision, of(decision.document)) }))
    .filter(({ given }) => given.length > 0)
  if (found.length === 0) return line('passphrases', true, 'Everybody who proposed or approved has a passphrase of their own choice', [])
  const who = [...new Set(found.flatMap(({ given }) => given.map(({ user, giver }) => `${user}\u2019s came from ${giver}`)))].join(', ')
  const decisions = found.map(({ decision }) => decision)
  return line(
    'passphrases',
    true,
    `${toldInManifest(decisions, `proposed or approved under a passphrase that another person gave (${who})`)}. Only they know that they are two people: let them choose their own (Settings, or desk user passphrase), then submit and approve anew`,
    decisions.map(({ document }) => document),
  )
}

/** Every approval’s signature is verified anew (invariant 5), and that two people stand behind it. */
export function signatures(
  database: ReadableDatabase,
  verifier: Verifier,
  set: readonly Decision[],
  of: (document: DocumentId) => readonly StoredMark[],
): GateItem {
  if (verifier.isOlder(readMatter(database).id)) {
    const text =
      'This request\u2019s file is an older copy: decisions made since are missing. Put the newer file back; where it is lost, review, submit and approve anew'
    return line(
      'signatures',
      false,
      text,
      set.filter(({ review }) => review.state === 'approved').map(({ document }) => document),
    )
  }
  const broken = set.filter((decision) => decision.review.state === 'approved' && !approvalHolds(database, verifier, decision))
  const approvers = new Map(broken.map((decision) => [decision.document, lapsedApprover(database, verifier, decision)]))
  const lapsed = broken.filter(({ document }) => approvers.get(document) !== null)
  const ids = broken.map(({ document }) => document)
  const others = ids.filter((document) => approvers.get(document) === null)
  const earlier = new Set(readEarlierApproved(database, payloadVersion))
  const number = count(others.length, 'document')
  const told = [
    ...(lapsed.length === 0
      ? []
      : [
          lapsedInWords(
            verifier,
            lapsed,
            of,
            [...new Set(approvers.values())].filter((user) => user !== null),
          ),
        ]),
    ...(others.length === 0
      ? []
      : others.every((document) => earlier.has(document))
        ? [`${number} approved under an earlier version of the program, which signed less: submit and approve again`]
        : [`${number} changed outside the program, or with a signature that doesn\u2019t hold: decline and approve anew`]),
  ]
  return line('signatures', ids.length === 0, ids.length === 0 ? 'Every approval\u2019s signature holds' : told.join('. '), ids)
}

/** Approvals that counted when they were given, and why they don\u2019t any more. */
function lapsedInWords(
  people: Verifier,
  lapsed: readonly Decision[],
  of: (document: DocumentId) => readonly StoredMark[],
  approvers: readonly UserName[],
): string {
  const proposers = new Set(lapsed.flatMap((decision) => [...proposersOf(decision, of(decision.document))]))
  const pairs = approvers.flatMap((approver) => [
    ...[...proposers]
      .filter((user) => people.broughtBackBy(approver).includes(user))
      .map((user) => `${user} gave ${approver} access again`),
    ...[...proposers]
      .filter((user) => people.broughtBackBy(user).includes(approver))
      .map((user) => `${approver} gave ${user} access again`),
  ])
  const since = pairs.length === 0 ? '' : ` since ${pairs.join(' and ')}`
  return `${count(lapsed.length, 'document')} approved by ${approvers.join(' and ')}, who does not count as a second person beside who proposed${since}: let somebody else open Approve and approve anew`
}
