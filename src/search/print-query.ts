import type { Query, TextField } from './query.ts'

/** Writes a query in the language, so that parsing it again gives the same query. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'and':
      return query.children.map((child) => (isGroup(child) ? `(${printQuery(child)})` : printQuery(child))).join(' ')
    case 'or':
      return query.children
        .map((child) => (child.kind === 'or' || child.kind === 'documents' ? `(${printQuery(child)})` : printQuery(child)))
        .join(' OR ')
    case 'not':
      return isGroup(query.child) ? `NOT (${printQuery(query.child)})` : `NOT ${printQuery(query.child)}`
    case 'text':
      return `${before(query.field)}${phraseOf(query)}`
    // Beside the same words as text, from which it is made again.
    case 'header':
      return `${before(query.field)}${phraseOf(query)}`
    case 'near': {
      const inner = query.phrases.map(phraseOf).join(` NEAR/${query.distance} `)
      return query.field === null ? inner : `${query.field}:(${inner})`
    }
    case 'fuzzy':
      return `${before(query.field)}${query.text}~${query.edits}`
    case 'address':
      return `${before(query.field)}"${query.local}@${query.domain}"`
    case 'date':
      if (query.before !== null) return `before:${query.before}`
      if (query.to === null) return `after:${query.from ?? ''}`
      return query.to === query.from ? `date:${query.to}` : `date:${query.from ?? ''}..${query.to}`
    case 'undated':
      return 'date:none'
    case 'size':
      return `size:${query.from ?? ''}..${query.to ?? ''}`
    case 'has':
      return `has:${query.what}`
    case 'type':
      return `type:${query.value}`
    case 'coding':
      return `coding:${query.coding}`
    case 'person':
      return `person:"${query.name.replaceAll('"', ' ')}"`
    case 'quoted':
      return `quoted:${query.value}`
    case 'source':
      return `in:S${query.number}`
    case 'custodian':
      return `custodian:"${query.name.replaceAll('"', ' ')}"`
    case 'document':
      return `document:${query.id}`
    case 'documents':
      return query.ids.map((id) => `document:${id}`).join(' OR ')
  }
}

function isGroup(query: Query): boolean {
  return query.kind === 'and' || query.kind === 'or' || query.kind === 'documents'
}

function before(field: TextField | 'bcc' | null): string {
  return field === null ? '' : `${field}:`
}

function phraseOf(phrase: { readonly text: string; readonly prefix: boolean }): string {
  return `"${phrase.text.replaceAll('"', ' ')}"${phrase.prefix ? '*' : ''}`
}
