import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readLedger } from '../../src/jobs/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'

/** All files below a folder, as paths below it in order. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort()
}

/** What became of each file of a source that was taken in: `3 messages` (a store may hold none), or the reasons that are listed, or `nothing`. */
export function outcomes(index: WritableDatabase, files: readonly string[]): ReadonlyMap<string, string> {
  const known = new Set(files)
  const fileOf = (locator: string): string | null => {
    for (let end = locator.length; end > 0; end = Math.max(locator.lastIndexOf('/', end - 1), locator.lastIndexOf('@', end - 1))) {
      if (known.has(locator.slice(0, end))) return locator.slice(0, end)
    }
    return null
  }
  const messages = new Map<string, number>()
  for (const container of index
    .prepare("SELECT container.name FROM container JOIN source ON source.number = container.source WHERE source.kind = 'pst'")
    .pluck()
    .all() as string[]) {
    const file = fileOf(container)
    if (file !== null) messages.set(file, 0)
  }
  const reasons = new Map<string, Set<string>>()
  const locators = index
    .prepare(
      'SELECT container.name AS container, instance.name AS name FROM instance JOIN container ON container.number = instance.container',
    )
    .all() as { readonly container: string; readonly name: string }[]
  for (const { container, name } of locators) {
    const file = fileOf([container, name].filter((part) => part !== '').join('/'))
    if (file === null) throw new Error(`a message of no file: ${container} ${name}`)
    messages.set(file, (messages.get(file) ?? 0) + 1)
  }
  for (const { locator, code } of readLedger(index, null).exceptions) {
    const file = fileOf(locator)
    if (file !== null) reasons.set(file, (reasons.get(file) ?? new Set()).add(code))
  }
  return new Map(
    files.map((file) => {
      const count = messages.get(file)
      const listed = [...(reasons.get(file) ?? [])].sort()
      if (count === undefined) return [file, listed.join(' ') || 'nothing']
      if (count === 0) return [file, ['0 messages', ...listed].join(' ')]
      return [file, count === 1 ? '1 message' : `${count} messages`]
    }),
  )
}

/** How many messages CPython finds in each file. */
export function pythonMessages(folder: string, files: readonly string[]): ReadonlyMap<string, number> {
  const run = spawnSync('python3', [join(import.meta.dirname, '../formats/witness-files.py')], {
    input: files.map((file) => join(folder, file)).join('\n'),
  })
  if (run.status !== 0) throw new Error(`python3 ended with ${run.status}: ${run.stderr.toString('utf8')}`)
  const counts = run.stdout.toString('utf8').trimEnd().split('\n').map(Number)
  return new Map(files.map((file, at) => [file, counts[at] ?? 0]))
}
