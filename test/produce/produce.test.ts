import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { directReader } from '../../src/formats/index.ts'
import { printServices } from '../../src/hosts/print-engine.ts'
import { checkBundle, expectationOf, LeakError, produce } from '../../src/produce/index.ts'
import { zipOf } from '../formats/office-file.ts'
import { production, raw, tools } from './builder.ts'
import { disclosedMail, htmlMail, marked, plainMail } from './mails.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'produce-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const services = printServices()
afterAll(() => services.closePrintEngine())

const decisions = { 0: marked, 1: marked, '1:2': marked, '1:4': marked }
const out = () => join(folder, 'bundle.zip')

async function attempt(...parameters: Parameters<typeof produce>) {
  try {
    return await produce(...parameters)
  } catch (error) {
    if (error instanceof LeakError) throw new Error(JSON.stringify(error.check, null, 1), { cause: error })
    throw error
  }
}

describe('a production', () => {
  it('is released under its name once the check has passed', async () => {
    const input = await production([plainMail, htmlMail], decisions)
    const given = tools()
    const made = await attempt(input, { formats: ['eml', 'mbox'], out: out() }, given)
    expect(made.check).toMatchObject({ passed: true, hits: [], problems: [] })
    expect(made.check.needles).toBeGreaterThan(4)
    expect(readdirSync(folder)).toEqual(['bundle.zip'])
    expect(given.points).toEqual(['produce/bundled', 'produce/checked', 'produce/released'])
    expect(made.passphrase.split(' ')).toHaveLength(7)
    const again = await checkBundle({
      reader: directReader,
      path: out(),
      passphrase: made.passphrase,
      expectation: expectationOf(input, ['eml', 'mbox']),
    })
    expect(again.passed).toBe(true)
  })

  it('gives the same renditions in every run', async () => {
    const input = await production([plainMail, htmlMail], decisions)
    const first = await attempt(input, { formats: ['eml', 'mbox'], out: out() }, tools())
    const second = await attempt(input, { formats: ['eml', 'mbox'], out: join(folder, 'again.zip') }, tools())
    expect(second.renditions).toEqual(first.renditions)
  })

  it('passes where a name is disclosed in one mail and redacted in another', async () => {
    const input = await production([plainMail, disclosedMail], { 0: marked })
    const made = await attempt(input, { formats: ['eml', 'mbox'], out: out() }, tools())
    expect(made.check.passed).toBe(true)
  })

  it('refuses to overwrite what stands at its path', async () => {
    writeFileSync(out(), 'mine')
    const input = await production([plainMail], { 0: marked })
    await expect(produce(input, { formats: ['eml'], out: out() }, tools())).rejects.toMatchObject({ code: 'hosts/output-exists' })
    expect(readdirSync(folder)).toEqual(['bundle.zip'])
  })

  it('refuses PDF without a print engine, before anything is written', async () => {
    const input = await production([plainMail], { 0: marked })
    await expect(produce(input, { formats: ['eml', 'pdf'], out: out() }, tools())).rejects.toMatchObject({
      code: 'produce/no-print-engine',
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('refuses a name that is marked in one place of a document and left in another', async () => {
    const input = await production([plainMail], { 0: { mark: [['Zoë Quillfeather', 'h:from']] } })
    await expect(produce(input, { formats: ['eml'], out: out() }, tools())).rejects.toMatchObject({ code: 'produce/leak' })
    expect(readdirSync(folder)).toEqual([])
  })

  it.each([['eml'], ['pdf']] as const)('refuses a name within an archive that stands as base64 in a body, in %s', async (format) => {
    const zip = Buffer.from(zipOf([{ name: 'list.txt', content: 'Zoë Quillfeather' }])).toString('base64')
    const body = `Guest: Zoë Quillfeather\n\n${zip.replace(/.{60}/g, '$&\n')}\n`
    const mail = raw(`From: a@b.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n${body}`)
    const input = await production([mail], { 0: { mark: ['Zoë Quillfeather'] } })
    const printEngine = format === 'pdf' ? await services.printEngine() : null
    await expect(produce(input, { formats: [format], out: out() }, tools({ printEngine }))).rejects.toMatchObject({
      code: 'produce/leak',
      details: { places: [expect.stringContaining('file within the text')] },
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('leaves nothing behind when it is killed at a checkpoint, and comes out the same afterwards', async () => {
    const input = await production([plainMail, htmlMail], decisions)
    const whole = await attempt(input, { formats: ['eml', 'mbox'], out: out() }, tools())
    for (const point of ['produce/bundled', 'produce/checked']) {
      const path = join(folder, `${point.slice(8)}.zip`)
      const base = tools()
      const control = {
        ...base.control,
        checkpoint: (name: string) => {
          if (name === point) throw new Error('killed')
        },
      }
      await expect(produce(input, { formats: ['eml', 'mbox'], out: path }, { ...base, control })).rejects.toThrow('killed')
      const after = await attempt(input, { formats: ['eml', 'mbox'], out: path }, base)
      expect(after.renditions).toEqual(whole.renditions)
    }
  })

  it('takes no word of its own headings in the schedule for a word of what is withheld', async () => {
    const words = 'Name, number, subject and reason of the copies: Quillfeather was given the last page in full, by kind permission.'
    const input = await production([raw(`From: a@b.example\nSubject: x\n\n${words}\n`), plainMail], {
      0: { disposition: 'withhold', ground: 'UK-19' },
      1: marked,
    })
    const made = await attempt(input, { formats: ['eml', 'mbox', 'pdf'], out: out() }, tools({ printEngine: await services.printEngine() }))
    expect(made).toMatchObject({ withheld: 1 })
  })

  it('proves the check before anything is rendered, so that what stands in its way is known at once', async () => {
    const steps: string[] = []
    const base = tools()
    const control = { ...base.control, report: ({ step }: { readonly step: string }) => steps.push(step) }
    await attempt(await production([plainMail], { 0: marked }), { formats: ['eml'], out: out() }, { ...base, control })
    expect([...new Set(steps)].slice(0, 2)).toEqual(['Proving the check on an unredacted copy', 'Writing messages'])
  })

  it('withholds a document whole, and lists it with its reason', async () => {
    const input = await production([plainMail, htmlMail], {
      0: marked,
      1: { disposition: 'withhold', ground: 'UK-19' },
      '1:2': { disposition: 'withhold', ground: 'UK-19' },
      '1:3': { disposition: 'withhold', ground: 'UK-19' },
      '1:4': { disposition: 'withhold', ground: 'UK-19' },
    })
    const made = await attempt(input, { formats: ['eml', 'mbox'], out: out() }, tools())
    expect(made).toMatchObject({ documents: 1, withheld: 4 })
  })
})
