import { z } from 'zod'
import { command } from '../command.ts'
import type { AuditExported, AuditListView, AuditVerified } from '../views.ts'
import { limit, matterId, offset, path, userName } from './schemas.ts'

const unbuilt = (): never => {
  throw new Error('not wired yet')
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
    handler: (): AuditListView => unbuilt(),
  }),
  'audit.verify': command({ input: z.object({}), access: 'read', allowed: 'anyone', handler: (): AuditVerified => unbuilt() }),
  /** A copy with salted commitments in place of payloads; verifies without the app. */
  'audit.export': command({ input: z.object({ out: path }), access: 'write', allowed: 'anyone', handler: (): AuditExported => unbuilt() }),
  'job.list': command({
    input: z.object({}),
    access: 'read',
    allowed: 'signed-out',
    handler: (): { jobs: readonly string[] } => unbuilt(),
  }),
  'job.cancel': command({
    input: z.object({ job: z.string() }),
    access: 'read',
    allowed: 'signed-out',
    handler: (): { cancelled: boolean } => unbuilt(),
  }),
}
