import { isDirectoryEntry } from '../model/index.ts'
import { instantsOf } from './civil-time.ts'
import { type HeaderLeaf, inHeaders, rolesOf } from './header-words.ts'
import { type Condition, matching } from './matching.ts'
import type { Query, QuotedValue } from './query.ts'
import {
  type AddressLeaf,
  isOwnText,
  ownTextExpression,
  quotedOf,
  type TextLeaf,
  textExpression,
  writtenAddress,
} from './text-expression.ts'
import { sizeCondition, typeCondition } from './type-condition.ts'

/**
 * Turns a resolved query into a condition on documents. Nothing of the query is ever part of the SQL text, and of a search expression only words made of letters
 * and digits, in quotation marks. `find-documents.ts` finds the same in sets of numbers, for everything that is shown while somebody waits.
 *
 * Where text is looked for, attachments match by their own text together with their message's header facts (`from:` a person, and a word that stands
 * in the attachment). Without any text, only what has a header of its own matches, so that the total counts messages.
 */
export function compileQuery(query: Query, timeZone: string): Condition {
  const settings = settingsOf(query, timeZone)
  const condition = compile(query, settings)
  return isWhole(query, settings) ? condition : { sql: `d.has_header = 1 AND ${condition.sql}`, values: condition.values }
}

/** How the parts of a query are to be read. */
export function settingsOf(query: Query, timeZone: string): Settings {
  return { timeZone, inherit: some(query, (leaf) => isOwnText(leaf) || meansAttachments(leaf)), quoted: null }
}

/** Whether a query may find what has no header of its own. */
export function isWhole(query: Query, settings: Settings): boolean {
  return settings.inherit || some(query, opens)
}

/** The condition of a part that isn't made of others. */
export function compileLeaf(query: Query, settings: Settings): Condition {
  return compile(query, settings)
}

/** What is asked of a document itself, so that attachments answer too, each with the header facts of its message. */
function meansAttachments(leaf: Query): boolean {
  return leaf.kind === 'documents' || leaf.kind === 'type'
}

/** What may find an attachment although no text is looked for. */
function opens(leaf: Query): boolean {
  return leaf.kind === 'document' || (leaf.kind === 'address' && leaf.field === null)
}

export interface Settings {
  readonly timeZone: string
  /** Attachments share the header facts of their message. */
  readonly inherit: boolean
  readonly quoted: QuotedValue | null
}

function within(column: 'number' | 'family', expression: string): Condition {
  const { sql, values } = matching(expression)
  return { sql: `d.${column} IN (${sql})`, values }
}

