import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asId, type UserName } from '../../src/model/index.ts'
import { createWorkspace } from '../../src/store/index.ts'
import { cheapKdf } from '../store/home.ts'

const main = join(import.meta.dirname, '../../src/hosts/cli/main.mjs')
const plain = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('DESK_')))
let folder = ''
const at = (name: string): string => join(folder, name)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-cli-'))
  writeFileSync(at('anna'), 'anna keeps seven green lanterns\nsecond line\n')
  writeFileSync(at('ben'), 'ben reads beneath the old lime\r\n')
  writeFileSync(at('ben-own'), 'ben alone knows of this one')
  const anna = { user: asId<UserName>('anna'), role: 'investigator', passphrase: 'anna keeps seven green lanterns' } as const
  const workspace = await createWorkspace({ directory: at('w'), ...anna, kdf: cheapKdf })
  workspace.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function desk(args: readonly string[], options: { env?: Record<string, string>; input?: string } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    env: { ...plain, ...options.env },
    input: options.input ?? '',
    encoding: 'utf8',
    cwd: folder,
  })
  return { status, stdout, stderr }
}
function as(user: string, file = user): string[] {
  return ['--workspace', at('w'), '--user', user, '--passphrase-file', at(file)]
}
function json(args: readonly string[], options: { env?: Record<string, string>; input?: string } = {}) {
  const { status, stdout, stderr } = desk([...args, '--json'], options)
  expect(stdout.endsWith('\n') && stdout.trimEnd().split('\n').length === 1, 'one JSON document').toBe(true)
  return { status, value: JSON.parse(stdout), stderr }
}

