import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser, quietEnvironment, quietSwitches } from '../../src/hosts/find-browser.ts'
import { frameAddress, goTo, type OwnWindow, say, shows, startOwnWindow } from './own-window.ts'
import { officer } from './people.ts'
import { remoteVectors } from './remote-vectors.ts'

const M1 = { matter: 'M1' } as const

describe('a mail with every way to load something from elsewhere', () => {
  // On loopback, which host rules and an empty network let through: only the policy of the frames and the rebuilt HTML stand before it.
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.end()
  })
  let desk: OwnWindow
  let host = ''
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const bound = server.address()
    host = `127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`
    desk = await startOwnWindow()
    const head =
      'From: Pat Roe <pat@quarry.example>\nTo: Mara Lindqvist <mara@harbour.example>\nSubject: Vectors\nDate: Mon, 01 Jan 2024 10:00:00 +0000'
    const mail = `${head}\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>harmless words</p>\n${remoteVectors(host)}\n`
    writeFileSync(join(desk.folder, 'box.mbox'), `From x Mon Jan  1 00:00:00 2024\n${mail.replace(/^From /gmu, '>From ')}\n`)
    await shows(desk, 'Make a workspace')
    const { name, passphrase } = officer
    await say(desk, 'workspace.create', { workspace: desk.workspace, user: name, role: 'investigator', passphrase })
    await shows(desk, name)
    await say(desk, 'source.add', { paths: [join(desk.folder, 'box.mbox')] })
    await say(desk, 'matter.create', {
      subject: 'Mara Lindqvist',
      emails: ['mara@harbour.example'],
      received: '2024-02-01',
      regime: 'eu-ie',
    })
    await say(desk, 'matter.collect', M1)
    await say(desk, 'review.code', { ...M1, selection: { all: true }, coding: 'responsive' })
    await say(desk, 'review.dispose', { ...M1, selection: { all: true }, disposition: 'release' })
  })
  afterAll(async () => {
    await desk?.end()
    desk?.remove()
    server.close()
  })

  it('loads nothing when it is found, reviewed and printed', async () => {
    const { rows } = await say<{ rows: { document: string }[] }>(desk, 'review.list', M1)
    const document = rows[0]?.document ?? ''
    await goTo(desk, { screen: 'request', matter: 'M1', step: 'review', document, only: null })
    await shows(desk, 'harmless words')
    const shown = await say<{ surfaces: { id: string; kind: string }[] }>(desk, 'review.document', { ...M1, document })
    const html = shown.surfaces.find(({ kind }) => kind === 'html')?.id ?? shown.surfaces.map(({ id, kind }) => `${id} ${kind}`).join()
    const frames = [
      `document?document=${document}&surface=${html}`,
      `review?matter=M1&document=${document}&surface=${html}`,
      `preview?matter=M1&document=${document}`,
    ]
    for (const frame of frames) {
      const src = await frameAddress(desk, frame)
      expect(await desk.evaluate(`fetch('${src}').then(({ status }) => status)`), frame).toBe(200)
      await desk.evaluate(`new Promise((shown) => {
        document.body.append(Object.assign(document.createElement('iframe'), { src: '${src}', onload: shown }))
      })`)
    }
    await new Promise((later) => setTimeout(later, 1_000))
    expect(desk.strangers).toEqual([])
    expect(asked).toEqual([])
  })

  it('would load much in a page without protection', async () => {
    const browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: quietSwitches(), env: quietEnvironment() })
    const page = await browser.newPage()
    await page.setContent(remoteVectors(host), { waitUntil: 'commit' }).catch(() => {})
    await expect.poll(() => new Set(asked).size).toBeGreaterThan(60)
    await browser.close()
  })
})
