import { join } from 'node:path'
import { expect, it } from 'vitest'
import { asId, type UserName } from '../../src/model/index.ts'
import { openWorkspace } from '../../src/store/index.ts'
import { third } from '../jobs/request.ts'
import { cheapKdf } from '../store/home.ts'
import { approvedRequest } from './approved-request.ts'
import { phrases } from './core-home.ts'

/** The approved request as an earlier version of the program left it, whose approvals signed less; Anna is signed in. */
async function approvedEarlier() {
  const made = await approvedRequest()
  const { core, folder, matter } = made
  await core.call('workspace.lock', {})
  const directory = join(folder, 'w')
  const workspace = await openWorkspace({ directory, user: asId<UserName>('anna'), passphrase: phrases.anna, now: Date.now, kdf: cheapKdf })
  workspace.matter(matter).exec("UPDATE approval SET payload = 1, hash = 'of less'")
  workspace.close()
  await core.call('workspace.unlock', { workspace: directory, user: 'anna', passphrase: phrases.anna })
  return made
}

it('an approval that an earlier version signed is void before anything else is written to its request, once, and the chain says so', async () => {
  const { core, matter, missing } = await approvedEarlier()
  expect(await missing()).toEqual(['signatures'])
  await core.call('mark.text', { matter, text: 'Nobody of this name', ground: third, everywhere: true })
  expect(await missing()).toEqual(['approved'])
  await core.call('mark.text', { matter, text: 'Nobody of this name', ground: third, everywhere: true })
  const { entries } = await core.call('audit.list', {})
  const voided = entries.filter(({ command }) => command === 'matter.earlierApprovals')
  expect(voided).toMatchObject([{ matter, user: 'anna', outcome: 'done' }])
  const marked = entries.filter(({ command }) => command === 'mark.text').map(({ sequence }) => sequence)
  expect(Math.min(...marked)).toBeGreaterThan(voided[0]?.sequence ?? Number.POSITIVE_INFINITY)
})

it('and is submitted and given again without anything else to be done', async () => {
  const { core, folder, matter, missing, approve } = await approvedEarlier()
  expect(await core.call('review.submit', { matter })).toMatchObject({ submitted: 1 })
  await core.call('workspace.lock', {})
  await core.call('workspace.unlock', { workspace: join(folder, 'w'), user: 'ben', passphrase: phrases.ben })
  await approve()
  expect(await missing()).toEqual([])
})
