import type { DocumentId } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** Whose mailboxes hold a copy of each of these messages; the source's label where it has no custodian. */
export function custodiansOf(index: ReadableDatabase, families: readonly DocumentId[]): ReadonlyMap<DocumentId, readonly string[]> {
  const rows = statement(
    index,
    `SELECT DISTINCT document.id AS family, coalesce(source.custodian, source.label) AS custodian
       FROM json_each(?) AS wanted JOIN document ON document.id = wanted.value JOIN instance ON instance.document = document.number
         JOIN container ON container.number = instance.container JOIN source ON source.number = container.source
       ORDER BY document.id, custodian`,
  ).all(JSON.stringify(families)) as { family: DocumentId; custodian: string }[]
  const custodians = new Map<DocumentId, string[]>()
  for (const { family, custodian } of rows) {
    const known = custodians.get(family) ?? []
    known.push(custodian)
    custodians.set(family, known)
  }
  return custodians
}
