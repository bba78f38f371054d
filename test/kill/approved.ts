import { createCore } from '../../src/api/index.ts'
import { type DeskHome, passphrases } from '../desk.ts'
import { cheapKdf } from '../store/home.ts'

/** A core in this process, for what is only prepared or looked at. */
export function plainCore() {
  return createCore({
    services: {
      printEngine: async () => null,
      printEngineHint: 'Install a browser.',
      // Said to be there, so that a gate for PDF opens; nothing is printed here.
      printEngineAvailable: () => true,
      now: () => Date.now(),
      timeZone: 'Europe/Berlin',
      checkpoint: () => {},
      kdf: cheapKdf,
    },
  })
}

/** Takes mail in and brings a request on it to where it may be produced. `mark` is redacted everywhere. */
export async function approvedRequest(
  home: DeskHome,
  request: {
    readonly paths: readonly string[]
    readonly subject: { readonly name: string; readonly email: string }
    readonly mark: string
  },
): Promise<void> {
  const core = plainCore()
  const { workspace } = home
  const everything = { matter: 'M1', selection: { all: true } } as const
  const say = core.call as (name: string, input: unknown) => Promise<unknown>
  await say('workspace.unlock', { workspace, user: 'officer', passphrase: passphrases.officer })
  await say('source.add', { paths: request.paths })
  const { name, email } = request.subject
  await say('matter.create', { subject: name, emails: [email], received: '2024-02-01', regime: 'eu-ie' })
  await say('matter.collect', { matter: 'M1' })
  await say('review.code', { ...everything, coding: 'responsive' })
  await say('mark.text', { matter: 'M1', text: request.mark, ground: 'EU-15(4)', everywhere: true })
  await say('review.dispose', { ...everything, disposition: 'release' })
  await say('review.submit', { matter: 'M1' })
  await say('workspace.lock', {})
  await say('workspace.unlock', { workspace, user: 'counsel', passphrase: passphrases.counsel })
  await say('approval.approve', { ...everything, unviewed: true })
  await core.close()
}
