import { execFileSync } from 'node:child_process'
import { addSources, readLedger } from '../../src/jobs/index.ts'
import type { DocumentId } from '../../src/model/index.ts'
import type { WritableDatabase } from '../../src/store/index.ts'
import { environment, freshIndex } from './archive.ts'

/** An index of what is at a path. */
export async function take(path: string): Promise<WritableDatabase> {
  const index = freshIndex()
  await addSources(environment(index), { paths: [path] })
  return index
}

/** The messages that were taken in. */
export const ids = (index: WritableDatabase): readonly DocumentId[] =>
  index.prepare("SELECT id FROM document WHERE kind = 'message' ORDER BY id").pluck().all() as DocumentId[]

/** What the ledger tells, each with its place. */
export const told = (index: WritableDatabase): (readonly string[])[] =>
  readLedger(index, null).exceptions.map(({ locator, code }) => [locator, code])

/** Runs a line of the shell in a folder; `$1` and so on are the names. */
export function packed(folder: string, command: string, ...names: string[]): void {
  execFileSync('sh', ['-c', command, 'sh', ...names], { cwd: folder, stdio: 'ignore' })
}
