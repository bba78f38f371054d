import { resolve } from 'node:path'
import { env } from 'node:process'
import type { CoreClient } from '../../api/index.ts'
import { AppError, asId, type MatterId } from '../../model/index.ts'
import type { Arguments } from './arguments.ts'
import { usage } from './arguments.ts'
import type { Session } from './command.ts'
import { askPassphrase, passphraseFromFile } from './passphrase.ts'

/** A session over a core; nobody is signed in yet. */
export function createSession(core: CoreClient, args: Arguments, signal: AbortSignal): Session {
  const call: Session['call'] = (name, input) => core.call(name, input, { signal })
  const workspace = (): string => {
    const given = args.text('workspace') ?? env['DESK_WORKSPACE']
    if (!given) throw usage('Which workspace? Name its folder with --workspace (or DESK_WORKSPACE).')
    return resolve(given)
  }
  const user = async (): Promise<string> => {
    const given = args.text('user') ?? env['DESK_USER']
    if (given) return given
    throw usage('Who are you? Give your name with --user (or DESK_USER).')
  }
  const passphraseFile = (): string | undefined => args.text('passphrase-file') ?? (env['DESK_PASSPHRASE_FILE'] || undefined)
  return {
    call,
    core,
    signal,
    workspace,
    user,
    passphrase: async () => {
      const file = passphraseFile()
      return file === undefined ? askPassphrase(`Passphrase of ${await user()}: `, signal) : passphraseFromFile(file)
    },
    newPassphrase: async (option, whose) => {
      const file = option === 'passphrase-file' ? passphraseFile() : args.text(option)
      if (file !== undefined) return { passphrase: passphraseFromFile(file), fromFile: true }
      const passphrase = await askPassphrase(`New passphrase of ${whose} (there is no way to recover it): `, signal)
      if ((await askPassphrase('Once more: ', signal)) !== passphrase) throw usage('The two passphrases differ. Nothing was changed.')
      return { passphrase, fromFile: false }
    },
    matter: async (given) => {
      if (given === undefined) throw usage('Which request? Give its number (M1) or reference.')
      if (/^M\d+$/.test(given)) return asId<MatterId>(given)
      const { matters } = await call('matter.list', {})
      const found = matters.filter(({ matter }) => matter.reference === given)
      const [only] = found
      if (only && found.length === 1) return only.matter.id
      throw new AppError('matter/unknown', 'There is no request with this number or reference. `desk matter list` shows them.')
    },
  }
}

/** Signs in with what the options and the environment say. */
export async function signIn(session: Session): Promise<void> {
  const directory = session.workspace()
  await session.call('workspace.unlock', { workspace: directory, user: await session.user(), passphrase: await session.passphrase() })
}
