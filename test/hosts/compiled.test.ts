import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const main = join(import.meta.dirname, '../../src/hosts/cli/main.ts')
const folder = mkdtempSync(join(tmpdir(), 'desk-compiled-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function help(cache: string): { readonly status: number | null; readonly stdout: string } {
  return spawnSync(process.execPath, [main, '--help'], { encoding: 'utf8', env: { ...process.env, NODE_COMPILE_CACHE: cache } })
}

describe('the compiled program that is kept', () => {
  it('is written by the first command, in the folder that the environment names, and read by the next', () => {
    const cache = join(folder, 'kept')
    const first = help(cache)
    const kept = readdirSync(cache, { recursive: true }).length
    expect(kept).toBeGreaterThan(100)
    expect(help(cache)).toEqual({ ...first, pid: expect.anything() })
    // Nothing new was compiled.
    expect(readdirSync(cache, { recursive: true }).length).toBe(kept)
  })

  it('is done without where the folder can’t be', () => {
    writeFileSync(join(folder, 'a file'), '')
    const { status, stdout } = help(join(folder, 'a file', 'below'))
    expect(status).toBe(0)
    expect(stdout).toContain('desk')
  })
})
