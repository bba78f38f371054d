import { z } from 'zod'
import { command } from '../command.ts'
import type { CheckView, DemoView, FrameView, GateView, LogWritten, ProducedView, ProductionsView } from '../views.ts'
import { openDemo, runDemo } from './demo.ts'
import { checkProduced, listProductions, preview, produceGate, runProduce, writeProductionLog } from './produce-views.ts'
import { documentId, matterId, passphrase, path, productionId } from './schemas.ts'

const working = ['investigator', 'legal-reviewer'] as const
const formats = z
  .array(z.enum(['eml', 'mbox', 'pdf']))
  .min(1)
  .default(['eml', 'mbox', 'pdf'])

/** The gate, the production, its check and its logs. */
export const produceCommands = {
  'produce.gate': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): Promise<GateView> => produceGate(context, input.matter),
  }),
  /** First pages as they will be, as PDF. */
  'produce.preview': command({
    input: z.object({ matter: matterId, document: documentId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): Promise<FrameView> => preview(context, input.matter, input.document),
  }),
  /** Gate, render, number, bundle, check, release. The bundle appears under its name only after the check passed. */
  'produce.run': command({
    input: z.object({ matter: matterId, out: path, formats, passphraseOut: path.optional() }),
    access: 'write',
    allowed: working,
    audit: (input, result: ProducedView) => ({
      matter: input.matter,
      formats: input.formats,
      sha256: result.sha256,
      production: result.production,
    }),
    handler: (context, input): Promise<ProducedView> => runProduce(context, input),
  }),
  'produce.list': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): ProductionsView => listProductions(context, input.matter),
  }),
  /** The leak check again on a bundle that was produced here, with further strings. */
  'check.bundle': command({
    input: z.object({ bundle: path, passphrase, needles: z.array(z.string().min(1)).default([]) }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): Promise<CheckView> => checkProduced(context, input),
  }),
  'log.write': command({
    input: z.object({
      matter: matterId,
      edition: z.enum(['internal', 'requester', 'privilege']),
      format: z.enum(['csv', 'json', 'pdf']),
      out: path,
      production: productionId.optional(),
    }),
    access: 'write',
    allowed: 'anyone',
    handler: (context, input): Promise<LogWritten> => writeProductionLog(context, input),
  }),
  /** The whole way on the bundled sample archive. */
  'demo.run': command({
    input: z.object({ out: path }),
    access: 'write',
    allowed: 'signed-out',
    handler: (context, input): Promise<DemoView> => runDemo(context, input.out),
  }),
  /** The sample request, opened in the current workspace: sources indexed, matter created and collected, ready for review. */
  'demo.open': command({
    input: z.object({}),
    access: 'write',
    allowed: working,
    handler: (context): Promise<{ matter: string }> => openDemo(context),
  }),
}
