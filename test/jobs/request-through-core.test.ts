import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import type { MatterId } from '../../src/model/index.ts'
import { cheapKdf } from '../store/home.ts'
import { writeTree } from './archive.ts'
import { mail, third } from './request.ts'

const phrases = { olga: 'olga keeps seven green lanterns', lena: 'lena reads beneath the old lime' } as const
const first = 'the first phrase for lena only'

/** A workspace with an mbox in it, Olga (investigator) and Lena (legal reviewer). */
async function desk(mails: readonly Parameters<typeof mail>[0][], checkpoint: (name: string) => void = () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'desk-request-'))
  const mbox = join(folder, 'mail.mbox')
  writeFileSync(mbox, mails.map((content, number) => mboxEntry(mail(content, `m${number}`))).join(''))
  const workspace = join(folder, 'workspace')
  const core: Core = createCore({
    services: {
      printEngine: async () => null,
      printEngineHint: 'Install a browser.',
      printEngineAvailable: () => false,
      now: () => Date.UTC(2026, 10, 23, 10),
      timeZone: 'Europe/Dublin',
      checkpoint,
      kdf: cheapKdf,
    },
  })
  await core.call('workspace.create', { workspace, user: 'olga', role: 'investigator', passphrase: phrases.olga })
  await core.call('user.add', { user: 'lena', role: 'legal-reviewer', passphrase: first })
  await core.call('source.add', { paths: [mbox], custodian: 'Bo' })
  const open = (subject = 'Nora Quill', email = 'nora.quill@harbour.example') =>
    core.call('matter.create', { subject, emails: [email], received: '2026-11-02', regime: 'eu-ie' })
  let lenaChose = false
  const signIn = async (user: 'olga' | 'lena') => {
    await core.call('workspace.lock', {})
    const fresh = user === 'lena' && !lenaChose
    await core.call('workspace.unlock', { workspace, user, passphrase: fresh ? first : phrases[user] })
    if (fresh) await core.call('user.changePassphrase', { current: first, next: phrases.lena })
    lenaChose = lenaChose || fresh
  }
  return { core, folder, mbox, open, signIn }
}

function mboxEntry(raw: Uint8Array): string {
  return `From bo@quarry.example Mon Mar  2 09:00:00 2026\n${Buffer.from(raw)
    .toString('utf8')
    .replaceAll('\r\n', '\n')
    .replace(/^From /gmu, '>From ')}\n`
}

const mails = [
  { subject: 'Later', date: 'Tue, 05 May 2026 09:00:00 +0000', text: 'Nora Quill again; ask Ida Falk on +353 20 910 1234.' },
  {
    subject: 'Earlier',
    date: 'Mon, 02 Mar 2026 09:00:00 +0000',
    text: 'Ask Ida Falk.',
    attachments: [{ name: 'plan.txt', text: 'Ida Falk drew it.' }],
  },
  { subject: 'Earlier', date: 'Mon, 02 Mar 2026 09:00:00 +0000', text: 'Nothing to do with it.', to: 'Ida Falk <ida@quarry.example>' },
]

const many = Array.from({ length: 60 }, (_, number) => ({
  subject: `Number ${number}`,
  to: 'Tove Brand <tove@harbour.example>',
  date: new Date(Date.UTC(2026, 0, 1 + ((number * 37) % 60))).toUTCString(),
}))

let cut = Number.POSITIVE_INFINITY
let home: Awaited<ReturnType<typeof desk>>
beforeAll(async () => {
  home = await desk([...mails, ...many], (name) => {
    if (name === 'collect/batch-committed' && --cut === 0) throw new Error('cut')
  })
})
afterAll(async () => {
  await home.core.close()
  rmSync(home.folder, { recursive: true, force: true })
})

