import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { directReader } from '../../src/formats/index.ts'
import { printServices } from '../../src/hosts/print-engine.ts'
import { foresee } from '../../src/produce/foresee.ts'
import { type CheckResult, checkBundle, type Expectation, expectationOf, LeakError, produce } from '../../src/produce/index.ts'
import type { ProductionInput } from '../../src/produce/input.ts'
import { renderAll } from '../../src/produce/render.ts'
import { innerZip, outerZip } from '../../src/produce/zip-write.ts'
import { tools } from './builder.ts'
import { FIRST } from './mutant.ts'

type Format = Expectation['formats'][number]

/** What is changed in the files of a bundle before it is checked. */
export interface Change {
  /** Of a file, as latin1; of the first mail where `path` is left out. It must change something. */
  readonly file?: (text: string) => string
  readonly path?: string
  /** Of each page before it is printed. The bundle holds PDF too, then. */
  readonly page?: (html: string) => string
}

export interface Judge {
  /** Whether the finished bundle passes; what was found instead, where it doesn't. */
  made(input: ProductionInput, formats: readonly Format[]): Promise<unknown>
  /** Whether the gate is silent and the finished bundle passes; what was foreseen or found instead, where it doesn't. */
  outcome(input: ProductionInput, formats?: readonly Format[]): Promise<unknown>
  /** The check of a bundle that says something else than it must. */
  changed(input: ProductionInput, change: Change): Promise<CheckResult>
}

/** Makes and checks bundles for one file of tests, in a folder and with a print engine that are gone after its last test. */
export function judge(name: string): Judge {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`))
  const services = printServices()
  afterAll(async () => {
    await services.closePrintEngine()
    rmSync(folder, { recursive: true, force: true })
  })
  let count = 0
  const fresh = () => join(folder, `${++count}.zip`)

  const made: Judge['made'] = async (input, formats) => {
    const printEngine = formats.includes('pdf') ? await services.printEngine() : null
    try {
      return (await produce(input, { formats, out: fresh() }, tools({ printEngine }))).check.passed
    } catch (error) {
      if (!(error instanceof LeakError)) throw error
      return { hits: error.check.hits, problems: error.check.problems }
    }
  }

  async function printing(page: (html: string) => string) {
    const engine = await services.printEngine()
    if (engine === null) throw new Error('no print engine on this machine')
    return { ...engine, print: (html: string, signal: AbortSignal) => engine.print(page(html), signal) }
  }

  return {
    made,
    outcome: async (input, formats = ['eml', 'mbox']) => {
      const { places } = foresee(input)
      return places.length > 0 ? places : await made(input, formats)
    },
    changed: async (input, { file, path = FIRST, page }) => {
      const expectation = expectationOf(input, page === undefined ? ['eml'] : ['eml', 'pdf'])
      const { files } = await renderAll(expectation, tools({ printEngine: page === undefined ? null : await printing(page) }))
      const mutant = files.map((one) => {
        if (file === undefined || one.path !== path) return one
        const before = Buffer.from(one.bytes).toString('latin1')
        const after = file(before)
        if (after === before) throw new Error(`nothing changed in ${path}`)
        return { path, bytes: Buffer.from(after, 'latin1') }
      })
      const out = fresh()
      writeFileSync(out, await outerZip(await innerZip(mutant), 'passphrase'))
      return await checkBundle({ path: out, passphrase: 'passphrase', expectation, reader: directReader })
    },
  }
}
