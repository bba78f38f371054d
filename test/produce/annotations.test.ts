import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { directReader, parseMessage, partBytes } from '../../src/formats/index.ts'
import type { Surface } from '../../src/model/index.ts'
import { checkBundle, expectationOf, LeakError, produce } from '../../src/produce/index.ts'
import type { ProductionInput } from '../../src/produce/input.ts'
import { renderAll } from '../../src/produce/render.ts'
import { scheduleRows } from '../../src/produce/schedule.ts'
import { type BundleFile, innerZip, outerZip } from '../../src/produce/zip-write.ts'
import { drawn, kept, NAME } from '../formats/pdf-annotated.ts'
import { production, raw, tools } from './builder.ts'
import { comparePages } from './witness.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'annotations-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const mailWith = (pdf: Uint8Array): Uint8Array =>
  raw(
    `Message-ID: <nine@example.org>\nFrom: Anna Berg <anna@example.org>\nTo: office@example.org\nSubject: Form\nDate: Thu, 8 Jan 2026 08:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nComplaint by ${NAME}, attached.\n\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="form.pdf"\nContent-Transfer-Encoding: base64\n\n${Buffer.from(pdf).toString('base64').replace(/.{76}/g, '$&\n')}\n--b--\n`,
  )
const marked = { mark: [NAME] } as const

/** The PDF that the produced mail carries. */
function carried(files: readonly BundleFile[]): Uint8Array {
  const mail = files.find(({ path }) => path.startsWith('mail/'))?.bytes ?? Buffer.alloc(0)
  const part = parseMessage(mail).root.children.find(({ type }) => type === 'application/pdf')
  if (part === undefined) throw new Error('no PDF in the mail')
  return partBytes(mail, part).bytes
}

async function check(input: ProductionInput, files: readonly BundleFile[]) {
  const path = join(folder, 'bundle.zip')
  writeFileSync(path, await outerZip(await innerZip(files), 'seven words'))
  return checkBundle({ path, passphrase: 'seven words', expectation: expectationOf(input, ['eml']), reader: directReader })
}

describe('a PDF whose annotations and form fields draw a redacted name', () => {
  it.each(Object.entries(drawn))('is given without it, by Poppler’s eyes too: %s', async (_, bytes) => {
    const input = await production([mailWith(bytes)], { 0: marked, '0:2': marked })
    try {
      const made = await produce(input, { formats: ['eml', 'mbox'], out: join(folder, 'out.zip') }, tools())
      expect(made.check).toMatchObject({ passed: true, hits: [], problems: [] })
    } catch (error) {
      throw error instanceof LeakError ? new Error(JSON.stringify(error.check, null, 1), { cause: error }) : error
    }
    const { files } = await renderAll(expectationOf(input, ['eml']), tools())
    const [before, after] = [join(folder, 'before.pdf'), join(folder, 'after.pdf')]
    writeFileSync(before, bytes)
    writeFileSync(after, carried(files))
    const looks = comparePages(before, after)
    const of = (wanted: (word: string) => boolean) => looks.filter(({ word }) => wanted(word))
    const secret = /^(Zacharias|Complainant|[Zacharis]{4,}|[Complainant]{4,})$/
    expect(of((word) => secret.test(word)).length).toBeGreaterThan(0)
    for (const { contrast } of of((word) => secret.test(word))) expect(contrast).toBe(0)
    for (const { contrast } of of((word) => word === 'Page' || word === 'text')) expect(contrast).toBeGreaterThan(100)
    expect(execFileSync('pdftotext', [after, '-']).toString().trim()).toBe('')
  })
})

describe('the leak check of pages given as pictures', () => {
  /** What a reader saw who is blind to annotations, as all readers were that read the text of a page alone. */
  const blind = (surfaces: readonly Surface[]): readonly Surface[] =>
    surfaces.flatMap((surface) => {
      if (surface.kind === 'hidden') return []
      if (surface.page === null) return [surface]
      const text = 'Page text'
      return [{ ...surface, text, page: { ...surface.page, runs: surface.page.runs.filter(({ end }) => end <= text.length) } }]
    })

  it.each(Object.entries(drawn))('finds a name that is drawn and that nobody was shown as text: %s', async (_, bytes) => {
    const input = await production([mailWith(bytes)], { 0: marked, '0:2': marked })
    const { files } = await renderAll(expectationOf(await production([mailWith(bytes)], { 0: marked }), ['eml']), tools())
    const leaking = {
      ...input,
      documents: input.documents.map((document) =>
        document.kind === 'attachment'
          ? { ...document, surfaces: blind(document.surfaces), marks: [], disposition: 'release' as const }
          : document,
      ),
    }
    const result = await check(leaking, files)
    expect(result.passed).toBe(false)
    expect(result.problems.map(({ code }) => code)).toContain('pdf-unread')
    // The picture does show it.
    const [before, after] = [join(folder, 'before.pdf'), join(folder, 'after.pdf')]
    writeFileSync(before, bytes)
    writeFileSync(after, carried(files))
    expect(comparePages(before, after).some(({ word, contrast }) => /^Z/.test(word) && contrast > 100)).toBe(true)
  })

  it('finds a box over a form field that was not painted', async () => {
    const bytes = drawn['a text field with an appearance'] ?? Buffer.alloc(0)
    const input = await production([mailWith(bytes)], { 0: marked, '0:2': marked })
    const { files } = await renderAll(expectationOf(await production([mailWith(bytes)], { 0: marked }), ['eml']), tools())
    const result = await check(input, files)
    expect(result.problems.map(({ code }) => code)).toContain('box-not-one-colour')
  })

  it('is not reached where a page reads otherwise than when it was reviewed: it is not rendered', async () => {
    const bytes = drawn['a text box'] ?? Buffer.alloc(0)
    const input = await production([mailWith(bytes)], { 0: marked })
    const documents = input.documents.map((document) => ({ ...document, surfaces: blind(document.surfaces) }))
    await expect(renderAll(expectationOf({ ...input, documents }, ['eml']), tools())).rejects.toMatchObject({ code: 'produce/undecodable' })
  })
})

describe('a PDF that keeps a redacted name beside its pages', () => {
  it.each(Object.entries(kept))('is given without it: %s', async (_, [bytes]) => {
    const input = await production([mailWith(bytes)], { 0: marked })
    try {
      const made = await produce(input, { formats: ['eml', 'mbox'], out: join(folder, 'out.zip') }, tools())
      expect(made.check).toMatchObject({ passed: true, hits: [], problems: [] })
    } catch (error) {
      throw error instanceof LeakError ? new Error(JSON.stringify(error.check, null, 1), { cause: error }) : error
    }
  })

  it('is given in part, and the schedule says why', async () => {
    const input = await production([mailWith(kept['a sticky note']?.[0] ?? Buffer.alloc(0))], { 0: marked })
    const documents = input.documents.map((document) => (document.kind === 'attachment' ? { ...document, incomplete: true } : document))
    const rows = scheduleRows(input, expectationOf({ ...input, documents }, ['eml']).families, new Map())
    expect(rows.map(({ given, reason }) => [given, reason])).toEqual([
      ['in part', 'It concerns another person.'],
      ['in part', expect.stringMatching(/^The original holds more than is shown here/)],
    ])
  })
})
