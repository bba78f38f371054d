import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { directReader } from '../../src/formats/index.ts'
import { printServices } from '../../src/hosts/print-engine.ts'
import { canon } from '../../src/produce/check-normalise.ts'
import { checkPdf } from '../../src/produce/check-pdf.ts'
import { positiveControl } from '../../src/produce/control.ts'
import { expectationOf, produce } from '../../src/produce/index.ts'
import { pageHtml } from '../../src/produce/page-html.ts'
import { print } from '../../src/produce/print-readable.ts'
import { production, raw, tools } from './builder.ts'

const folder = mkdtempSync(join(tmpdir(), 'right-to-left-'))
const services = printServices()
afterAll(async () => {
  await services.closePrintEngine()
  rmSync(folder, { recursive: true, force: true })
})

const mail = (name: string) =>
  raw(`From: ${name} <p@x.example>
To: Anna Berg <anna@example.org>
Subject: grievance ${name}
Date: Mon, 2 Mar 2020 10:00:00 +0000
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<p>Hello, ${name} was <b>${name}</b>.</p><p>Dear ${name}, yes.</p>
`)

describe('a name that is written from right to left, in a mail of Latin text', () => {
  it.each(['\u05d9\u05d5\u05e1\u05e3 \u05db\u05d4\u05df', '\u0623\u062d\u0645\u062f \u0639\u0644\u064a \u062d\u0633\u0646'])(
    'is redacted from pages and passes: %s',
    async (name) => {
      const given = tools({ printEngine: await services.printEngine() })
      const input = await production([mail(name)], { 0: { mark: [name] } })
      const made = await produce(input, { formats: ['eml', 'pdf'], out: join(folder, `${name}.zip`) }, given)
      expect(made.check.passed).toBe(true)
    },
  )

  it('is found on each line of a page that shows it', async () => {
    const name = '\u05d9\u05d5\u05e1\u05e3 \u05db\u05d4\u05df'
    const given = tools({ printEngine: await services.printEngine() })
    const [released] = expectationOf(await production([mail(name)]), ['pdf']).families
    if (released === undefined) throw new Error('no message')
    const found: string[] = []
    await checkPdf(await print(given, pageHtml(released, released)), 'page', null, false, {
      layer: ({ layer, text }) => void (layer.startsWith('pdf text') ? found.push(text) : 0),
      problem: () => undefined,
      reader: directReader,
    })
    const most = Math.max(...found.map((text) => canon(text).split(canon(name)).length - 1))
    expect(most).toBeGreaterThanOrEqual(4)
  })

  it('stops no production by being withheld', async () => {
    const name = '\u05d9\u05d5\u05e1\u05e3 \u05db\u05d4\u05df'
    const given = tools({ printEngine: await services.printEngine() })
    const input = await production([mail(name)], { 0: { disposition: 'withhold', ground: 'EU-15(4)' } })
    expect(await positiveControl(expectationOf(input, ['pdf']), given)).toBeGreaterThan(3)
  })
})
