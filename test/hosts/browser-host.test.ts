import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type CoreClient, createCore } from '../../src/api/index.ts'
import { type BrowserHost, startBrowserHost } from '../../src/hosts/browser/server.ts'
import { lockUnwatched, unwatchedLimitMs } from '../../src/hosts/browser/unwatched.ts'
import { findBrowser, quietEnvironment, quietSwitches } from '../../src/hosts/find-browser.ts'
import { bench, phrases, services } from '../api/core-home.ts'

interface Entered {
  readonly cookie: string
  readonly key: string
  readonly address: string
}

const at = (host: BrowserHost, path: string): string => `http://127.0.0.1:${host.port}${path}`

/** Exchanges the token as the page does. */
async function enter(host: BrowserHost): Promise<Entered> {
  const body = JSON.stringify({ token: new URL(host.address()).hash.slice(1) })
  const answer = await fetch(at(host, '/session'), { method: 'POST', body })
  const secrets = (await answer.json()) as { key: string; address: string }
  return { ...secrets, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

/** Every door behind which something of the workspace stands, as `held` would knock at it. Gives the status of each. */
async function knock(host: BrowserHost, held: Partial<Entered>): Promise<Record<string, number>> {
  const headers = {
    ...(held.cookie === undefined ? {} : { cookie: held.cookie }),
    ...(held.key === undefined ? {} : { 'x-desk-page': held.key }),
  }
  const address = held.address ?? 'unknown'
  const doors: Record<string, [string, string]> = {
    command: ['POST', '/call/workspace.status'],
    folder: ['GET', `/folder?path=${encodeURIComponent(tmpdir())}`],
    events: ['GET', `/events/${address}`],
    frame: ['GET', `/frame/${address}/document?document=D1&surface=S1`],
    'frame without a secret': ['GET', '/frame/document?document=D1&surface=S1'],
    'events without a secret': ['GET', '/events'],
  }
  const statuses: Record<string, number> = {}
  for (const [door, [method, path]] of Object.entries(doors)) {
    const stop = new AbortController()
    const answer = await fetch(at(host, path), { method, headers, signal: stop.signal, ...(method === 'POST' ? { body: '{}' } : {}) })
    statuses[door] = answer.status
    stop.abort()
  }
  return statuses
}

const nothing = {
  command: 401,
  folder: 401,
  events: 401,
  frame: 401,
  'frame without a secret': 401,
  'events without a secret': 401,
}

describe('the browser host answers only the page that exchanged the token', () => {
  const pages = mkdtempSync(join(tmpdir(), 'desk-pages-'))
  let host: BrowserHost
  let page: Entered
  beforeAll(async () => {
    writeFileSync(join(pages, 'index.html'), '<!doctype html><title>Page</title>')
    host = await startBrowserHost(createCore({ services, workspace: join(pages, 'workspace') }), pages)
    page = await enter(host)
  })
  afterAll(async () => {
    await host.close()
    rmSync(pages, { recursive: true, force: true })
  })

  it('with its cookie and its own secrets', async () => {
    // There is no such document: the core itself refuses it.
    expect(await knock(host, page)).toMatchObject({ command: 200, folder: 200, events: 200, frame: 400 })
  })

  it('says in a frame why it can’t be shown, as text', async () => {
    const path = `/frame/${page.address}/preview?matter=M9&document=D1`
    const answer = await fetch(at(host, path), { headers: { cookie: page.cookie, 'x-desk-page': page.key } })
    expect(answer.ok).toBe(false)
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await answer.text()).toMatch(/^[A-Z][^{]+\.$/u)
  })

  it.each<[string, () => Partial<Entered>]>([
    ['nothing', () => ({})],
    ['the cookie alone', () => ({ cookie: page.cookie })],
    ["the page's secrets alone", () => ({ key: page.key, address: page.address })],
    ['the cookie and a wrong key', () => ({ cookie: page.cookie, key: 'x'.repeat(page.key.length), address: 'x'.repeat(43) })],
    ["the secret of addresses in the key's place", () => ({ cookie: page.cookie, key: page.address, address: page.key })],
  ])('with %s nothing is had', async (_held, held) => {
    expect(await knock(host, held())).toEqual(nothing)
  })

  it("with one session's cookie and another's secrets nothing is had", async () => {
    const other = await enter(host)
    expect(await knock(host, { ...other, cookie: page.cookie })).toEqual(nothing)
    expect(await knock(host, page)).toMatchObject({ command: 200 })
  })

  it('not a second time for the same token', async () => {
    const body = JSON.stringify({ token: new URL(host.address()).hash.slice(1) })
    expect((await fetch(at(host, '/session'), { method: 'POST', body })).status).toBe(200)
    expect((await fetch(at(host, '/session'), { method: 'POST', body })).status).toBe(401)
  })

  it.each<[string, Record<string, string>]>([
    ['another origin', { origin: 'http://127.0.0.1:9' }],
    ['another site of the same browser', { 'sec-fetch-site': 'same-site' }],
  ])('not for %s, whatever it holds', async (_who, headers) => {
    const answer = await fetch(at(host, '/call/workspace.status'), {
      method: 'POST',
      body: '{}',
      headers: { ...headers, cookie: page.cookie, 'x-desk-page': page.key },
    })
    expect(answer.status).toBe(403)
  })

  it.runIf(findBrowser() !== null)('so that another port, which the same browser sends the cookie to, can do nothing with it', async () => {
    let taken = ''
    const thief = createServer((request, response) => {
      taken ||= request.headers.cookie ?? ''
      response.end('<!doctype html><title>Thief</title>')
    })
    await new Promise<void>((listening) => thief.listen(0, '127.0.0.1', listening))
    const browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: quietSwitches(), env: quietEnvironment() })
    onTestFinished(async () => {
      await browser.close()
      thief.close()
    })
    const tab = await browser.newPage()
    await tab.goto(at(host, '/'))
    const token = new URL(host.address()).hash.slice(1)
    const secrets = (await tab.evaluate(`(async () => {
      const answer = await fetch('/session', { method: 'POST', body: ${JSON.stringify(JSON.stringify({ token }))} })
      const secrets = await answer.json()
      sessionStorage.setItem('desk-page', JSON.stringify(secrets))
      return secrets
    })()`)) as { key: string; address: string }
    const bound = thief.address()
    await tab.goto(`http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}/`)
    expect(taken).toMatch(/^desk-session/)
    expect(await tab.evaluate(`sessionStorage.getItem('desk-page')`)).toBeNull()
    expect(await knock(host, { cookie: taken })).toEqual(nothing)
    // The cookie is a good one: it lacks what the page kept.
    expect(await knock(host, { cookie: taken, ...secrets })).toMatchObject({ command: 200 })
  })
})

