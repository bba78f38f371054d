import { z } from 'zod'
import { collect, stillReading, takeBackSetAside } from '../../jobs/index.ts'
import { readCollections, readGone, readMatter } from '../../store/index.ts'
import { command } from '../command.ts'
import type { CollectedView, CompletenessView, MatterCreated, MattersView, MatterView, SeedFaultsView, TermsView } from '../views.ts'
import { undecidedAddresses } from './identify-views.ts'
import { addClockEvent, type CorrectedView, correctEvent } from './matter-clock.ts'
import { createMatter, deleteMatter, matterView, termCounts } from './matter-views.ts'
import { reviewer } from './reviewer.ts'
import { civilDate, clockEventId, clockEventKind, matterId, sourceId } from './schemas.ts'
import { seedFaults } from './subject-seeds.ts'

const working = ['investigator', 'legal-reviewer'] as const
/** Why something on the record is corrected. */
const reason = z.string().trim().min(1, 'the reason, in some words').max(1000)
const shortList = z.array(z.string().min(1).max(320)).max(500).default([])

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
