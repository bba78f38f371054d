import { createHash } from 'node:crypto'
import { canonicalJson, type DocumentId, type UserName } from '../model/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { liveStates, readDecision, readDocument, readMarks, readMatter, readSurfaceHashes } from '../store/index.ts'

/** Goes into every signature: a change to what is signed is a new version, and approvals that signed an earlier one are given anew (`older-copy.ts`). */
export const payloadVersion = 2

/**
 * The bytes that an approval signs: exactly what was shown and decided about one document, and by whom it was approved, when, and whether it
 * was opened. Whatever changes one of these gives other bytes, so that the signature no longer holds (invariant 5).
 */
export function approvalPayload(
  database: ReadableDatabase,
  document: DocumentId,
  approval: { readonly approver: UserName; readonly viewed: boolean; readonly atMs: number },
): Uint8Array {
  const stored = readDocument(database, document)
  // What a rendition is made of beside the surfaces: addresses and date, where an attachment hangs, what is told to be lacking.
  const { controlNumber, kind, family, parent, part, type, filename, header, problems, sha256 } = stored
  const decision = readDecision(database, document)
  const marks = readMarks(database, { document, states: liveStates }).map(({ id, surface, span, region, ground, note, proposer }) => ({
    id,
    surface,
    span,
    region,
    ground,
    note,
    proposer,
  }))
  // Left out where there are none: approvals given before there could be any sign the same bytes.
  const stays = readMarks(database, { document, states: ['cleared'] }).map(({ id, surface, span, note, proposer }) => ({
    id,
    surface,
    span,
    note,
    proposer,
  }))
  return Buffer.from(
    canonicalJson({
      version: payloadVersion,
      matter: readMatter(database).id,
      document,
      controlNumber,
      kind,
      family,
      parent,
      part,
      type,
      filename,
      header,
      problems,
      sha256,
      surfaces: readSurfaceHashes(database, document),
      marks,
      ...(stays.length === 0 ? {} : { stays }),
      coding: decision?.coding,
      privilege: decision?.privilege,
      disposition: decision?.disposition,
      note: decision?.note,
      approver: approval.approver,
      viewed: approval.viewed,
      atMs: approval.atMs,
    }),
  )
}

/** SHA-256 (hex) of an approval's bytes. */
export function payloadHash(payload: Uint8Array): string {
  return createHash('sha256').update(payload).digest('hex')
}
