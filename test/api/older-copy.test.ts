import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mail, third } from '../jobs/request.ts'
import { approvedRequest } from './approved-request.ts'
import { failure } from './core-home.ts'

it('an approval given before a change does not come back with an older copy of the request’s file', async () => {
  const { core, matter, copy, putBack, missing, produce } = await approvedRequest()
  await copy()
  expect(await missing()).toEqual([])
  await core.call('mark.text', { matter, text: 'Ida Falk', ground: third, everywhere: true })
  await putBack()
  expect(await missing()).toEqual(['signatures'])
  expect((await failure(produce())).code).toBe('produce/gate-closed')
  expect(await missing()).toEqual(['collected', 'approved'])
  const { entries } = await core.call('audit.list', {})
  expect(entries.find(({ command }) => command === 'matter.older')).toMatchObject({ matter, user: 'anna', outcome: 'store/older-copy' })
})

it('nor when something else is written first', async () => {
  const { core, matter, copy, putBack, missing } = await approvedRequest()
  await copy()
  await core.call('mark.text', { matter, text: 'Ida Falk', ground: third, everywhere: true })
  await putBack()
  await core.call('mark.text', { matter, text: 'Nobody of this name', ground: third, everywhere: true })
  expect(await missing()).toEqual(['collected', 'approved'])
})

it('nor with a copy from before more mail was collected, or a day was recorded: nothing of it is an act of review', async () => {
  const { core, folder, matter, copy, putBack, missing } = await approvedRequest()
  await copy()
  writeFileSync(join(folder, 'mail', '2.eml'), mail({ text: 'Nora Quill, once more.' }, 'letter-of-april'))
  await core.call('source.rescan', {})
  expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 1 })
  await putBack()
  expect(await missing()).toEqual(['signatures'])
  await core.call('matter.event', { matter, kind: 'identity-asked', on: '2026-11-03' })
  expect(await missing()).toEqual(['collected', 'approved'])
  await copy()
  await core.call('matter.event', { matter, kind: 'identity-answered', on: '2026-11-05' })
  await putBack()
  expect(await missing()).toContain('signatures')
})

it('mail that an older copy lacks is asked for until it is collected again, whatever is approved meanwhile', async () => {
  const { core, folder, matter, copy, putBack, missing, resubmit } = await approvedRequest()
  await copy()
  writeFileSync(join(folder, 'mail', '2.eml'), mail({ text: 'Nora Quill, once more.' }, 'letter-of-april'))
  await core.call('source.rescan', {})
  await core.call('matter.collect', { matter })
  await putBack()
  await resubmit()
  expect(await missing()).toEqual(['collected'])
  await core.call('matter.collect', { matter, query: 'once' })
  expect(await missing()).toContain('collected')
  expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 0, already: 2 })
  expect(await missing()).not.toContain('collected')
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
