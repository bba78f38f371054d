import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { storeError, writeFileAtomic } from '../../src/store/index.ts'
import { codeOf, make, name, open, phrases, scratch } from './home.ts'

/** A small file system of its own under `folder`; null where the test may not mount one (it needs root on Linux). */
function mounted(folder: string, size: string): string | null {
  const at = join(folder, 'mounted')
  mkdirSync(at)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', at]).status !== 0) return null
  onTestFinished(() => void spawnSync('umount', ['-l', at]))
  return at
}
const canMount = process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

describe.runIf(canMount)('A full disk', () => {
  it('refuses to make a workspace, and lets it be made once there is room', async () => {
    const folder = scratch()
    const at = mounted(folder, '64k')
    if (at === null) throw new Error('cannot mount')
    expect(await codeOf(make(join(at, 'w')))).toBe('store/disk-full')
    expect(existsSync(join(at, 'w', 'keys.json'))).toBe(false)
    spawnSync('mount', ['-o', 'remount,size=4m', at])
    expect(await codeOf(make(join(at, 'w')))).toBe('no error')
  })

  it('is told as such whichever file it is that has no room when a workspace is opened, and nothing is lost', async () => {
    const at = mounted(scratch(), '4m')
    if (at === null) throw new Error('cannot mount')
    ;(await make(join(at, 'w'))).close()
    const codes: string[] = []
    for (const kibibytes of [0, 8, 24, 40, 80, 120, 160, 200]) {
      rmSync(`${at}/fill`, { force: true })
      const { bavail, bsize } = statfsSync(at)
      writeFileSync(`${at}/fill`, Buffer.alloc(bavail * bsize - kibibytes * 1024))
      codes.push(await codeOf(open(join(at, 'w')).then((workspace) => workspace.close())))
    }
    expect(codes.filter((code) => code !== 'no error').length).toBeGreaterThan(4)
    expect(new Set(codes.filter((code) => code !== 'no error'))).toEqual(new Set(['store/disk-full']))
    rmSync(`${at}/fill`)
    expect(await codeOf(open(join(at, 'w')))).toBe('no error')
  })

  it('is told as such whichever file it is that has no room when a workspace is made', async () => {
    const at = mounted(scratch(), '64k')
    if (at === null) throw new Error('cannot mount')
    const codes: string[] = []
    for (let kibibytes = 64; codes.at(-1) !== 'no error' && kibibytes < 4096; kibibytes += 48) {
      spawnSync('mount', ['-o', `remount,size=${kibibytes}k`, at])
      rmSync(join(at, 'w'), { recursive: true, force: true })
      codes.push(await codeOf(make(join(at, 'w'))))
    }
    expect(new Set(codes)).toEqual(new Set(['store/disk-full', 'no error']))
  })

  it('keeps keys.json as it was when a user is added, and adds nobody', async () => {
    const at = mounted(scratch(), '1m')
    if (at === null) throw new Error('cannot mount')
    const workspace = await make(join(at, 'w'))
    const before = readFileSync(join(at, 'w', 'keys.json'), 'utf8')
    spawnSync('sh', ['-c', `dd if=/dev/zero of=${at}/fill bs=4k 2>/dev/null; true`])
    const add = workspace.addUser({ user: name('ben'), role: 'auditor', passphrase: phrases.ben, mustChange: false })
    expect(await codeOf(add)).toMatch(/store\/disk-full|SQLITE_FULL/)
    spawnSync('rm', [`${at}/fill`])
    expect(readFileSync(join(at, 'w', 'keys.json'), 'utf8')).toBe(before)
    expect(workspace.users().map(({ user }) => user)).toEqual(['anna'])
    expect(readdirSync(join(at, 'w')).filter((file) => file.endsWith('.new'))).toEqual([])
    await workspace.addUser({ user: name('ben'), role: 'auditor', passphrase: phrases.ben, mustChange: false })
    workspace.close()
    expect(await codeOf(open(join(at, 'w'), 'ben'))).toBe('no error')
  })
})

describe.runIf(canMount)('A folder that cannot be written', () => {
  it('is told as such, for making and for opening', async () => {
    const at = mounted(scratch(), '4m')
    if (at === null) throw new Error('cannot mount')
    ;(await make(join(at, 'w'))).close()
    spawnSync('mount', ['-o', 'remount,ro', at])
    expect(await codeOf(open(join(at, 'w')))).toBe('store/no-permission')
    expect(await codeOf(make(join(at, 'further')))).toBe('store/no-permission')
  })
})

describe.runIf(canMount)("Another user's folder", () => {
  it('is told as such, not as one without a workspace', async () => {
    const at = join(scratch(), 'w')
    ;(await make(at)).close()
    process.seteuid?.(65534)
    try {
      expect(await codeOf(open(at))).toBe('store/no-permission')
    } finally {
      process.seteuid?.(0)
    }
    expect(await codeOf(open(join(at, 'nothing')))).toBe('store/not-a-workspace')
    expect(await codeOf(open(join(at, 'keys.json')))).toBe('store/not-a-workspace')
  })
})

describe('A failure of the disk', () => {
  it('is no full disk where there is room', () => {
    const failed = (code: string) => storeError(Object.assign(new Error('disk I/O error'), { code }), join(scratch(), 'workspace.db'))
    for (const code of ['SQLITE_IOERR_READ', 'SQLITE_IOERR_LOCK', 'SQLITE_PROTOCOL', 'EIO']) {
      expect(failed(code)).toMatchObject({ code: 'store/disk-failed', details: { reason: code } })
    }
    expect(failed('SQLITE_IOERR_SHMSIZE')).toMatchObject({ code: 'store/disk-full' })
    expect(failed('EDQUOT')).toMatchObject({ code: 'store/disk-full' })
  })
})

describe('A file that is replaced', () => {
  it('is the old one or the new one, and leaves no temporary file', () => {
    const folder = scratch()
    const path = join(folder, 'keys.json')
    writeFileAtomic(path, 'old')
    writeFileAtomic(path, 'new'.repeat(100_000))
    expect(readFileSync(path, 'utf8')).toBe('new'.repeat(100_000))
    mkdirSync(join(folder, 'taken'))
    expect(() => writeFileAtomic(join(folder, 'taken'), 'x')).toThrow()
    expect(readdirSync(folder).sort()).toEqual(['keys.json', 'taken'])
  })
})

describe("A request's file", () => {
  it('is copied as it was before it is upgraded, whatever the upgrade does', async () => {
    const directory = join(scratch(), 'w')
    const workspace = await make(directory)
    const { id, database } = workspace.createMatter()
    // An older file: this version is asked to bring it up, and fails over tables that are there already.
    database.pragma('user_version = 1')
    database.pragma('wal_checkpoint(TRUNCATE)')
    workspace.close()
    const file = join(directory, 'matters', `${id}.db`)
    const kept = join(directory, 'matters', `${id}.before-upgrade-from-1.db`)
    copyFileSync(file, join(directory, 'as-it-was'))
    const again = await open(directory)
    expect(await codeOf(() => again.matter(id))).not.toBe('no error')
    expect(readFileSync(kept).equals(readFileSync(join(directory, 'as-it-was')))).toBe(true)
    again.destroyMatter(id)
    expect(readdirSync(join(directory, 'matters'))).toEqual([])
  })
})
