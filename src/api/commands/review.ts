import { z } from 'zod'
import { command } from '../command.ts'
import type {
  ApprovalView,
  ApprovedView,
  ChangedView,
  DeclinedView,
  FrameView,
  MarkedView,
  MarksView,
  PlacesView,
  ReviewDocumentView,
  ReviewListView,
  SubmittedView,
  SuggestedView,
  UndoView,
} from '../views.ts'
import {
  coding,
  disposition,
  documentId,
  ground,
  limit,
  markId,
  matterId,
  note,
  offset,
  privilege,
  region,
  selection,
  span,
  surfaceId,
} from './schemas.ts'

const unbuilt = (): never => {
  throw new Error('not wired yet')
}
const working = ['investigator', 'legal-reviewer'] as const
const anyRole = 'anyone' as const

/** Reading, coding, marking, and the approval by a second person. */
export const reviewCommands = {
  'review.list': command({
    input: z.object({
      matter: matterId,
      filter: z
        .enum([
          'all',
          'undecided',
          'responsive',
          'not-responsive',
          'privileged',
          'marked',
          'suggested',
          'unviewed',
          'submitted',
          'approved',
          'declined',
        ])
        .default('all'),
      text: z.string().max(1000).default(''),
      limit: limit.default(1000),
      offset: offset.default(0),
    }),
    access: 'read',
    allowed: anyRole,
    handler: (): ReviewListView => unbuilt(),
  }),
  'review.document': command({
    input: z.object({ matter: matterId, document: documentId }),
    access: 'read',
    allowed: anyRole,
    handler: (): ReviewDocumentView => unbuilt(),
  }),
  /**
   * A surface as HTML for the sandboxed iframe (text runs carry `data-start`), or as PNG for a page or image.
   * `mode: produced` shows it as the requester will see it.
   */
  'review.frame': command({
    input: z.object({ matter: matterId, document: documentId, surface: surfaceId, mode: z.enum(['review', 'produced']).default('review') }),
    access: 'read',
    allowed: anyRole,
    handler: (): Promise<FrameView> => unbuilt(),
  }),
  /** Records that the signed-in person opened these surfaces; a document counts as viewed when all of its surfaces were. */
  'review.viewed': command({
    input: z.object({ matter: matterId, document: documentId, surfaces: z.array(surfaceId).min(1) }),
    access: 'write',
    allowed: anyRole,
    handler: (): ChangedView => unbuilt(),
  }),
  'review.code': command({
    input: z.object({ matter: matterId, selection, coding, privilege: privilege.optional(), note: note.optional() }),
    access: 'write',
    allowed: working,
    handler: (): ChangedView => unbuilt(),
  }),
  'review.privilege': command({
    input: z.object({ matter: matterId, selection, privilege }),
    access: 'write',
    allowed: working,
    handler: (): ChangedView => unbuilt(),
  }),
  /** @throws matter/ground-needed for redact and withhold without a ground */
  'review.dispose': command({
    input: z.object({ matter: matterId, selection, disposition, ground: ground.optional(), native: z.boolean().optional() }),
    access: 'write',
    allowed: working,
    handler: (): ChangedView => unbuilt(),
  }),
  'review.suggest': command({
    input: z.object({ matter: matterId, detectors: z.array(z.string()).optional() }),
    access: 'write',
    allowed: working,
    handler: (): Promise<SuggestedView> => unbuilt(),
  }),
  'mark.add': command({
    input: z.object({
      matter: matterId,
      marks: z
        .array(
          z.object({
            document: documentId,
            surface: surfaceId,
            span: span.optional(),
            region: region.optional(),
            ground,
            note: note.default(''),
          }),
        )
        .min(1),
      /** The person was told that this is the subject's own data. */
      evenSubject: z.boolean().default(false),
    }),
    access: 'write',
    allowed: working,
    handler: (): MarkedView => unbuilt(),
  }),
  /** Marks every place of a text, on token boundaries, in one document or in the whole matter; the places form a group. */
  'mark.text': command({
    input: z.object({
      matter: matterId,
      text: z.string().min(1).max(10_000),
      ground,
      note: note.default(''),
      document: documentId.optional(),
      everywhere: z.boolean().default(false),
      evenSubject: z.boolean().default(false),
    }),
    access: 'write',
    allowed: working,
    handler: (): MarkedView => unbuilt(),
  }),
  /** The places that `mark.text` would mark. */
  'mark.places': command({
    input: z.object({ matter: matterId, text: z.string().min(1).max(10_000), document: documentId.optional() }),
    access: 'read',
    allowed: anyRole,
    handler: (): PlacesView => unbuilt(),
  }),
  'mark.list': command({
    input: z.object({ matter: matterId, document: documentId.optional() }),
    access: 'read',
    allowed: anyRole,
    handler: (): MarksView => unbuilt(),
  }),
  /** Accepts (state `proposed`, with a ground) or dismisses suggestions; removes (supersedes) proposed marks. */
  'mark.decide': command({
    input: z.object({
      matter: matterId,
      marks: z.array(markId).min(1),
      decision: z.enum(['accept', 'dismiss', 'remove']),
      ground: ground.optional(),
      everywhere: z.boolean().default(false),
    }),
    access: 'write',
    allowed: working,
    handler: (): ChangedView => unbuilt(),
  }),
  'review.undo': command({ input: z.object({ matter: matterId }), access: 'write', allowed: working, handler: (): UndoView => unbuilt() }),
  'review.redo': command({ input: z.object({ matter: matterId }), access: 'write', allowed: working, handler: (): UndoView => unbuilt() }),
  'review.submit': command({
    input: z.object({ matter: matterId }),
    access: 'write',
    allowed: working,
    handler: (): SubmittedView => unbuilt(),
  }),
  /** What waits for the signed-in person: by text, by document, withheld. Never their own proposals. */
  'approval.queue': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: anyRole,
    handler: (): ApprovalView => unbuilt(),
  }),
  /** Accept or decline all marks of a group. Covers marks only: documents are approved one by one or with `approval.approve`. */
  'approval.group': command({
    input: z.object({ matter: matterId, group: z.string(), decision: z.enum(['approve', 'decline']), comment: note.optional() }),
    access: 'write',
    allowed: working,
    handler: (): ChangedView => unbuilt(),
  }),
  /** Signs each document as shown. Unopened ones are refused unless `unviewed` says to record them as such (`viewed: false`). */
  'approval.approve': command({
    input: z.object({ matter: matterId, selection, unviewed: z.boolean().default(false) }),
    access: 'write',
    allowed: working,
    handler: (): ApprovedView => unbuilt(),
  }),
  /** @throws matter/comment-needed */
  'approval.decline': command({
    input: z.object({ matter: matterId, document: documentId, comment: z.string().max(4000) }),
    access: 'write',
    allowed: working,
    handler: (): DeclinedView => unbuilt(),
  }),
}
