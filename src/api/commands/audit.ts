import { z } from 'zod'
import { asId, type DocumentId, type MatterId, type UserName } from '../../model/index.ts'
import { refuseExisting, writeNewFile } from '../../produce/index.ts'
import { controlNumbersOf, exportedAudit, verifyAudit } from '../../store/index.ts'
import { command } from '../command.ts'
import type { Context } from '../context.ts'
import type { AuditExported, AuditListView, AuditVerified } from '../views.ts'
import { auditedDocuments, recordedOf } from './audit-views.ts'
import { limit, matterId, offset, path, userName } from './schemas.ts'

function verify(context: Context): AuditVerified {
  const { main, directory, id } = context.workspace()
  return verifyAudit(main, { directory, workspace: id })
}

/** Control numbers of documents of a request; none where the request was deleted or never came to be. */
function numbersOf(context: Context, matter: string | null, ids: readonly DocumentId[]): ReadonlyMap<DocumentId, string> {
  const workspace = context.workspace()
  const id = workspace.matters().find((one) => one === matter)
  return id === undefined || ids.length === 0 ? new Map() : controlNumbersOf(workspace.matter(id), ids)
}

/** The payload in one line for scripts; it stays inside the workspace. */
function inWords(payload: unknown): string {
  if (payload === null || typeof payload !== 'object') return ''
  return Object.entries(payload)
    .filter(([name]) => name !== 'matter' && name !== 'publicKey')
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' · ')
    .slice(0, 500)
}

/** The audit chain and running jobs. */
export const auditCommands = {
  'audit.list': command({
    input: z.object({
      matter: matterId.optional(),
      user: userName.optional(),
      command: z.string().max(100).optional(),
      limit: limit.default(200),
      offset: offset.default(0),
    }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): AuditListView => {
      const { total, entries } = context.workspace().audit.list(input)
      return {
        total,
        entries: entries.map(({ sequence, atMs, user, command, matter, outcome, payload, hash }) => ({
          sequence,
          atMs,
          user: asId<UserName>(user),
          command,
          matter: matter === null ? null : asId<MatterId>(matter),
          what: inWords(payload),
          recorded: recordedOf(payload),
          documents: auditedDocuments(payload, (ids) => numbersOf(context, matter, ids)),
          outcome,
          hash,
        })),
      }
    },
  }),
  'audit.verify': command({ input: z.object({}), access: 'read', allowed: 'anyone', handler: verify }),
  /** A copy with salted commitments in place of payloads; verifies without the app. */
  'audit.export': command({
    input: z.object({ out: path }),
    access: 'write',
    allowed: 'anyone',
    handler: (context, input): AuditExported => {
      const { audit, main, id } = context.workspace()
      refuseExisting(input.out)
      // So that the copy ends with a signature over its last entry.
      audit.checkpoint(context.services.now())
      const verdict = verify(context)
      writeNewFile(input.out, Buffer.from(exportedAudit(main, id, context.services.now())))
      return { ...verdict, out: input.out }
    },
  }),
  'job.list': command({
    input: z.object({}),
    access: 'read',
    allowed: 'signed-out',
    handler: (context): { jobs: readonly string[] } => ({ jobs: context.core.jobs() }),
  }),
  'job.cancel': command({
    input: z.object({ job: z.string().max(40) }),
    access: 'read',
    allowed: 'signed-out',
    handler: (context, input): { cancelled: boolean } => ({ cancelled: context.core.cancel(input.job) }),
  }),
}
