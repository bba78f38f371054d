import { z } from 'zod'
import { command } from '../command.ts'
import type { UserView, WorkspaceCreated, WorkspaceStatus } from '../views.ts'
import { passphrase, path, role, userName } from './schemas.ts'

const unbuilt = (): never => {
  throw new Error('not wired yet')
}

/** Workspace and users: making, unlocking, locking; who may do what. */
export const workspaceCommands = {
  'workspace.status': command({ input: z.object({}), access: 'read', allowed: 'signed-out', handler: (): WorkspaceStatus => unbuilt() }),
  /** Makes an encrypted workspace and its first user; leaves it open. */
  'workspace.create': command({
    input: z.object({ workspace: path, user: userName, role: role.default('investigator'), passphrase }),
    access: 'write',
    allowed: 'signed-out',
    audit: (input) => ({ user: input.user, role: input.role }),
    handler: (): WorkspaceCreated => unbuilt(),
  }),
  'workspace.unlock': command({
    input: z.object({ workspace: path.optional(), user: userName, passphrase }),
    access: 'write',
    allowed: 'signed-out',
    audit: (input) => ({ user: input.user }),
    handler: (): WorkspaceStatus => unbuilt(),
  }),
  'workspace.lock': command({ input: z.object({}), access: 'write', allowed: 'signed-out', handler: (): WorkspaceStatus => unbuilt() }),
  'user.list': command({
    input: z.object({}),
    access: 'read',
    allowed: 'anyone',
    handler: (): { users: readonly UserView[] } => unbuilt(),
  }),
  /** The first passphrase is set by whoever adds the user and must be changed at first sign-in. */
  'user.add': command({
    input: z.object({ user: userName, role, passphrase }),
    access: 'write',
    allowed: ['investigator', 'legal-reviewer'],
    audit: (input) => ({ user: input.user, role: input.role }),
    handler: (): UserView => unbuilt(),
  }),
  'user.changePassphrase': command({
    input: z.object({ current: passphrase, next: passphrase }),
    access: 'write',
    allowed: 'anyone',
    audit: () => ({}),
    handler: (): UserView => unbuilt(),
  }),
}
