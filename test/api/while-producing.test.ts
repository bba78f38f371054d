import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { third } from '../jobs/request.ts'
import { approvedRequest } from './approved-request.ts'
import { failure } from './core-home.ts'

/** An approved request, and what is done once its bundle is being made. */
async function producing(act: (made: Awaited<ReturnType<typeof approvedRequest>>) => void) {
  const made = await approvedRequest({ checkpoint: (name) => name === 'produce/started' && act(made) })
  return made
}

it('a decision taken while a bundle is made does not wait for it, and keeps it back', async () => {
  const order: string[] = []
  let marking: Promise<unknown> = Promise.resolve()
  const { folder, produce } = await producing(({ core, matter }) => {
    marking = core.call('mark.text', { matter, text: 'Ida Falk', ground: third, everywhere: true }).then(() => order.push('marked'))
  })
  const refused = await failure(produce().finally(() => order.push('produced')))
  await marking
  expect(refused.code).toBe('produce/gate-closed')
  expect(order).toEqual(['marked', 'produced'])
  expect(existsSync(join(folder, 'out.zip'))).toBe(false)
})

it('deleting a request waits for its bundle, and a second bundle for the first', async () => {
  const order: string[] = []
  const others: Promise<unknown>[] = []
  const { core, folder, matter, produce } = await producing((made) => {
    if (others.length > 0) return
    const second = made.core.call('produce.run', { matter: made.matter, formats: ['eml'], out: join(made.folder, 'second.zip') })
    others.push(second.then(() => order.push('second')))
    others.push(made.core.call('matter.delete', { matter: made.matter, confirm: 'SAR-2026-001' }).then(() => order.push('deleted')))
  })
  await produce().then(() => order.push('first'))
  await Promise.all(others)
  expect(order).toEqual(['first', 'second', 'deleted'])
  expect(existsSync(join(folder, 'second.zip'))).toBe(true)
  expect((await core.call('matter.list', {})).matters.map((one) => one.matter)).not.toContain(matter)
})
