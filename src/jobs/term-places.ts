import type { DocumentId } from '../model/index.ts'
import { documentIds, type Query, type TextField } from '../search/index.ts'
import type { ReadableDatabase } from '../store/index.ts'

/** Where a term can stand in a document. */
const textPlaces: Readonly<Record<string, TextField>> = {
  subject: 'subject',
  text: 'body',
  filename: 'filename',
  from: 'from',
  to: 'to',
  cc: 'cc',
}
const addressRoles = ['from', 'to', 'cc', 'bcc'] as const

/** For every document that a term finds, in which parts it stands: `from to cc bcc subject text filename`. A term under NOT stands nowhere. */
export function termPlaces(index: ReadableDatabase, query: Query, timeZone: string): ReadonlyMap<DocumentId, readonly string[]> {
  const places = new Map<DocumentId, string[]>()
  const note = (place: string, looked: Query): void => {
    for (const { document } of documentIds(index, looked, null, timeZone)) {
      const known = places.get(document)
      if (known === undefined) places.set(document, [place])
      else if (!known.includes(place)) known.push(place)
    }
  }
  const look = (node: Query): void => {
    if (node.kind === 'and' || node.kind === 'or') for (const child of node.children) look(child)
    if ((node.kind === 'text' || node.kind === 'near' || node.kind === 'fuzzy') && node.field === null) {
      for (const [place, field] of Object.entries(textPlaces)) note(place, { ...node, field })
    }
    if (node.kind === 'address' && node.field === null) {
      for (const field of addressRoles) note(field, { ...node, field })
      for (const place of ['subject', 'text', 'filename']) {
        note(place, { kind: 'text', field: textPlaces[place] ?? null, text: `${node.local} ${node.domain}`, prefix: false })
      }
    }
  }
  look(query)
  return places
}
