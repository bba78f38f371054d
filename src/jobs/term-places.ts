import { documentNumbers, type Query, type TextField } from '../search/index.ts'
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

/**
 * For documents that a term finds, by number: in which parts of each it stands, `from to cc bcc subject text filename header` (the last: a further field of the header), apart by spaces; empty where nowhere, as a
 * term under NOT. One question a part, each for all documents together.
 */
export function termPlaces(
  index: ReadableDatabase,
  queries: readonly Query[],
  documents: readonly number[],
  timeZone: string,
): readonly string[] {
  const at = new Map(documents.map((document, place) => [document, place]))
  const parts: string[] = []
  const standing: number[] = new Array(documents.length).fill(0)
  const note = (part: string, looked: Query, besides: ReadonlySet<number> = new Set()): readonly number[] => {
    if (!parts.includes(part)) parts.push(part)
    const bit = 1 << parts.indexOf(part)
    const found = documentNumbers(index, looked, null, timeZone).map(([document]) => document)
    for (const document of found) {
      const place = at.get(document)
      if (place !== undefined && !besides.has(document)) standing[place] = (standing[place] ?? 0) | bit
    }
    return found
  }
  const look = (node: Query): void => {
    if (node.kind === 'and' || node.kind === 'or') for (const child of node.children) look(child)
    if ((node.kind === 'text' || node.kind === 'near' || node.kind === 'fuzzy') && node.field === null) {
      for (const [place, field] of Object.entries(textPlaces)) note(place, { ...node, field })
      if (node.kind === 'text') note('header', { kind: 'header', field: null, text: node.text, prefix: node.prefix })
    }
    if (node.kind === 'address' && node.field === null) {
      const noted = new Set(addressRoles.flatMap((field) => note(field, { ...node, field })))
      for (const place of ['subject', 'text', 'filename']) {
        const text = node.local === '' ? node.domain : `${node.local}@${node.domain}`
        for (const document of note(place, { kind: 'text', field: textPlaces[place] ?? null, text, prefix: false })) noted.add(document)
      }
      // In Reply-To, Return-Path and the like, which no field of the language means.
      note('header', node, noted)
    }
  }
  for (const query of queries) look(query)
  // A few combinations stand for tens of thousands of documents.
  const words = new Map<number, string>()
  return standing.map((bits) => {
    const known = words.get(bits) ?? parts.filter((_, bit) => (bits & (1 << bit)) !== 0).join(' ')
    words.set(bits, known)
    return known
  })
}