describe('a workspace that no page listens to', () => {
  const limitMs = 300

  it('is locked after a while, but not while a page listens', async () => {
    const { core, folder } = bench('in process')
    const host = await startBrowserHost(core, folder, { unwatchedMs: limitMs })
    onTestFinished(() => host.close())
    const page = await enter(host)
    const stop = new AbortController()
    const headers = { cookie: page.cookie, 'x-desk-page': page.key }
    await fetch(at(host, `/events/${page.address}`), { headers, signal: stop.signal })
    const call = async <Result>(name: string, input: object): Promise<Result> => {
      const answer = await fetch(at(host, `/call/${name}`), { method: 'POST', headers, body: JSON.stringify(input) })
      return (await answer.json()) as Result
    }
    await call('workspace.create', { workspace: join(folder, 'w'), user: 'anna', passphrase: phrases.anna })
    const state = async (): Promise<string> => (await core.call('workspace.status', {})).state
    await new Promise((later) => setTimeout(later, 4 * limitMs))
    expect(await state()).toBe('open')
    stop.abort()
    await expect.poll(state).toBe('locked')
    expect(await call('source.list', {})).toMatchObject({ error: { code: 'api/not-signed-in' } })
  })

  /** A client whose only job is as long as the test says; the rule is the host's own. */
  function job() {
    const called: string[] = []
    const { promise, resolve } = Promise.withResolvers<never>()
    const core = {
      call: (name: string) => {
        called.push(name)
        return name === 'workspace.lock' ? Promise.resolve({} as never) : promise
      },
      on: () => () => {},
      close: async () => {},
    } as unknown as CoreClient
    return { core, called, end: () => resolve({} as never) }
  }

  it('is locked only when the job that runs has ended', async () => {
    const { core, called, end } = job()
    const host = await startBrowserHost(core, tmpdir(), { unwatchedMs: 50 })
    onTestFinished(() => host.close())
    const page = await enter(host)
    const headers = { cookie: page.cookie, 'x-desk-page': page.key }
    const stop = new AbortController()
    await fetch(at(host, `/events/${page.address}`), { headers, signal: stop.signal })
    // The page that asked goes before the job ends.
    fetch(at(host, '/call/source.add'), { method: 'POST', headers, body: '{}', signal: stop.signal }).catch(() => {})
    await expect.poll(() => called).toEqual(['source.add'])
    stop.abort()
    await new Promise((later) => setTimeout(later, 400))
    expect(called).toEqual(['source.add'])
    end()
    await expect.poll(() => called).toContain('workspace.lock')
  })

  it('is not locked by a page that is reloaded in time', async () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    let locked = 0
    const watch = lockUnwatched(async () => (locked += 1), unwatchedLimitMs)
    let closed = watch.open()
    for (let turn = 0; turn < 3; turn++) {
      closed()
      await vi.advanceTimersByTimeAsync(unwatchedLimitMs - 1)
      closed = watch.open()
      await vi.advanceTimersByTimeAsync(10 * unwatchedLimitMs)
    }
    expect(locked).toBe(0)
    closed()
    await vi.advanceTimersByTimeAsync(unwatchedLimitMs - 1)
    expect(locked).toBe(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(locked).toBe(1)
  })

  it('is tried again where locking failed', async () => {
    let tries = 0
    const watch = lockUnwatched(async () => {
      tries += 1
      if (tries === 1) throw new Error('no room on the disk')
    }, 20)
    onTestFinished(watch.stop)
    watch.open()()
    await expect.poll(() => tries).toBe(2)
  })
})
