import { expect, it } from 'vitest'
import { third } from '../jobs/request.ts'
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
