import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterAll, describe, expect, it } from 'vitest'
import { readPdf } from '../../src/formats/index.ts'
import { printServices } from '../../src/hosts/print-engine.ts'
import { readZip } from '../../src/produce/check-zip.ts'
import { writeCsv } from '../../src/produce/csv.ts'
import { produce } from '../../src/produce/index.ts'
import { tableHtml } from '../../src/produce/page-html.ts'
import { production, raw, tools } from './builder.ts'

const folder = mkdtempSync(join(tmpdir(), 'turned-lines-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const services = printServices()
afterAll(() => services.closePrintEngine())

/** Read from the left up to the sign, from the right behind it: `invoiceexe.jpg`. */
const hostile = 'invoice\u202egpj.exe'
const original = `The name is ${hostile}.\r\n`
const message = raw(`From: "Anna \u202egreB" <anna@example.org>
To: Office <office@example.org>
Subject: See \u2067${hostile}
Date: Mon, 5 Jan 2026 10:05:00 +0000
Message-ID: <lines@example.org>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Ask Ida Falk.
--b
Content-Type: text/plain; charset=utf-8; name="${hostile}"
Content-Disposition: attachment; filename="${hostile}"

${original}
--b--
`)
const turning = /\p{Bidi_Control}/u

describe('a line of a mail that turns itself round', () => {
  it('leaves with a mark in place of what turns it, in renditions, schedule, manifest and names; the original file as it came', async () => {
    const printEngine = await services.printEngine()
    const input = await production([message], { 0: { mark: [['Ida Falk', 't:1']] }, '0:2': { nativeRelease: true } })
    const out = join(folder, 'bundle.zip')
    const made = await produce(input, { formats: ['eml', 'mbox', 'pdf'], out }, tools({ printEngine }))
    expect(made.check).toMatchObject({ passed: true, problems: [] })
    const plain = { strict: false, budget: 2 ** 26, aside: () => undefined }
    const [outer] = readZip(readFileSync(out), { ...plain, passphrase: made.passphrase })
    const entries = readZip(outer?.bytes ?? new Uint8Array(), { ...plain, passphrase: null })
    const texts = new Map(entries.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('utf8')]))
    for (const [name, text] of texts) {
      expect(name).not.toMatch(turning)
      if (name.startsWith('files/')) expect(text).toBe(original)
      else if (!name.endsWith('.pdf')) expect(text, name).not.toMatch(turning)
    }
    expect(texts.get('schedule.csv')).toContain('invoice\ufffdgpj.exe')
    const mail = await PostalMime.parse(texts.get('mail/CTRL-000001.eml') ?? '')
    expect([mail.subject, mail.from?.name, mail.attachments[0]?.filename]).toEqual([
      'See \ufffdinvoice\ufffdgpj.exe',
      'Anna \ufffdgreB',
      'invoice_gpj.exe',
    ])
    expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer).toString()).toBe(original)
    for (const { name, bytes } of entries.filter(({ name }) => name.endsWith('.pdf'))) {
      const { pages } = await readPdf(bytes)
      expect(pages.map(({ text }) => text).join('\n'), name).not.toMatch(turning)
    }
  })

  it('is marked in any table, whatever it is a table of', () => {
    expect(Buffer.from(writeCsv(['a'], [{ a: hostile }])).toString()).toContain('invoice\ufffdgpj.exe')
    expect(tableHtml('Log', ['a'], [{ a: hostile }], [{ name: 'b', value: hostile }])).not.toMatch(turning)
  })
})
