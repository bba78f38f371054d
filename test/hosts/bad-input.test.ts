import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeskHome, makeDeskHome } from '../desk.ts'
import { approvedRequest } from '../kill/approved.ts'
import { newCanaries, plant, subject } from '../secrecy/planted.ts'
import { contents, flip, refused } from './refused.ts'

const canMount = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

describe('bad input on the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-bad-'))
  const mail = join(folder, 'mail')
  const canaries = newCanaries()
  let approved: DeskHome
  beforeAll(async () => {
    approved = await makeDeskHome(folder)
    await approvedRequest(approved, { paths: await plant(mail, canaries), subject, mark: canaries.mark })
    mkdirSync(join(approved.folder, 'out'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const bundle = (home: DeskHome): string => join(home.folder, 'out', 'answer.zip')
  const produce = (home: DeskHome): string[] => ['produce', 'M1', '--out', bundle(home), '--formats', 'eml']

  const secrets = Object.values(canaries)

  it.each<readonly [string, (home: DeskHome) => void, (home: DeskHome) => string[], string, RegExp]>([
    [
      'a wrong passphrase',
      (home) => writeFileSync(home.passphraseFile('officer'), 'not these words at all\n'),
      () => ['ledger'],
      'store/wrong-passphrase',
      /try again/,
    ],
    [
      'a file that is no mailbox',
      (home) => writeFileSync(join(home.folder, 'noise'), Buffer.alloc(5000, 0xee)),
      (home) => ['source', 'add', join(home.folder, 'noise')],
      'formats/not-a-mailbox',
      /\w/,
    ],
    ['a path that is not there', () => {}, (home) => ['source', 'add', join(home.folder, 'nowhere')], 'formats/cannot-read', /[Cc]heck/],
    ['a query that cannot be read', () => {}, () => ['search', `(${canaries.plain} AND`], 'search/syntax', /\w/],
    ['a bundle that exists', (home) => writeFileSync(bundle(home), 'mine'), produce, 'hosts/output-exists', /another name/],
    [
      'a folder for the bundle that is not there',
      (home) => rmSync(join(home.folder, 'out'), { recursive: true }),
      produce,
      'hosts/cannot-write',
      /folder exists/,
    ],
    [
      'a workspace without keys.json',
      (home) => rmSync(join(home.workspace, 'keys.json')),
      () => ['ledger'],
      'store/not-a-workspace',
      /[Cc]hoose/,
    ],
    ['a damaged keys.json', (home) => truncateSync(join(home.workspace, 'keys.json'), 100), () => ['ledger'], 'store/corrupt', /backup/],
    ['a newer workspace', (home) => newer(join(home.workspace, 'keys.json')), () => ['ledger'], 'store/newer-version', /[Ii]nstall/],
    [
      'flipped bytes in the main database',
      (home) => flip(join(home.workspace, 'workspace.db')),
      () => ['ledger'],
      'store/corrupt',
      /backup/,
    ],
    [
      'a database cut short',
      (home) => truncateSync(join(home.workspace, 'workspace.db'), 5000),
      () => ['ledger'],
      'store/corrupt',
      /backup/,
    ],
    [
      "flipped bytes in a request's database",
      (home) => flip(join(home.workspace, 'matters', 'M1.db')),
      () => ['marks', 'M1'],
      'store/corrupt',
      /backup/,
    ],
  ])('%s is refused, and nothing is half-written', async (_what, spoil, args, code, advice) => {
    const home = approved.fork()
    spoil(home)
    const before = contents(home.folder).filter((file) => !file.startsWith(home.workspace))
    await refused(home, args(home), code, advice, secrets)
    expect(contents(home.folder).filter((file) => !file.startsWith(home.workspace))).toEqual(before)
  })

  it('a mount that vanished is named, what was known stays, and it goes on once it is back', async () => {
    const home = approved.fork()
    renameSync(mail, `${mail}-away`)
    await refused(home, ['source', 'rescan'], 'jobs/source-vanished', /\w/, secrets)
    expect(await home.done('officer', ['ledger'])).toMatchObject({ reconciles: true })
    // What was collected is the workspace's own: it is produced without the source.
    await home.done('officer', produce(home))
    renameSync(`${mail}-away`, mail)
    await home.done('officer', ['source', 'rescan'])
  })

  it.runIf(canMount)('a full disk under the bundle leaves nothing there, and is gone on from', async () => {
    const home = approved.fork()
    const out = join(home.folder, 'out')
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', out]).status !== 0) throw new Error('cannot mount')
    try {
      await refused(home, produce(home), 'store/disk-full', /[Mm]ake room|[Ff]ree/, secrets)
      expect(readdirSync(out)).toEqual([])
      spawnSync('mount', ['-o', 'remount,size=8m', out])
      await home.done('officer', produce(home))
      expect(statSync(bundle(home)).size).toBeGreaterThan(8192)
    } finally {
      spawnSync('umount', ['-l', out])
    }
  })

  /** The workspace on a small file system of its own, for as long as the work takes. */
  async function mounted(home: DeskHome, options: string, work: (remount: (options: string) => void) => Promise<void>): Promise<void> {
    const aside = `${home.workspace}-aside`
    renameSync(home.workspace, aside)
    mkdirSync(home.workspace)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', home.workspace]).status !== 0) throw new Error('cannot mount')
    const remount = (given: string): void => void spawnSync('mount', ['-o', `remount,${given}`, home.workspace])
    try {
      cpSync(aside, home.workspace, { recursive: true })
      remount(options)
      await work(remount)
    } finally {
      spawnSync('umount', ['-l', home.workspace])
    }
  }

  it.runIf(canMount)('a full disk under the workspace stops a production with nothing released, and it is gone on from', async () => {
    const home = approved.fork()
    await mounted(home, 'size=64m', async (remount) => {
      writeFileSync(join(home.workspace, 'filler'), '')
      spawnSync('sh', ['-c', `dd if=/dev/zero of=${join(home.workspace, 'filler')} bs=4k 2>/dev/null; true`])
      await refused(home, produce(home), 'store/disk-full', /[Mm]ake room|[Ff]ree/, secrets)
      expect(readdirSync(join(home.folder, 'out'))).toEqual([])
      remount('size=128m')
      await home.done('officer', produce(home))
      expect(await home.done('officer', ['audit', 'verify'])).toMatchObject({ ok: true })
    })
  })

  it.runIf(canMount)('a workspace that may only be read is told as such', async () => {
    const home = approved.fork()
    await mounted(home, 'ro', () => refused(home, ['ledger'], 'store/no-permission', /permission|rights|write/i, secrets))
  })

  function newer(path: string): void {
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), version: 99 }))
  }
})
