import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { env, exit, getuid, platform } from 'node:process'

/**
 * Everything that must hold: types, lint, the map of rooms and the build, beside each other; then the tests, then the end-to-end suite (on Linux as root in
 * an empty network namespace under strace). Ends with `N passed, N failed`.
 */
const root = resolve(import.meta.dirname, '..')
const results = join(root, 'test-results')
const bin = join(root, 'node_modules/.bin')
let passed = 0
let failed = 0

interface Step {
  readonly name: string
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const surroundings = (step: Step) => ({
  ...env,
  PATH: `${bin}${delimiter}${env['PATH'] ?? ''}`,
  // The suites start the program some hundred times: its compiled sources are kept between the starts.
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/desk-compiled'),
  ...step.env,
})

function told(step: Step, ok: boolean, began: number): boolean {
  process.stdout.write(`${ok ? 'ok    ' : 'FAILED'} ${step.name} (${((Date.now() - began) / 1000).toFixed(0)} s)\n`)
  return ok
}

function run(step: Step): boolean {
  const began = Date.now()
  const done = spawnSync(step.program, step.args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: surroundings(step) })
  return told(step, done.status === 0, began)
}

/** A step that counts as one check. */
function check(step: Step): void {
  if (run(step)) passed += 1
  else failed += 1
}

/** The same, beside others that it doesn't depend on; what it prints is printed when it ends. */
async function checkBeside(step: Step): Promise<void> {
  const began = Date.now()
  const child = spawn(step.program, step.args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: surroundings(step) })
  const printed: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => printed.push(chunk))
  const status = await new Promise((ended) => {
    child.once('error', ended)
    child.once('close', ended)
  })
  process.stdout.write(Buffer.concat(printed))
  if (told(step, status === 0, began)) passed += 1
  else failed += 1
}

/** A step whose own tests are counted, from its report. Skipped tests fail in CI, where everything they need is there. */
function suite(step: Step, report: string): void {
  rmSync(report, { force: true })
  const ok = run(step)
  if (!existsSync(report)) {
    failed += 1
    return
  }
  const counted = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    numPendingTests: number
    numFailedTestSuites: number
  }
  passed += counted.numPassedTests
  failed += counted.numFailedTests
  if (!ok && counted.numFailedTests === 0) failed += 1
  if (counted.numPendingTests > 0) {
    process.stdout.write(`${counted.numPendingTests} tests skipped in ${step.name}: what they need is not on this machine\n`)
    if (env['CI']) failed += counted.numPendingTests
  }
}

function vitest(name: string, config: string, report: string): Step {
  return { name, program: 'vitest', args: ['run', '--config', config, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`] }
}

rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

// The types take as long on one processor as the others together on another.
await Promise.all([
  checkBeside({ name: 'types', program: 'tsc', args: ['-b'] }),
  checkBeside({ name: 'lint', program: 'biome', args: ['check', '--error-on-warnings', '.'] }),
  checkBeside({ name: 'map of rooms', program: 'depcruise', args: ['--config', '.dependency-cruiser.cjs', 'src', 'electron', 'renderer'] }),
  checkBeside({ name: 'build', program: 'node', args: ['node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn'] }),
])

const unitReport = join(results, 'unit.json')
suite(vitest('tests', 'vitest.config.ts', unitReport), unitReport)

const endToEndReport = join(results, 'e2e.json')
const endToEnd = vitest('end to end', 'test/e2e/vitest.config.ts', endToEndReport)
const alone = platform === 'linux' && getuid?.() === 0
if (alone) {
  const calls = join(results, 'network-calls.txt')
  const inside = `ip link set lo up && exec vitest ${endToEnd.args.map((argument) => `'${argument}'`).join(' ')}`
  suite(
    {
      name: 'end to end, in an empty network namespace under strace',
      program: 'strace',
      args: [
        '-f',
        '--seccomp-bpf',
        '-qq',
        '-e',
        'trace=connect,sendto,sendmsg,sendmmsg',
        '-o',
        calls,
        'unshare',
        '--net',
        'sh',
        '-c',
        inside,
      ],
      env: { DESK_NETWORK_CALLS: calls },
    },
    endToEndReport,
  )
  const networkReport = join(results, 'network.json')
  suite({ ...vitest('no network', 'test/network/vitest.config.ts', networkReport), env: { DESK_NETWORK_CALLS: calls } }, networkReport)
} else {
  suite(endToEnd, endToEndReport)
  process.stdout.write('the network proof (empty namespace, strace) needs Linux and root: not run here\n')
}

check({ name: 'a picture of every screen at both sizes', program: 'node', args: ['test/e2e/screens-made.ts'] })

process.stdout.write(`${passed} passed, ${failed} failed\n`)
exit(failed === 0 ? 0 : 1)
