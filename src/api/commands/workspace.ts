import { z } from 'zod'
import type { UserName } from '../../model/index.ts'
import { AppError } from '../../model/index.ts'
import type { OpenWorkspace, SignIn, StoredUser } from '../../store/index.ts'
import { createWorkspace, isWorkspace, openWorkspace, userNames } from '../../store/index.ts'
import { mayAdd, rolesToGive } from '../adding.ts'
import { command } from '../command.ts'
import type { Context } from '../context.ts'
import { isLastOfRole, mayEnd } from '../ending.ts'
import type { UsersView, UserView, WorkspaceCreated, WorkspaceStatus } from '../views.ts'
import { newUserName, passphrase, path, role, userName } from './schemas.ts'

const version = '0.1.0'

/** Of the workspace that this core was started for; of `asked`, another folder, whether one is there and who can sign in to it. */
async function status(context: Context, asked?: string): Promise<WorkspaceStatus> {
  const own = asked === undefined || asked === context.core.directory
  const directory = own ? context.core.directory : asked
  const opened = own ? context.core.opened : null
  const { services } = context
  const available = services.printEngineAvailable?.() ?? (await services.printEngine()) !== null
  const exists = directory !== null && isWorkspace(directory)
  return {
    workspace: directory,
    state: opened ? 'open' : exists ? 'locked' : 'none',
    user: opened?.user ?? null,
    role: opened?.role ?? null,
    users: exists ? namesAtTheDoor(directory) : [],
    mustChangePassphrase: opened?.mustChangePassphrase ?? false,
    printEngine: { available, hint: available ? '' : services.printEngineHint },
    version,
  }
}

function making({ services: { now, kdf } }: Context): Pick<SignIn, 'now' | 'kdf'> {
  return kdf === undefined ? { now } : { now, kdf }
}

/** A damaged keys.json shows no names; signing in then says what is wrong. */
function namesAtTheDoor(directory: string): readonly UserName[] {
  try {
    return userNames(directory)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

function userView({ user, role, mustChangePassphrase, publicKey, addedBy, passphraseFrom, ended }: StoredUser): UserView {
  const ending = ended === null ? null : { by: ended.by, atMs: ended.atMs, why: ended.why ?? '' }
  return { user, role, mustChangePassphrase, publicKey, addedBy: addedBy === user ? null : addedBy, passphraseFrom, ended: ending }
}

/** What the signed-in person may do about people. */
function usersView({ user: by, role, users }: OpenWorkspace): UsersView {
  const people = users()
  return {
    users: people.map(userView),
    mayAdd: rolesToGive(
      role,
      people.map((person) => person.role),
    ),
    mayEnd: role === 'auditor' ? [] : people.filter(({ user, ended }) => user !== by && ended === null).map(({ user }) => user),
    lastOfRole: people.filter((person) => isLastOfRole(person, people)).map(({ user }) => user),
  }
}

/** Workspace and users: making, unlocking, locking; who may do what. */
export const workspaceCommands = {
  'workspace.status': command({
    input: z.object({ workspace: path.optional() }),
    access: 'read',
    allowed: 'signed-out',
    handler: (context, input) => status(context, input.workspace),
  }),
  /** Makes an encrypted workspace and its first user; leaves it open. */
  'workspace.create': command({
    input: z.object({ workspace: path, user: newUserName, role: role.default('investigator'), passphrase }),
    access: 'write',
    allowed: 'signed-out',
    audit: (input) => ({ user: input.user, role: input.role }),
    handler: async (context, input): Promise<WorkspaceCreated> => {
      const { user, role, passphrase } = input
      const made = await createWorkspace({ directory: input.workspace, user, role, passphrase, ...making(context) })
      await context.core.quiesce(context.job)
      context.core.setOpened(made)
      return { workspace: made.directory, user: made.user, role: made.role }
    },
  }),
  'workspace.unlock': command({
    input: z.object({ workspace: path.optional(), user: userName, passphrase }),
    access: 'write',
    allowed: 'signed-out',
    audit: (input) => ({ user: input.user }),
    handler: async (context, input): Promise<WorkspaceStatus> => {
      const directory = input.workspace ?? context.core.directory
      if (directory === null) {
        throw new AppError('store/not-a-workspace', 'No workspace was chosen. Choose its folder, or make one with `desk init`.')
      }
      if (context.core.opened) {
        // One session at a time: who signs in again starts from the door.
        await context.core.quiesce(context.job)
        context.core.setOpened(null)
      }
      const { user, passphrase } = input
      context.core.setOpened(await openWorkspace({ directory, user, passphrase, ...making(context) }))
      return status(context)
    },
  }),
  'workspace.lock': command({
    input: z.object({}),
    access: 'write',
    allowed: 'signed-out',
    auditFirst: true,
    handler: async (context): Promise<WorkspaceStatus> => {
      await context.core.quiesce(context.job)
      context.core.setOpened(null)
      return status(context)
    },
  }),
  'user.list': command({
    input: z.object({}),
    access: 'read',
    allowed: 'anyone',
    handler: (context): UsersView => {
      return usersView(context.workspace())
    },
  }),
  /**
   * Each role adds its own kind (`adding.ts`). The first passphrase is set by whoever adds the user and must be changed at first sign-in. `mustChange: false` says that the new
   * user chose it themselves; the audit keeps who said so, and the gate, the manifest and the internal log tell of what rests on it until they changed it. The name of somebody whose access was ended gives them, and nobody else, a way in again.
   */
  'user.add': command({
    input: z.object({ user: newUserName, role, passphrase, mustChange: z.boolean().default(true) }),
    access: 'write',
    allowed: ['investigator', 'legal-reviewer'],
    audit: (input, result: UserView) => ({
      user: input.user,
      role: input.role,
      mustChange: input.mustChange,
      publicKey: result.publicKey,
    }),
    handler: async (context, input): Promise<UserView> => {
      const workspace = context.workspace()
      mayAdd(
        workspace.role,
        input.role,
        workspace.users().map(({ role }) => role),
      )
      return userView(await workspace.addUser(input))
    },
  }),
  /**
   * Ends somebody's access for good; who comes back is added again. A session of theirs can't be open meanwhile: one program holds a workspace, for the one person who is
   * signed in, and that is who asks.
   */
  'user.end': command({
    input: z.object({ user: userName, why: z.string().trim().min(1).max(500), evenLast: z.boolean().default(false) }),
    access: 'write',
    allowed: ['investigator', 'legal-reviewer'],
    handler: (context, input): UserView => {
      const workspace = context.workspace()
      mayEnd(workspace.user, input.user, workspace.users(), input.evenLast)
      return userView(workspace.endUser(input.user, input.why))
    },
  }),
  'user.changePassphrase': command({
    input: z.object({ current: passphrase, next: passphrase }),
    access: 'write',
    allowed: 'anyone',
    audit: (_input, result: UserView) => ({ publicKey: result.publicKey }),
    handler: async (context, input): Promise<UserView> => userView(await context.workspace().changePassphrase(input.current, input.next)),
  }),
}
