import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Services } from '../../src/api/index.ts'
import { mail } from '../jobs/request.ts'
import { bench, phrases } from './core-home.ts'

/** A request with one mail, released by Anna and approved by Ben, who is signed in; `copy` and `putBack` are of its file alone, with nobody signed in. */
export async function approvedRequest(given: Partial<Services> = {}) {
  const { core, folder } = bench('in process', given)
  const workspace = join(folder, 'w')
  mkdirSync(join(folder, 'mail'))
  writeFileSync(join(folder, 'mail', '1.eml'), mail({ text: 'Nora Quill, ask Ida Falk.' }, 'letter-of-march'))
  await core.call('workspace.create', { workspace, user: 'anna', role: 'investigator', passphrase: phrases.anna })
  await core.call('user.add', { user: 'ben', role: 'legal-reviewer', passphrase: 'the first phrase for ben only' })
  await core.call('source.add', { paths: [join(folder, 'mail')] })
  const { matter } = await core.call('matter.create', {
    subject: 'Nora Quill',
    emails: ['nora.quill@harbour.example'],
    received: '2026-11-02',
    regime: 'eu-ie',
  })
  await core.call('matter.collect', { matter })
  const submit = async () => {
    await core.call('review.code', { matter, selection: { all: true }, coding: 'responsive' })
    await core.call('review.dispose', { matter, selection: { all: true }, disposition: 'release' })
    await core.call('review.submit', { matter })
  }
  await submit()
  await core.call('workspace.lock', {})
  await core.call('workspace.unlock', { workspace, user: 'ben', passphrase: 'the first phrase for ben only' })
  await core.call('user.changePassphrase', { current: 'the first phrase for ben only', next: phrases.ben })
  const approve = () => core.call('approval.approve', { matter, selection: { all: true }, unviewed: true })
  await approve()
  /** Everything decided and approved anew by both. */
  const resubmit = async () => {
    await submit()
    await core.call('workspace.lock', {})
    await core.call('workspace.unlock', { workspace, user: 'ben', passphrase: phrases.ben })
    await approve()
  }
  const kept = join(folder, 'kept')
  const between = async (act: () => void) => {
    await core.call('workspace.lock', {})
    act()
    await core.call('workspace.unlock', { workspace, user: 'anna', passphrase: phrases.anna })
  }
  const copy = () => between(() => cpSync(join(workspace, 'matters'), kept, { recursive: true }))
  const putBack = () =>
    between(() => {
      rmSync(join(workspace, 'matters'), { recursive: true })
      cpSync(kept, join(workspace, 'matters'), { recursive: true })
    })
  const missing = async () => (await core.call('produce.gate', { matter })).items.flatMap(({ id, ok }) => (ok ? [] : [id]))
  const produce = () => core.call('produce.run', { matter, formats: ['eml'], out: join(folder, 'out.zip') })
  return { core, folder, matter, approve, resubmit, copy, putBack, missing, produce }
}
