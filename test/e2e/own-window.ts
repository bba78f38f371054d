import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { findBrowser } from '../../src/hosts/find-browser.ts'
import { patienceMs } from './patience.ts'
import { root } from './workstation.ts'

/** The workstation as its host opens it itself: the installed browser, off the record, in a profile of its own making. */
export interface OwnWindow {
  /** Runs a program in the page and gives what it resolves to. */
  evaluate<Result>(program: string): Promise<Result>
  /** Types into what has the focus, and presses Enter. */
  type(text: string): Promise<void>
  /** Everything of this run is below it: the temp folder, the user's home, the workspace. */
  readonly folder: string
  readonly temp: string
  readonly workspace: string
  /** What the host and the browser printed. */
  readonly printed: () => string
  /** Addresses asked for that are not the host's. */
  readonly strangers: readonly string[]
  /** Ends the host as Ctrl+C does; its window and profile go with it. */
  end(): Promise<number | null>
  remove(): void
}

async function until<T>(look: () => T | null | Promise<T | null>, what = 'the window'): Promise<T> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 100) {
    const found = await look()
    if (found !== null) return found
    await new Promise((later) => setTimeout(later, 100))
  }
  throw new Error(`${what} did not show`)
}

interface Answer {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly request?: { readonly url: string } }
  readonly result?: { readonly result?: { readonly value?: unknown }; readonly exceptionDetails?: unknown }
  readonly error?: unknown
}

/** A client of the debugging protocol for one page: Playwright cannot attach to a window that is off the record. */
async function attach(address: string, heard: (url: string) => void) {
  const socket = new WebSocket(address)
  await new Promise((opened, failed) => {
    socket.onopen = opened
    socket.onerror = failed
  })
  const waiting = new Map<number, (answer: Answer) => void>()
  let last = 0
  socket.onmessage = (message: MessageEvent<string>) => {
    const answer = JSON.parse(message.data) as Answer
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer)
    else if (answer.method === 'Network.requestWillBeSent') heard(answer.params?.request?.url ?? '')
  }
  const send = async (method: string, params: object = {}): Promise<Answer> => {
    last += 1
    const id = last
    socket.send(JSON.stringify({ id, method, params }))
    const answer = await new Promise<Answer>((done) => waiting.set(id, done))
    if (answer.error !== undefined || answer.result?.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer))
    return answer
  }
  await send('Network.enable')
  return { send, close: () => socket.close() }
}

/** Starts `npm start` with a window. The browser is started through a script that adds a debugging door and no screen, and nothing else. */
export async function startOwnWindow(): Promise<OwnWindow> {
  const folder = mkdtempSync(join(tmpdir(), 'desk-window-'))
  const [temp, home] = [join(folder, 'temp'), join(folder, 'home')]
  for (const made of [temp, home]) mkdirSync(made)
  const browser = join(folder, 'browser')
  writeFileSync(browser, `#!/bin/sh\nexec ${findBrowser()} --headless=new --disable-gpu --remote-debugging-port=0 "$@"\n`, { mode: 0o700 })
  const workspace = join(home, 'workspace')
  const host = spawn(process.execPath, [join(root, 'src/hosts/start.ts'), '--host=browser'], {
    cwd: root,
    env: {
      ...env,
      TMPDIR: temp,
      HOME: home,
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_CACHE_HOME: join(home, 'cache'),
      DISPLAY: ':77',
      DESK_BROWSER: browser,
      DESK_NO_BUILD: '1',
      DESK_WORKSPACE: workspace,
      DESK_TIME_ZONE: 'Europe/Berlin',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  for (const stream of [host.stdout, host.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString('utf8')
    })
  }
  const port = await until(() => {
    const profile = readdirSync(temp).find((name) => name.startsWith('disclosure-desk-window-'))
    const note = join(temp, profile ?? '', 'DevToolsActivePort')
    if (host.exitCode !== null) throw new Error(`the host ended:\n${printed}`)
    return profile !== undefined && existsSync(note) ? (readFileSync(note, 'utf8').split('\n')[0] ?? null) : null
  })
  interface Target {
    readonly url: string
    readonly webSocketDebuggerUrl: string
  }
  const targets = async (): Promise<Target[]> => (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[]
  const target = await until(async () => (await targets()).find(({ url }) => url.startsWith('http://127.0.0.1:')) ?? null)
  const own = new URL(target.url).origin
  const strangers: string[] = []
  // The extension is the browser's own viewer of PDF, which is built in.
  const { send, close } = await attach(target.webSocketDebuggerUrl, (url) => {
    if (!url.startsWith(`${own}/`) && !/^(data:|blob:|about:|chrome-extension:\/\/mhjfbmdgcfjbbpaeojofohoefgiehjai\/)/u.test(url))
      strangers.push(url)
  })
  return {
    folder,
    temp,
    workspace,
    printed: () => printed,
    strangers,
    evaluate: async <Result>(program: string) => {
      const { result } = await send('Runtime.evaluate', { expression: program, awaitPromise: true, returnByValue: true })
      return result?.result?.value as Result
    },
    type: async (text) => {
      await send('Input.insertText', { text })
      const enter = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' }
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...enter })
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter })
    },
    end: async () => {
      close()
      const gone = new Promise<number | null>((ended) => host.once('exit', ended))
      host.kill('SIGINT')
      return gone
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  }
}

/** Calls a command of the core from the page, as the page itself does. */
export async function say<Result>(desk: OwnWindow, name: string, input: unknown): Promise<Result> {
  const body = JSON.stringify(JSON.stringify(input))
  return desk.evaluate(`fetch('/call/${name}', {
    method: 'POST',
    headers: { 'x-desk-page': JSON.parse(sessionStorage.getItem('desk-page')).key },
    body: ${body},
  }).then(async (answer) => {
    const body = await answer.json()
    if (!answer.ok) throw new Error('${name} ' + JSON.stringify(body))
    return body
  })`)
}

/** The address of a frame of mail, as the page itself makes it. */
export async function frameAddress(desk: OwnWindow, frame: string): Promise<string> {
  return desk.evaluate(`'/frame/' + JSON.parse(sessionStorage.getItem('desk-page')).address + '/${frame}'`)
}

/** Goes to a screen as the page's own links do: the route is in the history's state. */
export async function goTo(desk: OwnWindow, route: object): Promise<void> {
  await desk.evaluate(`history.pushState({ route: ${JSON.stringify(route)} }, ''); dispatchEvent(new PopStateEvent('popstate'))`)
}

/** Gives the focus to what the selector names, once it stands. */
export async function focus(desk: OwnWindow, selector: string): Promise<void> {
  const focused = `(() => {
    const wanted = document.querySelector(${JSON.stringify(selector)})
    wanted?.focus()
    return wanted !== null && document.activeElement === wanted
  })()`
  await until(async () => ((await desk.evaluate<boolean>(focused)) ? selector : null), selector)
}

/** Waits until the page, or a frame of mail in it, says `words`. */
export async function shows(desk: OwnWindow, words: string): Promise<void> {
  await until(async () => {
    const said = await desk.evaluate<string>(
      `[document, ...[...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument)].map((shown) => shown?.body?.innerText ?? '').join(' ')`,
    )
    return said.includes(words) ? said : null
  }, words)
}
