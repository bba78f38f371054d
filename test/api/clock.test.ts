import { expect, it } from 'vitest'
import { annasWorkspace, bench, failure } from './core-home.ts'

async function request() {
  const { core, folder } = bench('in process')
  await annasWorkspace(core, `${folder}/w`)
  const { matter } = await core.call('matter.create', { subject: 'Nora Quill', emails: [], received: '2026-11-02', regime: 'eu-ie' })
  const event = (kind: 'identity-asked' | 'sent', on: string) => core.call('matter.event', { matter, kind, on })
  return { core, matter, event }
}

it.each(['identity-asked', 'sent'] as const)('nothing happens to a request before it is received: %s', async (kind) => {
  const { core, matter, event } = await request()
  const refused = await failure(event(kind, '2025-11-03'))
  expect(refused).toMatchObject({ code: 'law/bad-date', details: { on: '2025-11-03', received: '2026-11-02' } })
  expect(refused.message).toMatch(/before 2026-11-02, when the request was received/u)
  expect((await core.call('matter.show', { matter })).state).not.toBe('closed')
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
