import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../src/hosts/find-browser.ts'
import { type DeskHome, type Ended, makeDeskHome } from '../desk.ts'
import { newCanaries, plant, subject } from './planted.ts'
import { findInFolders } from './scan.ts'
import { unencryptedCopy } from './unencrypted.ts'
import { type Watched, watch } from './watch.ts'

const haveBrowser = findBrowser() !== null
const onLinux = process.platform === 'linux' ? describe : describe.skip

onLinux('mail on the command line', () => {
  const canaries = newCanaries()
  const all = Object.values(canaries)
  let home: DeskHome
  let watched: Watched
  let evidence: readonly string[]
  let bundle = ''
  const told: Ended[] = []

  /** A folder of its own for everything that a program may use on the side. */
  const surroundings = (): Record<string, string> => ({
    HOME: join(home.folder, 'user'),
    XDG_CONFIG_HOME: join(home.folder, 'user', 'config'),
  })
  const run = async (user: string, args: readonly string[], status = 0): Promise<unknown> => {
    const ended = await home.desk(user, args, { env: surroundings() })
    told.push(ended)
    expect(`${args[0]} ${ended.status} ${ended.status === status ? '' : JSON.stringify(ended.json)}`).toBe(`${args[0]} ${status} `)
    return ended.json
  }

  beforeAll(async () => {
    home = await makeDeskHome()
    mkdirSync(surroundings()['XDG_CONFIG_HOME'] ?? '', { recursive: true })
    const mail = join(home.folder, 'mail')
    evidence = await plant(mail, canaries)
    bundle = join(home.folder, 'answer.zip')
    const watching = watch([home.folder], all, [mail])
    await run('officer', ['source', 'add', ...evidence])
    await run('officer', ['search', canaries.plain])
    await run('officer', ['search', `from:${canaries.address} AND (${canaries.pdf}`], 1)
    await run('officer', [
      'matter',
      'create',
      '--subject',
      subject.name,
      '--email',
      subject.email,
      '--received',
      '2024-02-01',
      '--regime',
      'eu-ie',
    ])
    await run('officer', ['collect', 'M1', '--query', canaries.displayName])
    await run('officer', ['collect', 'M1'])
    await run('officer', ['code', 'M1', '--all', '--as', 'responsive', '--note', canaries.note])
    await run('officer', ['suggest', 'M1'])
    await run('officer', ['mark', 'M1', '--text', canaries.mark, '--everywhere', '--ground', 'EU-15(4)', '--note', canaries.note])
    await run('officer', ['mark', 'M1', '--text', canaries.mark, '--doc', `m${'0'.repeat(20)}`, '--ground', 'EU-15(4)'], 1)
    await run('officer', ['dispose', 'M1', '--all', '--as', 'release'])
    await run('officer', ['submit', 'M1'])
    await run('counsel', ['approve', 'M1', '--all'])
    const formats = haveBrowser ? 'eml,mbox,pdf' : 'eml,mbox'
    await run('officer', ['produce', 'M1', '--out', bundle, '--formats', formats, '--passphrase-out', join(home.folder, 'answer.txt')])
    await run('officer', ['check', bundle, '--bundle-passphrase-file', join(home.folder, 'answer.txt')])
    await run('officer', ['source', 'rescan'])
    watched = await watching.stop()
  })
  afterAll(() => rmSync(home.folder, { recursive: true, force: true }))

  it('is in no file while it is taken in, searched, reviewed and produced, deleted ones included', () => {
    expect(watched.samples).toBeGreaterThan(20)
    expect(watched.looked).toBeGreaterThan(30)
    expect(watched.found).toEqual([])
  })

  it('makes no program of ours write anywhere but to the workspace, the temp folder and what was asked for', () => {
    expect(watched.strays).toEqual([])
  })

  it('is in no file afterwards', () => {
    const { found, files } = findInFolders([home.folder], all, [join(home.folder, 'mail')])
    expect(found).toEqual([])
    expect(files).toBeGreaterThan(5)
  })

  it('is in no progress line, log line, error text or refusal', () => {
    expect(told.filter(({ status }) => status !== 0)).toHaveLength(2)
    for (const { errors, status, json } of told) {
      const words = `${errors}${status === 0 ? '' : JSON.stringify(json)}`.toLowerCase()
      for (const canary of all) expect(words).not.toContain(canary)
    }
  })

  it('would all be found in the same workspace without encryption', async () => {
    const copy = join(home.folder, 'control')
    const passphrase = readFileSync(home.passphraseFile('officer'), 'utf8').trim()
    await unencryptedCopy(home.workspace, copy, 'officer', passphrase)
    const { found } = findInFolders([copy], all)
    expect([...new Set(found.map(({ canary }) => canary))].sort()).toEqual([...all].sort())
    // Both kinds of database hold them: what was indexed and what was collected.
    const files = [...new Set(found.map(({ file }) => file.slice(copy.length + 1).replace(/-.*$/u, '')))]
    expect(files).toEqual(expect.arrayContaining(['index.db', 'matters/M1.db']))
    rmSync(copy, { recursive: true })
  })
})
