import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { asId, type MatterId } from '../../src/model/index.ts'
import { createWorkspace, openDatabase, shardNames } from '../../src/store/index.ts'
import { cheapKdf, codeOf, make, name, open, phrases, scratch } from './home.ts'

describe('A workspace', () => {
  it('is encrypted from its first byte, and holds no secret in keys.json', async () => {
    const directory = join(scratch(), 'w')
    const workspace = await make(directory)
    const { id, database } = workspace.createMatter()
    database.exec("CREATE TABLE note (text TEXT) STRICT; INSERT INTO note VALUES ('canary-5c1e9a77')")
    workspace.audit.append({
      atMs: 1,
      user: name('anna'),
      command: 'x',
      matter: id,
      outcome: 'done',
      payload: { query: 'canary-5c1e9a77' },
    })
    const check = (): void => {
      for (const file of readdirSync(directory, { recursive: true, withFileTypes: true })) {
        if (!file.isFile()) continue
        const bytes = readFileSync(join(file.parentPath, file.name))
        expect(bytes.includes('canary-5c1e9a77'), file.name).toBe(false)
        if (file.name.endsWith('.db') && bytes.length > 0)
          expect(bytes.subarray(0, 15).toString('latin1'), file.name).not.toBe('SQLite format 3')
      }
    }
    check()
    workspace.close()
    check()
    const keys = readFileSync(join(directory, 'keys.json'), 'utf8')
    expect(keys).not.toContain('investigator')
    expect(keys).not.toContain(phrases.anna)
    expect(keys).not.toContain('PRIVATE')
  })

  it('gives new slots 128 MiB of scrypt and a fresh salt', async () => {
    const directory = join(scratch(), 'w')
    const workspace = await createWorkspace({ directory, user: name('anna'), role: 'investigator', passphrase: phrases.anna })
    await workspace.addUser({ user: name('ben'), role: 'auditor', passphrase: phrases.ben, mustChange: false })
    workspace.close()
    const { users } = JSON.parse(readFileSync(join(directory, 'keys.json'), 'utf8'))
    expect(users.map((user: { kdf: unknown }) => user.kdf)).toEqual([
      { name: 'scrypt', N: 131_072, r: 8, p: 1 },
      { name: 'scrypt', N: 131_072, r: 8, p: 1 },
    ])
    expect(users[0].salt).not.toBe(users[1].salt)
  })

  it('keeps what was written when it is closed and opened by another of its users', async () => {
    const directory = join(scratch(), 'w')
    const first = await make(directory)
    await first.addUser({ user: name('ben'), role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
    const { id, database } = first.createMatter()
    database.exec('CREATE TABLE kept (value INTEGER) STRICT; INSERT INTO kept VALUES (7)')
    first.close()
    const second = await open(directory, 'ben')
    expect(second.role).toBe('legal-reviewer')
    expect(second.matters()).toEqual([id])
    expect(second.matter(id).prepare('SELECT value FROM kept').pluck().get()).toBe(7)
    expect(second.matter(id)).toBe(second.matter(id))
  })

  it('leaves nothing but its own files, readable by their owner only', async () => {
    const directory = join(scratch(), 'w')
    ;(await make(directory)).close()
    expect(readdirSync(directory).sort()).toEqual([
      ...shardNames.map((name) => `index-${name}.db`),
      'index.db',
      'keys.json',
      'lock.db',
      'matters',
      'workspace.db',
    ])
    expect(statSync(directory).mode & 0o077).toBe(0)
    expect(statSync(join(directory, 'keys.json')).mode & 0o077).toBe(0)
  })
})

describe('Opening is refused', () => {
  it('for a wrong passphrase and an unknown name alike, with the same words', async () => {
    const directory = join(scratch(), 'w')
    ;(await make(directory)).close()
    const told = async (attempt: Promise<unknown>) => attempt.then(String, (error) => [error.code, error.message, error.details])
    const wrong = await told(open(directory, 'anna', 'anna keeps eight green lanterns'))
    const unknown = await told(open(directory, 'ben'))
    expect(wrong[0]).toBe('store/wrong-passphrase')
    expect(unknown).toEqual(wrong)
    // The failed attempts let go of the lock.
    ;(await open(directory)).close()
  })

  it('for a folder without a workspace, a missing folder, and a file', async () => {
    const folder = scratch()
    writeFileSync(join(folder, 'file'), '')
    expect(await codeOf(open(folder))).toBe('store/not-a-workspace')
    expect(await codeOf(open(join(folder, 'missing')))).toBe('store/not-a-workspace')
    expect(await codeOf(open(join(folder, 'file')))).toBe('store/not-a-workspace')
    expect(existsSync(join(folder, 'lock.db'))).toBe(false)
  })

  it.each([
    ['is cut off', (text: string) => text.slice(0, -20)],
    ['is empty', () => ''],
    ['is no object', () => '[]'],
    ['has no users', (text: string) => JSON.stringify({ ...JSON.parse(text), users: [] })],
    ['asks for a hash that would fill the memory', (text: string) => text.replace('"N": 1024', '"N": 1073741824')],
    ['asks for half a hash', (text: string) => text.replace('"N": 1024', '"N": 1024.5')],
    ['names another hash', (text: string) => text.replace('"scrypt"', '"none"')],
    ['has a user without a name', (text: string) => text.replace(/"user": "[^"]*"/, '"user": ""')],
    ['has a key that is no base64', (text: string) => text.replace('"master": "', '"master": "!')],
    ['has no salt', (text: string) => text.replace('"salt"', '"sugar"')],
    ['has a list for a public key', (text: string) => text.replace(/"publicKey": "[^"]*"/, '"publicKey": []')],
    ['has another kind of id', (text: string) => text.replace(/"workspace": "[^"]*"/, '"workspace": "one"')],
    ['is of another program', (text: string) => text.replace('disclosure-desk-workspace', 'other')],
  ])('when keys.json %s', async (_what, damage) => {
    const directory = join(scratch(), 'w')
    ;(await make(directory)).close()
    const path = join(directory, 'keys.json')
    writeFileSync(path, damage(readFileSync(path, 'utf8')))
    expect(await codeOf(open(directory))).toBe('store/corrupt')
  })

  it('when keys.json or the database was written by a newer version', async () => {
    const directory = join(scratch(), 'w')
    const workspace = await make(directory)
    workspace.main.pragma('user_version = 99990')
    workspace.close()
    expect(await codeOf(open(directory))).toBe('store/newer-version')
    const path = join(directory, 'keys.json')
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), version: 2, new: 'unknown' }))
    expect(await codeOf(open(directory))).toBe('store/newer-version')
  })

  it.each(['workspace.db', 'index.db', 'index-text2.db'])('when %s is damaged or missing', async (file) => {
    const directory = join(scratch(), 'w')
    ;(await make(directory)).close()
    const path = join(directory, file)
    const bytes = readFileSync(path)
    bytes.fill(0x55, 0, 64)
    writeFileSync(path, bytes)
    expect(await codeOf(open(directory))).toBe('store/corrupt')
    rmSync(path)
    expect(await codeOf(open(directory))).toBe('store/not-a-workspace')
  })

  it('to someone whose slot was put under another name', async () => {
    const directory = join(scratch(), 'w')
    const workspace = await make(directory)
    await workspace.addUser({ user: name('ben'), role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
    workspace.close()
    const path = join(directory, 'keys.json')
    const keys = JSON.parse(readFileSync(path, 'utf8'))
    // Anna's slot, which her passphrase opens, as if it were Ben's.
    keys.users = [{ ...keys.users[0], user: 'ben' }]
    writeFileSync(path, JSON.stringify(keys))
    expect(await codeOf(open(directory, 'ben', phrases.anna))).toBe('store/wrong-passphrase')
  })
})

describe('Making a workspace is refused', () => {
  it('where one is, where other files are, and where a file stands', async () => {
    const folder = scratch()
    ;(await make(join(folder, 'w'))).close()
    const before = readFileSync(join(folder, 'w', 'keys.json'), 'utf8')
    expect(await codeOf(make(join(folder, 'w')))).toBe('store/workspace-exists')
    expect(readFileSync(join(folder, 'w', 'keys.json'), 'utf8')).toBe(before)
    mkdirSync(join(folder, 'full'))
    writeFileSync(join(folder, 'full', 'letter.txt'), 'mine')
    expect(await codeOf(make(join(folder, 'full')))).toBe('store/workspace-exists')
    expect(readdirSync(join(folder, 'full'))).toEqual(['letter.txt'])
    expect(await codeOf(make(join(folder, 'full', 'letter.txt')))).toBe('store/no-permission')
    expect(await codeOf(make(join(folder, 'full', 'letter.txt', 'below')))).toBe('store/no-permission')
  })

  it('where keys.json was lost: what it guarded is not overwritten', async () => {
    const directory = join(scratch(), 'w')
    ;(await make(directory)).close()
    rmSync(join(directory, 'keys.json'))
    expect(await codeOf(make(directory))).toBe('store/workspace-exists')
    expect(existsSync(join(directory, 'workspace.db'))).toBe(true)
  })

  it('but not by the remnant of a making that was cut short', async () => {
    const directory = join(scratch(), 'w')
    ;(await make(directory)).close()
    rmSync(join(directory, 'keys.json'))
    writeFileSync(join(directory, 'creating'), '')
    ;(await make(directory)).close()
    expect((await open(directory)).matters()).toEqual([])
    expect(existsSync(join(directory, 'creating'))).toBe(false)
  })

  it.each([
    'short',
    'aaaaaaaaaaaaaaaaaaaa',
    'abcdefghijklmnop',
    'qwertyuiopasdfgh',
    '123456789012345',
    'anna anna anna 12',
    'Anna12345678901',
  ])('with the passphrase %j', async (passphrase) => {
    const directory = join(scratch(), 'w')
    const attempt = createWorkspace({ directory, user: name('anna'), role: 'investigator', passphrase, kdf: cheapKdf })
    expect(await codeOf(attempt)).toBe('store/passphrase-weak')
    expect(existsSync(directory)).toBe(false)
  })
})

describe('The lock', () => {
  it('refuses a second opening, in this process or another, until the first is closed', async () => {
    const directory = join(scratch(), 'w')
    const workspace = await make(directory)
    expect(await codeOf(open(directory))).toBe('store/in-use')
    workspace.close()
    expect(await codeOf(open(directory))).toBe('no error')
  })

  it('is gone with a process that was killed', async () => {
    const directory = join(scratch(), 'w')
    ;(await make(directory)).close()
    const program = `
      import { openWorkspace } from ${JSON.stringify(join(import.meta.dirname, '../../src/store/index.ts'))}
      const w = await openWorkspace({ directory: process.argv[1], user: 'anna', passphrase: process.argv[2] })
      w.audit.begin({ atMs: 5, user: 'anna', command: 'source.add', matter: null, payload: { paths: 1 } })
      w.index.exec('BEGIN IMMEDIATE')
      console.log('open')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, directory, phrases.anna], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    await once(child.stdout, 'data')
    expect(await codeOf(open(directory))).toBe('store/in-use')
    child.kill('SIGKILL')
    await ended
    const after = await open(directory)
    // And what it had begun stands in the log.
    expect(after.audit.list({ limit: 1, offset: 0 }).entries[0]).toMatchObject({
      command: 'source.add',
      outcome: 'interrupted',
      payload: { paths: 1 },
    })
  })
})

describe('A request', () => {
  it('has a key of its own', async () => {
    const directory = join(scratch(), 'w')
    const workspace = await make(directory)
    const { id } = workspace.createMatter()
    workspace.close()
    expect(await codeOf(() => openDatabase(join(directory, 'matters', `${id}.db`), { key: workspace.indexKey }))).toBe('store/corrupt')
  })

  it('once destroyed leaves no key and no file, and its number is not given again', async () => {
    const directory = join(scratch(), 'w')
    const workspace = await make(directory)
    const { id } = workspace.createMatter()
    const wrapped = workspace.main.prepare<[], Buffer>('SELECT wrapped_key FROM matter_keys').pluck().get()
    workspace.destroyMatter(id)
    expect(workspace.matters()).toEqual([])
    expect(await codeOf(() => workspace.matter(id))).toBe('matter/unknown')
    expect(await codeOf(() => workspace.destroyMatter(id))).toBe('matter/unknown')
    expect(readdirSync(join(directory, 'matters'))).toEqual([])
    expect(workspace.createMatter().id).toBe('M2')
    expect(wrapped?.length).toBeGreaterThan(32)
    expect(workspace.main.prepare('SELECT wrapped_key FROM matter_keys WHERE id = 1').pluck().get()).toBeNull()
  })

  it('whose destruction was cut short is finished at the next opening', async () => {
    const directory = join(scratch(), 'w')
    const workspace = await make(directory)
    const { id } = workspace.createMatter()
    workspace.main.exec('UPDATE matter_keys SET wrapped_key = NULL, destroyed_at_ms = 1')
    workspace.close()
    expect(readdirSync(join(directory, 'matters'))).toEqual([`${id}.db`])
    await open(directory)
    expect(readdirSync(join(directory, 'matters'))).toEqual([])
  })

  it.each(['M0', 'M9', 'M1/../../x', '../M1', 'M01'])('is not found as %j', async (id) => {
    const workspace = await make(join(scratch(), 'w'))
    workspace.createMatter()
    expect(await codeOf(() => workspace.matter(asId<MatterId>(id)))).toBe('matter/unknown')
  })

  it('cannot take the key of another', async () => {
    const workspace = await make(join(scratch(), 'w'))
    workspace.createMatter()
    const { id } = workspace.createMatter()
    workspace.main.exec('UPDATE matter_keys SET wrapped_key = (SELECT wrapped_key FROM matter_keys WHERE id = 1) WHERE id = 2')
    workspace.close()
    const again = await open(workspace.directory)
    expect(await codeOf(() => again.matter(id))).toBe('store/corrupt')
  })

  it('of which a stray file stands is made beside it: the stray is kept', async () => {
    const directory = join(scratch(), 'w')
    const workspace = await make(directory)
    writeFileSync(join(directory, 'matters', 'M1.db'), 'from a backup')
    expect(workspace.createMatter().id).toBe('M1')
    expect(readFileSync(join(directory, 'matters', 'M1.without-key-1.kept'), 'utf8')).toBe('from a backup')
  })
})
