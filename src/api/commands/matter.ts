import { z } from 'zod'
import { beyondRequest, collect, stillReading, takeBackSetAside } from '../../jobs/index.ts'
import { isRevisedSince, readCollections, readGone, readMatter } from '../../store/index.ts'
import { command } from '../command.ts'
import type {
  CollectedView,
  CompletenessView,
  EditedView,
  MatterCreated,
  MattersView,
  MatterView,
  RevisionView,
  SeedFaultsView,
  TermsView,
} from '../views.ts'
import { undecidedAddresses } from './identify-views.ts'
import { addClockEvent, type CorrectedView, correctEvent } from './matter-clock.ts'
import { editMatter, previewEdit } from './matter-edit.ts'
import { createMatter, deleteMatter, matterView, termCounts } from './matter-views.ts'
import { reviewer } from './reviewer.ts'
import { civilDate, clockEventId, clockEventKind, matterId, sourceId } from './schemas.ts'
import { seedFaults } from './subject-seeds.ts'

const working = ['investigator', 'legal-reviewer'] as const
/** Why something on the record is corrected. */
const reason = z.string().trim().min(1, 'the reason, in some words').max(1000)
const shortList = z.array(z.string().min(1).max(320)).max(500).default([])

const givenList = z.array(z.string().min(1).max(320)).max(500).optional()
const edited = {
  matter: matterId,
  subject: z.string().min(1).max(200).optional(),
  emails: givenList,
  names: givenList,
  phones: givenList,
  identifiers: givenList,
  from: civilDate.nullable().optional(),
  to: civilDate.nullable().optional(),
  custodians: givenList,
  sources: z.array(sourceId).optional(),
}

/** Requests: opening one, its clock, and collecting what was found. */
export const matterCommands = {
  'matter.create': command({
    input: z.object({
      subject: z.string().min(1).max(200),
      emails: shortList,
      names: shortList,
      phones: shortList,
      identifiers: shortList,
      received: civilDate,
      regime: z.string(),
      reference: z.string().max(100).optional(),
      from: civilDate.optional(),
      to: civilDate.optional(),
      custodians: shortList,
      sources: z.array(sourceId).default([]),
    }),
    access: 'write',
    allowed: working,
    handler: (context, input): MatterCreated => createMatter(context, input),
  }),
  /** What of these a request could not be opened with, and why: told beside each before the form is sent. */
  'matter.check': command({
    input: z.object({
      subject: z.string().max(200).default(''),
      emails: shortList,
      names: shortList,
      phones: shortList,
      identifiers: shortList,
    }),
    access: 'read',
    allowed: working,
    handler: (context, input): SeedFaultsView => ({ faults: seedFaults(context.workspace().index, input) }),
  }),
  /** Corrects whom a request concerns, or where is looked. Fields that aren't given stay; null opens an end of the scope. */
  'matter.edit': command({
    input: z.object({ ...edited, reason: z.string().trim().max(1000).default('') }),
    access: 'write',
    allowed: working,
    audit: ({ matter, reason: why }, { revision, undecidedAgain }: EditedView) => ({
      matter,
      changed: revision.changed,
      dropped: revision.dropped,
      documents: revision.reopened,
      reason: why,
      ...(undecidedAgain.length === 0 ? {} : { undecidedAgain }),
    }),
    handler: (context, input): Promise<EditedView> => editMatter(context, input),
  }),
  /** What such a correction would do, without doing it. */
  'matter.edit-preview': command({
    input: z.object(edited),
    access: 'read',
    allowed: working,
    handler: (context, input): RevisionView => previewEdit(context, { ...input, reason: '' }),
  }),
  'matter.list': command({
    input: z.object({}),
    access: 'read',
    allowed: 'anyone',
    handler: (context): MattersView => ({
      matters: context
        .workspace()
        .matters()
        .map((id) => matterView(context, id)),
    }),
  }),
  'matter.show': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): MatterView => matterView(context, input.matter),
  }),
  'matter.event': command({
    input: z.object({ matter: matterId, kind: clockEventKind, on: civilDate }),
    access: 'write',
    allowed: working,
    handler: (context, input): MatterView => addClockEvent(context, input.matter, { kind: input.kind, on: input.on }),
  }),
  /** Says what happened in truth in place of an event that was entered by mistake; both stay in the record. */
  'matter.correct': command({
    input: z.object({ matter: matterId, event: clockEventId, kind: clockEventKind.optional(), on: civilDate.optional(), reason }),
    access: 'write',
    allowed: working,
    audit: ({ matter, event, reason: why }, { corrected }: CorrectedView) => ({ matter, event, ...corrected, reason: why }),
    handler: (context, { matter, event, kind, on, reason: why }): CorrectedView =>
      correctEvent(context, matter, { event, reason: why, instead: { kind, on } }),
  }),
  /** Takes an event back that didn't happen; it stays in the record with the reason. */
  'matter.take-back': command({
    input: z.object({ matter: matterId, event: clockEventId, reason }),
    access: 'write',
    allowed: working,
    audit: ({ matter, event, reason: why }, { corrected }: CorrectedView) => ({ matter, event, ...corrected, reason: why }),
    handler: (context, { matter, event, reason: why }): CorrectedView =>
      correctEvent(context, matter, { event, reason: why, instead: null }),
  }),
  /** Destroys the request's key and file; the audit chain keeps that it was. */
  'matter.delete': command({
    input: z.object({ matter: matterId, confirm: z.string() }),
    access: 'write',
    allowed: working,
    handler: (context, input): { deleted: boolean } => deleteMatter(context, input.matter, input.confirm),
  }),
  'matter.terms': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): Promise<TermsView> => termCounts(context, input.matter),
  }),
  /** Whether everything in scope was read when mail was last collected, and is now. */
  'matter.completeness': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): CompletenessView => {
      const database = context.workspace().matter(input.matter)
      return {
        reading: stillReading(context.workspace().index, readMatter(database).scope),
        collectAgain: (readCollections(database).at(-1)?.partly ?? 0) > 0,
        revised: isRevisedSince(database),
        beyond: beyondRequest(database, context.workspace().index, context.services.timeZone),
        gone: readGone(database),
      }
    },
  }),
  /** Puts what the accepted forms (or the query) find, with families, into the review set; surfaces are frozen. Never undoes decisions. */
  'matter.collect': command({
    input: z.object({ matter: matterId, query: z.string().max(10_000).optional() }),
    access: 'write',
    allowed: working,
    handler: async (context, input): Promise<CollectedView> => {
      const done = await collect(context.workspace().matter(input.matter), context.workspace().index, {
        query: input.query,
        timeZone: context.services.timeZone,
        now: context.services.now,
        control: context.control,
      })
      const undecidedAgain = takeBackSetAside(reviewer(context, input.matter))
      return { ...done, undecidedAgain, undecided: input.query === undefined ? await undecidedAddresses(context, input.matter) : null }
    },
  }),
}
