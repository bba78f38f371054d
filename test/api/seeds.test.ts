import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import { plainAddress } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, failure, services } from './core-home.ts'

let folder: string
let core: Core
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-seeds-'))
  writeFileSync(
    join(folder, 'mail.mbox'),
    mboxOf([
      ...[1, 2, 3].map((id) => letter({ id: `${id}`, from: 'Nora Quill <nora@harbour.example>' })),
      letter({ id: '4', from: 'Otto <otto@quay>', body: 'Paid by Miller and Partner 2026, and Ann Roe and Partner Quill.\n' }),
    ]),
  )
  core = createCore({ services })
  await annasWorkspace(core, join(folder, 'w'))
  await core.call('source.add', { paths: [join(folder, 'mail.mbox')], custodian: 'Jörg Müller' })
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

type More = Partial<Record<'emails' | 'custodians' | 'names' | 'phones' | 'identifiers', string[]>> & { readonly subject?: string }
const opened = (more: More) => core.call('matter.create', { subject: 'Somebody', received: '2026-11-02', regime: 'eu-ie', ...more })

describe('the name a request is opened with', () => {
  it.each([' ', '–', '?'])('is refused where it has no letter: %j', async (name) => {
    expect(await failure(opened({ subject: name }))).toMatchObject({ code: 'api/bad-input', details: { field: 'subject' } })
    expect(await failure(opened({ names: ['Nora', name] }))).toMatchObject({ code: 'api/bad-input', details: { field: 'names', at: 1 } })
  })
})

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

  it('is told with all that could find nothing before a request is opened, each by its place and field', async () => {
    const faults = await core.call('matter.check', {
      emails: ['otto@quay', 'nora at harbour'],
      names: ['Nora Quill', 'Nora nora@harbour.example'],
      phones: ['none'],
      identifiers: ['AF-0117'],
    })
    expect(faults.faults.map(({ field, at, why }) => [field, at, why.split(' ').slice(0, 3).join(' ')])).toEqual([
      ['emails', 1, 'is not one'],
      ['names', 1, 'has a mail'],
      ['phones', 0, 'has no digit.'],
    ])
    expect(await core.call('matter.check', { emails: ['nora@harbour.example'] })).toEqual({ faults: [] })
  })

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

describe('what else a request is opened with', () => {
  it.each<[string, More, object]>([
    ['a name with an address', { subject: 'Jane Roe <jane@x.example>' }, { field: 'subject' }],
    ['a name with a date', { subject: 'Jane Roe, born 1.1.1980' }, { field: 'subject' }],
    ['a name with a number', { names: ['Jay Roe', 'Jane Roe 4711'] }, { field: 'names', at: 1 }],
    ['two names with a stroke', { subject: 'Jane Roe / Jane Smith' }, { field: 'subject' }],
    ['two names with a semicolon', { subject: 'Jane Roe; Jane Smith' }, { field: 'subject' }],
    ['two names with alias', { subject: 'Jane Roe alias Jay Doe' }, { field: 'subject' }],
    ['two people', { subject: 'Jane Roe and John Roe' }, { field: 'subject' }],
    ['two phone numbers', { phones: ['020 7946 0100, 07700 900123'] }, { field: 'phones', at: 0 }],
    ['two phone numbers with a stroke', { phones: ['020 7946 0100 / 07700 900123'] }, { field: 'phones', at: 0 }],
    ['two phone numbers with a bare stroke', { phones: ['02079460100/07700900123'] }, { field: 'phones', at: 0 }],
    ['two phone numbers of a place', { phones: ['270000 / 270001'] }, { field: 'phones', at: 0 }],
    ['two phone numbers from abroad', { phones: ['+44 20 7946 0100 / +44 20 7946 0101'] }, { field: 'phones', at: 0 }],
    ['no phone number', { phones: ['at work'] }, { field: 'phones', at: 0 }],
    ['two identifiers', { identifiers: ['EMP-0042, EMP-0043'] }, { field: 'identifiers', at: 0 }],
  ])('is refused where it is %s, which stands in no mail as one phrase', async (_, more, details) => {
    const said = await failure(opened(more))
    expect(said).toMatchObject({ code: 'api/bad-input', details })
    expect(said.message).not.toMatch(/Jane|0042|7946/u)
  })

  it.each(['Miller and Partner 2026', 'Ann Roe and Partner Quill'])(
    'is refused where it is a firm’s name for a person’s, and taken and found where the refusal sends it: %s',
    async (firm) => {
      const said = await failure(opened({ names: [firm] }))
      expect(said).toMatchObject({ code: 'api/bad-input', details: { field: 'names', at: 0 } })
      expect(said.message).toContain('identifier')
      const { matter } = await opened({ identifiers: [firm] })
      const { terms } = await core.call('matter.terms', { matter })
      expect(terms).toContainEqual(expect.objectContaining({ term: firm, documents: 1 }))
    },
  )

  it.each<More>([
    { subject: 'Miller and Partner' },
    { subject: 'Miller and Partner Quill' },
    { subject: 'José Ortega y Gasset' },
    { subject: 'X Æ A-12 Roe' },
    { subject: 'Roe, Jane (née Smith)' },
    { phones: ['06221/54321', '020 7946 0100, ext 12', '020 7946 0100, ext 12345', '+44 (0)20 7946-0100'] },
    { phones: ['06131 / 123456', '+49 6131 / 1234567', '+49 (0)89 / 1234567', '+49(0)6131/1234567', '08142 / 1234-56', '06131 / 12345'] },
    { identifiers: ['4711,50', 'EMP 0042'] },
  ])('is taken as it is written: %o', async (more) => {
    expect(await opened(more)).toMatchObject({ matter: expect.any(String) })
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
