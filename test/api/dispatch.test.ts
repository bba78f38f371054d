import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CoreClient, createCore } from '../../src/api/index.ts'
import { commandNames, loadCommand } from '../../src/api/table.ts'
import { AppError } from '../../src/model/index.ts'
import { temporaryFolder } from '../jobs/archive.ts'
import { bench, failure, phrases, services } from './core-home.ts'

async function create({ core, folder }: { core: CoreClient; folder: string }, role: 'investigator' | 'auditor' = 'investigator') {
  return core.call('workspace.create', { workspace: join(folder, 'w'), user: 'anna', role, passphrase: phrases.anna })
}
const noPassphrase = (value: unknown): void => {
  for (const phrase of Object.values(phrases)) expect(JSON.stringify(value)).not.toContain(phrase)
}

describe.each(['in process', 'over a channel'] as const)('The dispatcher, %s', (transport) => {
  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'workspace.create '])('knows no command %j', async (name) => {
    const { core } = bench(transport)
    expect((await failure(core.call(name as never, {} as never))).code).toBe('api/unknown-command')
  })

  it('names the field that does not fit, and never repeats what was given', async () => {
    const { core } = bench(transport)
    const bad = await failure(core.call('workspace.unlock', { user: 'anna', passphrase: 'canary-771'.repeat(200) }))
    expect(bad.code).toBe('api/bad-input')
    expect(bad.details).toEqual({ field: 'passphrase' })
    expect(JSON.stringify([bad.message, bad.details])).not.toContain('canary')
    expect((await failure(core.call('source.add', { paths: ['/canary', 7 as never] }))).details).toEqual({ field: 'paths.1' })
    expect((await failure(core.call('search.run', null as never))).details).toEqual({ field: 'input' })
    const kind = await failure(core.call('source.add', { paths: ['/x'], kind: 'canary' as never }))
    expect(kind.message).not.toContain('canary')
  })

  it('lets nobody in who has not signed in', async () => {
    const { core } = bench(transport)
    for (const name of commandNames) {
      const entry = await loadCommand(name)
      if (entry.allowed === 'signed-out') continue
      const code = (await failure(core.call(name as never, {} as never))).code
      expect(['api/not-signed-in', 'api/bad-input'], name).toContain(code)
    }
    expect((await failure(core.call('user.list', {}))).code).toBe('api/not-signed-in')
  })

  it('says what the door shows before anyone signed in', async () => {
    const home = bench(transport)
    expect(await home.core.call('workspace.status', {})).toMatchObject({ workspace: null, state: 'none', users: [], user: null })
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'))
    expect((await home.core.call('workspace.status', {})).version).toBe(version)
    await create(home)
    expect(await home.core.call('workspace.status', {})).toMatchObject({ state: 'open', user: 'anna', role: 'investigator' })
    expect(await home.core.call('workspace.lock', {})).toMatchObject({
      state: 'locked',
      user: null,
      users: ['anna'],
      printEngine: { available: false, hint: 'Install a browser.' },
    })
    // Of another folder it says whether a workspace is there and who can sign in to it; what is open here is none of that.
    const elsewhere = join(home.folder, 'nothing')
    expect(await home.core.call('workspace.status', { workspace: elsewhere })).toMatchObject({
      workspace: elsewhere,
      state: 'none',
      users: [],
    })
    expect(await home.core.call('workspace.unlock', { user: 'anna', passphrase: phrases.anna })).toMatchObject({ state: 'open' })
  })

  it('opens no two requests under one reference, given or made', async () => {
    const home = bench(transport)
    await create(home)
    const { core } = home
    const request = { subject: 'Nora Quill', received: '2026-11-02', regime: 'eu-ie' }
    await core.call('matter.create', { ...request, reference: 'SAR-2026-002' })
    const taken = await failure(core.call('matter.create', { ...request, reference: ' sar-2026-002' }))
    expect(taken).toMatchObject({ code: 'matter/reference-taken', details: { field: 'reference' } })
    expect((await core.call('matter.list', {})).matters).toHaveLength(1)
    await core.call('matter.create', request)
    await core.call('matter.create', request)
    const references = (await core.call('matter.list', {})).matters.map(({ matter }) => matter.reference)
    expect(references).toContain('SAR-2026-002')
    expect(new Set(references).size).toBe(3)
  })

  it('keeps roles apart, and logs the attempt', async () => {
    const home = bench(transport)
    await create(home, 'auditor')
    const refused = await failure(home.core.call('user.add', { user: 'ben', role: 'auditor', passphrase: phrases.ben }))
    expect(refused.code).toBe('api/not-allowed')
    expect(refused.details).toEqual({ role: 'auditor', needed: ['investigator', 'legal-reviewer'] })
    const { entries } = await home.core.call('audit.list', {})
    expect(entries[0]).toMatchObject({ command: 'user.add', outcome: 'api/not-allowed', what: '' })
  })

  it('lets someone whose passphrase was set by another do nothing before changing it', async () => {
    const home = bench(transport)
    const { core } = home
    await create(home)
    const added = await core.call('user.add', { user: 'ben', role: 'legal-reviewer', passphrase: phrases.ben })
    expect(added.mustChangePassphrase).toBe(true)
    expect(await core.call('workspace.unlock', { user: 'ben', passphrase: phrases.ben })).toMatchObject({ mustChangePassphrase: true })
    for (const name of ['user.list', 'audit.list', 'audit.verify', 'source.list', 'matter.list'] as const) {
      expect((await failure(core.call(name, {}))).code, name).toBe('store/passphrase-must-change')
    }
    await core.call('user.changePassphrase', { current: phrases.ben, next: 'ben alone knows of this one' })
    expect((await core.call('user.list', {})).users.map(({ mustChangePassphrase }) => mustChangePassphrase)).toEqual([false, false])
  })

  it('audits every write once, failures with their code only, reads not at all, and no passphrase ever', async () => {
    const home = bench(transport)
    const { core, folder } = home
    await create(home)
    await core.call('user.add', { user: 'ben', role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
    await failure(core.call('user.add', { user: 'Ben', role: 'auditor', passphrase: phrases.ben }))
    await core.call('user.list', {})
    await core.call('audit.verify', {})
    await core.call('user.changePassphrase', { current: phrases.anna, next: 'anna has painted them all blue' })
    await core.call('workspace.lock', {})
    await core.call('workspace.unlock', { user: 'ben', passphrase: phrases.ben })
    const { entries, total } = await core.call('audit.list', {})
    expect(entries.map(({ user, command, outcome }) => `${user} ${command} ${outcome}`).reverse()).toEqual([
      'anna workspace.create done',
      'anna user.add done',
      'anna user.add store/user-exists',
      'anna user.changePassphrase done',
      'anna workspace.lock done',
      'ben workspace.unlock done',
    ])
    expect(total).toBe(6)
    // Who chose the first passphrase is part of the record.
    expect(entries[4]?.what).toContain('mustChange: false')
    noPassphrase(entries)
    expect(JSON.stringify(entries)).not.toContain('painted')
    expect(await core.call('audit.list', { user: 'ben' as never })).toMatchObject({ total: 1 })
    const out = join(folder, 'audit.json')
    expect(await core.call('audit.export', { out })).toMatchObject({ ok: true, entries: 6, out })
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({
      checkpoints: expect.arrayContaining([expect.objectContaining({ sequence: 6 })]),
    })
    expect((await failure(core.call('audit.export', { out }))).code).toBe('hosts/output-exists')
    expect(await core.call('audit.verify', {})).toMatchObject({ ok: true, problems: [] })
  })

  it('leaves the door closed after a wrong passphrase', async () => {
    const home = bench(transport)
    await create(home)
    await home.core.call('workspace.lock', {})
    const wrong = await failure(home.core.call('workspace.unlock', { user: 'anna', passphrase: phrases.ben }))
    expect(wrong).toBeInstanceOf(AppError)
    expect(wrong.code).toBe('store/wrong-passphrase')
    expect(await home.core.call('workspace.status', {})).toMatchObject({ state: 'locked', user: null })
    expect((await failure(home.core.call('user.list', {}))).code).toBe('api/not-signed-in')
    // The attempt stands in the log as soon as someone opens it; a name that is no user's may be a passphrase in the wrong field.
    await failure(home.core.call('workspace.unlock', { user: 'canary in the wrong field', passphrase: phrases.ben }))
    await home.core.call('workspace.unlock', { user: 'anna', passphrase: phrases.anna })
    const { entries } = await home.core.call('audit.list', { command: 'workspace.unlock' })
    expect(entries.map(({ user, outcome }) => `${user} ${outcome}`)).toEqual(['anna done', 'anna store/wrong-passphrase'])
    expect(JSON.stringify(entries)).not.toContain('canary')
  })

  it('carries no call over into another person’s session', async () => {
    const home = bench(transport)
    const { core } = home
    await create(home)
    await core.call('user.add', { user: 'ben', role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
    const unlocking = core.call('workspace.unlock', { user: 'ben', passphrase: phrases.ben })
    const late = failure(core.call('user.add', { user: 'cleo', role: 'auditor', passphrase: 'cleo counts the herring boats' }))
    await unlocking
    expect((await late).code).toBe('api/not-signed-in')
    expect((await core.call('user.list', {})).users.map(({ user }) => user)).toEqual(['anna', 'ben'])
  })

  it('runs writes to the workspace one after the other', async () => {
    const home = bench(transport)
    await create(home)
    const names = ['ben', 'cleo', 'dora', 'emil']
    await Promise.all(
      names.map((user) =>
        home.core.call('user.add', { user, role: 'auditor', passphrase: 'four words of no relation', mustChange: false }),
      ),
    )
    const { users } = await home.core.call('user.list', {})
    expect(users.map(({ user }) => user)).toEqual(['anna', ...names])
    const slots = JSON.parse(readFileSync(join(home.folder, 'w', 'keys.json'), 'utf8')).users
    expect(slots.map(({ user }: { user: string }) => user)).toEqual(['anna', ...names])
  })

  it('tells of a change after it was made', async () => {
    const home = bench(transport)
    await create(home)
    await home.core.call('workspace.lock', {})
    expect(home.events).toContainEqual({ type: 'changed', area: 'workspace', matter: null })
    expect(home.events).toContainEqual({ type: 'changed', area: 'audit', matter: null })
  })

  it('says nothing of what a bug of ours held', async () => {
    const { core, bugs } = bench(transport, {
      printEngineAvailable: () => {
        throw new Error('canary-0193 in a message')
      },
    })
    const bug = await failure(core.call('workspace.status', {}))
    expect(bug.code).toBe('api/internal')
    expect(JSON.stringify([bug.message, bug.details, bug])).not.toContain('canary')
    expect(bugs).toHaveLength(1)
  })

  it('stops a call that was stopped before it began', async () => {
    const home = bench(transport)
    await create(home)
    const stopped = AbortSignal.abort()
    const call = home.core.call('user.add', { user: 'ben', role: 'auditor', passphrase: phrases.ben }, { signal: stopped })
    expect((await failure(call)).code).toBe('api/cancelled')
    expect((await home.core.call('user.list', {})).users).toHaveLength(1)
  })

  it('refuses a second core on the same workspace', async () => {
    const home = bench(transport)
    await create(home)
    const other = bench(transport)
    const unlock = () => other.core.call('workspace.unlock', { workspace: join(home.folder, 'w'), user: 'anna', passphrase: phrases.anna })
    expect((await failure(unlock())).code).toBe('store/in-use')
    await home.core.call('workspace.lock', {})
    expect(await unlock()).toMatchObject({ state: 'open' })
    expect(existsSync(join(home.folder, 'w', 'lock.db'))).toBe(true)
  })
})

describe('A workspace made by a host', () => {
  it('costs 128 MiB of scrypt to try a passphrase of, for everybody in it', async () => {
    const { kdf: _, ...asHosts } = services
    const folder = temporaryFolder()
    const core = createCore({ services: asHosts })
    const workspace = join(folder, 'w')
    try {
      await create({ core, folder })
      await core.call('user.add', { user: 'ben', role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
      await core.call('workspace.unlock', { workspace, user: 'ben', passphrase: phrases.ben })
      await core.call('user.changePassphrase', { current: phrases.ben, next: 'ben alone knows of this one' })
    } finally {
      await core.close()
    }
    const { users } = JSON.parse(readFileSync(join(workspace, 'keys.json'), 'utf8')) as { users: { kdf: object }[] }
    expect(users.map(({ kdf }) => kdf)).toEqual(Array(2).fill({ name: 'scrypt', N: 2 ** 17, r: 8, p: 1 }))
  })
})
