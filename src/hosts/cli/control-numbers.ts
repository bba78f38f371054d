import { AppError, asId, type DocumentId, type MatterId } from '../../model/index.ts'
import type { Session } from './command.ts'

const written = /^CTRL-\d{1,12}$/iu
const pageOfRows = 1000

/** Whether a document is named by its number within a request, as lists, letters and the gate write it, in place of its id. */
export const isControlNumber = (given: string): boolean => written.test(given)

/**
 * Documents by their ids, as they were given, or by their numbers within the request.
 *
 * @throws matter/unknown-document for a number that the request doesn't have
 */
export async function documentsNamed(session: Session, matter: MatterId, given: readonly string[]): Promise<readonly DocumentId[]> {
  const wanted = new Set(given.filter(isControlNumber).map(canonical))
  const ids = new Map<string, DocumentId>()
  for (let offset = 0; wanted.size > ids.size; offset += pageOfRows) {
    const { rows } = await session.call('review.list', { matter, limit: pageOfRows, offset })
    for (const { controlNumber, document } of rows) if (wanted.has(controlNumber)) ids.set(controlNumber, document)
    if (rows.length < pageOfRows) break
  }
  return given.map((one) => {
    if (!isControlNumber(one)) return asId<DocumentId>(one)
    const id = ids.get(canonical(one))
    if (id !== undefined) return id
    throw new AppError('matter/unknown-document', `There is no ${canonical(one)} in this request. \`desk review\` lists its documents.`, {
      document: one,
    })
  })
}

/** However many zeros and which case it is written with. */
function canonical(given: string): string {
  return `CTRL-${given
    .slice(5)
    .replace(/^0+(?=\d)/u, '')
    .padStart(6, '0')}`
}
