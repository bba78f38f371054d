import { resolve } from 'node:path'
import type { Input } from '../../api/index.ts'
import { usage } from './arguments.ts'
import type { CliCommand } from './command.ts'
import { textList, textTable } from './text-table.ts'

type RoleInput = Input<'user.add'>['role']

/** Workspace, users, audit chain. */
export const workspaceCliCommands: readonly CliCommand[] = [
  {
    name: 'init',
    usage: '--user NAME [--role ROLE]',
    summary: 'makes an encrypted workspace and its first user',
    more: 'ROLE is investigator (default), legal-reviewer or auditor. The passphrase cannot be recovered without a second user.',
    options: { role: 'text' },
    words: [0, 0],
    signIn: false,
    run: async (session, args) => {
      const workspace = session.workspace()
      const user = await session.user()
      const { passphrase } = await session.newPassphrase('passphrase-file', user)
      const role = args.text('role') as RoleInput | undefined
      const json = await session.call('workspace.create', { workspace, user, passphrase, ...(role ? { role } : {}) })
      return { json, text: `Workspace made in ${json.workspace}; ${json.user} is its first user (${json.role}).\n` }
    },
  },
  {
    name: 'status',
    usage: '',
    summary: 'which workspace this is, who can sign in, and whether PDF can be made',
    options: {},
    words: [0, 0],
    signIn: true,
    run: async (session) => {
      const json = await session.call('workspace.status', {})
      const { workspace, user, role, users, printEngine } = json
      return {
        json,
        text: textList([
          ['Workspace', workspace],
          ['Signed in', `${user} (${role})`],
          ['Users', users.join(', ')],
          ['PDF', printEngine.available ? 'available' : printEngine.hint],
        ]),
      }
    },
  },
  {
    name: 'user add',
    usage: 'NAME --role ROLE [--new-passphrase-file F] [--must-change]',
    summary: 'adds a user',
    more: 'A further legal reviewer is added by a legal reviewer, a further investigator by an investigator. With --new-passphrase-file the file is taken to be written by the new user, who may keep that passphrase unless --must-change is given. Only the two of you know that they wrote it: until they change it (desk user passphrase), the gate, the manifest and the internal log tell of every document that they propose something in or approve. Typed here, it is yours and must be changed at their first sign-in.',
    options: { role: 'text', 'new-passphrase-file': 'text', 'must-change': 'switch' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const user = args.words[0] ?? ''
      const role = args.need('role') as RoleInput
      const { passphrase, fromFile } = await session.newPassphrase('new-passphrase-file', user)
      const mustChange = !fromFile || args.flag('must-change')
      const json = await session.call('user.add', { user, role, passphrase, mustChange })
      return {
        json,
        text: mustChange
          ? `${json.user} was added (${json.role}); their passphrase must be changed at first sign-in.\n`
          : `${json.user} was added (${json.role}). What they propose or approve is told of as done under a passphrase that you gave, until they change it: desk user passphrase --new-passphrase-file F.\n`,
      }
    },
  },
  {
    name: 'user end',
    usage: 'NAME --why REASON [--even-last]',
    summary: 'ends a user\u2019s access',
    more: `Their passphrase opens this workspace no longer. What they proposed, approved and signed stays, can be verified, and others go on with it. Nobody ends their own access.
A copy of the workspace from before, such as a backup, still opens with their passphrase: the workspace\u2019s key stays what it was, since it can be put under a new one only with everybody\u2019s passphrase at hand. Keep such copies out of their reach or destroy them.
The last legal reviewer and the last investigator are ended only with --even-last: nobody here could bring in the next. Who comes back is added again under the same name and role.`,
    options: { why: 'text', 'even-last': 'switch' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const user = args.words[0] ?? ''
      const json = await session.call('user.end', { user, why: args.need('why'), evenLast: args.flag('even-last') })
      return {
        json,
        text: `${json.user} can no longer open this workspace. A copy of it from before, such as a backup, still opens with their passphrase: keep such copies out of their reach or destroy them.\n`,
      }
    },
  },
  {
    name: 'user passphrase',
    usage: '[--new-passphrase-file F]',
    summary: 'changes your own passphrase',
    options: { 'new-passphrase-file': 'text' },
    words: [0, 0],
    signIn: true,
    run: async (session) => {
      const { passphrase: next } = await session.newPassphrase('new-passphrase-file', await session.user())
      const json = await session.call('user.changePassphrase', { current: await session.passphrase(), next })
      return { json, text: 'The passphrase was changed.\n' }
    },
  },
  {
    name: 'user list',
    usage: '',
    summary: 'lists users and roles',
    options: {},
    words: [0, 0],
    signIn: true,
    run: async (session) => {
      const json = await session.call('user.list', {})
      return {
        json,
        text: textTable(
          ['USER', 'ROLE', 'ADDED BY', 'PASSPHRASE', 'ACCESS'],
          json.users.map(({ user, role, addedBy, mustChangePassphrase, passphraseFrom, ended }) => [
            user,
            role,
            addedBy ?? 'made the workspace',
            mustChangePassphrase ? 'to be changed' : passphraseFrom === null ? 'own' : `from ${passphraseFrom}`,
            ended === null ? 'open' : `ended by ${ended.by} on ${new Date(ended.atMs).toISOString().slice(0, 10)}: ${ended.why}`,
          ]),
        ),
      }
    },
  },
  {
    name: 'audit verify',
    usage: '',
    summary: 'checks the chain of the log and its signatures',
    options: {},
    words: [0, 0],
    signIn: true,
    run: async (session) => {
      const json = await session.call('audit.verify', {})
      const verdict = json.ok ? 'The log is whole' : 'The log was changed'
      const problems = json.problems.map((problem) => `  ${problem}\n`).join('')
      return {
        json,
        text: `${verdict}: ${json.entries} entries, ${json.checkpoints} signatures.\n${problems}Head ${json.head}\n`,
        status: json.ok ? 0 : 1,
      }
    },
  },
  {
    name: 'audit export',
    usage: '--out F',
    summary: 'writes a copy of the log that verifies without this program',
    options: { out: 'text' },
    words: [0, 0],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('audit.export', { out: resolve(args.need('out')) })
      return { json, text: `${json.entries} entries written to ${json.out}.\n`, status: json.ok ? 0 : 1 }
    },
  },
  {
    name: 'audit list',
    usage: '[--matter M] [--limit N] [--offset N]',
    summary: 'shows the log, newest first',
    options: { matter: 'text', limit: 'number', offset: 'number' },
    words: [0, 0],
    signIn: true,
    run: async (session, args) => {
      const given = args.text('matter')
      const json = await session.call('audit.list', {
        ...(given === undefined ? {} : { matter: await session.matter(given) }),
        limit: args.number('limit'),
        offset: args.number('offset'),
      })
      const rows = json.entries.map((entry) => [
        entry.sequence,
        new Date(entry.atMs).toISOString().slice(0, 19),
        entry.user,
        entry.command,
        entry.matter,
        entry.outcome,
      ])
      return { json, text: textTable(['NO', 'UTC', 'USER', 'WHAT', 'REQUEST', 'OUTCOME'], rows) }
    },
  },
  {
    name: 'open',
    usage: '[--host electron|browser]',
    summary: 'opens the workstation',
    options: { host: 'text' },
    words: [0, 0],
    signIn: false,
    run: async (_session, args) => {
      const host = args.text('host')
      if (host !== undefined && host !== 'electron' && host !== 'browser') throw usage('--host is electron or browser.')
      const { open } = await import('../start.ts')
      await open({ host, window: true })
      // The workstation runs on in this process until its window closes.
      return { json: null, text: '', staysOpen: true }
    },
  },
]
