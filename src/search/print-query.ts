import type { Query } from './query.ts'

/** Writes a query in the language, so that parsing it again gives the same query. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'and':
      return query.children
        .map((child) => (child.kind === 'or' || child.kind === 'and' ? `(${printQuery(child)})` : printQuery(child)))
        .join(' ')
    case 'or':
      return query.children.map((child) => (child.kind === 'or' ? `(${printQuery(child)})` : printQuery(child))).join(' OR ')
    case 'not':
      return query.child.kind === 'and' || query.child.kind === 'or' ? `NOT (${printQuery(query.child)})` : `NOT ${printQuery(query.child)}`
    case 'text':
      return `${query.field === null ? '' : `${query.field}:`}"${query.text.replaceAll('"', ' ')}"${query.prefix ? '*' : ''}`
    case 'address':
      return `${query.field === null ? '' : `${query.field}:`}"${query.local}@${query.domain}"`
    case 'date':
      if (query.before !== null) return `before:${query.before}`
      if (query.to === null) return `after:${query.from ?? ''}`
      return query.to === query.from ? `date:${query.to}` : `date:${query.from ?? ''}..${query.to}`
    case 'undated':
      return 'date:none'
    case 'has':
      return `has:${query.what}`
    case 'source':
      return `in:S${query.number}`
    case 'custodian':
      return `custodian:"${query.name.replaceAll('"', ' ')}"`
    case 'document':
      return `document:${query.id}`
  }
}
