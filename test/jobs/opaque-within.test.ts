import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { addMarks, code, dispose, gate, markText, surfacesOf } from '../../src/jobs/index.ts'
import { LeakError, produce } from '../../src/produce/index.ts'
import { docx, paragraph } from '../formats/office-file.ts'
import { encryptedMessage, publicKey } from '../produce/armoured.ts'
import { production, raw, tools } from '../produce/builder.ts'
import { nativePdf, picture } from '../produce/fixtures.ts'
import { type Request, request, surface, third } from './request.ts'

const all = { all: true } as const
const folder = mkdtempSync(join(tmpdir(), 'opaque-within-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const line = (set: Request) => gate(set.database, set.workspace, { available: false, hint: '' }).items.find(({ id }) => id === 'within')
const letters = (bytes: Uint8Array, share = 1) =>
  Buffer.from(bytes.subarray(0, Math.floor(bytes.length * share)))
    .toString('base64')
    .replace(/.{76}/g, '$&\n')
const bounce = (file: string) => `This mail could not be delivered. It read:\n\nContent-Transfer-Encoding: base64\n\n${file}\n\nThe end.`

const files: readonly (readonly [string, () => Promise<string>])[] = [
  ['a whole document', async () => letters(docx(paragraph('Slates')))],
  ['a document that was cut off', async () => letters(docx(paragraph('Slates, many of them')), 0.7)],
  ['a whole PDF', async () => letters(await nativePdf())],
  ['a PDF that was cut off', async () => letters(await nativePdf(), 0.5)],
  ['a whole picture', async () => letters(picture())],
  ['a picture that was cut off', async () => letters(picture(), 0.6)],
  ['a 7z archive', async () => letters(Buffer.from(`7z\xbc\xaf\x27\x1c${'\0\x04abc\xff\xfe'.repeat(40)}`, 'latin1'))],
  ['an encrypted message', async () => encryptedMessage],
  ['a key of OpenPGP', async () => publicKey],
  ['no file', async () => 'nothing'],
]

describe('a file in base64 within a text', () => {
  it.each(files)('is foreseen by the gate where the finished bundle would be kept back for it: %s', async (_, file) => {
    const text = bounce(await file())
    const set = await request({ roof: { text: 'Hello.' }, bounce: { text } })
    code(set.as('olga'), all, 'responsive')
    dispose(set.as('olga'), all, 'release')
    const mail = (body: string) => raw(`From: a@x.example\nSubject: x\nMessage-ID: <${body.length}@x.example>\n\n${body}\n`)
    const input = await production([mail(text), mail('Ask Ida Falk.')], { 1: { mark: ['Ida Falk'] } })
    const refused = await produce(input, { formats: ['eml'], out: join(folder, `${text.length}-${Math.random()}.zip`) }, tools()).then(
      () => false,
      (error: unknown) => error instanceof LeakError && error.check.problems.some(({ code: what }) => what === 'undecodable'),
    )
    expect(line(set)?.ok).toBe(!refused)
    expect(line(set)?.documents).toEqual(refused ? [set.id('bounce')] : [])
  })

  it('is no matter once its letters are marked, or the mail is withheld', async () => {
    const cut = letters(docx(paragraph('Slates, many of them')), 0.7)
    const set = await request({ bounce: { text: bounce(cut) } })
    expect(line(set)?.ok).toBe(true)
    code(set.as('olga'), all, 'responsive')
    dispose(set.as('olga'), all, 'release')
    expect(line(set)).toMatchObject({
      ok: false,
      text: '1 document with something in the text that can\u2019t be looked into, as an encrypted message or a file that was cut off: mark its letters, or withhold them',
    })
    const shown = surfacesOf(set.database, set.id('bounce')).find(({ id }) => id === 't:1')?.text ?? ''
    const span = { start: shown.indexOf('UEsDB'), end: shown.indexOf('The end.') }
    addMarks(set.as('olga'), [{ document: set.id('bounce'), surface: surface('t:1'), span, ground: third, note: '' }])
    expect(line(set)?.ok).toBe(true)
    dispose(set.as('olga'), all, 'withhold', { ground: third })
    expect(line(set)?.ok).toBe(true)
  })
})

describe('a text encoded over and over', () => {
  const words = `See &${'amp;'.repeat(14)}lt; there.`
  const decided = async () => {
    const set = await request({ roof: { text: 'Ask Ida Falk.' }, wrapped: { text: words } })
    code(set.as('olga'), all, 'responsive')
    dispose(set.as('olga'), all, 'release')
    markText(set.as('olga'), 'Ida Falk', { document: set.id('roof'), everywhere: false, evenSubject: false, ground: third, note: '' })
    return set
  }

  it('is foreseen by the gate, which says what to do, as the finished bundle would be kept back for it', async () => {
    const mail = (body: string) => raw(`From: a@x.example\nSubject: x\nMessage-ID: <${body.length}@x.example>\n\n${body}\n`)
    const input = await production([mail(words), mail('Ask Ida Falk.')], { 1: { mark: ['Ida Falk'] } })
    await expect(produce(input, { formats: ['eml'], out: join(folder, 'wrapped.zip') }, tools())).rejects.toMatchObject({
      code: 'produce/undecodable',
    })
    const set = await decided()
    expect(line(set)).toEqual({
      id: 'within',
      ok: false,
      text: '1 document with a passage encoded over and over, deeper than is looked at: mark the whole passage, or withhold them',
      documents: [set.id('wrapped')],
    })
  })

  it('is no matter once it is marked, or withheld', async () => {
    const set = await decided()
    const shown = surfacesOf(set.database, set.id('wrapped')).find(({ id }) => id === 't:1')?.text ?? ''
    const span = { start: shown.indexOf('&'), end: shown.indexOf(' there') }
    addMarks(set.as('olga'), [{ document: set.id('wrapped'), surface: surface('t:1'), span, ground: third, note: '' }])
    expect(line(set)?.ok).toBe(true)
    const other = await decided()
    dispose(other.as('olga'), { documents: [other.id('wrapped')] }, 'withhold', { ground: third })
    expect(line(other)?.ok).toBe(true)
  })
})
