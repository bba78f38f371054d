import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printServices } from '../../src/hosts/print-engine.ts'
import { plainText } from '../../src/produce/attachment-file.ts'
import { LeakError, type Produced, produce } from '../../src/produce/index.ts'
import type { ProductionInput } from '../../src/produce/input.ts'
import { flatten, releaseAll } from '../../src/produce/released.ts'
import { production, tools } from './builder.ts'
import { filesMail } from './fixtures.ts'
import { ADDRESS, disclosedMail, htmlMail, marked, NAME, plainMail } from './mails.ts'
import { type Leaf, type Read, readMail } from './witness.ts'

let folder = ''
let made: Produced
let input: ProductionInput
const services = printServices()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'witness-'))
  input = await production([plainMail, htmlMail, disclosedMail, await filesMail()], {
    0: marked,
    1: marked,
    '1:2': marked,
    '1:4': marked,
    '3:2': { mark: ['Zoe Quillfeather'] },
    '3:3': { boxes: [['i', { page: 1, x: 10, y: 10, width: 40, height: 20 }]] },
    '3:4': { disposition: 'release' },
  })
  const engine = await services.printEngine()
  try {
    made = await produce(input, { formats: ['eml', 'mbox', 'pdf'], out: join(folder, 'bundle.zip') }, tools({ printEngine: engine }))
  } catch (error) {
    throw error instanceof LeakError ? new Error(JSON.stringify(error.check, null, 1)) : error
  }
  execFileSync('7z', ['x', `-p${made.passphrase}`, `-o${folder}`, join(folder, 'bundle.zip')])
  execFileSync('7z', ['x', `-o${join(folder, 'in')}`, join(folder, 'content.zip')])
})

afterAll(async () => {
  await services.closePrintEngine()
  rmSync(folder, { recursive: true, force: true })
})

const inside = (...path: string[]) => join(folder, 'in', ...path)

describe('7-Zip', () => {
  it('tests the bundle with the passphrase, and refuses another', () => {
    expect(execFileSync('7z', ['t', `-p${made.passphrase}`, join(folder, 'bundle.zip')]).toString()).toContain('Everything is Ok')
    expect(() => execFileSync('7z', ['t', '-pwrong', join(folder, 'bundle.zip')], { stdio: 'pipe' })).toThrow()
  })

  it('sees one opaque name from outside', () => {
    const listing = execFileSync('7z', ['l', '-slt', join(folder, 'bundle.zip')]).toString()
    expect(listing.match(/^Path = .*$/gm)?.slice(1)).toEqual(['Path = content.zip'])
    expect(listing).toContain('AES-256')
  })
})

describe('qpdf and pdftotext', () => {
  const pdfs = () => [...readdirSync(inside('pdf')).map((name) => inside('pdf', name)), inside('schedule.pdf')]

  it('find every PDF sound', () => {
    expect(pdfs().length).toBeGreaterThan(6)
    for (const path of pdfs()) expect(execFileSync('qpdf', ['--check', path]).toString()).toContain('No syntax or stream encoding errors')
  })

  it('find markers and no redacted text', () => {
    const message = execFileSync('pdftotext', [inside('pdf', 'CTRL-000001.pdf'), '-']).toString()
    expect(message).toContain('[REDACTED – third party]')
    expect(message).toContain('From here on it is only about you.')
    expect(message).toMatch(/SAR-2026-001-000001/)
    for (const name of ['CTRL-000001', 'CTRL-000002', 'CTRL-000003', 'CTRL-000005', 'CTRL-000008'])
      expect(execFileSync('pdftotext', [inside('pdf', `${name}.pdf`), '-']).toString()).not.toMatch(/Quillfeather/i)
  })

  it('find nothing of the original in a rebuilt attachment, in any object', () => {
    const expanded = execFileSync(
      'qpdf',
      ['--qdf', '--object-streams=disable', '--preserve-unreferenced', inside('pdf', 'CTRL-000008.pdf'), '-'],
      { maxBuffer: 2 ** 28 },
    )
    expect(expanded.toString('latin1')).not.toMatch(/Quillfeather|zoe\.txt|EmbeddedFile|Annots/)
  })

  it('read scripts of every direction where the message was released', () => {
    const text = execFileSync('pdftotext', [inside('pdf', 'CTRL-000007.pdf'), '-']).toString()
    for (const word of ['計画', 'Привет', '€']) expect(text).toContain(word)
  })
})

