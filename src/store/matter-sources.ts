import type { SourceId } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { statement } from './index-statements.ts'
import { sourceLabels } from './source-labels.ts'

/** A source that holds a copy. */
export interface HoldingSource {
  readonly source: SourceId
  readonly label: string
  readonly custodian: string | null
}

/** Which sources hold a copy of each of these messages, by number and in order of the sources. */
export function sourcesOf(index: ReadableDatabase, families: readonly number[]): ReadonlyMap<number, readonly HoldingSource[]> {
  const rows = statement(
    index,
    `SELECT DISTINCT instance.document AS family, source.number, source.custodian
       FROM json_each(?) AS wanted JOIN instance ON instance.document = wanted.value
         JOIN container ON container.number = instance.container JOIN source ON source.number = container.source
       ORDER BY instance.document, source.number`,
  ).all(JSON.stringify(families)) as { family: number; number: number; custodian: string | null }[]
  const labels = new Map(sourceLabels(index).map((label) => [label.number, label]))
  const sources = new Map<number, HoldingSource[]>()
  for (const { family, number, custodian } of rows) {
    const known = sources.get(family) ?? []
    const label = labels.get(number)
    if (label !== undefined) known.push({ source: label.source, label: label.label, custodian })
    sources.set(family, known)
  }
  return sources
}
