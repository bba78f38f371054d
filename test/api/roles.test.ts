import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandNames, loadCommand } from '../../src/api/table.ts'
import type { Role } from '../../src/model/index.ts'
import { bench, failure, phrases } from './core-home.ts'

/** Commands that write and are everybody's: copies that leave what is decided as it is, what oneself has opened, and one's own way in. */
const everybodys = ['audit.export', 'ledger.write', 'log.write', 'review.viewed', 'terms.export', 'user.changePassphrase']

describe('an auditor', () => {
  it('may use no command that writes, but those that copy what is there, note what they opened, and change their own passphrase', async () => {
    const entries = await Promise.all(commandNames.map(async (name) => [name, await loadCommand(name)] as const))
    const open = entries
      .filter(
        ([, { access, allowed }]) =>
          access === 'write' && allowed !== 'signed-out' && (allowed === 'anyone' || (allowed as readonly string[]).includes('auditor')),
      )
      .map(([name]) => name)
    expect(open.sort()).toEqual(everybodys)
  })
})

/** A workspace made by somebody of a role, and how they and those whom they add may go on adding. */
async function madeBy(role: Role) {
  const { core, folder } = bench('in process')
  const workspace = join(folder, 'workspace')
  await core.call('workspace.create', { workspace, user: 'anna', role, passphrase: phrases.anna })
  return {
    core,
    add: (user: string, as: Role) => core.call('user.add', { user, role: as, passphrase: phrases.ben, mustChange: false }),
    become: (user: string) => core.call('workspace.unlock', { workspace, user, passphrase: user === 'anna' ? phrases.anna : phrases.ben }),
    mayAdd: async () => (await core.call('user.list', {})).mayAdd,
  }
}

describe('whoever adds people', () => {
  it('adds the first legal reviewer as an investigator, and no second one: they could be both who proposes and who approves', async () => {
    const { core, add, become, mayAdd } = await madeBy('investigator')
    expect(await mayAdd()).toEqual(['legal-reviewer', 'investigator', 'auditor'])
    await add('lena', 'legal-reviewer')
    expect(await mayAdd()).toEqual(['investigator', 'auditor'])
    expect(await failure(add('marc', 'legal-reviewer'))).toMatchObject({ code: 'api/not-allowed', details: { needed: ['legal-reviewer'] } })
    await add('piet', 'investigator')
    await become('piet')
    expect(await failure(add('marc', 'legal-reviewer'))).toMatchObject({ code: 'api/not-allowed' })
    await become('lena')
    expect(await mayAdd()).toEqual(['legal-reviewer', 'auditor'])
    expect(await failure(add('kurt', 'investigator'))).toMatchObject({ code: 'api/not-allowed' })
    await add('marc', 'legal-reviewer')
    const { users } = await core.call('user.list', {})
    expect(users.map(({ user, addedBy }) => [user, addedBy])).toEqual([
      ['anna', null],
      ['lena', 'anna'],
      ['piet', 'anna'],
      ['marc', 'lena'],
    ])
    const { entries } = await core.call('audit.list', { limit: 50, offset: 0 })
    const added = entries.filter(({ command, outcome }) => command === 'user.add' && outcome === 'done')
    expect(added.map(({ user, what }) => `${user} added ${/user: (\w+)/u.exec(what)?.[1]}`).sort()).toEqual([
      'anna added lena',
      'anna added piet',
      'lena added marc',
    ])
    expect(entries.filter(({ command, outcome }) => command === 'user.add' && outcome === 'api/not-allowed')).toHaveLength(3)
  })

  it('adds nobody a second time whose name differs by spaces or by how its letters are composed, and they sign in however it is typed', async () => {
    const { core, add, become } = await madeBy('investigator')
    await add('  Zo\u00eb  Brandt ', 'investigator')
    for (const typed of ['Zo\u00eb Brandt', 'Zoe\u0308 Brandt ', 'zo\u00eb   brandt', 'anna ']) {
      expect(await failure(add(typed, 'auditor')), typed).toMatchObject({ code: 'store/user-exists' })
    }
    expect(await become('Zoe\u0308 Brandt')).toMatchObject({ user: 'Zo\u00eb Brandt', users: ['anna', 'Zo\u00eb Brandt'] })
    expect(await core.call('user.end', { user: 'anna', why: 'left', evenLast: true })).toMatchObject({ user: 'anna' })
  })

  it('adds the first investigator as a legal reviewer, and as an auditor nobody', async () => {
    const { add, become, mayAdd } = await madeBy('legal-reviewer')
    await add('olga', 'investigator')
    expect(await failure(add('piet', 'investigator'))).toMatchObject({ code: 'api/not-allowed' })
    await add('aude', 'auditor')
    await become('aude')
    expect(await mayAdd()).toEqual([])
    expect(await failure(add('bo', 'auditor'))).toMatchObject({ code: 'api/not-allowed' })
  })
})
