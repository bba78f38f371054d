/**
 * Fuzzes every reader of untrusted bytes: `node test/bench/fuzz.ts [seconds] [seed] [kind]`, ten minutes of all kinds by default (`long msg,tnef`: of two alone, with long runs in them). Each case comes from its number
 * alone, so that a finding is repeated by `node test/bench/fuzz.ts --case N [seed] [kind]`. Cases run in a thread of their own; one that takes more than
 * ten seconds of processor time (a busy machine makes no findings), throws, or needs more than the thread's memory is a finding, and the run goes on after it. Exit code 1 where there was any.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { corpora, haveCorpora } from '../corpora.ts'
import { caseOf } from './fuzz-cases.ts'
import type { Seed } from './fuzz-random.ts'
import { runCase } from './fuzz-read.ts'

const hangMs = 10_000
const memoryMb = 768

interface Progress {
  readonly number: number
  readonly state: 'started' | 'done' | 'threw'
  readonly kind: string
  /** Processor time of the thread so far. */
  readonly cpuMs: number
  readonly message?: string
}

const cpuMsOf = ({ user, system }: { readonly user: number; readonly system: number }): number => (user + system) / 1000

const realFolders = ['documents/tika', 'mime/mail-parser/eml', 'mime/james-mime4j', 'mime/thunderbird', 'outlook']

/** Real files beside the synthetic ones, where they are on this machine: small ones, a few of each extension. */
function realSeeds(): Seed[] {
  if (!haveCorpora) return []
  const seeds: Seed[] = []
  const perKind = new Map<string, number>()
  const visit = (folder: string): void => {
    for (const name of readdirSync(folder).sort()) {
      const path = join(folder, name)
      if (statSync(path).isDirectory()) visit(path)
      else {
        const kind = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? 'none'
        const count = perKind.get(kind) ?? 0
        if (count >= 12 || statSync(path).size > (kind === 'pst' ? 300_000 : 200_000)) continue
        perKind.set(kind, count + 1)
        seeds.push({ name, bytes: readFileSync(path) })
      }
    }
  }
  for (const folder of realFolders) if (existsSync(corpora(folder))) visit(corpora(folder))
  return seeds
}

async function work(from: number, seed: number, only: string | null): Promise<void> {
  const seeds = realSeeds()
  for (let number = from; ; number++) {
    const one = caseOf(number, seed, seeds, only)
    const tell = (state: Progress['state'], message = ''): void => {
      const cpuMs = cpuMsOf(process.threadCpuUsage())
      parentPort?.postMessage({ number, state, kind: one.kind, cpuMs, message } satisfies Progress)
    }
    tell('started')
    try {
      await runCase(one)
      tell('done')
    } catch (error) {
      tell('threw', error instanceof Error ? `${error.name}: ${error.stack?.split('\n').slice(0, 4).join(' | ') ?? ''}` : 'unknown')
    }
  }
}

interface Totals {
  cases: number
  readonly perKind: Map<string, { cases: number; longestMs: number }>
  readonly findings: string[]
}

/** One thread, until it hangs, dies or the time is up; gives the number to go on with. */
function lane(from: number, seed: number, only: string | null, endsAtMs: number, totals: Totals): Promise<number> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: { from, seed, only },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    })
    let current = from
    let kind = ''
    let startedMs = 0
    let settled = false
    const finish = (next: number): void => {
      if (settled) return
      settled = true
      clearInterval(timer)
      void worker.terminate().then(() => resolve(next))
    }
    const timer = setInterval(() => {
      if (Date.now() > endsAtMs) finish(current + 1)
      else if (kind !== '') void endIfHung()
    }, 250)
    const endIfHung = async (): Promise<void> => {
      const number = current
      const cpuMs = cpuMsOf(await worker.cpuUsage())
      if (settled || number !== current || cpuMs - startedMs <= hangMs) return
      totals.findings.push(`hang: case ${current} (${kind})`)
      finish(current + 1)
    }
    worker.on('message', (progress: Progress) => {
      current = progress.number
      kind = progress.kind
      if (progress.state === 'started') startedMs = progress.cpuMs
      else {
        const known = totals.perKind.get(kind) ?? { cases: 0, longestMs: 0 }
        totals.perKind.set(kind, { cases: known.cases + 1, longestMs: Math.max(known.longestMs, progress.cpuMs - startedMs) })
        totals.cases++
      }
      if (progress.state === 'threw') totals.findings.push(`throw: case ${current} (${kind}) ${progress.message ?? ''}`)
    })
    worker.on('error', (error) => {
      totals.findings.push(`died: case ${current} (${kind}) ${error.name} ${'code' in error ? String(error.code) : ''}`)
      finish(current + 1)
    })
  })
}

async function main(): Promise<void> {
  const [first, second, third, fourth] = process.argv.slice(2)
  if (first === '--case') {
    const one = caseOf(Number(second), Number(third ?? 20_261_125), realSeeds(), fourth ?? null)
    console.log(`case ${second}: ${one.kind}, ${one.bytes.byteLength} bytes`)
    await runCase(one)
    return
  }
  const seconds = Number(first ?? 600)
  const seed = Number(second ?? 20_261_125)
  const totals: Totals = { cases: 0, perKind: new Map(), findings: [] }
  const endsAtMs = Date.now() + seconds * 1000
  let from = 0
  let peakMb = 0
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, process.memoryUsage().rss / 2 ** 20)
  }, 200)
  while (Date.now() < endsAtMs) from = await lane(from, seed, third ?? null, endsAtMs, totals)
  clearInterval(watch)
  console.log(`${totals.cases} cases in ${seconds} s, seed ${seed}, peak ${Math.round(peakMb)} MB`)
  for (const [kind, { cases, longestMs }] of [...totals.perKind].sort())
    console.log(`  ${kind.padEnd(12)} ${String(cases).padStart(7)} cases, longest ${Math.round(longestMs)} ms of processor`)
  console.log(totals.findings.length === 0 ? 'no throw, no hang, no death' : totals.findings.join('\n'))
  process.exitCode = totals.findings.length === 0 ? 0 : 1
}

if (isMainThread) await main()
else {
  const { from, seed, only } = workerData as { readonly from: number; readonly seed: number; readonly only: string | null }
  await work(from, seed, only)
}
