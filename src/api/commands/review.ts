import { z } from 'zod'
import { hitTypes } from '../../detect/index.ts'
import {
  addMarks,
  alike,
  approve,
  clearPlaces,
  code,
  decideAlike,
  decideGroup,
  decideMarks,
  decline,
  dispose,
  markText,
  redo,
  reviewRows,
  rowsOf,
  setPrivilege,
  standing,
  submit,
  suggest,
  textOfMark,
  undo,
  view,
} from '../../jobs/index.ts'
import type { DocumentId } from '../../model/index.ts'
import { readMarks } from '../../store/index.ts'
import { command } from '../command.ts'
import type {
  ApprovalView,
  ApprovedView,
  ChangedView,
  ClearedView,
  DeclinedView,
  FrameView,
  MarkedView,
  MarksView,
  PlacesView,
  ReviewDocumentView,
  ReviewListView,
  StandingView,
  SubmittedView,
  SuggestedView,
  UndoView,
} from '../views.ts'
import { reviewFrame } from './review-frame.ts'
import { approvalQueue, places, reviewDocument } from './review-views.ts'
import { reviewer, signedIn } from './reviewer.ts'
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
          'added',
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
    handler: (context, input): ReviewListView => {
      const rows = reviewRows(reviewer(context, input.matter).database, signedIn(context).user, input.filter, input.text)
      return { total: rows.length, rows: rows.slice(input.offset, input.offset + input.limit) }
    },
  }),
  'review.document': command({
    input: z.object({ matter: matterId, document: documentId }),
    access: 'read',
    allowed: anyRole,
    handler: (context, input): ReviewDocumentView => reviewDocument(reviewer(context, input.matter), input.document),
  }),
  /**
   * A surface as HTML for the sandboxed iframe (text runs carry `data-start`), or as PNG for a page or image.
   * `mode: produced` shows it as the requester will see it.
   */
  'review.frame': command({
    input: z.object({ matter: matterId, document: documentId, surface: surfaceId, mode: z.enum(['review', 'produced']).default('review') }),
    access: 'read',
    allowed: anyRole,
    handler: (context, input): Promise<FrameView> =>
      reviewFrame(reviewer(context, input.matter), input.document, input.surface, input.mode),
  }),
  /** Records that the signed-in person opened these surfaces; a document counts as viewed when all of its surfaces were, one without any by itself. */
  'review.viewed': command({
    input: z.object({ matter: matterId, document: documentId, surfaces: z.array(surfaceId) }),
    access: 'write',
    allowed: anyRole,
    handler: (context, input): ChangedView => view(reviewer(context, input.matter), input.document, input.surfaces),
  }),
  'review.code': command({
    input: z.object({ matter: matterId, selection, coding, privilege: privilege.optional(), note: note.optional() }),
    access: 'write',
    allowed: working,
    handler: (context, input): ChangedView =>
      code(reviewer(context, input.matter), input.selection, input.coding, {
        ...(input.privilege === undefined ? {} : { privilege: input.privilege }),
        ...(input.note === undefined ? {} : { note: input.note }),
      }),
  }),
  'review.privilege': command({
    input: z.object({ matter: matterId, selection, privilege }),
    access: 'write',
    allowed: working,
    handler: (context, input): ChangedView => setPrivilege(reviewer(context, input.matter), input.selection, input.privilege),
  }),
  /** @throws matter/ground-needed for redact and withhold without a ground */
  'review.dispose': command({
    input: z.object({ matter: matterId, selection, disposition, ground: ground.optional(), native: z.boolean().optional() }),
    access: 'write',
    allowed: working,
    handler: (context, input): ChangedView & { readonly kept: readonly DocumentId[] } =>
      dispose(reviewer(context, input.matter), input.selection, input.disposition, {
        ...(input.ground === undefined ? {} : { ground: input.ground }),
        ...(input.native === undefined ? {} : { native: input.native }),
      }),
  }),
  /** What may be decided at once with a document: its thread, or near-copies of it. Each is listed before anything is decided. */
  'review.alike': command({
    input: z.object({ matter: matterId, document: documentId, by: z.enum(['thread', 'copies']) }),
    access: 'read',
    allowed: anyRole,
    handler: (context, input): ReviewListView => {
      const { database } = reviewer(context, input.matter)
      const rows = rowsOf(database, signedIn(context).user, alike(database, input.document, input.by))
      return { total: rows.length, rows }
    },
  }),
  /** Decides of documents as was decided of one, in one step. @throws matter/undecided */
  'review.decide-alike': command({
    input: z.object({ matter: matterId, from: documentId, documents: z.array(documentId).min(1) }),
    access: 'write',
    allowed: working,
    handler: (context, input): ChangedView & { readonly kept: readonly DocumentId[] } =>
      decideAlike(reviewer(context, input.matter), input.from, input.documents),
  }),
  'review.suggest': command({
    input: z.object({ matter: matterId, detectors: z.array(z.enum(hitTypes)).optional() }),
    access: 'write',
    allowed: working,
    handler: (context, input): Promise<SuggestedView> => suggest(reviewer(context, input.matter), input.detectors ?? null, context.control),
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
    handler: (context, input): MarkedView => addMarks(reviewer(context, input.matter), input.marks, input.evenSubject),
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
      /** The other forms in which the same person is written, too, as `mark.places` lists them. */
      related: z.boolean().default(false),
    }),
    access: 'write',
    allowed: working,
    handler: (context, input): MarkedView => markText(reviewer(context, input.matter), input.text, { ...input, document: input.document }),
  }),
  /**
   * Decides of places where redacted text stands unmarked, as `review.standing` and the gate list them, that they mean something else and stay. `alike`: also
   * wherever the same text stands written just so, unmarked, in the same document. Taken back by `mark.decide` (`remove`). @throws matter/nothing-stands
   */
  'mark.clear': command({
    input: z.object({
      matter: matterId,
      places: z.array(z.object({ document: documentId, surface: surfaceId, span })).min(1),
      alike: z.boolean().default(false),
      note: note.default(''),
    }),
    access: 'write',
    allowed: working,
    handler: (context, input): ClearedView => clearPlaces(reviewer(context, input.matter), input.places, input.note, input.alike),
  }),
  /** The places that `mark.text` would mark. */
  'mark.places': command({
    input: z.object({ matter: matterId, text: z.string().min(1).max(10_000), document: documentId.optional() }),
    access: 'read',
    allowed: anyRole,
    handler: (context, input): PlacesView => places(reviewer(context, input.matter), input.text, input.document),
  }),
  'mark.list': command({
    input: z.object({ matter: matterId, document: documentId.optional() }),
    access: 'read',
    allowed: anyRole,
    handler: (context, input): MarksView => {
      const filter = input.document === undefined ? {} : { document: input.document }
      const { database } = reviewer(context, input.matter)
      return { marks: readMarks(database, filter).map((mark) => ({ ...mark, text: textOfMark(database, mark) })) }
    },
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
    handler: (context, input): ChangedView =>
      decideMarks(reviewer(context, input.matter), input.marks, input.decision, { ground: input.ground, everywhere: input.everywhere }),
  }),
  'review.undo': command({
    input: z.object({ matter: matterId }),
    access: 'write',
    allowed: working,
    handler: (context, input): UndoView => undo(reviewer(context, input.matter)),
  }),
  'review.redo': command({
    input: z.object({ matter: matterId }),
    access: 'write',
    allowed: working,
    handler: (context, input): UndoView => redo(reviewer(context, input.matter)),
  }),
  'review.submit': command({
    input: z.object({ matter: matterId, documents: z.array(documentId).min(1).optional() }),
    access: 'write',
    allowed: working,
    handler: (context, input): SubmittedView =>
      submit(reviewer(context, input.matter), input.documents === undefined ? null : new Set(input.documents)),
  }),
  /** Redacted text that stands unmarked beside its redaction, in all that is decided so far: it would shut the gate after everything was approved. */
  'review.standing': command({
    input: z.object({ matter: matterId, document: documentId.optional() }),
    access: 'read',
    allowed: anyRole,
    handler: (context, input): StandingView => standing(reviewer(context, input.matter).database, input.document),
  }),
  /** What waits for the signed-in person: by text, by document, withheld. Never their own proposals. */
  'approval.queue': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: anyRole,
    handler: (context, input): ApprovalView => {
      const workspace = context.workspace()
      return approvalQueue(reviewer(context, input.matter), workspace, workspace.users())
    },
  }),
  /** Accept or decline all marks of a group. Covers marks only: documents are approved one by one or with `approval.approve`. */
  'approval.group': command({
    input: z.object({ matter: matterId, group: z.string(), decision: z.enum(['approve', 'decline']), comment: note.optional() }),
    access: 'write',
    allowed: working,
    handler: (context, input): ChangedView =>
      decideGroup(reviewer(context, input.matter), context.workspace(), input.group, input.decision, input.comment),
  }),
  /** Signs each document as shown. Unopened ones are refused unless `unviewed` says to record them as such (`viewed: false`). */
  'approval.approve': command({
    input: z.object({ matter: matterId, selection, unviewed: z.boolean().default(false) }),
    access: 'write',
    allowed: working,
    handler: (context, input): ApprovedView => {
      const workspace = context.workspace()
      const approved = approve(reviewer(context, input.matter), workspace, input.selection, input.unviewed)
      return { ...approved, passphraseFrom: workspace.passphraseFrom(workspace.user) }
    },
  }),
  /** @throws matter/comment-needed */
  'approval.decline': command({
    input: z.object({ matter: matterId, document: documentId, comment: z.string().max(4000) }),
    access: 'write',
    allowed: working,
    handler: (context, input): DeclinedView => decline(reviewer(context, input.matter), input.document, input.comment),
  }),
}
