import { AppError } from '../model/index.ts'
import type { WritableDatabase } from './database.ts'

/** One step of a schema, numbered in tens (10, 20, …) so that a forgotten step can be put between. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly sql: string
}

/**
 * Brings a database to the newest of `migrations`, each step in a transaction with its `user_version`.
 *
 * @throws store/newer-version when the file was written by a newer program
 */
export function migrate(database: WritableDatabase, migrations: readonly Migration[], upTo = Number.POSITIVE_INFINITY): void {
  const current = Number(database.pragma('user_version', { simple: true }))
  const newest = migrations.at(-1)?.version ?? 0
  if (current > newest) {
    throw new AppError(
      'store/newer-version',
      'This workspace was written by a newer version of Disclosure Desk. Install that version to open it.',
      { found: current, known: newest },
    )
  }
  let previous = 0
  for (const step of migrations) {
    if (step.version <= previous) throw new Error(`migration ${step.name} is out of order`)
    previous = step.version
    if (step.version <= current || step.version > upTo) continue
    database.transaction(() => {
      database.exec(step.sql)
      database.pragma(`user_version = ${step.version}`)
    })()
  }
}
