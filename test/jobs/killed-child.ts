import { spawn } from 'node:child_process'

const child = new URL('./ingest-child.ts', import.meta.url).pathname

/** Compiled sources are kept between the many starts. */
const faster = { NODE_COMPILE_CACHE: new URL('../../node_modules/.cache/desk-compiled', import.meta.url).pathname }

/** Takes a folder in, in a process that dies as by `kill -9` at the n-th checkpoint (0: never). `passed`: how many there were, where it lived. */
export async function ingestInChild(
  folder: string,
  database: string,
  dieAt: number,
): Promise<{ readonly status: number | null; readonly passed: number }> {
  const program = spawn(process.execPath, [child, folder, database, `${dieAt}`], { env: { ...process.env, ...faster } })
  let [out, errors] = ['', '']
  program.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8')
  })
  program.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString('utf8')
  })
  const [status, signal] = await new Promise<[number | null, string | null]>((ended) =>
    program.once('close', (code, name) => ended([code, name])),
  )
  if (signal === null && status !== 0) throw new Error(errors)
  return { status: signal === null ? status : null, passed: Number(out.trim() || 0) }
}
