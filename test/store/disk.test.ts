import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { writeFileAtomic } from '../../src/store/index.ts'
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
