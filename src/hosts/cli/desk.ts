import { argv, env, exit, stderr, stdout } from 'node:process'
import { AppError, incompleteProgram } from '../../model/index.ts'
import { keepMemoryOutOfDumps } from '../no-core-dump.ts'
import { printServices } from '../print-engine.ts'
import { systemServices } from '../system-services.ts'
import { showProgress } from './progress-line.ts'
import { exitStatus, runCommand, type Surroundings } from './run.ts'
import { printable } from './text-table.ts'

/** `desk`: the command line. Prints one result, whatever happens, and ends with its status. */
keepMemoryOutOfDumps()
const given = argv.slice(2)
const asJson = given.slice(0, given.includes('--') ? given.indexOf('--') : undefined).includes('--json')
const stop = new AbortController()
const print = printServices()
const progress = showProgress(stderr, Date.now)
let finished = false

process.on('SIGINT', () => {
  // The first asks the job to stop where it can go on later; the second does not wait.
  if (stop.signal.aborted) exit(130)
  stop.abort()
})
process.on('SIGTERM', () => stop.abort())
stdout.on('error', () => exit(1))

function finish(status: number, out: string | Uint8Array, errors = ''): void {
  if (finished) return
  finished = true
  progress.end()
  stderr.write(errors)
  // What still runs (a warm print engine, say) is not waited for; what was printed is.
  stdout.write(out, () => exit(status))
}

function fail(error: unknown): void {
  const known = error instanceof AppError ? error : new AppError('api/internal', 'Something went wrong inside the program.')
  if (!(error instanceof AppError)) showBug(error)
  const json = `${JSON.stringify({ error: { code: known.code, message: known.message, details: known.details } })}\n`
  const facts = Object.entries(known.details).map(([name, value]) => `  ${name}: ${printable(String(value))}\n`)
  finish(exitStatus(known), asJson ? json : '', asJson ? '' : `desk: ${known.message}\n${facts.join('')}`)
}

/** For developers only: what went wrong may hold what a mail says. */
function showBug(error: unknown): void {
  if (env['DESK_DEBUG'] !== undefined) stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}

process.on('uncaughtException', fail)
process.on('unhandledRejection', fail)

const surroundings: Surroundings = {
  signal: stop.signal,
  core: async () => {
    // Help, and what is asked in a wrong way, needs no core.
    const { createCore } = await import('../../api/index.ts').catch((error: unknown) => {
      throw incompleteProgram(error)
    })
    const core = createCore({ services: { ...systemServices(), ...print }, onBug: showBug })
    core.on(progress.onEvent)
    return {
      core,
      close: async () => {
        await core.close()
        await print.closePrintEngine()
      },
    }
  },
}

try {
  const result = await runCommand(given, surroundings)
  if (!result.staysOpen) finish(result.status ?? 0, asJson ? `${JSON.stringify(result.json)}\n` : result.text, result.warning)
} catch (error) {
  fail(error)
}