describe("Python's email and mailbox", () => {
  it('read in every message the headers, texts and attachments that were released', () => {
    const families = releaseAll(input)
    const box = readMail(inside('mail.mbox'))
    expect(box).toHaveLength(families.length)
    for (const [index, family] of families.entries()) {
      const [message] = readMail(inside('mail', `${family.number}.eml`))
      if (message === undefined) throw new Error('one message')
      expect(message.defects).toEqual([])
      expect([message.preamble ?? '', (message.epilogue ?? '').trim()]).toEqual(['', ''])
      const headers = new Map(message.headers)
      expect(headers.get('Subject')).toBe(family.header?.subject ?? family.number)
      for (const [, value] of message.headers) if (family.fate === 'redacted') expect(value).not.toMatch(/Quillfeather|zoe/i)
      const leaves = message.parts
      expect(leaves[0]?.text?.replace(/\r\n/g, '\n').trimEnd()).toBe(plainText(family).trimEnd())
      const attached = leaves.slice(leaves.length - family.children.length)
      expect(attached.map((leaf) => leaf.type === 'message/rfc822')).toEqual(family.children.map((child) => child.form === 'message'))
      const entry = box[index]
      const flat = (parts: readonly Leaf[]): unknown[] =>
        parts.map((leaf) =>
          leaf.text === undefined || leaf.text === null
            ? (leaf.sha256 ?? leaf.message?.headers)
            : leaf.text.replace(/\r\n/g, '\n').trimEnd(),
        )
      expect(entry?.headers).toEqual(message.headers)
      expect(flat(entry?.parts ?? [])).toEqual(flat(message.parts))
    }
  })

  it('read an attached PDF byte for byte as the manifest lists it elsewhere', () => {
    const [message] = readMail(inside('mail', 'CTRL-000007.eml'))
    const pdf = message?.parts.find((leaf) => leaf.filename === 'guests.pdf')
    expect(pdf?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(message?.parts.map((leaf) => leaf.filename)).toEqual([null, 'guests.pdf', 'wall.png', 'free.pdf'])
  })

  it('keep the thread, in ids of the production', () => {
    const [first] = readMail(inside('mail', 'CTRL-000001.eml'))
    const [second] = readMail(inside('mail', 'CTRL-000002.eml'))
    const value = (message: Read | undefined, name: string) => message?.headers.find(([header]) => header === name)?.[1]
    expect(value(second, 'In-Reply-To')).toBe(value(first, 'Message-ID'))
    expect(value(second, 'References')).toBe(value(first, 'Message-ID'))
    expect(value(first, 'Message-ID')).toMatch(/@production\.invalid>$/)
  })

  it('read the date as approved and no header that is not on the list', () => {
    const [message] = readMail(inside('mail', 'CTRL-000001.eml'))
    const headers = new Map(message?.headers)
    expect(new Date(headers.get('Date') ?? '').toISOString()).toBe('2026-01-05T09:00:00.000Z')
    expect([...headers.keys()].sort()).toEqual([
      'Content-Transfer-Encoding',
      'Content-Type',
      'Date',
      'From',
      'MIME-Version',
      'Message-ID',
      'Subject',
      'To',
    ])
  })
})

describe('the manifest', () => {
  it('lists every other file with the hash that it has', () => {
    const manifest = JSON.parse(readFileSync(inside('manifest.json'), 'utf8')) as {
      files: { path: string; sha256: string }[]
      pages: number
    }
    for (const file of manifest.files)
      expect(
        createHash('sha256')
          .update(readFileSync(inside(file.path)))
          .digest('hex'),
      ).toBe(file.sha256)
    expect(manifest.pages).toBe(made.pages)
  })

  it('gives page numbers without gap or repetition', () => {
    const numbers = made.pageMap.map((page) => [Number(page.first.slice(-6)), Number(page.last.slice(-6))] as const)
    let next = 1
    for (const [first, last] of numbers) {
      expect(first).toBe(next)
      next = last + 1
    }
    expect(next - 1).toBe(made.pages)
  })

  it('holds no id or hash made from an original', () => {
    const all = ['manifest.json', 'schedule.csv', 'schedule.json', 'README.txt']
      .map((name) => readFileSync(inside(name), 'utf8'))
      .join('\n')
    for (const released of releaseAll(input).flatMap(flatten)) {
      expect(all).not.toContain(released.source.id)
      expect(all).not.toContain(released.source.sha256)
    }
    expect(all).not.toContain(ADDRESS)
    expect(NAME).toContain('Quill')
  })
})
