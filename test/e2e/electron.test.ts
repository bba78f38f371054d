import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { describe, expect, it } from 'vitest'
import { root } from './workstation.ts'

const haveElectron = existsSync(join(root, 'node_modules/electron/dist')) || env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined
if (!haveElectron)
  process.stdout.write("Electron's runtime is not on this machine: its main process runs against a stand-in over Chromium.\n")

describe('the Electron layer as it was built', () => {
  it('opens the workstation, locks down, and carries commands (stand-in for the electron module)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-electron-'))
    const child = spawn(process.execPath, ['--import', join(root, 'test/electron/register.mjs'), join(root, 'out/main/main.js')], {
      cwd: root,
      env: {
        ...env,
        DESK_WALK: join(root, 'test/electron/walk.ts'),
        DESK_WORKSPACE: join(folder, 'workspace'),
        DESK_TIME_ZONE: 'Europe/Berlin',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString('utf8')
    })
    const status = await new Promise<number | null>((ended) => child.once('close', ended))
    rmSync(folder, { recursive: true, force: true })
    expect({ status, errors: status === 0 ? '' : errors }).toEqual({ status: 0, errors: '' })
  })
})
