import { custodianKey } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { sourceIdOf } from './index-sources.ts'
import { statement } from './index-statements.ts'

/** Ids of all sources, in order. */
export function sourceNames(index: ReadableDatabase): readonly string[] {
  return (statement(index, 'SELECT number FROM source ORDER BY number').pluck().all() as number[]).map(sourceIdOf)
}

/** Custodians of all sources, each once, in order. */
export function custodianNames(index: ReadableDatabase): readonly string[] {
  return statement(index, 'SELECT DISTINCT custodian FROM source WHERE custodian IS NOT NULL ORDER BY custodian').pluck().all() as string[]
}

/** The custodians of sources who are meant by a name, as they are written there. */
export function custodiansNamed(index: ReadableDatabase, name: string): readonly string[] {
  const key = custodianKey(name)
  return custodianNames(index).filter((each) => custodianKey(each) === key)
}

/** The first addresses of the archive that begin so. `beginning` in lower case. */
export function addressesFrom(index: ReadableDatabase, beginning: string, limit: number): readonly string[] {
  return statement(index, 'SELECT address FROM address WHERE address >= ? AND address < ? ORDER BY address LIMIT ?')
    .pluck()
    .all(beginning, `${beginning}\u{10ffff}`, limit) as string[]
}
