import { z } from 'zod'
import { sourceKinds } from '../../model/index.ts'
import { command } from '../command.ts'
import type { LedgerView, SourcesView } from '../views.ts'
import { path, sourceId } from './schemas.ts'

const unbuilt = (): never => {
  throw new Error('not wired yet')
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
    handler: (): Promise<SourcesView> => unbuilt(),
  }),
  'source.rescan': command({
    input: z.object({ source: sourceId.optional() }),
    access: 'write',
    allowed: ['investigator', 'legal-reviewer'],
    handler: (): Promise<SourcesView> => unbuilt(),
  }),
  'source.list': command({ input: z.object({}), access: 'read', allowed: 'anyone', handler: (): SourcesView => unbuilt() }),
  'ledger.show': command({
    input: z.object({ source: sourceId.optional() }),
    access: 'read',
    allowed: 'anyone',
    handler: (): LedgerView => unbuilt(),
  }),
}
