import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mail, third } from '../jobs/request.ts'
import { bench, failure, phrases } from './core-home.ts'

/** A request with one mail, released by Anna and approved by Ben; `copy` and `putBack` are of its file alone, with nobody signed in. */
async function approvedRequest() {
  const { core, folder } = bench('in process')
  const workspace = join(folder, 'w')
  mkdirSync(join(folder, 'mail'))
  writeFileSync(join(folder, 'mail', '1.eml'), mail({ text: 'Nora Quill, ask Ida Falk.' }, '1'))
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
  await core.call('review.code', { matter, selection: { all: true }, coding: 'responsive' })
  await core.call('review.dispose', { matter, selection: { all: true }, disposition: 'release' })
  await core.call('review.submit', { matter })
  await core.call('workspace.lock', {})
  await core.call('workspace.unlock', { workspace, user: 'ben', passphrase: 'the first phrase for ben only' })
  await core.call('user.changePassphrase', { current: 'the first phrase for ben only', next: phrases.ben })
  const approve = () => core.call('approval.approve', { matter, selection: { all: true }, unviewed: true })
  await approve()
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
  return { core, matter, copy, putBack, missing, produce }
}

it('an approval given before a change does not come back with an older copy of the request’s file', async () => {
  const { core, matter, copy, putBack, missing, produce } = await approvedRequest()
  await copy()
  expect(await missing()).toEqual([])
  await core.call('mark.text', { matter, text: 'Ida Falk', ground: third, everywhere: true })
  await putBack()
  expect(await missing()).toEqual(['signatures'])
  expect((await failure(produce())).code).toBe('produce/gate-closed')
  expect(await missing()).toEqual(['approved'])
  const { entries } = await core.call('audit.list', {})
  expect(entries.find(({ command }) => command === 'matter.older')).toMatchObject({ matter, user: 'anna', outcome: 'store/older-copy' })
})

it('nor when something else is written first', async () => {
  const { core, matter, copy, putBack, missing } = await approvedRequest()
  await copy()
  await core.call('mark.text', { matter, text: 'Ida Falk', ground: third, everywhere: true })
  await putBack()
  await core.call('mark.text', { matter, text: 'Nobody of this name', ground: third, everywhere: true })
  expect(await missing()).toEqual(['approved'])
})

it('the newer file put back after a look at the older is as it was', async () => {
  const { core, matter, copy, putBack, missing } = await approvedRequest()
  await core.call('review.code', { matter, selection: { all: true }, coding: 'responsive', note: 'Seen.' })
  await core.call('review.undo', { matter })
  await copy()
  const before = await missing()
  await putBack()
  expect(await missing()).toEqual(before)
  const { entries } = await core.call('audit.list', {})
  expect(entries.some(({ command }) => command === 'matter.older')).toBe(false)
})
