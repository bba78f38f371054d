import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import type { MatterId } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { failure, phrases, services } from './core-home.ts'

const twin = 'nora.quill@quarry.example'
const mails = [
  letter({ id: 'own', subject: 'Own', from: 'Nora Quill <nora.quill@harbour.example>', to: 'bo@harbour.example' }),
  letter({ id: 'about', subject: 'About', body: 'Nora Quill asked again.\n', from: 'bo@harbour.example', to: 'ida@harbour.example' }),
  letter({ id: 't1', subject: 'Stones', from: `Nora Quill <${twin}>`, to: 'bo@harbour.example' }),
  letter({ id: 't2', subject: 'Gravel', from: `Nora Quill <${twin}>`, to: 'ida@harbour.example' }),
  letter({ id: 't3', subject: 'Sand', from: 'bo@harbour.example', to: `Nora Quill <${twin}>` }),
]

describe('mail that was collected before its writer was refused as another of the name', () => {
  let folder: string
  let core: Core
  let matter: MatterId
  const rows = async () => (await core.call('review.list', { matter })).rows
  const coding = async () => Object.fromEntries((await rows()).map(({ subject, coding: value }) => [subject, value]))
  const document = async (subject: string) => (await rows()).find((row) => row.subject === subject)?.document ?? ('' as never)
  const gateLine = async () => (await core.call('produce.gate', { matter })).items.find(({ id }) => id === 'namesakes')
  const states = async () => {
    const { families } = await core.call('matter.refused', { matter })
    return Object.fromEntries(
      families.map(({ subject, collected, undecided, responsive }) => [subject, { collected, undecided, responsive }]),
    )
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-namesakes-'))
    writeFileSync(join(folder, 'bo.mbox'), mboxOf(mails))
    core = createCore({ services })
    const who = { user: 'anna', role: 'investigator', passphrase: phrases.anna } as const
    await core.call('workspace.create', { workspace: join(folder, 'workspace'), ...who })
    await core.call('source.add', { paths: [join(folder, 'bo.mbox')] })
    const request = { subject: 'Nora Quill', emails: ['nora.quill@harbour.example'], received: '2026-11-02', regime: 'eu-ie' }
    matter = (await core.call('matter.create', request)).matter
    await core.call('matter.collect', { matter })
    await core.call('review.code', { matter, selection: { documents: [await document('Gravel')] }, coding: 'responsive' })
  })
  afterAll(async () => {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is in the review set, since the name found it', async () => {
    expect(await coding()).toEqual({
      Own: 'undecided',
      About: 'undecided',
      Stones: 'undecided',
      Gravel: 'responsive',
      Sand: 'undecided',
    })
    expect(await gateLine()).toMatchObject({ ok: true })
  })

  it('is shown as theirs at once when they are refused, and what is responsive of it keeps the gate shut', async () => {
    await core.call('matter.twin', { matter, addresses: [twin], accepted: false })
    expect(await states()).toEqual({
      Stones: { collected: 1, undecided: 1, responsive: 0 },
      Gravel: { collected: 1, undecided: 0, responsive: 1 },
      Sand: { collected: 1, undecided: 1, responsive: 0 },
    })
    const shown = await core.call('review.document', { matter, document: await document('Sand') })
    expect(shown.refused).toEqual({ twin, evidence: 'headers' })
    expect((await core.call('review.document', { matter, document: await document('About') })).refused).toBeNull()
    expect(await gateLine()).toMatchObject({ ok: false, documents: [await document('Gravel')] })
  })

  it('is set aside in one step with the reason in its history; what somebody decided is left and named', async () => {
    const done = await core.call('matter.set-aside', { matter })
    expect(done).toMatchObject({ changed: 2, kept: [await document('Gravel')] })
    expect(await coding()).toMatchObject({ Own: 'undecided', About: 'undecided', Stones: 'not-responsive', Sand: 'not-responsive' })
    const { history } = await core.call('review.document', { matter, document: await document('Stones') })
    expect(history.at(-1)).toMatchObject({ user: 'anna', what: expect.stringContaining(`mail of ${twin}`) })
    await core.call('review.undo', { matter })
    expect(await coding()).toMatchObject({ Stones: 'undecided', Sand: 'undecided' })
  })

  it('stays where a later collection finds it no more, and is no gap in the list', async () => {
    await core.call('matter.collect', { matter })
    expect(Object.keys(await states()).sort()).toEqual(['Gravel', 'Sand', 'Stones'])
    await core.call('matter.form', { matter, form: 'Nora Quill', kind: 'name', accepted: false })
    await core.call('matter.collect', { matter })
    expect(Object.keys(await states()).sort()).toEqual(['Gravel', 'Sand', 'Stones'])
    await core.call('matter.form', { matter, form: 'Nora Quill', kind: 'name', accepted: true })
  })

  it('opens the gate once it is taken in on purpose', async () => {
    await core.call('matter.readmit', { matter, document: await document('Gravel'), readmit: true })
    expect(await gateLine()).toMatchObject({ ok: true })
    await core.call('matter.readmit', { matter, document: await document('Gravel'), readmit: false })
    expect(await gateLine()).toMatchObject({ ok: false })
  })

  it('is decided as shown: from a screen that others overtook nothing is', async () => {
    const stale = [twin, 'nora.q@quarry.example']
    const refused = await failure(core.call('matter.twin', { matter, addresses: stale, accepted: true }))
    expect(refused).toMatchObject({ code: 'api/bad-input', details: { addresses: ['nora.q@quarry.example'] } })
    const gone = { matter, form: 'Norah Quill', kind: 'name', accepted: true } as const
    expect(await failure(core.call('matter.form', gone))).toMatchObject({ code: 'api/bad-input', details: { forms: ['Norah Quill'] } })
    const decision = async (form: string) =>
      (await core.call('matter.identify', { matter })).forms.find((one) => one.form === form)?.accepted
    expect([await decision(twin), await decision('Norah Quill')]).toEqual([false, undefined])
    await core.call('matter.form', { ...gone, unlisted: true })
    expect(await decision('Norah Quill')).toBe(true)
    await core.call('matter.form', { ...gone, accepted: false })
    expect(await decision('Norah Quill')).toBe(false)
  })

  it('is theirs no more when the refusal is taken back', async () => {
    await core.call('matter.twin', { matter, addresses: [twin], accepted: null })
    expect(await states()).toEqual({})
    expect(await gateLine()).toMatchObject({ ok: true })
  })
})
