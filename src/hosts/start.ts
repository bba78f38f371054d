import { fork, spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { argv, env, platform, stdin, stdout } from 'node:process'
import { connect } from '../api/index.ts'
import { startBrowserHost } from './browser/server.ts'
import { openWindow } from './browser/window.ts'
import { keepCompiled } from './compiled.mjs'
import { findBrowser } from './find-browser.ts'
import { keepMemoryOutOfDumps } from './no-core-dump.ts'

const root = resolve(import.meta.dirname, '../..')
const require = createRequire(import.meta.url)

/** Electron's own program where its runtime is there (a download that some networks refuse), else null. */
function electronProgram(): string | null {
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  const dist = override ?? join(root, 'node_modules/electron/dist')
  const program = platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : platform === 'win32' ? 'electron.exe' : 'electron'
  return existsSync(join(dist, program)) ? join(dist, program) : null
}

/** How long a closing window may take. */
const patienceMs = 10_000

function hasDisplay(): boolean {
  return platform !== 'linux' || (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== ''
}

/** Builds the page, and Electron's main and preload. `DESK_NO_BUILD` says that this was just done. */
function build(): void {
  if (env['DESK_NO_BUILD'] !== undefined) return
  const vite = join(resolve(require.resolve('electron-vite/package.json'), '..'), 'bin/electron-vite.js')
  const done = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (done.status !== 0) process.exit(1)
}

/** Opens the workstation in Electron and waits for it. */
function runElectron(program: string): void {
  const child = spawn(program, [root], { stdio: 'inherit' })
  child.once('exit', (code) => process.exit(code ?? 0))
}

/** Opens the workstation in the installed browser; without a display or browser prints the address and stays up. */
async function runBrowser(showWindow: boolean): Promise<void> {
  const child = fork(join(import.meta.dirname, 'core-process.ts'), [], {
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const core = connect({
    postMessage: (message) => void child.send(message as object),
    on: (_kind, listener) => child.on('message', listener),
  })
  const host = await startBrowserHost(core, join(root, 'out/renderer'))
  const browser = showWindow && hasDisplay() ? findBrowser() : null
  const window = browser === null ? null : openWindow(browser, host.address())
  let ending = false
  const end = async (): Promise<void> => {
    if (ending) return
    ending = true
    window?.close()
    // The profile goes when its browser is gone; one that does not end is not waited for.
    if (window !== null) await Promise.race([window.closed, new Promise((late) => setTimeout(late, patienceMs))])
    await host.close()
    child.disconnect()
    await new Promise((gone) => child.once('exit', gone))
    process.exit(0)
  }
  process.on('SIGINT', () => void end())
  process.on('SIGTERM', () => void end())
  child.once('exit', () => {
    if (!ending) process.exit(1)
  })
  if (window !== null) {
    host.entered.then(window.entered, () => {})
    window.closed.then(end, () => {})
    stdout.write('Disclosure Desk is open in its own window. Close the window or press Ctrl+C to end.\n')
    return
  }
  stdout.write(`Disclosure Desk is ready. Open this address in a browser on this machine (it works once):\n${host.address()}\n`)
  if (stdin.isTTY) {
    stdout.write('Press Enter for a new address, Ctrl+C to end.\n')
    stdin.on('data', () => stdout.write(`${host.address()}\n`))
  }
}

/** `npm start` and `desk open`: the workstation, in Electron where its runtime is, else in the browser. */
export async function open(options: { readonly host?: 'electron' | 'browser' | undefined; readonly window: boolean }): Promise<void> {
  keepMemoryOutOfDumps()
  build()
  const electron = options.host === 'browser' ? null : electronProgram()
  if (electron !== null && hasDisplay() && options.window) runElectron(electron)
  else await runBrowser(options.window)
}

if (process.argv[1] === import.meta.filename) {
  keepCompiled()
  const hostOption = argv.find((argument) => argument.startsWith('--host='))?.slice('--host='.length)
  await open({
    host: hostOption === 'electron' || hostOption === 'browser' ? hostOption : undefined,
    window: !argv.includes('--no-window'),
  })
}
