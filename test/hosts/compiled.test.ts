import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const main = join(import.meta.dirname, '../../src/hosts/cli/main.mjs')
const folder = mkdtempSync(join(tmpdir(), 'desk-compiled-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function help(cache: string | null, ...options: readonly string[]) {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env
  return spawnSync(process.execPath, [...options, main, '--help'], {
    encoding: 'utf8',
    env: { ...env, ...(cache === null ? {} : { NODE_COMPILE_CACHE: cache }) },
  })
}

/** Makes Node say at its end whether it loaded what strips types. */
const sayStripper = `--import=data:text/javascript,${encodeURIComponent("process.on('exit', () => process.stderr.write(process.moduleLoadList.some((name) => name.includes('amaro')) ? 'stripper' : ''))")}`

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

  it('spares every further command loading what strips types from its sources', () => {
    expect(help(join(folder, 'stripped'), sayStripper).stderr).toBe('stripper')
    help(null)
    expect(help(null, sayStripper).stderr).toBe('')
  })

  it('is done without where the folder can’t be', () => {
    writeFileSync(join(folder, 'a file'), '')
    const { status, stdout } = help(join(folder, 'a file', 'below'))
    expect(status).toBe(0)
    expect(stdout).toContain('desk')
  })
})
