import type { SourceId } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { sourceIdOf } from './index-sources.ts'
import { statement } from './index-statements.ts'

/** Whose mailboxes hold a copy of each of these messages, by number; the source's label where it has no custodian. */
export function custodiansOf(index: ReadableDatabase, families: readonly number[]): ReadonlyMap<number, readonly string[]> {
  const rows = statement(
    index,
    `SELECT DISTINCT instance.document AS family, coalesce(source.custodian, source.label) AS custodian
       FROM json_each(?) AS wanted JOIN instance ON instance.document = wanted.value
         JOIN container ON container.number = instance.container JOIN source ON source.number = container.source
       ORDER BY instance.document, custodian`,
  ).all(JSON.stringify(families)) as { family: number; custodian: string }[]
  const custodians = new Map<number, string[]>()
  for (const { family, custodian } of rows) {
    const known = custodians.get(family) ?? []
    known.push(custodian)
    custodians.set(family, known)
  }
  return custodians
}

/** Which sources hold a copy of each of these messages, by number and in order of the sources. */
export function sourcesOf(
  index: ReadableDatabase,
  families: readonly number[],
): ReadonlyMap<number, readonly { readonly source: SourceId; readonly label: string }[]> {
  const rows = statement(
    index,
    `SELECT DISTINCT instance.document AS family, source.number, source.label
       FROM json_each(?) AS wanted JOIN instance ON instance.document = wanted.value
         JOIN container ON container.number = instance.container JOIN source ON source.number = container.source
       ORDER BY instance.document, source.number`,
  ).all(JSON.stringify(families)) as { family: number; number: number; label: string }[]
  const sources = new Map<number, { source: SourceId; label: string }[]>()
  for (const { family, number, label } of rows) {
    const known = sources.get(family) ?? []
    known.push({ source: sourceIdOf(number), label })
    sources.set(family, known)
  }
  return sources
}
