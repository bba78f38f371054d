import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Input } from '../../src/api/index.ts'
import type { DocumentId } from '../../src/model/index.ts'
import { asId } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, bench, failure, phrases } from './core-home.ts'

const own = 'nora@harbour.example'
const wrong = 'norah@harbour.example'
const bo = 'bo@harbour.example'

/** A request of Nora Quill whose other address was mistyped: it is somebody else’s. Everything is collected. */
async function request(given: { readonly decided?: boolean; readonly more?: readonly Parameters<typeof letter>[0][] } = {}) {
  const { core, folder } = bench('in process')
  await annasWorkspace(core, join(folder, 'w'))
  const mails = [
    { subject: 'Own', from: `Nora Quill <${own}>`, to: bo, body: 'The slates are paid.\n', date: 'Mon, 02 Mar 2026 09:00:00 +0000' },
    { subject: 'Wrong', from: wrong, to: bo, body: 'The tide table.\n', date: 'Tue, 03 Mar 2026 09:00:00 +0000' },
    { subject: 'Both', from: `Nora Quill <${own}>`, to: wrong, body: 'Ask the harbour.\n', date: 'Wed, 04 Mar 2026 09:00:00 +0000' },
    { subject: 'Old', from: `Nora Quill <${own}>`, to: bo, body: 'The first letter.\n', date: 'Mon, 05 Mar 2012 09:00:00 +0000' },
  ]
  const path = join(folder, 'mail.mbox')
  writeFileSync(
    path,
    mboxOf([...mails.map((mail, at) => letter({ id: `${at}`, ...mail })), ...(given.more ?? []).map((mail) => letter(mail))]),
  )
  await core.call('source.add', { paths: [path], custodian: 'Bo' })
  const opened = await core.call('matter.create', { subject: 'Nora Quill', received: '2026-11-02', regime: 'eu-ie', emails: [own, wrong] })
  const { matter } = opened
  await core.call('matter.collect', { matter })
  const edit = (asked: Omit<Input<'matter.edit'>, 'matter'>) => core.call('matter.edit', { matter, ...asked })
  const rows = async () => (await core.call('review.list', { matter })).rows
  const subjects = async (documents: readonly DocumentId[]) => {
    const known = new Map((await rows()).map(({ document, subject }) => [document, subject]))
    return documents.map((id) => known.get(id)).sort()
  }
  const states = async () => Object.fromEntries((await rows()).map(({ subject, state }) => [subject, state]))
  if (given.decided === true) await approveAll()
  const as = (user: 'anna' | 'ben') => core.call('workspace.unlock', { workspace: join(folder, 'w'), user, passphrase: phrases[user] })
  return { core, matter, edit, as, rows, subjects, states, completeness: () => core.call('matter.completeness', { matter }) }

  async function approveAll(): Promise<void> {
    const all = { all: true as const }
    await core.call('user.add', { user: 'ben', role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
    await core.call('review.code', { matter, selection: all, coding: 'responsive' })
    await core.call('review.dispose', { matter, selection: all, disposition: 'release' })
    await core.call('review.submit', { matter })
    await core.call('workspace.unlock', { workspace: join(folder, 'w'), user: 'ben', passphrase: phrases.ben })
    await core.call('approval.approve', { matter, selection: all, unviewed: true })
  }
}

describe('whom a request concerns is corrected', () => {
  it('what is taken out is no longer looked for, and what it alone brought stays and is told', async () => {
    const { core, matter, edit, rows, subjects, completeness } = await request()
    const { revision } = await edit({ emails: [own], reason: 'mistyped' })
    expect(revision).toMatchObject({ changed: [{ field: 'emails', from: [own, wrong], to: [own] }], dropped: [wrong], collectAgain: true })
    expect(await subjects(revision.beyond)).toEqual(['Wrong'])
    expect((await rows()).length).toBe(4)
    const { forms } = await core.call('matter.identify', { matter })
    expect(forms.filter(({ accepted }) => accepted === true).map(({ form }) => form)).not.toContain(wrong)
    expect(await subjects((await completeness()).beyond)).toEqual(['Wrong'])
  })

  it('what was accepted is open again once it is given no more, and what was refused is accepted once it is given', async () => {
    const { core, matter, edit } = await request()
    await core.call('matter.form', { matter, form: wrong, kind: 'email', accepted: true })
    await edit({ emails: [own] })
    const decision = async () => (await core.call('matter.identify', { matter })).forms.find(({ form }) => form === wrong)?.accepted
    expect(await decision()).toBeNull()
    await core.call('matter.form', { matter, form: wrong, kind: 'email', accepted: false })
    await edit({ emails: [own, wrong] })
    expect(await decision()).toBe(true)
  })

  it('what stood there before and could be given no more keeps nothing else from being corrected', async () => {
    const { core, folder } = bench('in process')
    await annasWorkspace(core, join(folder, 'w'))
    const asked = { subject: 'Nora Quill', received: '2026-11-02', regime: 'eu-ie', custodians: ['Zelda'] } as const
    const { matter } = await core.call('matter.create', { ...asked, custodians: [...asked.custodians] })
    writeFileSync(join(folder, 'mail.mbox'), mboxOf([letter({ id: '1', from: own, to: bo })]))
    await core.call('source.add', { paths: [join(folder, 'mail.mbox')], custodian: 'Bo' })
    const { revision } = await core.call('matter.edit', { matter, emails: [own] })
    expect(revision.changed).toEqual([{ field: 'emails', from: [], to: [own] }])
    const further = failure(core.call('matter.edit', { matter, custodians: ['Zelda', 'Yves'] }))
    expect(await further).toMatchObject({ code: 'api/bad-input', details: { field: 'custodians', at: 1 } })
  })

  it('approvals are void of what it touches, and of nothing else; the history says why', async () => {
    const { core, matter, edit, rows, states, subjects } = await request({ decided: true })
    expect(new Set(Object.values(await states()))).toEqual(new Set(['approved']))
    const { revision } = await edit({ emails: [own] })
    // Where the address stands, it was shown as the subject’s own, and is somebody else’s.
    expect(await subjects(revision.reopened)).toEqual(['Both', 'Wrong'])
    expect(await states()).toEqual({ Own: 'approved', Old: 'approved', Both: 'open', Wrong: 'open' })
    const both = (await rows()).find(({ subject }) => subject === 'Both')?.document ?? ''
    const { history } = await core.call('review.document', { matter, document: asId<DocumentId>(both) })
    expect(history.at(-1)?.what).toContain('Approval void: the request’s person or scope was corrected')
    expect((await rows()).find(({ subject }) => subject === 'Both')).toMatchObject({ coding: 'responsive', disposition: 'release' })
  })
})

it('what was opened before counts as opened no more where a form stands that it changes, submitted or not', async () => {
  const { core, matter, edit, as, rows } = await request()
  const ids = new Map((await rows()).map(({ subject, document }) => [subject, document]))
  const selection = { documents: [...ids.values()] }
  await core.call('review.code', { matter, selection, coding: 'responsive' })
  await core.call('review.dispose', { matter, selection, disposition: 'release' })
  await core.call('user.add', { user: 'ben', role: 'legal-reviewer', passphrase: phrases.ben, mustChange: false })
  await as('ben')
  for (const document of selection.documents) {
    const { surfaces } = await core.call('review.document', { matter, document })
    await core.call('review.viewed', { matter, document, surfaces: surfaces.map(({ id }) => id) })
  }
  await as('anna')
  await edit({ emails: [own] })
  await core.call('review.submit', { matter })
  await as('ben')
  const approve = (subject: string) => core.call('approval.approve', { matter, selection: { documents: [ids.get(subject) ?? asId('d')] } })
  for (const touched of ['Wrong', 'Both']) expect((await failure(approve(touched))).code).toBe('matter/not-viewed')
  await approve('Own')
})

it('approvals are void, too, of what names only a word of a name that is corrected, and not of that word in another’s name', async () => {
  const to = (subject: string, body: string) => ({ id: subject, subject, from: bo, to: own, body, date: 'Thu, 05 Mar 2026 09:00:00 +0000' })
  const more = [to('Bare', 'Dear Nora, the slates are there.\n'), to('Other', 'Ask Nora Smith.\n'), to('New', 'Tom, see the slates.\n')]
  const { edit, subjects } = await request({ decided: true, more })
  const { revision } = await edit({ subject: 'Tom Quill' })
  const reopened = await subjects(revision.reopened)
  expect(reopened).toEqual(expect.arrayContaining(['Bare', 'New']))
  expect(reopened).not.toContain('Other')
})

describe('where is looked is corrected', () => {
  it('what lies beyond it stays, is told until somebody has dealt with it, and is approved anew', async () => {
    const { core, matter, edit, subjects, states, completeness } = await request({ decided: true })
    const { revision } = await edit({ from: '2020-01-01' })
    expect(await subjects(revision.beyond)).toEqual(['Old'])
    expect(await states()).toMatchObject({ Old: 'open', Own: 'approved' })
    const { beyond } = await completeness()
    expect(await subjects(beyond)).toEqual(['Old'])
    await core.call('review.code', { matter, selection: { documents: [...beyond] }, coding: 'not-responsive' })
    expect((await completeness()).beyond).toEqual([])
  })

  it('null opens an end of it again', async () => {
    const { core, matter, edit } = await request()
    await edit({ from: '2020-01-01' })
    const { matter: header } = await edit({ from: null })
    expect(header.scope.from).toBeNull()
    expect((await core.call('matter.completeness', { matter })).beyond).toEqual([])
  })
})

describe('after a correction', () => {
  it('Identify waits, the gate is shut and the screens say so until mail is collected by the forms again', async () => {
    const { core, matter, edit, completeness } = await request({ decided: true })
    expect(await completeness()).toMatchObject({ revised: false })
    expect((await edit({ phones: ['+353 1 555 0100'] })).state).toBe('identify')
    expect(await completeness()).toMatchObject({ revised: true })
    const collected = async () => (await core.call('produce.gate', { matter })).items.find(({ id }) => id === 'collected')
    expect(await collected()).toMatchObject({ ok: false, text: expect.stringContaining('collect again') })
    await core.call('matter.collect', { matter, query: 'slates' })
    expect(await completeness()).toMatchObject({ revised: true })
    await core.call('matter.collect', { matter })
    expect(await completeness()).toMatchObject({ revised: false })
    expect(await collected()).toMatchObject({ ok: true })
  })

  it('the request keeps what stood before, who corrected it and why, and so does the log', async () => {
    const { core, matter, edit } = await request()
    await edit({ subject: 'Nora Quille', reason: 'as she signs' })
    const { revisions, matter: header } = await core.call('matter.show', { matter })
    const changed = [{ field: 'subject', from: ['Nora Quill'], to: ['Nora Quille'] }]
    expect(header.subject.name).toBe('Nora Quille')
    expect(revisions).toMatchObject([{ changed, reason: 'as she signs', by: 'anna' }])
    const { entries } = await core.call('audit.list', {})
    expect(entries.find(({ command }) => command === 'matter.edit')?.recorded).toMatchObject({ changed, reason: 'as she signs' })
  })
})

it('a preview tells the same and changes nothing', async () => {
  const { core, matter, edit, states } = await request({ decided: true })
  const before = await core.call('matter.show', { matter })
  const preview = await core.call('matter.edit-preview', { matter, emails: [own] })
  expect(await core.call('matter.show', { matter })).toEqual(before)
  expect(await states()).toMatchObject({ Wrong: 'approved' })
  expect((await edit({ emails: [own] })).revision).toEqual(preview)
})

it('what could find nothing is refused beside its field, and so is a correction that corrects nothing', async () => {
  const { edit } = await request()
  expect(await failure(edit({ emails: ['not an address'] }))).toMatchObject({ code: 'api/bad-input', details: { field: 'emails' } })
  expect(await failure(edit({ from: '2026-02-01', to: '2026-01-01' }))).toMatchObject({ details: { field: 'to' } })
  expect((await failure(edit({ subject: 'Nora Quill' }))).message).toContain('Nothing differs')
})
