import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What a process and its children took. */
export interface Taken {
  readonly elapsedMs: number
  readonly userMs: number
  readonly systemMs: number
  /** The largest sum over the tree at a moment, of resident pages; sampled, so a short peak may be missed. Linux only, else 0. */
  readonly peakBytes: number
  readonly output: string
}

function childrenOf(pid: number): number[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'latin1').trim().split(' ').filter(Boolean).map(Number),
    )
    return [pid, ...children.flatMap(childrenOf)]
  } catch {
    return []
  }
}

function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * 4096
  } catch {
    return 0
  }
}

const ticksPerSecond = 100

/** Processor milliseconds that a running process and its children have taken. Linux only, else 0. */
export function processorMsOf(pid: number): number {
  return childrenOf(pid).reduce((sum, one) => {
    // The name, in parentheses, may hold spaces; user and system ticks are the 14th and 15th field.
    const fields = readFileSync(`/proc/${one}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? []
    return sum + ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
  }, 0)
}

/** Runs a command to its end and measures it. Processor time is the shell's own count of its child. `good`: with what status it may end. */
export async function measured(command: readonly string[], env: NodeJS.ProcessEnv = {}, good: readonly number[] = [0]): Promise<Taken> {
  const startedAt = performance.now()
  const child = spawn('bash', ['-c', 'TIMEFORMAT="%U %S"; time "$@" 2>/dev/null', 'bench', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let output = ''
  let errors = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text
  })
  let peakBytes = 0
  const sampling = setInterval(() => {
    const now = childrenOf(child.pid ?? 0).reduce((sum, pid) => sum + residentBytes(pid), 0)
    peakBytes = Math.max(peakBytes, now)
  }, 50)
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve))
  clearInterval(sampling)
  const elapsedMs = performance.now() - startedAt
  if (status === null || !good.includes(status)) throw new Error(`${command[0]} ended with ${status}`)
  const [user = '0', system = '0'] = errors.trim().split('\n').at(-1)?.split(' ') ?? []
  return { elapsedMs, userMs: Number(user) * 1000, systemMs: Number(system) * 1000, peakBytes, output }
}

/** Bytes of a file or of everything below a folder. */
export function sizeOf(path: string): number {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : stat.size
}
