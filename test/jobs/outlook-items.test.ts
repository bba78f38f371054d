import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import { messageTexts, parseMessage } from '../../src/formats/index.ts'
import { readZip } from '../../src/produce/check-zip.ts'
import { docx } from '../formats/office-file.ts'
import { msgFile, type OutlookItem, oneOffId } from '../formats/outlook-item.ts'
import { third } from './request.ts'

const phrase = 'olga keeps seven green lanterns'
const lenas = 'lena reads beneath the old lime'
const services = {
  printEngine: async () => null,
  printEngineHint: 'Install a browser.',
  printEngineAvailable: () => false,
  now: () => Date.UTC(2026, 10, 23, 10),
  timeZone: 'Europe/Dublin',
  checkpoint: () => {},
}
const NAME = 'Bartholomew Quist'
const nora = 'nora.quill@harbour.example'

/** Items about Nora Quill, each of which names somebody else in another place. */
const items: Readonly<Record<string, OutlookItem>> = {
  card: { properties: { 26: 'IPM.Contact', 55: 'card', 12289: 'Nora Quill', 14919: NAME }, named: [['address', 0x8083, nora]] },
  'card with a field of its owner': {
    properties: { 26: 'IPM.Contact', 55: 'card with a field of its owner', 12289: 'Nora Quill' },
    named: [
      ['address', 0x8083, nora],
      ['public', 'Partner', NAME],
    ],
  },
  list: {
    properties: { 26: 'IPM.DistList', 55: 'list', 12289: 'Board' },
    named: [['address', 0x8054, [oneOffId('Nora Quill', nora), oneOffId(NAME, 'b.quist@quarry.example')]]],
  },
  task: {
    properties: { 26: 'IPM.Task', 55: 'task', 4096: `For ${nora}.` },
    named: [['task', 0x8121, NAME]],
  },
  'mail with a note': {
    properties: { 26: 'IPM.Note', 55: 'mail with a note', 4096: 'Hello Nora.', 3098: 'Nora Quill', 3103: nora },
    named: [['common', 0x8530, `Call ${NAME}`]],
  },
  'mail with objects': {
    properties: { 26: 'IPM.Note', 55: 'mail with objects', 4096: `Hello ${NAME}.`, 3098: 'Nora Quill', 3103: nora },
    attachments: [
      {
        properties: { 14085: 6, 12289: 'Document' },
        object: { storage: { Package: docx(`<w:p><w:r><w:t>By ${NAME}</w:t></w:r></w:p>`) } },
      },
      { properties: { 14085: 2, 14087: 'pay.docx', 14093: `\\\\server\\${NAME}\\pay.docx` } },
    ],
  },
  'mail that its owner named anew': {
    properties: {
      ...{ 26: 'IPM.Note', 4096: 'Hello.', 55: `About ${NAME}` },
      125: `From: Nora Quill <${nora}>\r\nTo: <b.q@quarry.example>\r\nSubject: mail that its owner named anew\r\n`,
    },
    recipients: [{ 3093: 1, 12289: NAME, 14846: 'b.q@quarry.example' }],
  },
}
/** Of these attachments the second isn't in its message. */
const files = ['Document', 'pay.docx']

let core: Core
let folder: string
let workspace: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-outlook-'))
  workspace = join(folder, 'workspace')
  mkdirSync(join(folder, 'mail'))
  for (const [name, item] of Object.entries(items)) writeFileSync(join(folder, 'mail', `${name}.msg`), msgFile(item))
  core = createCore({ services })
  await core.call('workspace.create', { workspace, user: 'olga', role: 'investigator', passphrase: phrase })
  await core.call('user.add', { user: 'lena', role: 'legal-reviewer', passphrase: lenas })
  await core.call('source.add', { paths: [join(folder, 'mail')], custodian: 'Bo' })
}, 120_000)
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('items of Outlook, from intake to the bundle', { timeout: 240_000 }, () => {
  it('are found by everybody whom they name, and counted whole but for a file that isn’t there', async () => {
    const { hits } = await core.call('search.run', { query: `"${NAME}"`, limit: 100 })
    expect(hits.map(({ subject }) => subject).sort()).toEqual([...Object.keys(items), ...files].sort())
    const { totals, exceptions } = await core.call('ledger.show', {})
    expect(totals).toMatchObject({ found: Object.keys(items).length, indexed: Object.keys(items).length - 1, partial: 1 })
    expect(exceptions.map(({ code }) => code)).toEqual(['attachment-missing'])
  })

  it('leave without the name, once it is marked everywhere', async () => {
    const order = { subject: 'Nora Quill', emails: [nora], received: '2026-11-02', regime: 'eu-ie' }
    const { matter } = await core.call('matter.create', order)
    await core.call('matter.collect', { matter })
    await core.call('review.code', { matter, selection: { all: true }, coding: 'responsive', privilege: 'none' })
    await core.call('mark.text', { matter, text: NAME, ground: third, everywhere: true, related: true })
    await core.call('review.dispose', { matter, selection: { all: true }, disposition: 'release' })
    const { rows } = await core.call('review.list', { matter })
    expect(rows.map(({ subject }) => subject).sort()).toEqual([...Object.keys(items), ...files].sort())
    // What stands in no body is shown and never produced.
    expect(rows.flatMap(({ subject, marks }) => (marks === 0 ? [subject] : [])).sort()).toEqual([
      'mail that its owner named anew',
      'mail with a note',
    ])
    expect((await core.call('review.submit', { matter })).notReady).toEqual([])
    await core.call('workspace.lock', {})
    await core.call('workspace.unlock', { workspace, user: 'lena', passphrase: lenas })
    await core.call('user.changePassphrase', { current: lenas, next: `${lenas} still` })
    await core.call('approval.approve', { matter, selection: { all: true }, unviewed: true })
    const out = join(folder, 'answer.zip')
    const produced = await core.call('produce.run', { matter, out, formats: ['eml'] })
    expect(produced).toMatchObject({ withheld: 0, check: { passed: true, hits: [] } })
    const [content] = readZip(readFileSync(out), { passphrase: produced.passphrase ?? '', strict: true, budget: 2 ** 28 })
    const entries = readZip(content?.bytes ?? Buffer.alloc(0), { passphrase: null, strict: true, budget: 2 ** 28 })
    const letters = entries.filter(({ name }) => name.endsWith('.eml')).map(({ bytes }) => Buffer.from(bytes))
    expect(letters).toHaveLength(Object.keys(items).length)
    for (const letter of letters) {
      const said = `${letter.toString()}\n${messageTexts(parseMessage(letter), letter).bodyText}`
      expect(said).not.toMatch(/quist|X-Outlook-/iu)
    }
    // What nobody marked is given in full: the card's own lines.
    expect(letters.some((letter) => messageTexts(parseMessage(letter), letter).bodyText.includes(`E-mail 1: ${nora}`))).toBe(true)
  })
})
