import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import { plainAddress } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { failure, phrases, services } from './core-home.ts'

let folder: string
let core: Core
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-seeds-'))
  writeFileSync(
    join(folder, 'mail.mbox'),
    mboxOf([
      ...[1, 2, 3].map((id) => letter({ id: `${id}`, from: 'Nora Quill <nora@harbour.example>' })),
      letter({ id: '4', from: 'Otto <otto@quay>' }),
    ]),
  )
  core = createCore({ services })
  await core.call('workspace.create', { workspace: join(folder, 'w'), user: 'anna', role: 'investigator', passphrase: phrases.anna })
  await core.call('source.add', { paths: [join(folder, 'mail.mbox')], custodian: 'Jörg Müller' })
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

const opened = (more: { readonly emails?: string[]; readonly custodians?: string[] }) =>
  core.call('matter.create', { subject: 'Somebody', received: '2026-11-02', regime: 'eu-ie', ...more })

describe('the address a request is opened with', () => {
  it.each([
    'nora@harbour.example',
    '<nora@harbour.example>',
    'Nora Quill <nora@harbour.example>',
    'mailto:nora@harbour.example',
    ' nora@harbour.example, ',
    'nora@harbour.example.',
    '=nora@harbour.example',
    'mail=nora@harbour.example',
    'E-Mail = nora@harbour.example',
  ])('is found however it was pasted: %s', async (email) => {
    const { matter } = await opened({ emails: [email] })
    const { terms } = await core.call('matter.terms', { matter })
    expect(terms).toContainEqual(expect.objectContaining({ term: 'nora@harbour.example', documents: 3 }))
  })

  it.each([['nora at harbour'], ['nora@harbour.example bo@harbour.example'], ['@harbour.example'], ['nora@'], ['a@b@c'], ['nora@harbour']])(
    'is refused where it is none, or more than one: %s',
    async (email) => {
      const said = await failure(opened({ emails: ['bo@harbour.example', email] }))
      expect(said).toMatchObject({ code: 'api/bad-input', details: { field: 'emails', at: 1 } })
      expect(said.message).toContain('Address 2')
      expect(said.message).not.toContain(email)
    },
  )

  it('may be one within an organisation, if mail of the archive has it', async () => {
    const { matter } = await opened({ emails: ['otto@quay'] })
    expect((await core.call('matter.terms', { matter })).terms).toContainEqual(expect.objectContaining({ term: 'otto@quay', documents: 1 }))
  })

  it('keeps what stands before another sign in it', () => {
    expect(plainAddress('list+roe=corp.example@list.example')).toBe('list+roe=corp.example@list.example')
  })

  it('may have a local part in quotation marks', () => {
    expect(plainAddress('"nora quill"@harbour.example')).toBe('"nora quill"@harbour.example')
  })

  it('is refused as a form of one’s own too', async () => {
    const { matter } = await opened({})
    const add = (form: string) => core.call('matter.form', { matter, form, kind: 'email', accepted: true, unlisted: true })
    for (const form of ['nora at harbour', 'nora@harbour']) expect((await failure(add(form))).code).toBe('api/bad-input')
    expect((await add('Nora <nora@harbour.example>')).forms).toContainEqual(
      expect.objectContaining({ form: 'nora@harbour.example', documents: 3, accepted: true }),
    )
  })
})

describe('the custodians a request is about', () => {
  it.each(['Jörg Müller', 'JÖRG MÜLLER', 'jorg  muller'])('are meant however they are written: %s', async (custodian) => {
    const { matter } = await opened({ emails: ['nora@harbour.example'], custodians: [custodian] })
    expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 3 })
    expect(await core.call('search.coverage', { matter })).toMatchObject({ sources: 1, indexed: 4 })
    expect(await core.call('search.run', { query: `custodian:"${custodian}"` })).toMatchObject({ total: 4 })
  })

  it('are refused where no source has them, without a name in the error', async () => {
    const said = await failure(opened({ custodians: ['Typo'] }))
    expect(said).toMatchObject({ code: 'api/bad-input', details: { field: 'custodians', at: 0 } })
    expect(said.message).toContain('list of sources')
    expect(said.message).not.toMatch(/Typo|Jörg/u)
  })
})
