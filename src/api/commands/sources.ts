import { z } from 'zod'
import {
  addSources,
  type IngestEnvironment,
  ledgerReport,
  readLedger,
  readRawBytes,
  rescanSources,
  sourceSummaries,
} from '../../jobs/index-side.ts'
import type { SourceId } from '../../model/index.ts'
import { sourceKinds } from '../../model/index.ts'
import { collectedAttachments } from '../../store/index.ts'
import { command } from '../command.ts'
import type { Context } from '../context.ts'
import type { LedgerRawView, LedgerView, LedgerWritten, SourcesView } from '../views.ts'
import { path, sourceId } from './schemas.ts'

const environment = (context: Context): IngestEnvironment => ({
  index: context.workspace().index,
  control: context.control,
  now: context.services.now,
  wantedFirst: () => {
    const workspace = context.workspace()
    return new Set(workspace.matters().flatMap((id) => collectedAttachments(workspace.matter(id))))
  },
})

/** Those sources that a pass was about, in order of registration. */
function view(context: Context, ids: readonly SourceId[]): SourcesView {
  return { sources: sourceSummaries(context.workspace().index).filter((source) => ids.includes(source.id)) }
}

/** Tells the screens that sources changed, also when the pass was cut: what it read until then is there. */
async function announced(context: Context, pass: Promise<readonly SourceId[]>): Promise<SourcesView> {
  try {
    return view(context, await pass)
  } finally {
    context.emit({ type: 'changed', area: 'sources', matter: null })
  }
}

/** Sources and the completeness ledger. */
export const sourceCommands = {
  /** Registers and indexes; the kind is recognised by content. An interrupted pass goes on where it stopped. */
  'source.add': command({
    input: z.object({
      paths: z.array(path).min(1),
      kind: z.enum(sourceKinds).optional(),
      custodian: z.string().max(200).optional(),
      label: z.string().max(200).optional(),
    }),
    access: 'write',
    allowed: ['investigator', 'legal-reviewer'],
    handler: (context, input) => announced(context, addSources(environment(context), input)),
  }),
  'source.rescan': command({
    input: z.object({ source: sourceId.optional() }),
    access: 'write',
    allowed: ['investigator', 'legal-reviewer'],
    handler: (context, input) => announced(context, rescanSources(environment(context), input.source ?? null)),
  }),
  'source.list': command({
    input: z.object({}),
    access: 'read',
    allowed: 'anyone',
    handler: (context): SourcesView => ({ sources: sourceSummaries(context.workspace().index) }),
  }),
  /** The ledger with every exception, or with the first `perReason` of each reason. */
  'ledger.show': command({
    input: z.object({ source: sourceId.optional(), perReason: z.int().min(0).optional() }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): LedgerView => readLedger(context.workspace().index, input.source ?? null, input.perReason ?? null),
  }),
  /** The first bytes at an exception's place, as they stand; of places that the ledger lists only. */
  'ledger.raw': command({
    input: z.object({ source: sourceId, locator: z.string().max(20_000), code: z.string().max(60) }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, { source, locator, code }): LedgerRawView => {
      const { bytes, ...place } = readRawBytes(context.workspace().index, source, locator, code)
      return { ...place, hex: Buffer.from(bytes).toString('hex') }
    },
  }),
  /** The ledger as a file: a line a source, a line an exception. */
  'ledger.write': command({
    input: z.object({ source: sourceId.optional(), format: z.enum(['csv', 'json']), out: path }),
    access: 'write',
    allowed: 'anyone',
    handler: async (context, { source, format, out }): Promise<LedgerWritten> => {
      const { writeLongReport } = await import('../../produce/index.ts')
      return writeLongReport(ledgerReport(context.workspace().index, source ?? null), { format, out })
    },
  }),
}