describe('desk', () => {
  it('makes a workspace, whose user can sign in', () => {
    const who = ['--workspace', at('made'), '--user', 'anna', '--passphrase-file', at('anna')]
    expect(json(['init', ...who]).value).toEqual({ workspace: at('made'), user: 'anna', role: 'investigator' })
    expect(json(['user', 'list', ...who]).value.users).toHaveLength(1)
  })

  it.each([
    [['nonsense'], 2, 'hosts/usage'],
    [[], 2, 'hosts/usage'],
    [['source'], 2, 'hosts/usage'],
    [['search'], 2, 'hosts/usage'],
    [['search', 'x', '--limit', 'many'], 2, 'hosts/usage'],
    [['search', 'x', '--frobnicate'], 2, 'hosts/usage'],
    [['search', 'x', '--constructor'], 2, 'hosts/usage'],
    [['search', 'x', '--limit'], 2, 'hosts/usage'],
    [['matter', 'show'], 2, 'hosts/usage'],
    [['matter', 'list', 'extra'], 2, 'hosts/usage'],
    [['deadline', '--regime', 'eu-de'], 2, 'hosts/usage'],
    [['deadline', '--regime', 'eu-de', '--received', 'yesterday'], 2, 'api/bad-input'],
    [['deadline', '--regime', 'eu-atlantis', '--received', '2026-01-31'], 1, 'law/unknown-regime'],
    [['parse', 'missing.eml'], 1, 'formats/cannot-read'],
    [['demo', '--out', '/dev/null/demo'], 1, 'hosts/cannot-write'],
    [['user', 'list'], 2, 'hosts/usage'],
  ])('%j ends with status %i and one JSON error', (args, status, code) => {
    const ended = json(args)
    expect(ended.status).toBe(status)
    expect(ended.value).toEqual({ error: { code, message: expect.any(String), details: expect.any(Object) } })
  })

  it.each([
    [['nonsense'], 2],
    [['deadline', '--regime', 'eu-de', '--received', 'yesterday'], 2],
    [['parse', 'missing.eml'], 1],
  ])('%j ends without --json with status %i, nothing on standard output and the message on standard error', (args, status) => {
    expect(desk(args)).toEqual({ status, stdout: '', stderr: expect.stringMatching(/^desk: \S/) })
  })

  it('says in words what a value must be', () => {
    const message = (...args: string[]): string => json([...args, ...as('anna')]).value.error.message
    expect(message('show', 'NOPE')).toMatch(/at “document”: it needs to be the id of a document as a search lists it/)
    expect(message('search', 'x', '--sort', 'size')).toBe('--sort does not fit: it needs to be one of relevance, date, date-ascending.')
    expect(message('search', 'x', '--limit', '0')).toBe('--limit does not fit: it needs to be at least 1.')
  })

  it('refuses a wrong passphrase, an unknown name and a missing passphrase file with status 1', () => {
    const wrong = json(['user', 'list', ...as('anna', 'ben')])
    const unknown = json(['user', 'list', ...as('nobody', 'ben')])
    expect(wrong).toMatchObject({ status: 1, value: { error: { code: 'store/wrong-passphrase' } } })
    expect(unknown.value).toEqual(wrong.value)
    expect(json(['user', 'list', ...as('anna', 'missing')]).value.error.code).toBe('formats/cannot-read')
    writeFileSync(at('empty'), '\n')
    expect(json(['user', 'list', ...as('anna', 'empty')]).value.error.code).toBe('hosts/usage')
  })

  it('asks for a passphrase only where there is a terminal', () => {
    const ended = json(['user', 'list', '--workspace', at('w'), '--user', 'anna'], { input: 'anna keeps seven green lanterns\n' })
    expect(ended).toMatchObject({ status: 2, value: { error: { code: 'hosts/usage' } } })
  })

  it('tells that a folder is no workspace, or is one already', () => {
    const away = ['--workspace', at('nowhere'), '--user', 'anna', '--passphrase-file', at('anna')]
    expect(json(['source', 'list', ...away])).toMatchObject({ status: 1, value: { error: { code: 'store/not-a-workspace' } } })
    expect(json(['init', ...as('anna')])).toMatchObject({ status: 1, value: { error: { code: 'store/workspace-exists' } } })
    expect(existsSync(at('nowhere'))).toBe(false)
  })

  it('takes workspace, user and passphrase file from the environment, and options before the command', () => {
    const environment = { DESK_WORKSPACE: at('w'), DESK_USER: 'anna', DESK_PASSPHRASE_FILE: at('anna') }
    expect(json(['user', 'list'], { env: environment }).value.users).toHaveLength(1)
    const ahead = desk(['--json', ...as('anna'), 'user', 'list'])
    expect(JSON.parse(ahead.stdout).users).toHaveLength(1)
  })

  it('has help for everything, with status 0', () => {
    const all = desk(['--help'])
    expect(all.status).toBe(0)
    const contract = [
      ...['init', 'user add', 'source add', 'source rescan', 'source list', 'ledger', 'search', 'show', 'parse', 'detect', 'deadline'],
      ...[
        'matter create',
        'matter list',
        'matter show',
        'matter event',
        'matter correct',
        'matter take-back',
        'matter edit',
        'identify',
        'terms',
        'collect',
        'code',
        'dispose',
        'suggest',
      ],
      ...[
        'ground list',
        'mark',
        'marks',
        'submit',
        'approve',
        'decline',
        'produce',
        'check',
        'log',
        'audit verify',
        'audit export',
        'open',
        'demo',
      ],
    ]
    for (const name of contract) expect(all.stdout, name).toMatch(new RegExp(`^  ${name} {2,}\\S`, 'm'))
    const group = desk(['user', '--help'])
    expect([group.status, group.stdout]).toEqual([0, expect.stringMatching(/^Usage: desk user COMMAND[\s\S]*^ {2}user list {2,}\S/mu)])
    expect(desk(['parse', '--help']).stdout).not.toContain('--workspace')
    expect(desk(['source', 'list', '--help']).stdout).toMatch(/^Usage: desk source list\n/u)
    const one = desk(['matter', 'create', '--help'])
    expect([one.status, one.stdout.startsWith('Usage: desk matter create --subject NAME')]).toEqual([0, true])
    expect(json(['ledger', '--help']).value.help).toContain('Usage: desk ledger')
  })

  it('lists the grounds with their codes, and says by its option what does not fit', () => {
    const { status, value } = json(['ground', 'list', '--regime', 'eu-ie'])
    expect([status, value.grounds.map(({ code }: { code: string }) => code)]).toEqual([0, expect.arrayContaining(['EU-15(4)', 'IE-162'])])
    const wrong = json(['code', 'M1', '--all', '--as', 'nonsense', ...as('anna')])
    expect(wrong.status).toBe(2)
    expect(wrong.value.error).toMatchObject({ code: 'api/bad-input', details: { option: '--as' } })
    expect(wrong.value.error.message).toMatch(/^--as does not fit: it needs to be one of /u)
  })

  it('adds a user who can work at once with a passphrase file of their own, and records it', () => {
    const added = json(['user', 'add', 'ben', '--role', 'legal-reviewer', '--new-passphrase-file', at('ben'), ...as('anna')])
    expect(added).toMatchObject({ status: 0, value: { user: 'ben', role: 'legal-reviewer', mustChangePassphrase: false } })
    expect(json(['user', 'list', ...as('ben')]).status).toBe(0)
    const { value } = json(['audit', 'list', ...as('ben')])
    expect(value.entries.find(({ command }: { command: string }) => command === 'user.add').what).toContain('mustChange: false')
    const from = () =>
      json(['user', 'list', ...as('anna')]).value.users.map(({ passphraseFrom }: { passphraseFrom: string }) => passphraseFrom)
    expect(from()).toEqual([null, 'anna'])
  })

  it('holds back a user who must change their passphrase, until they have', () => {
    json(['user', 'add', 'cleo', '--role', 'auditor', '--new-passphrase-file', at('ben'), '--must-change', ...as('anna')])
    expect(json(['user', 'list', ...as('cleo', 'ben')])).toMatchObject({
      status: 1,
      value: { error: { code: 'store/passphrase-must-change' } },
    })
    expect(json(['user', 'passphrase', '--new-passphrase-file', at('ben-own'), ...as('cleo', 'ben')]).status).toBe(0)
    expect(json(['user', 'list', ...as('cleo', 'ben-own')]).status).toBe(0)
  })

  it('keeps an auditor from writing', () => {
    const refused = json(['matter', 'create', '--subject', 'X', '--received', '2026-01-31', '--regime', 'eu-de', ...as('cleo', 'ben-own')])
    expect(refused).toMatchObject({ status: 1, value: { error: { code: 'api/not-allowed' } } })
  })

  it('verifies and exports the audit chain', () => {
    expect(json(['audit', 'verify', ...as('anna')])).toMatchObject({ status: 0, value: { ok: true, brokenAt: null } })
    const out = at('audit.json')
    const nowhere = at('no-folder/audit.json')
    expect(json(['audit', 'export', '--out', nowhere, ...as('anna')])).toMatchObject({
      status: 1,
      value: { error: { code: 'hosts/cannot-write', message: expect.stringMatching(/folder exists/), details: { path: nowhere } } },
    })
    expect(json(['audit', 'export', '--out', out, ...as('anna')])).toMatchObject({ status: 0, value: { ok: true, out } })
    expect(JSON.parse(readFileSync(out, 'utf8')).entries.length).toBeGreaterThan(3)
    expect(json(['audit', 'export', '--out', out, ...as('anna')])).toMatchObject({
      status: 1,
      value: { error: { code: 'hosts/output-exists' } },
    })
    rmSync(join(folder, 'w', 'audit-head.json'))
    for (const _time of ['while it is missing', 'when the next command has signed anew']) {
      expect(json(['audit', 'verify', ...as('anna')])).toMatchObject({ status: 1, value: { ok: false } })
    }
  })

  it('lists in the ledger which file of a message could not be read', () => {
    const part = 'Content-Type: text/plain\nContent-Disposition: attachment; filename="accounts.txt"\nContent-Transfer-Encoding: x-strange'
    const head = 'From: a@b.example\nSubject: x\nDate: Mon, 4 May 2026 10:00:00 +0200\nMIME-Version: 1.0'
    writeFileSync(at('fn0.eml'), `${head}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n${part}\n\nx\n--b--\n`)
    expect(json(['source', 'add', at('fn0.eml'), ...as('anna')]).status).toBe(0)
    expect(desk(['ledger', ...as('anna')]).stdout).toMatch(/^S1 +fn0\.eml +accounts\.txt +unknown-encoding /mu)
    expect(json(['ledger', ...as('anna')]).value.exceptions).toMatchObject([{ locator: 'fn0.eml', part: 'accounts.txt' }])
  })

  it('reckons a deadline without a workspace', () => {
    const { status, value } = json(['deadline', '--received', '2026-01-31', '--regime', 'eu-de', '--clarify', '2026-02-02..'])
    expect(status).toBe(0)
    expect(Object.keys(value)).toEqual(expect.arrayContaining(['due', 'strictDue', 'extendedDue', 'noticeBy', 'basis']))
    const told = (on: string) => json(['deadline', '--received', '2026-01-31', '--regime', 'eu-de', '--extended', on]).value.extended
    expect([told('2026-02-20'), told('2026-03-20')]).toEqual([true, false])
  })

  it('refuses a second program on the same workspace, and is free again when that was killed', async () => {
    // Asking for a passphrase that never comes would hold nothing; so a program of ours holds the lock.
    const program = `
      import { openWorkspace } from ${JSON.stringify(join(import.meta.dirname, '../../src/store/index.ts'))}
      await openWorkspace({ directory: process.argv[1], user: 'anna', passphrase: 'anna keeps seven green lanterns' })
      console.log('open'); setInterval(() => {}, 1000)`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', program, at('w')], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => holder.stdout.once('data', resolve))
    expect(json(['user', 'list', ...as('anna')])).toMatchObject({ status: 1, value: { error: { code: 'store/in-use' } } })
    const gone = new Promise((resolve) => holder.once('exit', resolve))
    holder.kill('SIGKILL')
    await gone
    expect(json(['user', 'list', ...as('anna')]).status).toBe(0)
  })

  it('ends with status 130 and one JSON error when it is interrupted', async () => {
    const child = spawn(process.execPath, [main, 'detect', '-', '--json'], { env: plain, stdio: ['pipe', 'pipe', 'pipe'] })
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    const ended = new Promise((resolve) => child.once('close', (status) => resolve(status)))
    // More than a pipe holds: it is taken once the program reads.
    await new Promise((resolve) => child.stdin.write('x'.repeat(1 << 20), resolve))
    child.stdin.on('error', () => {})
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'api/cancelled' } })
  })
})
