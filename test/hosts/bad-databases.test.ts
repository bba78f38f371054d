import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCore } from '../../src/api/index.ts'
import { asId, type MatterId, type UserName } from '../../src/model/index.ts'
import { type OpenWorkspace, openWorkspace } from '../../src/store/index.ts'
import { phrases, services } from '../api/core-home.ts'
import { type DeskHome, makeDeskHome, passphrases } from '../desk.ts'
import { subject } from '../secrecy/planted.ts'
import { flip, refused } from './refused.ts'

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

interface Ledger {
  readonly reconciles: boolean
  readonly totals: { readonly found: number; readonly indexed: number }
}
interface Found {
  readonly total: number
  readonly hits: readonly { readonly document: string }[]
}

/** A mailbox of `count` messages with words enough that their index takes room: no two are alike. */
function mailbox(count: number): string {
  let state = 7
  const word = (): string => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return `w${state.toString(36)}`
  }
  const message = (number: number): string =>
    [
      `From x Mon Jan  1 00:00:00 2024`,
      `From: Pat Roe <pat@quarry.example>`,
      `To: ${subject.name} <${subject.email}>`,
      `Subject: Report ${number}`,
      'Date: Mon, 01 Jan 2024 10:00:00 +0000',
      `Message-ID: <${number}@quarry.example>`,
      '',
      ...Array.from({ length: 20 }, () => Array.from({ length: 8 }, word).join(' ')),
      'lantern',
      '',
    ].join('\n')
  return Array.from({ length: count }, (_, at) => `${message(at)}\n`).join('')
}

const messages = 1_200

