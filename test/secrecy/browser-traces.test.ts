import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBrowser } from '../../src/hosts/find-browser.ts'
import { findInFolders } from './scan.ts'

const child = join(import.meta.dirname, 'print-child.ts')
const canTrace = findBrowser() !== null && spawnSync('strace', ['-V']).status === 0
const canary = 'cnryprinted5f0c3b7e91d2'

/** Paths of the files that a trace of `openat` created. */
function created(trace: string): string[] {
  return trace
    .split('\n')
    .filter((line) => /O_CREAT|O_TMPFILE/u.test(line) && !/ = -1 /u.test(line))
    .flatMap((line) => /"([^"]+)"/u.exec(line)?.[1] ?? [])
}

describe.runIf(canTrace)('the browsers that we start', () => {
  let folder = ''
  let temp = ''
  let home = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'desk-traces-'))
    temp = join(folder, 'temp')
    home = join(folder, 'home')
    for (const made of [temp, home]) mkdirSync(made)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))
  const surroundings = () => ({
    ...env,
    // Compiled sources are files of ours; left out, every file that remains is the browser's.
    NODE_DISABLE_COMPILE_CACHE: '1',
    TMPDIR: temp,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
  })

  it('print without any file but those of a profile that knows nothing of the page, and remove that', () => {
    const trace = join(folder, 'trace.txt')
    const traced = ['-f', '-qq', '--seccomp-bpf', '-e', 'trace=openat,creat', '-o', trace, process.execPath, child, 'print', canary]
    const { status, stdout } = spawnSync('strace', traced, { env: surroundings(), encoding: 'utf8' })
    expect(status).toBe(0)
    expect(Number(stdout)).toBeGreaterThan(100_000)
    const files = created(readFileSync(trace, 'utf8')).filter((path) => !/^\/(dev|proc)\//u.test(path))
    // A stream of the PDF, or shared memory with the page in it, would be a file beside the profile.
    const beside = files.filter((path) => !path.startsWith(`${temp}/playwright_chromiumdev_profile-`) && !path.startsWith(`${home}/`))
    expect(beside).toEqual([])
    expect(files.length).toBeGreaterThan(0)
    expect(readdirSync(temp)).toEqual([])
    expect(findInFolders([home], [canary]).found).toEqual([])
  })

  it('leave no dump of the memory of a page that crashes', () => {
    const { status, stderr } = spawnSync(process.execPath, [child, 'crash'], { env: surroundings(), encoding: 'utf8' })
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' })
    expect(readdirSync(folder, { recursive: true }).filter((name) => `${name}`.endsWith('.dmp'))).toEqual([])
  })
})
