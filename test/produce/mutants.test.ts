import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constants, inflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directReader } from '../../src/formats/index.ts'
import { printServices } from '../../src/hosts/print-engine.ts'
import { checkBundle, type Expectation, expectationOf } from '../../src/produce/index.ts'
import type { ProductionInput } from '../../src/produce/input.ts'
import { flatten } from '../../src/produce/released.ts'
import { renderAll } from '../../src/produce/render.ts'
import { type BundleFile, innerZip, outerZip } from '../../src/produce/zip-write.ts'
import { production, raw, tools } from './builder.ts'
import { filesMail } from './fixtures.ts'
import { disclosedMail, htmlMail, marked, NAME, plainMail } from './mails.ts'
import type { Mutant, View } from './mutant.ts'
import { elsewhere, mutants } from './mutants.ts'

const services = printServices()
let folder = ''
interface Bundle {
  readonly clean: readonly BundleFile[]
  readonly expectation: Expectation
}
type Format = Expectation['formats'][number]
let input: ProductionInput
/** Each mutant starts from the smallest bundle that holds its file: one family in one kind of file, made when first asked for. */
const bundles = new Map<string, Promise<Bundle>>()

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
  input = await production([plainMail, htmlMail, html, other, await filesMail(), disclosedMail], {
    0: marked,
    1: marked,
    '1:2': marked,
    '1:4': marked,
    2: marked,
    '4:2': { mark: ['Zoe Quillfeather'] },
    '4:3': { boxes: [['i', { page: 1, x: 10, y: 10, width: 40, height: 20 }]] },
  })
})

afterAll(async () => {
  await services.closePrintEngine()
  rmSync(folder, { recursive: true, force: true })
})

/** The bundle of a production, or of one of its families. */
function bundle(number: string | null, formats: readonly Format[]): Promise<Bundle> {
  const key = `${number} ${formats.join()}`
  const known = bundles.get(key)
  if (known !== undefined) return known
  const made = (async () => {
    const family = expectationOf(input, formats).families.find((one) => flatten(one).some((member) => member.number === number))
    const members = new Set((family === undefined ? [] : flatten(family)).map(({ source }) => source.id))
    const documents = number === null ? input.documents : input.documents.filter(({ id }) => members.has(id))
    const expectation = expectationOf({ ...input, documents }, formats)
    const printEngine = formats.includes('pdf') ? await services.printEngine() : null
    return { expectation, clean: (await renderAll(expectation, tools({ printEngine }))).files }
  })()
  bundles.set(key, made)
  return made
}

function bundleOf(mutant: Mutant): Promise<Bundle> {
  const number = mutant.whole === true ? null : (/CTRL-\d+/.exec(mutant.where.source)?.[0] ?? 'CTRL-000001')
  const formats: readonly Format[] = mutant.where.source.startsWith('^pdf')
    ? ['pdf']
    : mutant.where.source.includes('mbox')
      ? ['mbox']
      : ['eml']
  return bundle(number, formats)
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
  return await checkBundle({ path, passphrase: 'seven words', expectation, reader: directReader })
}

/** The bytes that a mutant put in: what lies between the common beginning and the common end, or a whole new file. */
function inserted(clean: readonly BundleFile[], mutated: readonly BundleFile[]): Buffer {
  return Buffer.concat(
    mutated.map(({ path, bytes }) => {
      const before = clean.find((file) => file.path === path)?.bytes
      if (before === undefined) return Buffer.concat([Buffer.from(`${path}\n`), bytes])
      let from = 0
      while (from < bytes.length && bytes[from] === before[from]) from++
      let end = 0
      while (end < Math.min(bytes.length, before.length) - from && bytes.at(-1 - end) === before.at(-1 - end)) end++
      // Whole tokens: the common beginning of two base64 runs is part of what was put in.
      while (from > 0 && /[A-Za-z0-9+/=]/.test(String.fromCharCode(bytes[from - 1] ?? 0)) && end + from > 0) from--
      return Buffer.from(bytes.subarray(from, bytes.length - end))
    }),
  )
}

const views: Readonly<Record<View, (bytes: Buffer) => string>> = {
  raw: (bytes) => bytes.toString('latin1'),
  'utf-8': (bytes) => bytes.toString('utf8'),
  'quoted-printable': (bytes) =>
    Buffer.from(
      bytes
        .toString('latin1')
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
      'latin1',
    ).toString('utf8'),
  base64: (bytes) =>
    bytes
      .toString('latin1')
      .split(/\r\n\r\n|[^A-Za-z0-9+/=\r\n]+/)
      .map((run) => Buffer.from(run, 'base64').toString('latin1'))
      .join('\n'),
  hex: (bytes) =>
    (bytes.toString('latin1').match(/(?:[0-9a-f]{2}){6,}/gi) ?? []).map((run) => Buffer.from(run, 'hex').toString('latin1')).join('\n'),
  'utf-16': (bytes) => bytes.toString('utf16le'),
  inflated: (bytes) => {
    const found: string[] = []
    for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1)) {
      try {
        found.push(inflateSync(bytes.subarray(at), { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1'))
      } catch {
        // No stream begins here.
      }
    }
    return found.join('\n')
  },
}

const secret = /Quill ?feather|zoe[.@]/i

/** Whether the bytes put in hold what the mutant claims, by readers of this test alone. */
function holdsLeak(bytes: Buffer, [view, pattern]: NonNullable<Mutant['proof']>): boolean {
  return pattern.test(views[view](bytes))
}

describe('the leak check', () => {
  it('passes every clean bundle that a mutant starts from', async () => {
    const clean = await Promise.all(mutants.map(bundleOf))
    for (const { clean: files, expectation } of new Set(clean))
      expect(await check(files, expectation)).toMatchObject({ passed: true, hits: [], problems: [] })
  })

  it.each(mutants.map((mutant) => [mutant.numbers.join(', '), mutant.what, mutant] as const))(
    'kills mutant %s: %s',
    async (_, __, mutant) => {
      const { clean, expectation } = await bundleOf(mutant)
      const mutated = mutant.mutate(clean)
      const leak = inserted(clean, mutated)
      if (mutant.proof === undefined)
        expect((['raw', 'quoted-printable', 'base64'] as const).some((view) => holdsLeak(leak, [view, secret]))).toBe(true)
      else expect(holdsLeak(leak, mutant.proof)).toBe(true)
      const result = await check(mutated, expectation)
      expect(result.passed).toBe(false)
      const named = (found: { readonly path: string }) => mutant.where.test(found.path)
      expect([...result.hits, ...result.problems].some(named)).toBe(true)
      // Structure alone would stop most of these; what spells the name, in whatever way, the search must find as the name, at its place.
      if (mutant.structural !== true) expect(result.hits.filter(named).map(({ needle }) => needle)).not.toEqual([])
    },
  )

  it('has a mutant, or a reason, for each of the 53 assertions', () => {
    const covered = new Set([...mutants.flatMap((mutant) => mutant.numbers), ...Object.keys(elsewhere).map(Number)])
    expect([...covered].sort((left, right) => left - right)).toEqual(Array.from({ length: 53 }, (_, index) => index + 1))
  })
})
