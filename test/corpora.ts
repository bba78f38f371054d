import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe } from 'vitest'

const root = process.env['DESK_CORPORA'] ?? resolve(import.meta.dirname, '../../shared/corpora')

/** Whether the real mail for tests is on this machine. Where CI is set, its absence is a failure, not a skip. */
export const haveCorpora = existsSync(join(root, 'MANIFEST.md'))

/** A path in the real mail archives that stand beside the project; read-only. */
export function corpora(path: string): string {
  return join(root, path)
}

/** `describe` for tests on real mail: skipped with a counted notice where the mail is absent, failing in CI. */
export function describeWithCorpora(name: string, body: () => void): void {
  if (haveCorpora || process.env['CI']) describe(name, body)
  else describe.skip(`${name} (needs the real mail archives beside the project)`, body)
}
