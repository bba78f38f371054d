import { hash } from 'node:crypto'
import type { DocumentId } from '../model/index.ts'
import { asId } from '../model/index.ts'

const digits = 20

/** The id of a message document: the same for every instance and in every run. `canonical` is its canonical hash. */
export function messageId(canonical: string): DocumentId {
  return asId<DocumentId>(`m${canonical.slice(0, digits)}`)
}

/**
 * The id of an attachment document. It belongs to its family: the same file in another message is another document, since who may see it
 * can differ there. `part` is its MIME path, `sha256` the hash (hex) of its decoded bytes.
 */
export function attachmentId(canonical: string, part: string, sha256: string): DocumentId {
  return asId<DocumentId>(`a${hash('sha256', `${canonical}\n${part}\n${sha256}`, 'hex').slice(0, digits)}`)
}
