import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Role } from '../../src/model/index.ts'
import { approvedRequest } from './approved-request.ts'
import { bench, failure, phrases as twoPhrases } from './core-home.ts'

const phrases = { ...twoPhrases, cleo: 'cleo counts the herring boats' } as const
const phraseOf = (user: string): string => (user === 'anna' ? phrases.anna : phrases.ben)

/** A workspace of an investigator, anna, and those given, each added by who may; anna is signed in. */
async function workspaceOf(...people: readonly (readonly [string, Role, string?])[]) {
  const { core, folder } = bench('in process')
  const workspace = join(folder, 'workspace')
  await core.call('workspace.create', { workspace, user: 'anna', role: 'investigator', passphrase: phrases.anna })
  const become = (user: string) => core.call('workspace.unlock', { workspace, user, passphrase: phraseOf(user) })
  const add = (user: string, role: Role) => core.call('user.add', { user, role, passphrase: phrases.ben, mustChange: false })
  for (const [user, role, by = 'anna'] of people) {
    await become(by)
    await add(user, role)
  }
  await become('anna')
  return {
    core,
    become,
    add,
    end: (user: string, more: { why?: string; evenLast?: boolean } = {}) => core.call('user.end', { user, why: 'left the firm', ...more }),
    list: () => core.call('user.list', {}),
  }
}

describe('ending somebody’s access', () => {
  it('stops their passphrase, keeps them in the list with who, when and why, and stands in the log', async () => {
    const { core, become, end, list } = await workspaceOf(['lena', 'legal-reviewer'], ['piet', 'investigator'])
    expect((await list()).mayEnd).toEqual(['lena', 'piet'])
    await end('piet', { why: '  left on 1 May ' })
    expect(await failure(become('piet'))).toMatchObject({ code: 'store/wrong-passphrase' })
    await become('lena')
    const { users, mayEnd } = await list()
    expect(users.find(({ user }) => user === 'piet')?.ended).toMatchObject({ by: 'anna', why: 'left on 1 May' })
    expect(mayEnd).toEqual(['anna'])
    expect((await core.call('workspace.status', {})).users).toEqual(['anna', 'lena'])
    const { entries } = await core.call('audit.list', { limit: 50, offset: 0 })
    expect(entries.find(({ command }) => command === 'user.end')).toMatchObject({
      user: 'anna',
      outcome: 'done',
      recorded: { user: 'piet', why: 'left on 1 May' },
    })
    expect((await core.call('audit.verify', {})).problems).toEqual([])
  })

  it('needs a reason, is nobody’s of their own, and no auditor’s', async () => {
    const { become, end, list } = await workspaceOf(['lena', 'legal-reviewer'], ['aude', 'auditor'])
    expect(await failure(end('lena', { why: '  ' }))).toMatchObject({ code: 'api/bad-input' })
    expect(await failure(end('anna', { evenLast: true }))).toMatchObject({ code: 'api/own-access' })
    expect(await failure(end('nobody'))).toMatchObject({ code: 'store/unknown-user' })
    await become('aude')
    expect(await failure(end('lena'))).toMatchObject({ code: 'api/not-allowed' })
    expect(await list()).toMatchObject({ mayEnd: [], users: [{ ended: null }, { ended: null }, { ended: null }] })
  })

  it('of the last legal reviewer asks first, and opens no way to make the next one oneself', async () => {
    const { add, become, end, list } = await workspaceOf(['lena', 'legal-reviewer'], ['piet', 'investigator'])
    expect((await list()).lastOfRole).toEqual(['lena'])
    expect(await failure(end('lena'))).toMatchObject({ code: 'api/last-of-role', message: expect.stringContaining('approved') })
    await become('lena')
    await add('nora', 'legal-reviewer')
    await become('anna')
    expect((await list()).lastOfRole).toEqual([])
    await end('lena')
    expect(await failure(end('nora'))).toMatchObject({ code: 'api/last-of-role' })
    await end('nora', { evenLast: true })
    expect((await list()).mayAdd).toEqual(['investigator', 'auditor'])
    for (const user of ['olaf', 'lena', 'nora']) {
      expect(await failure(add(user, 'legal-reviewer')), user).toMatchObject({ code: 'api/not-allowed' })
    }
  })

  it('of a person who comes back gives them their name, role and place again', async () => {
    const { core, add, become, end, list } = await workspaceOf(['lena', 'legal-reviewer'], ['piet', 'investigator'])
    await end('piet')
    expect(await failure(add('piet', 'auditor'))).toMatchObject({
      code: 'store/user-exists',
      message: expect.stringContaining('exactly that name'),
    })
    await add('piet', 'investigator')
    await become('piet')
    expect((await list()).users.map(({ user, ended }) => [user, ended])).toEqual([
      ['anna', null],
      ['lena', null],
      ['piet', null],
    ])
    expect((await core.call('audit.verify', {})).problems).toEqual([])
  })
})

describe('what somebody whose access was ended left behind', () => {
  it('is gone on with by others: their approval stands, and what they proposed is approved by another', async () => {
    const { core, folder, matter, approve, missing } = await approvedRequest()
    const workspace = join(folder, 'w')
    const become = async (user: 'anna' | 'ben' | 'cleo') => {
      await core.call('workspace.lock', {})
      return core.call('workspace.unlock', { workspace, user, passphrase: phrases[user] })
    }
    // Ben, who is signed in and approved it, is followed by Cleo; Anna, who proposed it, ends his access.
    await core.call('user.add', { user: 'cleo', role: 'legal-reviewer', passphrase: phrases.cleo, mustChange: false })
    await become('anna')
    await core.call('user.end', { user: 'ben', why: 'left the firm' })
    expect((await missing()).filter((id) => id !== 'engine')).toEqual([])
    // Proposed anew by Anna, who leaves too: Cleo approves it.
    await core.call('review.code', { matter, selection: { all: true }, coding: 'not-responsive' })
    await core.call('review.submit', { matter })
    await become('cleo')
    await core.call('user.end', { user: 'anna', why: 'on leave', evenLast: true })
    expect(await approve()).toMatchObject({ approved: 1, refused: [] })
    expect((await missing()).filter((id) => id !== 'engine')).toEqual([])
  })
})
