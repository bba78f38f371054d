import { fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { env, exit } from 'node:process'
import { type BrowserContext, chromium, type Frame, type Page } from 'playwright-core'
import { findBrowser, quietSwitches } from '../../src/hosts/find-browser.ts'

/**
 * A stand-in for the `electron` module: the same calls that our main process makes, over a real Chromium. It exists because the runtime is a
 * download that some networks refuse; it is no proof that Electron itself runs. `DESK_WALK` names a module whose `walk(page)` then uses the window.
 */
const origin = 'http://desk.localhost'
const outward = (url: string): string => url.replace(/^app:\/\/desk/, origin)
const inward = (url: string): string => url.replace(origin, 'app://desk')

const browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: [...quietSwitches(), '--disable-gpu'] })

type Decide = (answer: { cancel?: boolean }) => void
type Handler = (request: Request) => Promise<Response>

export class Session extends EventEmitter {
  handlers = new Map<string, Handler>()
  /** How often each of the setters was called: a listener set anew at every use would pile up. */
  set: Record<string, number> = {}
  beforeRequest: (details: { url: string }, decide: Decide) => void = (_details, decide) => decide({})
  permission: ((contents: null, permission: string, decide: (granted: boolean) => void) => void) | null = null
  permissionCheck: (() => boolean) | null = null
  devicePermission: (() => boolean) | null = null
  spellChecker = true
  protocol = { handle: (scheme: string, handler: Handler): void => void this.handlers.set(scheme, handler) }
  webRequest = {
    onBeforeRequest: (listener: (details: { url: string }, decide: Decide) => void): void => {
      this.#count('onBeforeRequest')
      this.beforeRequest = listener
    },
  }
  setPermissionRequestHandler(handler: typeof this.permission): void {
    this.#count('permission')
    this.permission = handler
  }
  setPermissionCheckHandler(handler: typeof this.permissionCheck): void {
    this.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.devicePermission = handler
  }
  setSpellCheckerEnabled(on: boolean): void {
    this.spellChecker = on
  }
  #count(setter: string): void {
    this.set[setter] = (this.set[setter] ?? 0) + 1
  }
}

const sessions = new Map<string, Session>()
function sessionNamed(name: string): Session {
  const known = sessions.get(name)
  if (known !== undefined) return known
  const made = new Session()
  sessions.set(name, made)
  app.emit('session-created', made)
  return made
}
export const session = {
  fromPartition: sessionNamed,
  get defaultSession(): Session {
    return sessionNamed('')
  },
}

const switches: string[] = []
let sandboxed = false
class App extends EventEmitter {
  commandLine = {
    appendSwitch: (name: string, value?: string): void => void switches.push(value === undefined ? name : `${name}=${value}`),
  }
  isPackaged = true
  enableSandbox(): void {
    sandboxed = true
  }
  requestSingleInstanceLock(): boolean {
    return true
  }
  async whenReady(): Promise<void> {}
  quit(): void {
    this.emit('will-quit')
    browser.close().finally(() => exit(0))
  }
}
export const app = new App()
const menus: unknown[] = []
export const Menu = {
  setApplicationMenu: (menu: unknown): void => void menus.push(menu),
  buildFromTemplate: (template: unknown): unknown => template,
}
export const protocol = { registerSchemesAsPrivileged: (): void => {} }

const invokable = new Map<string, (event: { senderFrame: unknown }, ...args: unknown[]) => unknown>()
export const ipcMain = {
  handle: (channel: string, handler: (event: { senderFrame: unknown }, ...args: unknown[]) => unknown): void =>
    void invokable.set(channel, handler),
}

/** What the next dialog answers, set by a walk. */
export const answers: { open: string[]; save: string | null } = { open: [], save: null }
export const dialog = {
  showOpenDialog: async () => ({ canceled: answers.open.length === 0, filePaths: answers.open }),
  showSaveDialog: async () => ({ canceled: answers.save === null, filePath: answers.save ?? '' }),
}

/** A child process with the port that a utility process has. */
export const utilityProcess = {
  fork: (path: string, args: string[]) => {
    const child = fork(path, args, {
      serialization: 'advanced',
      execArgv: ['--import', new URL('./parent-port.mjs', import.meta.url).href],
    })
    return {
      postMessage: (message: object) => child.send(message),
      on: (kind: string, listener: (message: unknown) => void) => child.on(kind, listener),
      kill: () => child.kill(),
    }
  },
}

