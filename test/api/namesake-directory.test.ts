import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import type { MatterId } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { phrases, services } from './core-home.ts'

const own = 'Nora Quill <nora.quill@harbour.example>'
const entry = (name: string): string => `/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=${name}`
const [bo, ida] = ['bo@harbour.example', 'ida@harbour.example']
const mail = (id: string, from: string, to: string, body: string): string => letter({ id, subject: id, from, to, body: `${body}\n` })
const mails = [
  mail('own', own, bo, 'Hello'),
  mail('about', bo, ida, 'Nora Quill is ill.'),
  mail('in-house', `Nora Quill <${entry('NQUILL')}>`, bo, 'From my desk.'),
  // Another's, whose entry begins like that.
  mail('desk', `Ada Voss <${entry('NQUILL.DESK')}>`, ida, 'The minutes.'),
  mail('theirs', `"Quill, Nora" <${entry('NQUILL2')}>`, bo, 'The order, Nora Quill.'),
  mail('to-them', bo, `Nora Quill <${entry('NQUILL2')}>`, 'Dear Nora Quill'),
  mail('desk-named', bo, `Nora Quill <${entry('NQUILL2')}>`, `Dear Nora Quill, ask ${entry('NQUILL.DESK')}`),
  mail('quoted', bo, ida, `From: Nora Quill <${entry('NQUILL2')}>\nTo: Bo\nSubject: order\n\nNora Quill`),
  mail('nameless', 'Nora Quill', bo, 'Sent without an address.'),
]

describe('bearers of the name whom an archive shows with an entry of Exchange’s directory', () => {
  let folder: string
  let core: Core
  let matter: MatterId
  const collected = async (): Promise<readonly string[]> =>
    (await core.call('search.run', { query: '-coding:uncollected', matter, limit: 100 })).hits.map(({ subject }) => subject).sort()

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-directory-'))
    writeFileSync(join(folder, 'bo.mbox'), mboxOf(mails))
    core = createCore({ services })
    const who = { user: 'anna', role: 'investigator', passphrase: phrases.anna } as const
    await core.call('workspace.create', { workspace: join(folder, 'workspace'), ...who })
    await core.call('source.add', { paths: [join(folder, 'bo.mbox')] })
    const request = { subject: 'Nora Quill', emails: ['nora.quill@harbour.example'], received: '2026-11-02', regime: 'eu-ie' }
    matter = (await core.call('matter.create', request)).matter
  })
  afterAll(async () => {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('have a card each, since a directory says nothing of whose firm they are, and count as undecided', async () => {
    const { twins, forms } = await core.call('matter.identify', { matter })
    expect(twins.map(({ addresses, names, documents, organisation }) => ({ addresses, names, documents, organisation }))).toEqual([
      { addresses: [entry('NQUILL2').toLowerCase()], names: ['Nora Quill', 'Quill, Nora'], documents: 3, organisation: null },
      { addresses: [entry('NQUILL').toLowerCase()], names: ['Nora Quill'], documents: 1, organisation: null },
    ])
    expect(forms.find(({ form }) => form === entry('NQUILL').toLowerCase())).toMatchObject({ kind: 'email', accepted: null, documents: 2 })
    expect(forms.find(({ form }) => form === 'nquill2')).toMatchObject({ kind: 'identifier', accepted: null })
    expect(await core.call('matter.collect', { matter })).toMatchObject({ undecided: 2 })
  })

  it('can be refused: what they write, get and are quoted with stays out, and nobody else’s does', async () => {
    await core.call('matter.decide', { matter, refuseTwins: [entry('NQUILL2')], samePeople: [entry('NQUILL')] })
    const { families } = await core.call('matter.refused', { matter })
    expect(Object.fromEntries(families.map(({ subject, evidence }) => [subject, evidence]))).toEqual({
      theirs: 'headers',
      'to-them': 'headers',
      'desk-named': 'headers',
      quoted: 'text',
    })
    expect(
      (await core.call('search.run', { query: 'person:"Nora Quill"', matter, limit: 100 })).hits.map(({ subject }) => subject).sort(),
    ).toEqual(['about', 'in-house', 'nameless', 'own'])
    expect((await core.call('matter.identify', { matter })).person.addresses).toContain(entry('NQUILL').toLowerCase())
  })

  it('are collected by their entry, once they are the subject, without the name', async () => {
    const request = { subject: 'Nora Quill', emails: ['nora.quill@harbour.example'], received: '2026-11-02', regime: 'eu-ie' }
    matter = (await core.call('matter.create', request)).matter
    await core.call('matter.decide', { matter, samePeople: [entry('NQUILL')], refuse: ['Nora Quill', 'Quill, Nora'] })
    const { forms } = await core.call('matter.identify', { matter })
    const names = forms.filter(({ kind, accepted }) => kind === 'name' && accepted === true).map(({ form }) => form)
    await core.call('matter.decide', { matter, kind: 'name', refuse: names })
    await core.call('matter.collect', { matter })
    // The words of the desk's entry are found too, and prove nothing.
    expect(await collected()).toEqual(['desk-named', 'in-house', 'own'])
  })
})