describe('databases of a workspace', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-databases-'))
  const mail = join(folder, 'box.mbox')
  let start: DeskHome
  let full: DeskHome
  beforeAll(async () => {
    writeFileSync(mail, mailbox(messages))
    start = await makeDeskHome(folder)
    full = start.fork()
    await full.done('officer', ['source', 'add', mail])
    const request = ['--subject', subject.name, '--email', subject.email, '--received', '2024-02-01', '--regime', 'eu-ie']
    await full.done('officer', ['matter', 'create', ...request])
    await full.done('officer', ['collect', 'M1', '--query', 'subject:"Report 7"'])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function within(home: DeskHome, work: (workspace: OpenWorkspace) => void): Promise<void> {
    const { workspace: directory } = home
    const opened = await openWorkspace({ directory, user: asId<UserName>('officer'), passphrase: passphrases.officer, now: Date.now })
    work(opened)
    opened.close()
  }

  it.each<[string, (workspace: OpenWorkspace) => void, string[]]>([
    ['the workspace', ({ main }) => main.pragma('user_version = 9990'), ['ledger']],
    ['the index', ({ index }) => index.pragma('user_version = 9990'), ['ledger']],
    ['a text shard', ({ index }) => index.pragma('text2.user_version = 9990'), ['ledger']],
    ['a request', ({ matter }) => matter(asId<MatterId>('M1')).pragma('user_version = 9990'), ['marks', 'M1']],
  ])('written by a newer program are refused with what to install: %s', async (_which, raise, args) => {
    const home = full.fork()
    await within(home, raise)
    await refused(home, args, 'store/newer-version', /Install that version/)
    // Nothing was made older by the attempt.
    await refused(home, args, 'store/newer-version', /Install that version/)
  })

  const shards = (home: DeskHome): string[] => readdirSync(home.workspace).filter((name) => name.startsWith('index-text'))
  const rows = async (home: DeskHome): Promise<unknown> => await home.done('officer', ['marks', 'M1'])

  it.each<[string, (home: DeskHome) => void, string[], string]>([
    ['damaged', (home) => flip(join(home.workspace, 'index-text2.db')), ['ledger'], 'store/corrupt'],
    ['damaged further in', (home) => flipAll(home, 4), ['search', 'lantern'], 'store/corrupt'],
    ['missing', (home) => rmSync(join(home.workspace, 'index-text3.db')), ['ledger'], 'store/not-a-workspace'],
  ])('of the text that are %s say how the index is rebuilt, and that way leads back', async (_how, spoil, args, code) => {
    const home = full.fork()
    const before = await home.done<Found>('officer', ['search', 'lantern', '--sort', 'date', '--limit', '50'])
    const ledger = await home.done<Ledger>('officer', ['ledger'])
    const request = await rows(home)
    spoil(home)
    await refused(home, args, code, /delete the files.+index-text.+`desk source rescan`/, ['lantern', subject.email])

    for (const name of shards(home)) rmSync(join(home.workspace, name))
    await home.done('officer', ['source', 'rescan'])
    const after = await home.done<Ledger>('officer', ['ledger'])
    expect(after).toMatchObject({ reconciles: true, totals: ledger.totals })
    const found = await home.done<Found>('officer', ['search', 'lantern', '--sort', 'date', '--limit', '50'])
    expect(found.total).toBe(before.total)
    expect(new Set(found.hits.map(({ document }) => document))).toEqual(new Set(before.hits.map(({ document }) => document)))
    expect(await rows(home)).toEqual(request)
  })

  function flipAll(home: DeskHome, from: number): void {
    for (const name of shards(home).filter((shard) => shard.endsWith('.db'))) flip(join(home.workspace, name), from)
  }

  it('of the index that is damaged are made anew once they were deleted, and requests stay', async () => {
    const home = full.fork()
    const request = await rows(home)
    flip(join(home.workspace, 'index.db'))
    await refused(home, ['ledger'], 'store/corrupt', /names begin with “index”.+add the sources again/)
    for (const name of readdirSync(home.workspace)) if (name.startsWith('index')) rmSync(join(home.workspace, name))
    expect(await home.done('officer', ['ledger'])).toMatchObject({ totals: { found: 0 } })
    await home.done('officer', ['source', 'add', mail])
    expect(await home.done('officer', ['ledger'])).toMatchObject({ reconciles: true, totals: { found: messages } })
    expect(await rows(home)).toEqual(request)
  })

  it.runIf(canMount)('on a disk that fills while mail is taken in keep what was done, and go on once there is room', async () => {
    const home = start.fork()
    const aside = `${home.workspace}-aside`
    renameSync(home.workspace, aside)
    mkdirSync(home.workspace)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', home.workspace]).status !== 0) throw new Error('cannot mount')
    try {
      cpSync(aside, home.workspace, { recursive: true })
      await refused(home, ['source', 'add', mail], 'store/disk-full', /[Ff]ree some space/, ['lantern', 'quarry.example'])
      spawnSync('mount', ['-o', 'remount,size=200m', home.workspace])
      // What was done is accounted for before the rest is.
      expect(await home.done('officer', ['ledger'])).toMatchObject({ reconciles: true })
      await home.done('officer', ['source', 'rescan'])
      const whole = await full.done<Ledger>('officer', ['ledger'])
      expect(await home.done('officer', ['ledger'])).toMatchObject({ reconciles: true, totals: whole.totals })
      expect(await home.done('officer', ['search', 'lantern', '--limit', '1'])).toMatchObject({ total: messages })
    } finally {
      spawnSync('umount', ['-l', home.workspace])
    }
  })

  it.runIf(canMount)('on a full disk are locked all the same', async () => {
    const disk = join(folder, 'disk')
    mkdirSync(disk)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]).status !== 0) throw new Error('cannot mount')
    const core = createCore({ services })
    try {
      await core.call('workspace.create', { workspace: join(disk, 'w'), user: 'anna', passphrase: phrases.anna })
      expect(() => writeFileSync(join(disk, 'filler'), Buffer.alloc(4 * 1024 * 1024, 1))).toThrow(/ENOSPC/)
      // The control: nothing more is written here.
      await expect(
        core.call('user.add', { user: 'ben', role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false }),
      ).rejects.toMatchObject({ code: 'store/disk-full' })
      expect(await core.call('workspace.lock', {})).toMatchObject({ state: 'locked' })
      await core.close()
      rmSync(join(disk, 'filler'))
      await core.call('workspace.unlock', { workspace: join(disk, 'w'), user: 'anna', passphrase: phrases.anna })
      expect(await core.call('audit.verify', {})).toMatchObject({ ok: true })
    } finally {
      await core.close()
      spawnSync('umount', ['-l', disk])
    }
  })
})
