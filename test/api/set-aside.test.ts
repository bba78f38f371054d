import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import { asId, type DocumentId, type MatterId } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { phrases, services } from './core-home.ts'

const own = 'nora@harbour.example'
const other = 'nora@private.example'
const bo = 'bo@harbour.example'

let folder: string
let core: Core
let matter: MatterId
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-aside-'))
  core = createCore({ services })
  await core.call('workspace.create', { workspace: join(folder, 'w'), user: 'anna', role: 'investigator', passphrase: phrases.anna })
  const path = join(folder, 'mail.mbox')
  const mails = [
    { subject: 'Own', from: `Nora Quill <${own}>`, to: bo, body: 'Hello.\n' },
    { subject: 'Home', from: `Nora Quill <${other}>`, to: bo, body: 'Hello.\n' },
    { subject: 'House', from: `Nora Quill <${other}>`, to: bo, body: 'Staff no. 4711-0815.\n' },
  ]
  writeFileSync(path, mboxOf(mails.map((mail, at) => letter({ id: `${at}`, ...mail }))))
  await core.call('source.add', { paths: [path] })
  matter = (await core.call('matter.create', { subject: 'Nora Quill', received: '2026-11-02', regime: 'uk-eng', emails: [own] })).matter
  await core.call('matter.collect', { matter })
  await core.call('matter.twin', { matter, addresses: [other], accepted: false })
  await core.call('matter.set-aside', { matter })
})
afterEach(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

async function codings(): Promise<Record<string, string>> {
  const { rows } = await core.call('review.list', { matter })
  return Object.fromEntries(rows.map(({ subject, coding }) => [subject, coding]))
}
async function document(subject: string): Promise<DocumentId> {
  const { rows } = await core.call('review.list', { matter })
  return asId<DocumentId>(rows.find((row) => row.subject === subject)?.document ?? '')
}

describe('mail that was set aside with a person who was refused', () => {
  it('is undecided again once they are the subject after all, which its history and the answer say', async () => {
    expect(await codings()).toEqual({ Own: 'undecided', Home: 'not-responsive', House: 'not-responsive' })
    const { undecidedAgain } = await core.call('matter.twin', { matter, addresses: [other], accepted: true })
    expect(undecidedAgain.toSorted()).toEqual([await document('Home'), await document('House')].toSorted())
    expect(await codings()).toEqual({ Own: 'undecided', Home: 'undecided', House: 'undecided' })
    const { history } = await core.call('review.document', { matter, document: await document('Home') })
    expect(history.at(-1)).toMatchObject({ user: 'anna', what: expect.stringContaining(`mail of ${other}, no longer refused`) })
  })

  it('stays as somebody coded it since', async () => {
    const only = { selection: { documents: [await document('House')] } }
    await core.call('review.code', { matter, ...only, coding: 'undecided' })
    await core.call('review.code', { matter, ...only, coding: 'not-responsive' })
    const { undecidedAgain } = await core.call('matter.twin', { matter, addresses: [other], accepted: null })
    expect(undecidedAgain).toEqual([await document('Home')])
    expect(await codings()).toMatchObject({ Home: 'undecided', House: 'not-responsive' })
  })

  it('is undecided again too where its setting aside was undone and done again', async () => {
    await core.call('review.undo', { matter })
    await core.call('review.redo', { matter })
    const { undecidedAgain } = await core.call('matter.twin', { matter, addresses: [other], accepted: true })
    expect(undecidedAgain).toHaveLength(2)
  })

  it('is undecided again with the next collection where that was undone, unless it was set aside anew by hand', async () => {
    await core.call('matter.twin', { matter, addresses: [other], accepted: true })
    await core.call('review.undo', { matter })
    expect(await codings()).toMatchObject({ Home: 'not-responsive', House: 'not-responsive' })
    await core.call('review.code', { matter, selection: { documents: [await document('House')] }, coding: 'responsive' })
    await core.call('review.code', { matter, selection: { documents: [await document('House')] }, coding: 'not-responsive' })
    expect((await core.call('matter.collect', { matter })).undecidedAgain).toEqual([await document('Home')])
    expect(await codings()).toMatchObject({ Home: 'undecided', House: 'not-responsive' })
  })

  it('is undecided again, that message alone, when it is taken in by itself', async () => {
    const { undecidedAgain } = await core.call('matter.readmit', { matter, document: await document('Home'), readmit: true })
    expect(undecidedAgain).toEqual([await document('Home')])
    expect(await codings()).toMatchObject({ Home: 'undecided', House: 'not-responsive' })
    expect((await core.call('matter.readmit', { matter, document: await document('Home'), readmit: false })).undecidedAgain).toEqual([])
  })

  it('is undecided again with a collection for which something proves it to be the subject’s', async () => {
    await core.call('matter.form', { matter, form: '4711-0815', kind: 'identifier', accepted: true, unlisted: true })
    const { undecidedAgain } = await core.call('matter.collect', { matter })
    expect(undecidedAgain).toEqual([await document('House')])
    expect(await codings()).toMatchObject({ Home: 'not-responsive', House: 'undecided' })
  })
})