function compile(query: Query, settings: Settings): Condition {
  const expression = ownTextExpression(query, settings)
  if (expression !== null) return within('number', expression)
  switch (query.kind) {
    case 'and':
    case 'or':
      return group(query.kind, query.children, settings)
    case 'not': {
      const inner = compile(query.child, settings)
      return { sql: `NOT ${inner.sql}`, values: inner.values }
    }
    case 'text':
    case 'near':
      return textCondition(query, settings)
    case 'address':
      return addressCondition(query, settings)
    case 'header':
      return headerCondition(query, settings)
    case 'date':
      return dateCondition(query, settings.timeZone)
    case 'undated':
      return { sql: '(d.date_ms IS NULL)', values: [] }
    case 'has':
      return settings.inherit
        ? inFamily('SELECT number FROM document WHERE attachments > 0', [])
        : { sql: '(d.attachments > 0)', values: [] }
    case 'type':
      return typeCondition(query.value)
    case 'size':
      return sizeCondition(query)
    case 'source':
      return inFamily(`${instances} WHERE container.source = ?`, [query.number])
    case 'custodian':
      return inFamily(`${instances} JOIN source ON source.number = container.source WHERE source.custodian = ?`, [query.name])
    case 'document':
      return { sql: '(d.id = ?)', values: [query.id] }
    case 'documents':
      if (query.families === true)
        return inFamily('SELECT number FROM document WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify(query.ids)])
      return { sql: '(d.id IN (SELECT value FROM json_each(?)))', values: [JSON.stringify(query.ids)] }
    case 'quoted':
      return { sql: '(1)', values: [] }
    case 'fuzzy':
    case 'coding':
    case 'person':
      throw new Error(`a query is resolved before it is compiled: ${query.kind}`)
  }
}

const instances = 'SELECT instance.document FROM instance JOIN container ON container.number = instance.container'

/** Text children of a group are given to the search engine as one expression instead of one lookup each. */
function group(kind: 'and' | 'or', children: readonly Query[], given: Settings): Condition {
  const settings = { ...given, quoted: quotedOf(children) ?? given.quoted }
  const rest = children.filter((child) => child.kind !== 'quoted')
  const isExpression = (child: Query): boolean => ownTextExpression(child, settings) !== null
  const text = rest.filter(isExpression)
  const grouped: readonly Query[] =
    text.length < 2 || text.length === rest.length ? rest : [{ kind, children: text }, ...rest.filter((child) => !isExpression(child))]
  return joinConditions(
    kind,
    grouped.map((child) => compile(child, settings)),
  )
}

function joinConditions(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  if (parts.length === 0) return { sql: kind === 'and' ? '(1)' : '(0)', values: [] }
  return {
    sql: `(${parts.map((part) => part.sql).join(kind === 'and' ? ' AND ' : ' OR ')})`,
    values: parts.flatMap((part) => part.values),
  }
}

function inFamily(select: string, values: readonly (string | number)[]): Condition {
  return { sql: `(d.family IN (${select}))`, values }
}

/** What the engine alone can't answer: a header's field, shared with attachments; text of attachments only; a phrase without any word, which matches nothing. */
function textCondition(query: TextLeaf, settings: Settings): Condition {
  const expression = textExpression(query, settings.quoted)
  if (expression === null) return { sql: '(0)', values: [] }
  if (query.field !== 'attachment') return within('family', expression)
  const { sql, values } = within('number', expression)
  return { sql: `(d.kind = 'attachment' AND ${sql})`, values }
}

function addressCondition(query: AddressLeaf, settings: Settings): Condition {
  return joinConditions(
    'or',
    addressSets(query, settings).map(({ sql, values }) => ({ sql: `(d.number IN (${sql}))`, values })),
  )
}

/** Documents with the address in their header; attachments of such; documents in whose text it is written. */
function addressSets(query: AddressLeaf, settings: Settings): readonly Condition[] {
  const written = query.field === null ? writtenAddress(query, settings.quoted) : null
  const { sql, values } = headerSet(query)
  // An attached message has participants of its own besides those of the message that carries it.
  const sets: Condition[] = [{ sql, values }]
  if (settings.inherit) sets.push({ sql: `SELECT number FROM document WHERE family IN (${sql})`, values })
  return written === null ? sets : [...sets, matching(written)]
}

/** Messages with the address in their header, as a select of numbers. */
export function headerSet(query: AddressLeaf): Condition {
  const { sql, values } = addressIs(query)
  return {
    sql: `SELECT participant.document FROM participant JOIN address ON address.number = participant.address
    WHERE ${sql}${query.field === null ? '' : ' AND participant.role IN (SELECT value FROM json_each(?))'}`,
    values: query.field === null ? values : [...values, JSON.stringify(rolesOf[query.field])],
  }
}

/** A domain without a dot is also the beginning of one: `@corp` finds `corp.example`. */
function addressIs({ local, domain }: AddressLeaf): Condition {
  if (local !== '') return { sql: 'address.address = ?', values: [`${local}@${domain}`] }
  if (isDirectoryEntry(domain)) return { sql: 'address.address = ?', values: [domain] }
  if (domain.includes('.')) return { sql: 'address.domain = ?', values: [domain] }
  // The sign after a dot in the order of the index.
  return { sql: '(address.domain = ? OR (address.domain >= ? AND address.domain < ?))', values: [domain, `${domain}.`, `${domain}/`] }
}

/** As in the header's other fields: with `from:`, `to:` and `cc:` attachments share their message's. What is in headers isn't quoted text. */
function headerCondition(query: HeaderLeaf, settings: Settings): Condition {
  const found = query.field === null && settings.quoted === 'only' ? null : inHeaders(query)
  if (found === null) return { sql: '(0)', values: [] }
  const shared = query.field !== null && settings.inherit
  return { sql: `(${shared ? 'd.family' : 'd.number'} IN (${found.sql}))`, values: found.values }
}

/** A document's own date, or that of a message that carries it: what was sent within a time says all that is attached to it. */
function dateCondition(query: Dates, timeZone: string): Condition {
  const isThen = (document: string): Condition => {
    const { from, before } = spanOf(query, timeZone)
    const parts: Condition[] = []
    if (from !== null) parts.push({ sql: ` AND ${document}.date_ms >= ?`, values: [from] })
    if (before !== null) parts.push({ sql: ` AND ${document}.date_ms < ?`, values: [before] })
    // Under NOT, a document without a date counts as "not in that time": NULL would match neither way and lose it.
    const inside = `(${document}.date_ms IS NOT NULL${parts.map(({ sql }) => sql).join('')})`
    const sql = query.undated === true ? `(${document}.date_ms IS NULL OR ${inside})` : inside
    return { sql, values: parts.flatMap(({ values }) => values) }
  }
  const [own, carrier] = [isThen('d'), isThen('carrier')]
  return {
    sql: `(${own.sql} OR (d.number <> d.family AND EXISTS (WITH RECURSIVE carrier (parent, date_ms) AS (
      SELECT parent, date_ms FROM document WHERE number = d.parent
      UNION ALL SELECT above.parent, above.date_ms FROM carrier JOIN document AS above ON above.number = carrier.parent)
      SELECT 1 FROM carrier WHERE ${carrier.sql})))`,
    values: [...own.values, ...carrier.values],
  }
}

type Dates = Extract<Query, { kind: 'date' }>

/** The time that is asked for, in UTC epoch milliseconds, without its end; null where it is open. */
export function spanOf({ from, to, before }: Dates, timeZone: string): { readonly from: number | null; readonly before: number | null } {
  const ends = [...(to === null ? [] : [instantsOf(to, timeZone).end]), ...(before === null ? [] : [instantsOf(before, timeZone).start])]
  return { from: from === null ? null : instantsOf(from, timeZone).start, before: ends.length === 0 ? null : Math.min(...ends) }
}

function some(query: Query, test: (leaf: Query) => boolean): boolean {
  if (query.kind === 'and' || query.kind === 'or') return query.children.some((child) => some(child, test))
  return query.kind === 'not' ? some(query.child, test) : test(query)
}
