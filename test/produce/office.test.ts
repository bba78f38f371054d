import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { directReader } from '../../src/formats/index.ts'
import { checkNative } from '../../src/produce/check-native.ts'
import type { Findings } from '../../src/produce/check-types.ts'
import { LeakError, produce } from '../../src/produce/index.ts'
import { releaseAll } from '../../src/produce/released.ts'
import { docx, odf, xlsx, zipOf } from '../formats/office-file.ts'
import { type Decision, production, raw, tools } from './builder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'office-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function mailWith(files: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[]): Uint8Array {
  const parts = files.map(
    ({ name, type, bytes }) =>
      `--b\nContent-Type: ${type}\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="${name}"\n\n${Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\n')}\n`,
  )
  return raw(
    `From: Anna Berg <anna@x.example>\nTo: hr@x.example\nSubject: files\nDate: Mon, 5 Oct 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee attached.\n${parts.join('')}--b--\n`,
  )
}

const name = 'Zebulon Quist'
const split =
  '<w:p><w:r><w:t>About Zebulon</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t> Qu</w:t></w:r><w:r><w:t>ist, </w:t></w:r><w:del w:author="Zebulon Quist"><w:r><w:delText>a fool</w:delText></w:r></w:del><w:r><w:t>and Anna.</w:t></w:r></w:p>'
const sheet = `<sheetData><row><c r="A1" t="inlineStr"><is><t>${name}</t></is></c><c r="B1"><v>4711</v></c></row></sheetData>`
const files = [
  { name: 'report.docx', type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', bytes: docx(split) },
  { name: 'staff.xlsx', type: 'application/octet-stream', bytes: xlsx([{ name: 'Staff', content: sheet }]) },
  { name: 'letter.odt', type: 'application/vnd.oasis.opendocument.text', bytes: odf('text', `<text:p>Dear ${name}</text:p>`) },
  { name: 'memo.rtf', type: 'application/rtf', bytes: Buffer.from(String.raw`{\rtf1 Memo on Zebulon {\b Qu}ist\par}`) },
  { name: 'all.zip', type: 'application/zip', bytes: zipOf([{ name: 'list.txt', content: `${name}\n` }]) },
]
const marked: Decision = { mark: [name] }
const decisions: Record<string, Decision> = { '0:2': marked, '0:3': marked, '0:4': marked, '0:5': marked, '0:6/2': marked }

describe('a mail with Office files, RTF and an archive', () => {
  it('is produced with each of them as a redacted rendition, and passes the check; nothing is withheld for its format', async () => {
    const input = await production([mailWith(files)], decisions)
    const forms = releaseAll(input).flatMap(({ children }) => children.map(({ form, fate }) => `${form} ${fate}`))
    expect(forms).toEqual(['html redacted', 'html redacted', 'html redacted', 'html redacted', 'message released'])
    try {
      const made = await produce(input, { formats: ['eml', 'mbox'], out: join(folder, 'bundle.zip') }, tools())
      expect(made.check).toMatchObject({ passed: true, hits: [], problems: [] })
      expect(made.check.needles).toBeGreaterThanOrEqual(3)
    } catch (error) {
      throw error instanceof LeakError ? new Error(JSON.stringify(error.check, null, 1), { cause: error }) : error
    }
  })

  it('releases the words that are not marked, and none that the file hides', async () => {
    const input = await production([mailWith(files)], decisions)
    const [report, staff] = releaseAll(input)[0]?.children ?? []
    expect(report?.segments.map(({ text }) => text).join()).toMatch(/^About \[REDACTED – [^\]]+\], and Anna\.$/)
    expect(report?.segments.map(({ html }) => html).join()).not.toContain('a fool')
    expect(staff?.segments[0]?.html).toMatch(/<td[^>]*>.*REDACTED.*<\/td>.*<td[^>]*>.*4711/s)
  })
})

describe('the check of a file released as it is', () => {
  it('reads Office files as a reader would, so that a name in pieces is found, and one that is hidden', async () => {
    const texts: string[] = []
    const findings = {
      layer: ({ text }: { text: string }) => void texts.push(text),
      problem: () => undefined,
      reader: directReader,
    } as unknown as Findings
    await checkNative(docx(split), 'files/x.docx', null, findings)
    expect(texts.some((text) => text.includes(name) && text.includes('and Anna'))).toBe(true)
    expect(texts.some((text) => text.includes(`deleted by ${name}: a fool`))).toBe(true)
  })

  it.each([
    ['an old Office file', 'd0cf11e0a1b11ae100000000000000000000000000000000', 1],
    ['a sound', '524946461000000057415645666d742010000000', 1],
    ['text of two bytes a character', Buffer.from('Slates, grey', 'utf16le').toString('hex'), 0],
    ['plain text', Buffer.from('Slates, grey').toString('hex'), 0],
  ])('clears nothing that it cannot look into: %s', async (_, hex, problems) => {
    const found: string[] = []
    const findings = { layer: () => undefined, problem: (kind: string) => void found.push(kind) } as unknown as Findings
    await checkNative(Buffer.from(hex, 'hex'), 'files/x.bin', null, findings)
    expect(found).toEqual(Array(problems).fill('undecodable'))
  })
})
