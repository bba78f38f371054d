import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { env } from 'node:process'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asId, type UserName } from '../../src/model/index.ts'
import { createWorkspace } from '../../src/store/index.ts'
import { cheapKdf } from '../store/home.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'desk-loaded-'))
const at = (name: string): string => join(folder, name)
const plain = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('DESK_')))
const anna = ['--workspace', at('w'), '--user', 'anna', '--passphrase-file', at('anna')]

const mail =
  'From: Ben <ben@x.example>\nSubject: Hello\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nContent-Type: text/html\n\n<p>Seven green lanterns</p>\n'

beforeAll(async () => {
  writeFileSync(at('anna'), 'anna keeps seven green lanterns\n')
  // In every thread, a line for each module.
  writeFileSync(
    at('noting.mjs'),
    `import { appendFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
registerHooks({ load: (url, context, next) => (appendFileSync(process.env.NOTED, url + '\\n'), next(url, context)) })
`,
  )
  for (const name of ['box/cur', 'box/new', 'box/tmp']) mkdirSync(at(name), { recursive: true })
  writeFileSync(at('box/cur/1.host:2,S'), mail)
  const user = { user: asId<UserName>('anna'), role: 'investigator', passphrase: 'anna keeps seven green lanterns' } as const
  ;(await createWorkspace({ directory: at('w'), ...user, kdf: cheapKdf })).close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Rooms (`src/store`) and packages (`zod`) of which a command loads anything, in any of its threads. */
function loadedBy(...args: readonly string[]): string[] {
  writeFileSync(at('noted'), '')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(at('noting.mjs')).href, join(root, 'src/hosts/cli/main.mjs'), ...args, '--json'],
    { env: { ...plain, NOTED: at('noted') }, encoding: 'utf8' },
  )
  expect({ status, stdout, stderr }).toMatchObject({ status: 0 })
  const here = pathToFileURL(root + sep).href
  const parts = readFileSync(at('noted'), 'utf8')
    .split('\n')
    .filter((url) => url.startsWith(here))
    .map((url) => /^(?:.*node_modules\/((?:@[^/]+\/)?[^/]+)|(src\/[^/]+))\//.exec(url.slice(here.length)))
    .map((found) => found?.[1] ?? found?.[2] ?? 'else')
  return [...new Set(parts)].sort()
}

/** What a command says where a package can't be had. */
function without(name: string, ...args: readonly string[]) {
  writeFileSync(
    at('without.mjs'),
    `import { registerHooks } from 'node:module'
registerHooks({
  resolve: (asked, context, next) => {
    if (asked !== '${name}') return next(asked, context)
    throw Object.assign(new Error("Cannot find package '${name}'"), { code: 'ERR_MODULE_NOT_FOUND' })
  },
})
`,
  )
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--import', pathToFileURL(at('without.mjs')).href, join(root, 'src/hosts/cli/main.mjs'), ...args, '--json'],
    { env: plain, encoding: 'utf8' },
  )
  return { status, ...(JSON.parse(stdout) as object) }
}

const toRead = ['css-tree', 'parse5']
/** Items of Outlook have bodies in HTML within RTF. */
const ofHtml: readonly string[] = ['css-tree', 'parse5']
const ofRequests = ['src/detect', 'src/identity', 'src/law', 'src/produce', 'src/redact', 'libphonenumber-js', 'postal-mime']

describe('what a command loads', () => {
  it('is no core for help', () => {
    expect(loadedBy('--help')).toEqual(['src/hosts', 'src/model'])
  })

  it('is the store, and what checks its input, for the state of the workspace', () => {
    expect(loadedBy('status', ...anna)).toEqual(['better-sqlite3', 'src/api', 'src/hosts', 'src/jobs', 'src/model', 'src/store', 'zod'])
  })

  it('is all that reads mail where mail is taken in, and nothing of requests', () => {
    const loaded = loadedBy('source', 'add', at('box'), ...anna)
    expect(loaded).toEqual(expect.arrayContaining([...toRead, 'src/formats', 'src/search']))
    expect(loaded.filter((part) => ofRequests.includes(part))).toEqual([])
  })

  it('is nothing that reads documents, but for HTML in items of Outlook, where a rescan finds nothing new', () => {
    const loaded = loadedBy('source', 'rescan', ...anna)
    expect(loaded).toContain('src/formats')
    const beside = [...toRead.filter((part) => !ofHtml.includes(part)), ...ofRequests, 'src/search']
    expect(loaded.filter((part) => beside.includes(part))).toEqual([])
  })

  it('is nothing that reads mail, and nothing of requests, for a search', () => {
    const loaded = loadedBy('search', 'lanterns', ...anna)
    expect(loaded).toContain('src/search')
    expect(loaded.filter((part) => [...toRead, ...ofRequests, 'src/formats'].includes(part))).toEqual([])
  })
})

describe('a package that is missing', () => {
  it.each([
    ['better-sqlite3', 'the core', ['status', ...anna]],
    ['parse5', 'an area of commands', ['parse', at('box/cur/1.host:2,S')]],
    ['postal-mime', 'one command', ['ledger', '--out', at('ledger.csv'), ...anna]],
  ])('%s is named where %s needs it', (name, _who, args) => {
    const details = { reason: `Cannot find package '${name}'` }
    expect(without(name, ...args)).toMatchObject({ status: 1, error: { code: 'api/incomplete-program', details } })
  })
})
