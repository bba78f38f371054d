import { expect, it } from 'vitest'
import type { Services } from '../../src/api/index.ts'
import { annasWorkspace, bench, failure } from './core-home.ts'

async function request(given: Partial<Services> = {}) {
  const { core, folder } = bench('in process', given)
  await annasWorkspace(core, `${folder}/w`)
  const { matter } = await core.call('matter.create', { subject: 'Nora Quill', emails: [], received: '2026-11-02', regime: 'eu-ie' })
  const event = (kind: 'identity-asked' | 'sent' | 'extended', on: string) => core.call('matter.event', { matter, kind, on })
  return { core, matter, event }
}

it.each(['identity-asked', 'sent'] as const)('nothing happens to a request before it is received: %s', async (kind) => {
  const { core, matter, event } = await request()
  const refused = await failure(event(kind, '2025-11-03'))
  expect(refused).toMatchObject({ code: 'law/bad-date', details: { on: '2025-11-03', received: '2026-11-02' } })
  expect(refused.message).toMatch(/before 2 November 2026, when the request was received/u)
  expect((await core.call('matter.show', { matter })).state).not.toBe('closed')
})

it('days left are counted to the day that is told beside them, also once an extension was', async () => {
  const { core, matter, event } = await request({ now: () => Date.parse('2026-11-20T12:00:00Z') })
  const told = async () => {
    const { daysLeft, dueInForce } = await core.call('matter.show', { matter })
    return [daysLeft, dueInForce]
  }
  expect(await told()).toEqual([12, '2026-12-02'])
  // In the EU an open question is no reason to be late.
  await event('identity-asked', '2026-11-05')
  expect(await told()).toEqual([12, '2026-12-02'])
  await event('extended', '2026-11-19')
  expect(await told()).toEqual([74, '2027-02-02'])
})

it('a request is closed by its answer being sent', async () => {
  const { core, matter, event } = await request()
  expect((await core.call('matter.show', { matter })).state).not.toBe('closed')
  await event('sent', '2026-11-02')
  expect((await core.call('matter.show', { matter })).state).toBe('closed')
})

it('a recognizer that there is none of is refused, with those there are', async () => {
  const { core, matter } = await request()
  const refused = await failure(core.call('review.suggest', { matter, detectors: ['emails' as never] }))
  expect(refused.code).toBe('api/bad-input')
  expect(refused.message).toMatch(/one of iban, card, email, phone, person/u)
})
