import { hashSurface } from '../formats/index.ts'
import type { DocumentId, MatterId, UserName } from '../model/index.ts'
import type { Decision, ReadableDatabase, StoredMark } from '../store/index.ts'
import { lastApprovalInHistory, readApproval, readMarks, readSurfaceHashes, readSurfaces } from '../store/index.ts'
import { approvalPayload, payloadHash } from './approval-payload.ts'
import { type People, proposersOf, refusalFor } from './two-people.ts'

/** The verifying side of an open workspace. */
export interface Verifier extends People {
  verify(user: UserName, bytes: Uint8Array, signature: string): boolean
  /** Who gave the passphrase that a user has kept; with `signed`, the one that guarded the key of that signature. Null where it is of their own choice. */
  passphraseFrom(user: UserName, signed?: { readonly bytes: () => Uint8Array; readonly signature: string }): UserName | null
  /** Whether a request's file is an older copy than the workspace knows of: what was approved in it may have been changed since. */
  isOlder(matter: MatterId): boolean
}

/**
 * Whether a document's approval holds: the row is there and the last word of its history, its signature is the approver's own over exactly what stands in the database now, the
 * surfaces are what was hashed, and the two people are two. The database is not trusted here: this is what the gate rests on.
 */
export function approvalHolds(database: ReadableDatabase, verifier: Verifier, decision: Decision): boolean {
  const { document, review } = decision
  const approval = review.approval === null ? null : readApproval(database, review.approval)
  if (review.state !== 'approved' || approval === null || approval.document !== document) return false
  // One that was withdrawn, voided or followed by another is put back in vain.
  if (lastApprovalInHistory(database, document) !== approval.id) return false
  const payload = approvalPayload(database, document, approval)
  if (payloadHash(payload) !== approval.hash) return false
  if (!verifier.verify(approval.approver, payload, approval.signature)) return false
  // Approving a document accepts its marks; one that isn't accepted was changed since.
  if (readMarks(database, { document, states: ['proposed'] }).length > 0) return false
  if (lapsedApprover(database, verifier, decision) !== null) return false
  return surfacesHold(database, document)
}

/**
 * Who approved a document and is no second person beside its proposers, or null: most of all a legal reviewer whom a proposer of their own role has brought back since (invariant 5).
 * Such an approval counts no longer, and another person gives it anew.
 */
export function lapsedApprover(database: ReadableDatabase, people: People, decision: Decision): UserName | null {
  const { document, review } = decision
  const approval = review.state !== 'approved' || review.approval === null ? null : readApproval(database, review.approval)
  if (approval === null) return null
  const approver = { user: approval.approver, role: people.roleOf(approval.approver) }
  return refusalFor(approver, proposersOf(decision, readMarks(database, { document })), people) === null ? null : approval.approver
}

/**
 * Who proposed or approved a document under a passphrase that another person gave them, each with who that was: the two may be one person. The approver's is what they signed
 * with; proposals aren't signed one by one, so a proposer's is what they have now.
 */
export function givenPassphrases(
  database: ReadableDatabase,
  verifier: Pick<Verifier, 'passphraseFrom'>,
  decision: Decision,
  marks: readonly StoredMark[],
): readonly { readonly user: UserName; readonly giver: UserName }[] {
  const approval = decision.review.approval === null ? null : readApproval(database, decision.review.approval)
  if (approval === null) return []
  const { approver, signature } = approval
  const bytes = (): Uint8Array => approvalPayload(database, decision.document, approval)
  const given = (user: UserName, giver: UserName | null) => (giver === null ? [] : [{ user, giver }])
  return [
    ...given(approver, verifier.passphraseFrom(approver, { bytes, signature })),
    ...[...proposersOf(decision, marks)].flatMap((user) => given(user, verifier.passphraseFrom(user))),
  ]
}

/** Whether the frozen surfaces still have the hashes they were frozen with. */
export function surfacesHold(database: ReadableDatabase, document: DocumentId): boolean {
  const surfaces = readSurfaces(database, document)
  const hashes = readSurfaceHashes(database, document)
  return (
    surfaces.length === hashes.length &&
    surfaces.every(
      (surface, at) => hashes[at]?.id === surface.id && hashes[at]?.hash === surface.hash && hashSurface(surface) === surface.hash,
    )
  )
}
