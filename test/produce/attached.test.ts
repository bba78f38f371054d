import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LeakError, produce } from '../../src/produce/index.ts'
import { flatten, releaseAll } from '../../src/produce/released.ts'
import { zipOf } from '../formats/office-file.ts'
import { production, raw, tools } from './builder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'attached-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const name = 'Zebulon Quist'
const files = [
  { name: 'README', bytes: Buffer.from(`About ${name}, and Anna.`) },
  { name: 'notes.txt.gz', bytes: gzipSync(`Notes on ${name}.`) },
  { name: 'x.dat', bytes: zipOf([{ name: 'list.gz', content: gzipSync(`List of ${name}.`) }]) },
  { name: 'mail', bytes: Buffer.from(`From: a@x.example\nTo: b@x.example\nSubject: inner\n\nDear ${name}.\n`) },
  { name: 'data.bin', bytes: Buffer.from([1, 2, 3, 0, 5]) },
]
const parts = files.map(
  (file) =>
    `--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="${file.name}"\n\n${file.bytes.toString('base64')}\n`,
)
const message = raw(
  `From: Anna Berg <anna@x.example>\nTo: hr@x.example\nSubject: files\nDate: Mon, 5 Oct 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee attached.\n${parts.join('')}--b--\n`,
)

describe('a mail with files whose kind only their content tells', () => {
  it('is produced with the name redacted in each that was read; what was not is withheld; and it passes the check', async () => {
    const marked = { mark: [name] }
    const input = await production([message], { '0:2': marked, '0:3/2': marked, '0:4/2/2': marked, '0:5': marked })
    try {
      const { check } = await produce(input, { formats: ['eml', 'mbox'], out: join(folder, 'bundle.zip') }, tools())
      expect(check).toMatchObject({ passed: true, hits: [], problems: [] })
    } catch (error) {
      throw error instanceof LeakError ? new Error(JSON.stringify(error.check, null, 1), { cause: error }) : error
    }
    const released = releaseAll(input).flatMap(flatten)
    expect(released.map(({ source, form, fate }) => `${source.part} ${form} ${fate}`)).toEqual([
      ' message released',
      '2 text redacted',
      '3 message released',
      '3/2 text redacted',
      '4 message released',
      '4/2 message released',
      '4/2/2 text redacted',
      '5 message redacted',
      '6 placeholder released',
    ])
    expect(JSON.stringify(released.map(({ segments }) => segments))).not.toContain('Quist')
  })
})
