import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kill, pid } from 'node:process'
import { pathToFileURL } from 'node:url'
import { quietEnvironment, quietSwitches } from '../find-browser.ts'

export interface AppWindow {
  /** Resolves when the user closed the window. */
  readonly closed: Promise<void>
  /** The hand-over file is of no more use once the token was exchanged. */
  entered(): void
  close(): void
}

const prefix = 'disclosure-desk-window-'
/** A browser that takes longer to end is ended, so that its profile can go: less than the host waits for it. */
const unhurriedMs = 3000

/** Profiles of hosts that were killed before they could remove them: the name tells the process. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(/^disclosure-desk-window-(\d+)-/.exec(name)?.[1] ?? Number.NaN)
    if (Number.isNaN(owner) || isRunning(owner)) continue
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true })
    } catch {
      // Another user's, or in use: not ours to remove.
    }
  }
}

function isRunning(process: number): boolean {
  try {
    kill(process, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Opens the workstation as an app window of the installed browser, off the record, in a throw-away profile that is removed afterwards. The
 * address holds the one-time token, so it is handed over in a file that only we can read: arguments are visible to every user of the machine.
 */
export function openWindow(browser: string, address: string): AppWindow {
  removeAbandoned()
  const profile = mkdtempSync(join(tmpdir(), `${prefix}${pid}-`))
  const handOver = join(profile, 'open.html')
  writeFileSync(
    handOver,
    `<!doctype html><meta charset="utf-8"><title>Disclosure Desk</title><script>location.replace(${JSON.stringify(address)})</script>`,
    { mode: 0o600 },
  )
  const child: ChildProcess = spawn(
    browser,
    [...quietSwitches(), '--incognito', `--user-data-dir=${profile}`, '--window-size=1440,900', `--app=${pathToFileURL(handOver).href}`],
    { stdio: 'ignore', env: quietEnvironment() },
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
    close: () => {
      child.kill()
      setTimeout(() => child.kill('SIGKILL'), unhurriedMs).unref()
    },
  }
}
