import type { DocumentId } from '../../model/index.ts'
import type { AuditedDocuments } from '../views.ts'
import { documentId } from './schemas.ts'

/** How many documents of an entry are named. */
const named = 3
/** What is told apart as documents, or says nothing to people. */
const notShown = new Set(['matter', 'publicKey', 'selection', 'documents', 'document', 'from', 'surfaces'])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What an entry records, without its documents: those may be thousands. */
export function recordedOf(payload: unknown): Readonly<Record<string, unknown>> | null {
  if (!isRecord(payload)) return null
  return Object.fromEntries(
    Object.entries(payload).filter(([name, value]) => !notShown.has(name) || (name === 'from' && !isDocument(value))),
  )
}

const isDocument = (value: unknown): value is DocumentId => documentId.safeParse(value).success

/** The documents that an entry is about, the first few by their control numbers, which `numbersOf` knows. */
export function auditedDocuments(
  payload: unknown,
  numbersOf: (ids: readonly DocumentId[]) => ReadonlyMap<DocumentId, string>,
): AuditedDocuments | null {
  if (!isRecord(payload)) return null
  const selection = isRecord(payload['selection']) ? payload['selection'] : {}
  if (selection['all'] === true) return { count: null, first: [] }
  const ids = [selection['documents'], payload['documents'], payload['document']].flat().filter(isDocument)
  if (ids.length === 0) return null
  const numbers = numbersOf(ids.slice(0, named))
  return { count: ids.length, first: ids.slice(0, named).flatMap((id) => numbers.get(id) ?? []) }
}