describe('collecting', () => {
  it('takes what the accepted forms find with families complete, numbered by date, and never anew', async () => {
    const { core, open } = home
    const { matter } = await open()
    expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 3, families: 2 })
    const { rows } = await core.call('review.list', { matter })
    expect(rows.map(({ controlNumber, subject, kind }) => `${controlNumber} ${kind} ${subject}`)).toEqual([
      'CTRL-000001 message Earlier',
      'CTRL-000002 attachment plan.txt',
      'CTRL-000003 message Later',
    ])
    expect(rows[0]?.terms).toContain('nora.quill@harbour.example')
    expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 0, families: 0 })
  })

  it('of more later gives new numbers at the end and undoes no decision', async () => {
    const { core, open } = home
    const { matter } = await open()
    await core.call('matter.collect', { matter, query: 'subject:Later' })
    await core.call('review.code', { matter, selection: { all: true }, coding: 'responsive' })
    await core.call('matter.collect', { matter })
    const { rows } = await core.call('review.list', { matter })
    expect(rows.map(({ controlNumber, subject, coding }) => `${controlNumber} ${subject} ${coding}`)).toEqual([
      'CTRL-000001 Later responsive',
      'CTRL-000002 Earlier undecided',
      'CTRL-000003 plan.txt undecided',
    ])
  })

  it('cut after any batch and run again gives the same numbers', async () => {
    const { core, open } = home
    const { matter } = await open('Tove Brand', 'tove@harbour.example')
    const whole = await open('Tove Brand', 'tove@harbour.example')
    await core.call('matter.collect', { matter: whole.matter })
    for (const after of [1, 1]) {
      cut = after
      await expect(core.call('matter.collect', { matter })).rejects.toThrow()
    }
    cut = Number.POSITIVE_INFINITY
    await core.call('matter.collect', { matter })
    const numbers = async (id: MatterId) =>
      (await core.call('review.list', { matter: id })).rows.map(({ document, controlNumber }) => `${controlNumber} ${document}`)
    expect(await numbers(matter)).toEqual(await numbers(whole.matter))
    expect((await numbers(matter)).length).toBe(60)
  })

  it('goes on without the source once it is collected', async () => {
    const { core, open, mbox } = home
    const { matter } = await open()
    await core.call('matter.collect', { matter })
    renameSync(mbox, `${mbox}.away`)
    const { rows } = await core.call('review.list', { matter })
    const document = await core.call('review.document', { matter, document: rows[0]?.document ?? '' })
    expect(document.surfaces.map(({ id }) => id)).toContain('t:1')
    renameSync(`${mbox}.away`, mbox)
    const frame = await core.call('review.frame', { matter, document: rows[0]?.document ?? '', surface: 't:1' })
    expect(Buffer.from(frame.bytes).toString('utf8')).toContain('Ask Ida Falk.')
  })
})

describe('suggestions', () => {
  it('are other people\u2019s data in every surface, never the subject\u2019s, and never twice', async () => {
    const { core, open } = home
    const { matter } = await open()
    await core.call('matter.collect', { matter })
    const { proposed, byDetector } = await core.call('review.suggest', { matter })
    expect(byDetector.map(({ detector }) => detector)).toEqual(['email', 'person', 'phone'])
    const { marks } = await core.call('mark.list', { matter })
    expect(marks).toHaveLength(proposed)
    expect(marks.every(({ state, ground }) => state === 'suggested' && ground === third)).toBe(true)
    const surfaces = new Set(marks.map(({ surface }) => surface))
    expect(surfaces).toContain('h:from')
    expect(surfaces).not.toContain('h:to')
    expect(await core.call('review.suggest', { matter })).toMatchObject({ proposed: 0 })
  })
})

