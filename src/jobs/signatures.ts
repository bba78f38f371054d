import { hashSurface } from '../formats/index.ts'
import type { DocumentId, MatterId, UserName } from '../model/index.ts'
import type { Decision, ReadableDatabase } from '../store/index.ts'
import { lastApprovalInHistory, readApproval, readMarks, readSurfaceHashes, readSurfaces } from '../store/index.ts'
import { approvalPayload, payloadHash } from './approval-payload.ts'
import { type People, proposersOf, refusalFor } from './two-people.ts'

/** The verifying side of an open workspace. */
export interface Verifier extends People {
  verify(user: UserName, bytes: Uint8Array, signature: string): boolean
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
  const approver = { user: approval.approver, role: verifier.roleOf(approval.approver) }
  if (refusalFor(approver, proposersOf(decision, readMarks(database, { document })), verifier) !== null) return false
  return surfacesHold(database, document)
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
