import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pid } from 'node:process'
import { expect, test } from 'vitest'
import { openWindow } from '../../src/hosts/browser/window.ts'

const profiles = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(`disclosure-desk-window-${pid}-`))

test.skipIf(process.platform === 'win32')(
  'a browser that doesn’t end when it is asked to is ended, and its profile goes',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-stubborn-'))
    const browser = join(folder, 'browser')
    const ready = join(folder, 'ready')
    writeFileSync(browser, `#!/bin/sh\ntrap '' TERM\n: > '${ready}'\nwhile :; do sleep 0.1; done\n`, { mode: 0o700 })
    const window = openWindow(browser, 'http://127.0.0.1:1/#token')
    await expect.poll(() => existsSync(ready), { timeout: 20_000 }).toBe(true)
    expect(profiles()).toHaveLength(1)
    window.close()
    await window.closed
    expect(profiles()).toEqual([])
    rmSync(folder, { recursive: true, force: true })
  },
  30_000,
)