describe('a request by two people through the core', () => {
  it('goes from the mailbox to a proved bundle, and its passphrase opens it to the check again', async () => {
    const { core, open, folder, signIn } = home
    const opened = await open()
    const { matter } = opened
    expect(opened.deadline.strictDue).toBe('2026-12-02')
    await core.call('matter.collect', { matter })
    await core.call('review.code', { matter, selection: { all: true }, coding: 'responsive' })
    await core.call('mark.text', { matter, text: 'Ida Falk', ground: third, everywhere: true })
    await core.call('review.dispose', { matter, selection: { all: true }, disposition: 'release' })
    const out = join(folder, 'answer.zip')
    const produce = { matter, out, formats: ['eml', 'mbox'] as ('eml' | 'mbox')[] }
    await expect(core.call('produce.run', produce)).rejects.toMatchObject({ code: 'produce/gate-closed' })
    expect(await core.call('review.submit', { matter })).toEqual({ submitted: 3, notReady: [] })
    await expect(core.call('approval.approve', { matter, selection: { all: true }, unviewed: true })).rejects.toMatchObject({
      code: 'matter/own-proposal',
    })
    await signIn('lena')
    const queue = await core.call('approval.queue', { matter })
    expect(queue).toMatchObject({ own: 0, byText: [{ text: 'Ida Falk', documents: 3 }] })
    for (const { document } of queue.documents) {
      const { surfaces } = await core.call('review.document', { matter, document })
      await core.call('review.viewed', { matter, document, surfaces: surfaces.map(({ id }) => id) })
    }
    const approved = { approved: 3, unviewed: 0, refused: [], passphraseFrom: null }
    expect(await core.call('approval.approve', { matter, selection: { all: true } })).toEqual(approved)
    expect((await core.call('produce.gate', { matter })).open).toBe(true)
    await expect(core.call('produce.run', { ...produce, formats: ['pdf'] })).rejects.toMatchObject({ code: 'produce/no-print-engine' })
    const produced = await core.call('produce.run', produce)
    expect(produced).toMatchObject({ production: 'P1', documents: 3, withheld: 0, notViewed: 0, check: { passed: true, hits: [] } })
    const again = await core.call('check.bundle', { bundle: out, passphrase: produced.passphrase ?? '', needles: ['Ida Falk'] })
    expect(again.passed).toBe(true)
    const found = await core.call('check.bundle', { bundle: out, passphrase: produced.passphrase ?? '', needles: ['Nothing', 'Earlier'] })
    expect(found.passed).toBe(false)
    expect(await core.call('produce.list', { matter })).toMatchObject({ productions: [{ production: 'P1', user: 'lena' }] })
    const log = await core.call('log.write', { matter, edition: 'internal', format: 'json', out: join(folder, 'log.json') })
    expect(log.rows).toBeGreaterThan(0)
    const requester = join(folder, 'schedule.csv')
    await core.call('log.write', { matter, edition: 'requester', format: 'csv', out: requester })
    expect(readFileSync(requester, 'utf8')).not.toContain('Falk')
    await expect(core.call('produce.run', produce)).rejects.toMatchObject({ code: 'hosts/output-exists' })
    expect((await core.call('matter.show', { matter })).counts).toMatchObject({ documents: 3, approved: 3, marks: 3 })
  })

  it('takes along what Apple Mail keeps apart from its message', async () => {
    const { core, open, folder, signIn } = home
    await signIn('olga')
    const text = 'The wage slip of Ada Moll for June.\n'
    const message = [
      'From: Bo <bo@quarry.example>\nTo: Ada Moll <ada@harbour.example>\nSubject: Wages\nDate: Mon, 02 Mar 2026 09:00:00 +0000\nMessage-ID: <w@quarry.example>',
      'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the file.\n--b',
      `Content-Type: text/plain; name=slip.txt\nContent-Disposition: attachment; filename=slip.txt\nX-Apple-Content-Length: ${text.length}\n\n\n--b--\n`,
    ].join('\n')
    const box = writeTree(join(folder, 'INBOX.mbox'), {
      'Messages/5.partial.emlx': `${message.length}\n${message}`,
      'Attachments/5/2/slip.txt': text,
    })
    await core.call('source.add', { paths: [box] })
    const { hits } = await core.call('search.run', { query: 'wage slip' })
    expect(hits.map(({ subject }) => subject)).toContain('slip.txt')
    const { matter } = await open('Ada Moll', 'ada@harbour.example')
    await core.call('matter.collect', { matter })
    const { rows } = await core.call('review.list', { matter })
    const attachment = rows.find(({ kind }) => kind === 'attachment')?.document ?? ''
    const frame = await core.call('review.frame', { matter, document: attachment, surface: 't:2' })
    expect(Buffer.from(frame.bytes).toString('utf8')).toContain('The wage slip of')
    await core.call('review.code', { matter, selection: { all: true }, coding: 'responsive' })
    await core.call('review.dispose', { matter, selection: { all: true }, disposition: 'release' })
    await core.call('review.submit', { matter })
    await signIn('lena')
    await core.call('approval.approve', { matter, selection: { all: true }, unviewed: true })
    const out = join(folder, 'wages.zip')
    const produced = await core.call('produce.run', { matter, out, formats: ['eml'] })
    expect(produced).toMatchObject({ documents: 2, withheld: 0, check: { passed: true } })
    const released = await core.call('check.bundle', { bundle: out, passphrase: produced.passphrase ?? '', needles: ['wage slip'] })
    expect(released.hits).toMatchObject([{ needle: 'wage slip', layer: 'attached text' }])
  })
})
