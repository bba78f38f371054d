import { readFileSync } from 'node:fs'
import { AppError } from '../model/index.ts'
import { sha256 } from './bundle-files.ts'
import { checkBundle, needlesFor } from './check.ts'
import type { CheckResult } from './check-types.ts'
import { positiveControl } from './control.ts'
import { type Counts, countsOf, type Format } from './cover.ts'
import { expectationOf } from './expectation.ts'
import type { ProductionInput, ProductionTools } from './input.ts'
import { generatePassphrase } from './passphrase.ts'
import { refuseExisting, release, removePartial, writePartial } from './release-file.ts'
import { renderAll } from './render.ts'
import { innerZip, outerZip } from './zip-write.ts'

export interface ProductionRequest {
  readonly formats: readonly Format[]
  /** Path of the bundle; must not exist. */
  readonly out: string
}

export interface Produced extends Counts {
  readonly bundle: string
  /** Of the bundle as it stands on disk. */
  readonly sha256: string
  readonly bytes: number
  readonly pages: number
  /** Shown once, stored nowhere. */
  readonly passphrase: string
  readonly check: CheckResult
  readonly formats: readonly Format[]
  /** First and last page number by control number, for the logs. */
  readonly pageMap: readonly { readonly number: string; readonly first: string; readonly last: string; readonly pages: number }[]
  /** SHA-256 of every file inside: equal in every run of this production. */
  readonly renditions: readonly { readonly path: string; readonly sha256: string; readonly bytes: number }[]
}

/** The largest inner zip: the format's own limit, up to which the check accounts for every byte. */
const MAX_BUNDLE = 2 ** 31

/**
 * Renders, bundles, encrypts, writes, rereads, checks, releases. The bundle stands under its name only after the check passed; on any failure
 * nothing is left.
 * @throws `hosts/output-exists`, `produce/no-print-engine`, `produce/no-needles`, `produce/control-failed`, `produce/leak`, `produce/undecodable`,
 * `produce/gate-closed`, `hosts/cannot-write`, `store/disk-full`
 */
export async function produce(input: ProductionInput, request: ProductionRequest, tools: ProductionTools): Promise<Produced> {
  const formats = (['eml', 'mbox', 'pdf'] as const).filter((format) => request.formats.includes(format))
  refuseExisting(request.out)
  if (formats.includes('pdf') && tools.printEngine === null) throw new AppError('produce/no-print-engine', tools.printEngineHint)
  const { control } = tools
  const expectation = expectationOf(input, formats)
  needlesFor(expectation, [])
  // Before rendering, which takes most of the time: whoever must withhold a document learns it at once.
  control.report({ step: 'Proving the check on an unredacted copy', done: 0, total: null, unit: 'steps' })
  await positiveControl(expectation, tools)
  const rendered = await renderAll(expectation, tools)
  const passphrase = generatePassphrase()
  const { files } = rendered
  control.report({ step: 'Encrypting the bundle', done: 0, total: null, unit: 'steps' })
  const inner = await innerZip(files)
  if (inner.length > MAX_BUNDLE)
    throw new AppError('produce/gate-closed', 'This production is larger than 2 GB. Split it by date or by custodian.')
  try {
    const partial = writePartial(request.out, await outerZip(inner, passphrase))
    control.checkpoint('produce/bundled')
    control.signal.throwIfAborted()
    control.report({ step: 'Checking the finished bundle for leaks', done: 0, total: null, unit: 'steps' })
    const check = await checkBundle({ path: partial, passphrase, expectation, reader: tools.reader })
    if (!check.passed) throw refused(check)
    control.checkpoint('produce/checked')
    control.signal.throwIfAborted()
    const bytes = readFileSync(partial)
    release(partial, request.out)
    control.checkpoint('produce/released')
    return {
      ...countsOf(expectation.families),
      bundle: request.out,
      sha256: sha256(bytes),
      bytes: bytes.length,
      pages: [...rendered.pages.values()].reduce((sum, page) => sum + page.pages, 0),
      passphrase,
      check,
      formats,
      pageMap: [...rendered.pages].map(([number, page]) => ({ number, ...page })),
      renditions: files.map((file) => ({ path: file.path, sha256: sha256(file.bytes), bytes: file.bytes.length })),
    }
  } catch (error) {
    removePartial(request.out)
    throw error
  }
}

/** Why a bundle is kept back: a failed check as an error, whose details name places and never content. */
export class LeakError extends AppError {
  readonly check: CheckResult
  constructor(check: CheckResult) {
    const places = [...new Set([...check.hits, ...check.problems].map((found) => found.path))]
    const undecodable = check.hits.length === 0 && check.problems.every((problem) => problem.code === 'undecodable')
    super(
      undecodable ? 'produce/undecodable' : 'produce/leak',
      check.hits.length > 0
        ? `The finished bundle still shows redacted text in ${new Set(check.hits.map((hit) => hit.path)).size} places. It was deleted. Mark the text there too, or remove the mark, then have it approved and produce again.`
        : 'Something in the finished bundle could not be cleared. It was deleted. Withhold the documents named, then produce again.',
      {
        places: places.slice(0, 20),
        hits: check.hits.length,
        problems: check.problems.length,
        reasons: [...new Set(check.problems.map((problem) => problem.message))].slice(0, 10),
      },
    )
    this.check = check
  }
}

function refused(check: CheckResult): LeakError {
  return new LeakError(check)
}
