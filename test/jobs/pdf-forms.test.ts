import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import { parseMessage, partBytes } from '../../src/formats/index.ts'
import { readZip } from '../../src/produce/check-zip.ts'
import { docx } from '../formats/office-file.ts'
import { drawn, kept, NAME } from '../formats/pdf-annotated.ts'
import { comparePages } from '../produce/witness.ts'
import { mail, third } from './request.ts'

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
const file = (name: string) => `${name.replace(/\W+/g, '-')}.pdf`
const pdfs = [...Object.entries(drawn), ...Object.entries(kept).map(([name, [bytes]]) => [name, bytes] as const)]

let core: Core
let folder: string
let workspace: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-forms-'))
  workspace = join(folder, 'workspace')
  mkdirSync(join(folder, 'mail'))
  const attachments = [
    ...pdfs.map(([name, bytes]) => ({ name: file(name), type: 'application/pdf', bytes })),
    {
      name: 'holder.docx',
      type: 'application/octet-stream',
      bytes: docx('<w:p><w:r><w:t>See the letter.</w:t></w:r></w:p>', {
        'word/embeddings/letter.docx': docx(`<w:p><w:r><w:t>${NAME}</w:t></w:r></w:p>`),
      }),
    },
  ]
  writeFileSync(join(folder, 'mail', 'one.eml'), mail({ text: `A complaint by ${NAME}.`, attachments }, 'forms'))
  core = createCore({ services })
  await core.call('workspace.create', { workspace, user: 'olga', role: 'investigator', passphrase: phrase })
  await core.call('user.add', { user: 'lena', role: 'legal-reviewer', passphrase: lenas })
  await core.call('source.add', { paths: [join(folder, 'mail')], custodian: 'Bo' })
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a mail with forms and annotated PDFs, from intake to the bundle', () => {
  it('is found by every name that they show or keep', async () => {
    const { hits } = await core.call('search.run', { query: `"${NAME}"`, limit: 100 })
    const found = new Set(hits.map(({ subject }) => subject))
    for (const [name] of pdfs) expect([...found]).toContain(file(name))
    expect([...found]).toContain('holder.docx')
  })

  it('stands in the ledger as read in part, since files in files are no documents', async () => {
    const { reconciles, totals, exceptions } = await core.call('ledger.show', {})
    expect(reconciles).toBe(true)
    expect(totals).toMatchObject({ found: 1, indexed: 0, partial: 1 })
    expect(exceptions.map(({ code }) => code)).toContain('files-within')
  })

  it('is produced without the name, its pages by Poppler’s eyes, and in part where more is kept', async () => {
    const { matter } = await core.call('matter.create', {
      subject: 'Nora Quill',
      emails: ['nora.quill@harbour.example'],
      received: '2026-11-02',
      regime: 'eu-ie',
    })
    await core.call('matter.collect', { matter })
    await core.call('review.code', { matter, selection: { all: true }, coding: 'responsive', privilege: 'none' })
    await core.call('mark.text', { matter, text: NAME, ground: third, everywhere: true, related: true })
    await core.call('review.dispose', { matter, selection: { all: true }, disposition: 'release' })
    const { rows } = await core.call('review.list', { matter })
    const marks = new Map(rows.map(({ subject, marks: count }) => [subject, count]))
    for (const [name] of Object.entries(drawn)) expect([name, (marks.get(file(name)) ?? 0) > 0]).toEqual([name, true])
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
    const entry = (wanted: RegExp) => entries.find(({ name }) => wanted.test(name))?.bytes ?? Buffer.alloc(0)
    const letter = entry(/\.eml$/)
    const parts = parseMessage(letter).root.children
    for (const [name, bytes] of Object.entries(drawn)) {
      const part = parts.find(({ filename }) => filename === file(name))
      if (part === undefined) throw new Error(`no ${name}`)
      const [before, after] = [join(folder, 'before.pdf'), join(folder, 'after.pdf')]
      writeFileSync(before, bytes)
      writeFileSync(after, partBytes(letter, part).bytes)
      const looks = comparePages(before, after)
      expect(looks.length).toBeGreaterThan(2)
      for (const { word, contrast } of looks)
        if (word === 'Page' || word === 'text') expect([name, word, contrast > 100]).toEqual([name, word, true])
        else if (!/^Received:|^C\.$/.test(word) && name !== 'a text field whose appearance is older than its value')
          expect([name, word, contrast]).toEqual([name, word, 0])
      expect(execFileSync('pdftotext', [after, '-']).toString().trim()).toBe('')
    }
    const { documents } = JSON.parse(Buffer.from(entry(/schedule\.json$/)).toString('utf8')) as { documents: Record<string, string>[] }
    const given = new Map(documents.map((row) => [row['subject or name'], row['given']]))
    for (const [name, [, , told]] of Object.entries(kept))
      expect([name, given.get(file(name))]).toEqual([name, told === null ? 'in full' : 'in part'])
    expect(given.get('holder.docx')).toBe('in part')
  })
})
