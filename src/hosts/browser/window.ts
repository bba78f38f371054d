import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { quietSwitches } from '../find-browser.ts'

export interface AppWindow {
  /** Resolves when the user closed the window. */
  readonly closed: Promise<void>
  /** The hand-over file is of no more use once the token was exchanged. */
  entered(): void
  close(): void
}

/**
 * Opens the workstation as an app window of the installed browser, off the record, in a throw-away profile that is removed afterwards. The
 * address holds the one-time token, so it is handed over in a file that only we can read: arguments are visible to every user of the machine.
 */
export function openWindow(browser: string, address: string): AppWindow {
  const profile = mkdtempSync(join(tmpdir(), 'disclosure-desk-'))
  const handOver = join(profile, 'open.html')
  writeFileSync(
    handOver,
    `<!doctype html><meta charset="utf-8"><title>Disclosure Desk</title><script>location.replace(${JSON.stringify(address)})</script>`,
    { mode: 0o600 },
  )
  const child: ChildProcess = spawn(
    browser,
    [...quietSwitches(), '--incognito', `--user-data-dir=${profile}`, '--window-size=1440,900', `--app=${pathToFileURL(handOver).href}`],
    { stdio: 'ignore' },
  )
  const remove = (): void => rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  const closed = new Promise<void>((resolve) => {
    const gone = (): void => {
      remove()
      resolve()
    }
    child.once('exit', gone)
    child.once('error', gone)
  })
  return {
    closed,
    entered: () => rmSync(handOver, { force: true }),
    close: () => child.kill(),
  }
}
