import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { produce } from '../../src/produce/index.ts'
import { releaseAll } from '../../src/produce/released.ts'
import { type Decision, production, raw, tools } from './builder.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'calendar-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const name = 'Zebulon M\u00fcller'
const part = (type: string, file: string, body: string): string =>
  `--b\nContent-Type: ${type}\nContent-Disposition: attachment; filename="${file}"\n\n${body}\n`
const message = raw(
  `From: Anna Berg <anna@x.example>\nTo: hr@x.example\nSubject: files\nDate: Mon, 5 Oct 2026 10:00:00 +0000\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee attached.\n${[
    part('text/calendar', 'invite.ics', 'BEGIN:VCALENDAR\nSUMMARY:With Zebu\n lon M\u00fcller\\, and Anna\nEND:VCALENDAR'),
    part(
      'text/x-vcard',
      'old.vcf',
      'BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zebulon M=C3=\n=BCller and Anna\nEND:VCARD',
    ),
  ].join('')}--b--\n`,
)

async function made(decisions: Record<string, Decision>) {
  const input = await production([message], decisions)
  const { check } = await produce(input, { formats: ['eml', 'mbox'], out: join(folder, 'bundle.zip') }, tools())
  return { check, texts: releaseAll(input)[0]?.children.map(({ form, segments }) => `${form}: ${segments.map(({ text }) => text).join()}`) }
}

describe('a calendar and a card with a name in them', () => {
  it('are released as text with the name redacted, as it was read; and the bundle passes the check', async () => {
    const { check, texts } = await made({ '0:2': { mark: [name] }, '0:3': { mark: [name] } })
    expect(check).toMatchObject({ passed: true, hits: [], problems: [] })
    expect(texts).toEqual([
      expect.stringMatching(/^text: BEGIN:VCALENDAR\nSUMMARY:With \[REDACTED[^\]]*\], and Anna\nEND:VCALENDAR/),
      expect.stringMatching(/^text: [\s\S]*:\[REDACTED[^\]]*\] and Anna\n/),
    ])
  })
})
