import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { env } from 'node:process'
import type { Page } from 'playwright-core'
import { patienceMs } from '../e2e/patience.ts'
import { makeWorkspace, officer, signIn } from '../e2e/people.ts'
import type { BrowserWindow, Facts, Session } from './stand-in.ts'

/** What the stand-in does with the window: the same first steps as in the browser host, and how the main process set itself up. */
export async function walk(page: Page, facts: Facts): Promise<void> {
  page.setDefaultTimeout(patienceMs)
  const { switches, sandboxed, sessions, windows, window, menu } = facts
  assert(sandboxed, 'every renderer is sandboxed')
  assert(
    switches.some((given) => given.startsWith('host-resolver-rules=MAP * ~NOTFOUND')),
    'no name is resolved',
  )
  assert(sessions.get('workstation'), 'the window has a session of its own, in memory')
  assert(sessions.get(''), "the default session, which no window uses, is hardened as well: it is the runtime's own")
  for (const [name, session] of sessions) asksNothing(name, session)
  const preferences = window.options.webPreferences
  assert.equal(preferences.session, sessions.get('workstation'))
  const { sandbox, contextIsolation, nodeIntegration, spellcheck, devTools } = preferences
  assert.deepEqual(
    { sandbox, contextIsolation, nodeIntegration, spellcheck, devTools },
    { sandbox: true, contextIsolation: true, nodeIntegration: false, spellcheck: false, devTools: false },
    'the packaged app has no developer tools, and its page no Node',
  )
  assert.doesNotMatch(JSON.stringify(menu), /devtools|reload|viewMenu/i, 'and no menu that leads to them')
  staysOnItsPage(window)

  await makeWorkspace(page)
  await page.getByRole('button', { name: /^Lock/ }).first().click()
  await signIn(page, officer.name, officer.passphrase)
  await page.getByRole('button', { name: /^Lock/ }).first().waitFor()

  await printsTwice(page)
  assert.equal(windows.length, 3, 'each print had a window of its own')
  for (const printing of windows.slice(1)) {
    const { session, javascript, preload, devTools: tools } = printing.options.webPreferences
    assert.equal(session, sessions.get('print'))
    assert.deepEqual({ javascript, preload, tools }, { javascript: false, preload: undefined, tools: false })
    assert(printing.isDestroyed(), 'which is gone afterwards')
    staysOnItsPage(printing)
  }
  assert(sessions.get('print'))
  for (const [name, session] of sessions) asksNothing(name, session)
}

/** A session that is denied everything, and told so once, however often it is used. */
function asksNothing(name: string, session: Session): void {
  let granted = true
  session.permission?.(null, 'geolocation', (answer) => {
    granted = answer
  })
  assert.equal(granted, false, `a permission request is denied: ${name}`)
  assert.equal(session.permissionCheck?.(), false, `a permission check is denied: ${name}`)
  assert.equal(session.devicePermission?.(), false, `a device is denied: ${name}`)
  assert.equal(session.spellChecker, false, `no dictionary is fetched: ${name}`)
  const asked = (url: string): boolean => {
    let cancelled = false
    session.beforeRequest({ url }, (answer) => {
      cancelled = answer.cancel === true
    })
    return !cancelled
  }
  const elsewhere = [
    'https://leak.example/',
    'http://127.0.0.1:9/',
    'http://app.desk/',
    'app://desk.leak.example/',
    'app://leak/desk/',
    'file:///etc/passwd',
    'ws://leak.example/',
    'devtools://devtools/bundled/x.js',
    'ftp://leak.example/',
  ]
  assert.deepEqual(elsewhere.filter(asked), [], `a request to anywhere else is cancelled: ${name}`)
  assert(asked('app://desk/index.html'), `the page itself is not: ${name}`)
  assert.equal(session.listenerCount('will-download'), 1, `downloads are refused, by one listener: ${name}`)
  assert.deepEqual(session.set, { onBeforeRequest: 1, permission: 1 }, `hardened once: ${name}`)
}

/** Neither a link in a mail nor a script of the page takes the window elsewhere, nor mail to its top. */
function staysOnItsPage({ webContents }: BrowserWindow): void {
  const goes = (event: string, details: { url: string; isMainFrame?: boolean }): boolean => {
    let prevented = false
    webContents.emit(event, { ...details, preventDefault: () => (prevented = true) })
    return !prevented
  }
  const frame = 'app://desk/frame/review?matter=M1'
  const outside = ['https://leak.example/', 'file:///etc/passwd', 'data:text/html,x', 'app://desk.leak.example/', 'javascript:1']
  for (const url of [...outside, frame, 'app://desk/index.html.evil', 'app://desk/assets/index.js']) {
    assert(!goes('will-navigate', { url }), `the window does not go to ${url}`)
    assert(!goes('will-frame-navigate', { url, isMainFrame: true }), `the top frame does not go to ${url}`)
  }
  for (const url of [...outside, 'app://desk/index.html', 'app://desk/']) {
    assert(!goes('will-frame-navigate', { url, isMainFrame: false }), `a frame does not go to ${url}`)
  }
  assert(goes('will-frame-navigate', { url: frame, isMainFrame: false }), 'a frame shows mail')
  assert(goes('will-navigate', { url: 'app://desk/index.html' }), 'the page may be loaded again')
  assert(!goes('will-redirect', { url: 'app://desk/index.html' }), 'nothing is redirected')
  assert(!goes('will-attach-webview', { url: 'app://desk/index.html' }), 'no web view is attached')
  assert.equal(webContents.opens?.().action, 'deny', 'no window is opened')
}

/** Two files of PDF, each printed by the main process for the core. */
async function printsTwice(page: Page): Promise<void> {
  const folder = dirname(env['DESK_WORKSPACE'] ?? '')
  const call = (name: string, input: object): Promise<unknown> =>
    page.evaluate(
      ([command, given]) =>
        (window as unknown as { desk: { call(name: unknown, input: unknown): Promise<unknown> } }).desk.call(command, given),
      [name, input] as const,
    )
  const request = { subject: 'Mara Lindqvist', emails: ['mara@harbour.example'], received: '2024-02-01', regime: 'eu-ie' }
  assert.partialDeepStrictEqual(await call('matter.create', request), { ok: true })
  for (const name of ['first.pdf', 'second.pdf']) {
    const out = join(folder, name)
    assert.partialDeepStrictEqual(await call('terms.export', { matter: 'M1', format: 'pdf', out }), { ok: true })
    assert.equal(readFileSync(out).subarray(0, 5).toString(), '%PDF-')
  }
}
