import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { printServices } from '../../src/hosts/print-engine.ts'
import { checkBundle, type Expectation, expectationOf } from '../../src/produce/index.ts'
import { renderAll } from '../../src/produce/render.ts'
import { type BundleFile, innerZip, outerZip } from '../../src/produce/zip-write.ts'
import { production, raw, tools } from './builder.ts'
import { filesMail } from './fixtures.ts'
import { disclosedMail, htmlMail, marked, NAME, plainMail } from './mails.ts'
import { mutants } from './mutants.ts'

/** Assertions of `safety.md` §1 that no change of a finished bundle can break, and where they are held. */
const elsewhere: Readonly<Record<number, string>> = {
  49: 'markers stand in the page before it is laid out: marker.test.ts compares the pages of a short and a long name',
  52: 'temporary files: produce.test.ts looks at the disk at each checkpoint; the workspace and the profile are scanned by the secrecy tests',
  53: 'one decision everywhere: produce.test.ts, "refuses a name that is marked in one place of a document and left in another"',
}

const services = printServices()
let folder = ''
interface Bundle {
  readonly clean: readonly BundleFile[]
  readonly expectation: Expectation
}
/** Mutants of messages and of pages start from bundles of their own, so that each check has little to read. */
let mails: Bundle
let pages: Bundle

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mutants-'))
  const html = raw(`Message-ID: <five@example.org>
From: Anna Berg <anna@example.org>
To: Office <office@example.org>
Subject: Page
Date: Wed, 7 Jan 2026 08:00:00 +0000
Content-Type: text/html; charset=utf-8

<p>A page about <b>${NAME}</b> and Anna.</p>
`)
  const other = raw(`Message-ID: <six@example.org>
From: Anna Berg <anna@example.org>
To: Office <office@example.org>
Subject: Other
Date: Wed, 7 Jan 2026 09:00:00 +0000
Content-Type: text/plain; charset=utf-8

Nothing about anyone.
`)
  const input = await production([plainMail, htmlMail, html, other, await filesMail(), disclosedMail], {
    0: marked,
    1: marked,
    '1:2': marked,
    '1:4': marked,
    2: marked,
    '4:2': { mark: ['Zoe Quillfeather'] },
    '4:3': { boxes: [['i', { page: 1, x: 10, y: 10, width: 40, height: 20 }]] },
  })
  const printed = await production([plainMail, await filesMail()], { 0: marked, '1:2': { mark: ['Zoe Quillfeather'] } })
  mails = await bundle(expectationOf(input, ['eml', 'mbox']))
  pages = await bundle(expectationOf(printed, ['pdf']))
}, 120_000)

afterAll(async () => {
  await services.closePrintEngine()
  rmSync(folder, { recursive: true, force: true })
})

async function bundle(expectation: Expectation): Promise<Bundle> {
  return { expectation, clean: (await renderAll(expectation, tools({ printEngine: await services.printEngine() }))).files }
}

/** The manifest as it would be if it had been made of these files: a leak must not be found by its hash alone. */
function consistent(files: readonly BundleFile[]): BundleFile[] {
  return files.map((file) => {
    if (file.path !== 'manifest.json') return file
    const manifest = JSON.parse(Buffer.from(file.bytes).toString('utf8')) as Record<string, unknown>
    const others = files.filter((other) => other.path !== 'manifest.json')
    manifest['files'] = others.map(({ path, bytes }) => ({
      path,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }))
    return { path: file.path, bytes: Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`) }
  })
}

async function check(files: readonly BundleFile[], expectation: Expectation) {
  const path = join(folder, 'mutant.zip')
  writeFileSync(path, await outerZip(await innerZip(consistent(files)), 'seven words'))
  return await checkBundle({ path, passphrase: 'seven words', expectation })
}

describe('the leak check', () => {
  it('passes the clean bundle that every mutant starts from', async () => {
    for (const { clean, expectation } of [mails, pages])
      expect(await check(clean, expectation)).toMatchObject({ passed: true, hits: [], problems: [] })
  })

  it.each(mutants.map((mutant) => [mutant.numbers.join(', '), mutant.what, mutant] as const))(
    'kills mutant %s: %s',
    async (_, __, mutant) => {
      const { clean, expectation } = mutant.where.source.startsWith('^pdf') ? pages : mails
      const result = await check(mutant.mutate(clean), expectation)
      expect(result.passed).toBe(false)
      const places = [...result.hits, ...result.problems].map((found) => found.path)
      expect(places.some((place) => mutant.where.test(place))).toBe(true)
      // Structure alone would stop most of these; of what is an encoding of the name, the search must find the name itself.
      if (mutant.numbers.some((number) => number >= 14 && number <= 22) && !/label|transfer/.test(mutant.what))
        expect(result.hits.length).toBeGreaterThan(0)
    },
  )

  it('has a mutant, or a reason, for each of the 53 assertions', () => {
    const covered = new Set([...mutants.flatMap((mutant) => mutant.numbers), ...Object.keys(elsewhere).map(Number)])
    expect([...covered].sort((left, right) => left - right)).toEqual(Array.from({ length: 53 }, (_, index) => index + 1))
  })
})