/** The preload script as it was built, with the two parts of Electron that it may use. */
function preloadScript(path: string): string {
  return `if (window === window.top) {
    const listeners = new Map()
    window.standInHear = (channel, data) => (listeners.get(channel) ?? []).forEach((listener) => listener({}, data))
    const require = () => ({
      contextBridge: { exposeInMainWorld: (name, value) => { window[name] = value } },
      ipcRenderer: {
        invoke: (channel, ...args) => window.standInInvoke(channel, args),
        on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
        off: (channel, listener) => listeners.set(channel, (listeners.get(channel) ?? []).filter((other) => other !== listener)),
      },
    })
    const exports = {}, module = { exports }
    ${readFileSync(path, 'utf8')}
  }`
}

class WebContents extends EventEmitter {
  page: Page | null = null
  mainFrame = { url: '' }
  opens: (() => { action: string }) | null = null
  send(channel: string, data: unknown): void {
    this.page
      ?.evaluate(
        ([name, value]) => (window as unknown as { standInHear(name: unknown, value: unknown): void }).standInHear(name, value),
        [channel, data],
      )
      .catch(() => {})
  }
  setWindowOpenHandler(handler: () => { action: string }): void {
    this.opens = handler
  }
  async printToPDF(): Promise<Uint8Array> {
    return (await this.page?.pdf({ preferCSSPageSize: true, printBackground: true })) ?? new Uint8Array()
  }
}

interface WindowOptions {
  show?: boolean
  width?: number
  height?: number
  webPreferences: {
    session: Session
    preload?: string
    javascript?: boolean
    sandbox: boolean
    contextIsolation: boolean
    nodeIntegration: boolean
    spellcheck: boolean
    devTools?: boolean
  }
}

const windows: BrowserWindow[] = []

export class BrowserWindow extends EventEmitter {
  webContents = new WebContents()
  options: WindowOptions
  context: BrowserContext | null = null
  constructor(options: WindowOptions) {
    super()
    this.options = options
    windows.push(this)
    app.emit('web-contents-created', {}, this.webContents)
  }
  isDestroyed(): boolean {
    return this.context === null
  }
  destroy(): void {
    const { context } = this
    this.context = null
    context?.close().catch(() => {})
  }
  async loadURL(url: string): Promise<void> {
    const { webPreferences, width = 1440, height = 900 } = this.options
    const context = await browser.newContext({ viewport: { width, height }, javaScriptEnabled: webPreferences.javascript ?? true })
    this.context = context
    await context.route('**', async (route) => {
      const asked = inward(route.request().url())
      let cancelled = false
      webPreferences.session.beforeRequest({ url: asked }, (answer) => (cancelled = answer.cancel === true))
      const handler = webPreferences.session.handlers.get(new URL(asked).protocol.slice(0, -1))
      if (cancelled || handler === undefined) return await route.abort()
      const answer = await handler(new Request(asked, { method: route.request().method() }))
      await route.fulfill({
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: Buffer.from(await answer.arrayBuffer()),
      })
    })
    const page = await context.newPage()
    this.webContents.page = page
    if (webPreferences.preload !== undefined) {
      await page.exposeBinding('standInInvoke', ({ frame }: { frame: Frame }, channel: string, args: unknown[]) => {
        this.webContents.mainFrame.url = inward(page.url())
        const senderFrame = frame === page.mainFrame() ? this.webContents.mainFrame : { url: inward(frame.url()) }
        return invokable.get(channel)?.({ senderFrame }, ...args)
      })
      await page.addInitScript(preloadScript(webPreferences.preload))
    }
    await page.goto(outward(url))
    if (webPreferences.preload !== undefined) void this.#walk(page)
  }
  async #walk(page: Page): Promise<void> {
    const { walk } = (await import(env['DESK_WALK'] ?? '')) as { walk: (page: Page, facts: Facts) => Promise<void> }
    try {
      await walk(page, { switches, sandboxed, sessions, windows, window: this, menu: menus.at(-1) })
      app.quit()
    } catch (error) {
      process.stderr.write(`${(error as Error).stack ?? String(error)}\n`)
      exit(1)
    }
  }
}

/** What a walk may assert of how the main process set things up. */
export interface Facts {
  readonly switches: readonly string[]
  readonly sandboxed: boolean
  readonly sessions: ReadonlyMap<string, Session>
  readonly window: BrowserWindow
  /** Every window that was opened, those for printing with it. */
  readonly windows: readonly BrowserWindow[]
  /** The template of the application's menu. */
  readonly menu: unknown
}
