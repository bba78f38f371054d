import { expect, it } from 'vitest'
import type { ClockEventId, ClockEventKind } from '../../src/model/index.ts'
import { asId } from '../../src/model/index.ts'
import { annasWorkspace, bench, failure } from './core-home.ts'

const e = (number: number) => asId<ClockEventId>(`E${number}`)

async function request(regime = 'eu-ie', received = '2026-09-03') {
  const { core, folder } = bench('in process', { now: () => Date.parse('2026-11-20T12:00:00Z') })
  await annasWorkspace(core, `${folder}/w`)
  const { matter } = await core.call('matter.create', { subject: 'Nora Quill', emails: [], received, regime })
  const event = (kind: ClockEventKind, on: string) => core.call('matter.event', { matter, kind, on })
  const correct = (id: ClockEventId, on: string, reason = 'a slip') => core.call('matter.correct', { matter, event: id, on, reason })
  const takeBack = (id: ClockEventId, reason = 'of another request') => core.call('matter.take-back', { matter, event: id, reason })
  return { core, matter, event, correct, takeBack, show: () => core.call('matter.show', { matter }) }
}

it('the receipt is the first event of the clock', async () => {
  const { show } = await request()
  expect((await show()).matter.events).toMatchObject([{ id: 'E1', kind: 'received', on: '2026-09-03', by: 'anna' }])
})

it('a corrected event moves the deadline, and both stay in the record with the reason', async () => {
  // ICO’s day count: asked on the 7th, answered on the 16th, both counted (law tables).
  const { event, correct, show } = await request('uk-eng')
  await event('clarification-asked', '2026-09-07')
  await event('clarification-answered', '2026-09-26')
  const view = await correct(e(3), '2026-09-16', 'the letter bears the 16th')
  expect(view.deadline.due).toBe('2026-10-13')
  expect(view.matter.events.map(({ id, on }) => [id, on])).toEqual([
    ['E1', '2026-09-03'],
    ['E2', '2026-09-07'],
    ['E4', '2026-09-16'],
  ])
  expect((await show()).corrections).toMatchObject([
    { event: { id: 'E3', on: '2026-09-26' }, instead: { id: 'E4', on: '2026-09-16' }, reason: 'the letter bears the 16th', by: 'anna' },
  ])
})

it('a request whose answer was not sent after all is open again', async () => {
  const { event, takeBack } = await request()
  expect((await event('sent', '2026-09-20')).state).toBe('closed')
  const view = await takeBack(e(2))
  expect(view.state).not.toBe('closed')
  expect(view.corrections).toMatchObject([{ event: { kind: 'sent' }, instead: null, reason: 'of another request' }])
})

it('a pause that was not asked for lets the clock run again', async () => {
  const { event, takeBack } = await request('uk-eng')
  expect((await event('identity-asked', '2026-09-10')).deadline.due).toBeNull()
  expect((await takeBack(e(2))).deadline.due).toBe('2026-10-05')
})

it('the receipt can be corrected, earlier or later, and the clock counts from it', async () => {
  const { correct, show } = await request('eu-ie', '2027-09-03')
  expect((await correct(e(1), '2026-09-03')).deadline.strictDue).toBe('2026-10-05')
  expect((await correct(e(2), '2026-09-05')).matter.received).toBe('2026-09-05')
  expect((await show()).corrections).toHaveLength(2)
})

it('an earlier receipt is a correction of it, and never a further event that changes nothing', async () => {
  const { event, show } = await request()
  expect(await failure(event('received', '2026-08-31'))).toMatchObject({
    code: 'law/bad-date',
    message: expect.stringContaining('Correct that day'),
    details: { field: 'on' },
  })
  expect((await show()).matter.events).toHaveLength(1)
  expect((await event('received', '2026-09-07')).matter.received).toBe('2026-09-07')
})

it('the receipt is not taken back, nor made anything else', async () => {
  const { core, matter, takeBack } = await request()
  expect(await failure(takeBack(e(1)))).toMatchObject({
    code: 'api/bad-input',
    message: expect.stringContaining('starts with the receipt'),
  })
  const other = core.call('matter.correct', { matter, event: e(1), kind: 'sent', on: '2026-09-04', reason: 'a slip' })
  expect((await failure(other)).code).toBe('api/bad-input')
})

it('no event is left before the receipt, whichever of them is corrected', async () => {
  const { event, correct, show } = await request()
  await event('identity-asked', '2026-09-10')
  expect(await failure(correct(e(2), '2026-09-01'))).toMatchObject({ code: 'law/bad-date', details: { field: 'on' } })
  expect((await failure(correct(e(1), '2026-09-15'))).message).toContain('event of 10 September 2026 (E2)')
  expect((await show()).corrections).toEqual([])
})

it('what is yet to come has not happened', async () => {
  const { event, correct } = await request()
  expect(await failure(event('sent', '2027-09-20'))).toMatchObject({
    code: 'law/bad-date',
    message: expect.stringContaining('yet to come'),
  })
  await event('sent', '2026-09-20')
  expect((await failure(correct(e(2), '2027-09-20'))).code).toBe('law/bad-date')
})

it('an event is corrected once; then what stands in its place is', async () => {
  const { event, correct, takeBack } = await request()
  await event('identity-asked', '2026-09-10')
  await correct(e(2), '2026-09-11')
  expect((await failure(correct(e(2), '2026-09-12'))).message).toContain('E3 stands in its place')
  await takeBack(e(3))
  expect((await failure(takeBack(e(3)))).message).toContain('taken back already')
  expect((await failure(takeBack(e(9)))).code).toBe('matter/unknown-event')
})

it('a correction says something, and why', async () => {
  const { event, correct, takeBack } = await request()
  await event('identity-asked', '2026-09-10')
  expect((await failure(correct(e(2), '2026-09-10'))).message).toContain('what the event says already')
  expect((await failure(takeBack(e(2), '   '))).code).toBe('api/bad-input')
})

it('the log says what stood before, what stands now, and why', async () => {
  const { core, event, correct, takeBack } = await request()
  await event('identity-asked', '2026-09-10')
  await correct(e(2), '2026-09-11', 'the letter bears the 11th')
  await takeBack(e(3), 'of another request')
  const { entries } = await core.call('audit.list', {})
  const [taken, corrected] = ['matter.take-back', 'matter.correct'].map((name) => entries.find(({ command }) => command === name)?.recorded)
  const asked = { kind: 'identity-asked', on: '2026-09-10' }
  expect(corrected).toMatchObject({ was: asked, is: { ...asked, on: '2026-09-11' }, reason: 'the letter bears the 11th' })
  expect(taken).toMatchObject({ was: { ...asked, on: '2026-09-11' }, is: null, reason: 'of another request' })
})
