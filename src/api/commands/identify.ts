import { z } from 'zod'
import { type SetAside, setAsideNamesakes } from '../../jobs/index.ts'
import { command } from '../command.ts'
import type { DecidedView, FormsView, ReadmittedView, RefusedView } from '../views.ts'
import { decideListed, decideShown, decideTwin } from './identify-listed.ts'
import { matterForms, readmitFamily, refusedFamilies } from './identify-views.ts'
import { reviewer } from './reviewer.ts'
import { documentId, matterId } from './schemas.ts'

const working = ['investigator', 'legal-reviewer'] as const
const writtenForm = z.string().min(1).max(320)
const formKind = z.enum(['email', 'name', 'phone', 'identifier'])
const listedForms = z.array(writtenForm).max(1500).default([])

/** Beside what was decided, which codings went with it. */
function withCodings(input: object, { undecidedAgain }: Pick<DecidedView, 'undecidedAgain'>): object {
  return undecidedAgain.length === 0 ? input : { ...input, undecidedAgain }
}

/** The forms in which a request's subject is written, and others who bear the name. */
export const identifyCommands = {
  'matter.identify': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): Promise<FormsView> => matterForms(context, input.matter),
  }),
  /** Accepts or refuses a form of the list, or with `unlisted` adds one of the officer's own. */
  'matter.form': command({
    input: z.object({
      matter: matterId,
      form: writtenForm,
      kind: formKind,
      accepted: z.boolean().nullable(),
      unlisted: z.boolean().default(false),
    }),
    access: 'write',
    allowed: working,
    audit: (input, result: DecidedView) => withCodings(input, result),
    handler: (context, input): Promise<DecidedView> => decideShown(context, input.matter, input),
  }),
  /** Takes decisions by what the list of forms shows, all of them or none. */
  'matter.decide': command({
    input: z.object({
      matter: matterId,
      accept: listedForms,
      refuse: listedForms,
      kind: formKind.optional(),
      samePeople: listedForms,
      refuseTwins: listedForms,
      unlisted: z.boolean().default(false),
    }),
    access: 'write',
    allowed: working,
    audit: (input, result: DecidedView) => withCodings(input, result),
    handler: (context, input): Promise<DecidedView> => decideListed(context, input.matter, input),
  }),
  /** Decides about another bearer of the name in one step: the same person, or somebody else whose mail stays out. */
  'matter.twin': command({
    input: z.object({
      matter: matterId,
      addresses: z.array(z.string().min(3).max(320)).min(1).max(100),
      accepted: z.boolean().nullable(),
    }),
    access: 'write',
    allowed: working,
    audit: (input, result: DecidedView) => withCodings(input, result),
    handler: (context, input): Promise<DecidedView> => decideTwin(context, input.matter, input),
  }),
  /** What was left out as somebody else's of the name, and what of it stands in the review set. */
  'matter.refused': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): RefusedView => refusedFamilies(context, input.matter),
  }),
  /** Takes a refused message with its family in all the same, with the next collection; or leaves it out again. */
  'matter.readmit': command({
    input: z.object({ matter: matterId, document: documentId, readmit: z.boolean() }),
    access: 'write',
    allowed: working,
    audit: (input, result: ReadmittedView) => withCodings(input, result),
    handler: (context, input): ReadmittedView => readmitFamily(context, input.matter, input.document, input.readmit),
  }),
  /** Codes what was collected before its person was refused as not responsive, in one step. */
  'matter.set-aside': command({
    input: z.object({ matter: matterId }),
    access: 'write',
    allowed: working,
    audit: (input, result: SetAside) => ({ ...input, documents: result.documents, kept: result.kept }),
    handler: (context, input): SetAside => setAsideNamesakes(reviewer(context, input.matter)),
  }),
}
