import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newCanaries, plant, subject } from '../secrecy/planted.ts'
import { findInFolders } from '../secrecy/scan.ts'
import { unencryptedCopy } from '../secrecy/unencrypted.ts'
import { watch } from '../secrecy/watch.ts'
import { focus, frameAddress, goTo, type OwnWindow, say, shows, startOwnWindow } from './own-window.ts'
import { counsel, officer } from './people.ts'

const M1 = { matter: 'M1' } as const
const everything = { ...M1, selection: { all: true } } as const

describe('mail in the workstation', () => {
  const canaries = newCanaries()
  const all = Object.values(canaries)
  let desk: OwnWindow
  let watching: ReturnType<typeof watch>
  let mail = ''
  beforeAll(async () => {
    desk = await startOwnWindow()
    mail = join(desk.folder, 'mail')
    await plant(mail, canaries)
    watching = watch([desk.folder], all, [mail])
  })
  afterAll(() => desk?.remove())

  const step = (name: string, document: string | null = null) =>
    goTo(desk, { screen: 'request', matter: 'M1', step: name, document, only: null })
  const unlock = async (user: string, passphrase: string) => {
    await say(desk, 'workspace.unlock', { workspace: desk.workspace, user, passphrase })
    await desk.evaluate('location.reload()')
    await shows(desk, user)
  }

  it('is taken in and found', async () => {
    await shows(desk, 'Make a workspace')
    await say(desk, 'workspace.create', {
      workspace: desk.workspace,
      user: officer.name,
      role: 'investigator',
      passphrase: officer.passphrase,
    })
    await shows(desk, officer.name)
    await goTo(desk, { screen: 'sources' })
    await say(desk, 'source.add', { paths: [join(mail, 'box.mbox'), join(mail, 'Maildir')] })
    await say(desk, 'matter.create', { subject: subject.name, emails: [subject.email], received: '2024-02-01', regime: 'eu-ie' })
    await step('find')
    await shows(desk, 'Mara')
    await focus(desk, '[role=combobox][aria-label=Search]')
    await desk.type(canaries.html)
    await shows(desk, canaries.subject)
  })

  it('is shown, marked, previewed and sent up', async () => {
    await say(desk, 'matter.collect', M1)
    await say(desk, 'review.code', { ...everything, coding: 'responsive', note: canaries.note })
    await say(desk, 'mark.text', { ...M1, text: canaries.mark, ground: 'EU-15(4)', note: canaries.note, everywhere: true })
    await say(desk, 'review.dispose', { ...everything, disposition: 'release' })
    const { rows } = await say<{ rows: { document: string; subject: string | null }[] }>(desk, 'review.list', M1)
    const rich = rows.find((row) => row.subject?.includes(canaries.subject))?.document ?? ''
    await step('review', rich)
    await shows(desk, canaries.html)
    await step('produce')
    const src = await frameAddress(desk, `preview?matter=M1&document=${rich}`)
    await desk.evaluate(`new Promise((shown) => {
      const frame = Object.assign(document.createElement('iframe'), { src: '${src}', onload: shown })
      document.body.append(frame)
    })`)
    await say(desk, 'review.submit', M1)
    await say(desk, 'user.add', { user: counsel.name, role: 'legal-reviewer', passphrase: counsel.first })
  })

  it('is approved by a second person and leaves as a bundle', async () => {
    await say(desk, 'workspace.lock', {})
    await say(desk, 'workspace.unlock', { workspace: desk.workspace, user: counsel.name, passphrase: counsel.first })
    await say(desk, 'user.changePassphrase', { current: counsel.first, next: counsel.passphrase })
    await unlock(counsel.name, counsel.passphrase)
    await step('approve')
    await shows(desk, canaries.mark)
    await say(desk, 'approval.approve', { ...everything, unviewed: true })
    const out = join(desk.folder, 'answer.zip')
    await step('produce')
    const order = { ...M1, out, formats: ['eml', 'mbox', 'pdf'], passphraseOut: join(desk.folder, 'answer.txt') }
    expect(await say(desk, 'produce.run', order)).toMatchObject({ bundle: out })
    await say(desk, 'workspace.lock', {})
    await unencryptedCopy(desk.workspace, join(mail, 'control'), officer.name, officer.passphrase)
  })

  it('stands in no file of workspace, temp folder, home and profile while all that happens', async () => {
    expect(await desk.end()).toBe(0)
    const watched = await watching.stop()
    expect(watched.samples).toBeGreaterThan(20)
    expect(watched.looked).toBeGreaterThan(100)
    expect(watched.found).toEqual([])
    expect(watched.strays).toEqual([])
  })

  it('stands in none afterwards, and the profile is gone', () => {
    expect(findInFolders([desk.folder], all, [mail]).found).toEqual([])
    // A socket's folder of the browser may stay; no file does, and no profile.
    const left = readdirSync(desk.temp, { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile() || entry.name.startsWith('disclosure-desk-')).map(({ name }) => name)).toEqual([])
    for (const canary of all) expect(desk.printed()).not.toContain(canary)
  })

  it('would all be found in the same workspace without encryption', () => {
    const { found } = findInFolders([join(mail, 'control')], all)
    expect([...new Set(found.map(({ canary }) => canary))].sort()).toEqual([...all].sort())
  })

  it('asks no address but its own', () => {
    expect(desk.strangers).toEqual([])
  })
})
