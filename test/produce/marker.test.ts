import { afterAll, describe, expect, it } from 'vitest'
import { readPdf } from '../../src/formats/index.ts'
import { printServices } from '../../src/hosts/print-engine.ts'
import { missingGlyphs } from '../../src/produce/check-glyphs.ts'
import { canon, squash } from '../../src/produce/check-normalise.ts'
import { readPdfObjects } from '../../src/produce/check-pdf-objects.ts'
import { writeEml } from '../../src/produce/eml.ts'
import { pageHtml } from '../../src/produce/page-html.ts'
import { fromPrint } from '../../src/produce/pdf.ts'
import { printReadable } from '../../src/produce/print-readable.ts'
import { releaseAll } from '../../src/produce/released.ts'
import { production, raw, tools } from './builder.ts'

const services = printServices()
afterAll(() => services.closePrintEngine())

const about = (name: string) =>
  raw(
    `From: ${name} <x@y.example>\nTo: anna@example.org\nSubject: from ${name}\nDate: Mon, 5 Jan 2026 09:00:00 +0000\nContent-Type: text/html; charset=utf-8\n\n<p>Yesterday <b>${name}</b> and a long line of words that wraps somewhere on the page, so that ${name} moves what follows.</p>\n`,
  )

const only = async (message: Uint8Array, marks: readonly string[]) => {
  const input = await production([message], { 0: { mark: marks } })
  const [released] = releaseAll(input)
  if (released === undefined) throw new Error('one family')
  // The same id for both, since ids are made from originals.
  return { input, released: { ...released, source: { ...released.source, id: input.documents[0]?.id ?? released.source.id } } }
}

describe('a marker', () => {
  it('has one length, so that a short and a long name give the same message apart from its ids (assertion 47)', async () => {
    const written = async (name: string) => {
      const { input, released } = await only(about(name), [name])
      const text = Buffer.from(
        writeEml(released, {
          seed: input.seed,
          threading: () => ({ inReplyTo: [], references: [] }),
          file: () => ({ filename: '', type: '', bytes: new Uint8Array() }),
        }),
      ).toString('latin1')
      return text.replace(/=_[0-9a-f]{32}/g, 'boundary').replace(/<[0-9a-f]{32}@/g, '<id@')
    }
    expect(await written('Li')).toBe(await written('Bartholomew'))
    expect(await written('Li')).toContain('REDACTED')
  })

  it('is in the page before it is laid out: lines and glyph positions are the same (assertions 47 and 49)', async () => {
    const engine = await services.printEngine()
    const printed = async (name: string) => {
      const { input, released } = await only(about(name), [name])
      if (engine === null) throw new Error('no print engine')
      return await fromPrint(await engine.print(pageHtml(released, released), new AbortController().signal), input.seed, 'same', null)
    }
    expect(Buffer.from(await printed('Li')).equals(Buffer.from(await printed('Bartholomew')))).toBe(true)
  })
})

describe('a character that no font of this machine has', () => {
  it('is named on the page instead of being an empty box', async () => {
    const { input, released } = await only(
      raw('From: a@b.example\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\nprivate \u{F8FE0} use, O’Hara’s\n'),
      [],
    )
    const given = tools({ printEngine: await services.printEngine() })
    const html = pageHtml(released, released)
    const page = await printReadable(given, input, released, html)
    expect(missingGlyphs(readPdfObjects(page))).toBe(0)
    expect((await readPdf(page)).pages[0]?.text).toMatch(/private \[U\+F8FE0\] use, O.Hara.s/u)
    const unguarded = await fromPrint(
      await (given.printEngine?.print(html, new AbortController().signal) ?? Promise.reject(new Error('no print engine'))),
      input.seed,
      'x',
      null,
    )
    expect(missingGlyphs(readPdfObjects(unguarded))).toBeGreaterThan(0)
  })
})

describe('a name whose letters share their glyphs with other characters', () => {
  it.each(['O’Hara', 'D‘Arcy', '亀田長', '青鬼食龜', '户部郎', 'ＡＢ／Ｃ～Ｄ'])('is known in the text of its page: %s', async (name) => {
    const { released } = await only(about('x'), [])
    const engine = await services.printEngine()
    const html = pageHtml(released, released).replace('</table>', `</table><p>(${name})</p>`)
    const page = await engine?.print(html, new AbortController().signal)
    const text = (await readPdf(page ?? new Uint8Array())).pages[0]?.text ?? ''
    expect(canon(text)).toContain(canon(`(${name})`))
    expect(squash(canon(text))).toContain(squash(canon(name)))
  })
})
