import { instantsOf } from './civil-time.ts'
import { indexWords } from './index-form.ts'
import { type Condition, matching } from './matching.ts'
import type { Query, TextField } from './query.ts'

/** What running a query needs: the condition, and the search engine's expression of its wanted words for ranking. */
export interface Compiled {
  readonly where: Condition
  /** Null where the query holds no text to rank by. */
  readonly rankBy: string | null
}

const columnOf: Readonly<Record<TextField, string>> = {
  subject: 'subject',
  body: 'body quoted',
  filename: 'filename',
  from: 'sender',
  to: 'recipients',
  cc: 'copied',
}
/** Columns for an address written in the text; the headers' addresses are compared exactly instead. */
const textColumns = '{subject body quoted filename}'

function within(column: 'number' | 'family', expression: string): Condition {
  const { sql, values } = matching(expression)
  return { sql: `d.${column} IN (${sql})`, values }
}

/**
 * Turns a query into SQL. Nothing of the query is ever part of the SQL text, and of a search expression only words made of letters and digits,
 * in quotation marks.
 *
 * Where text is looked for, attachments match by their own text together with their message's header facts (`from:` a person, and a word that stands
 * in the attachment). Without any text, only what has a header of its own matches, so that the total counts messages.
 */
export function compileQuery(query: Query, timeZone: string): Compiled {
  const settings: Settings = { timeZone, inherit: some(query, isOwnText) }
  const condition = compile(query, settings)
  const open = settings.inherit || some(query, (leaf) => leaf.kind === 'document' || (leaf.kind === 'address' && leaf.field === null))
  const wanted = wantedText(query)
  return {
    where: open ? condition : { sql: `d.has_header = 1 AND ${condition.sql}`, values: condition.values },
    rankBy: wanted.length === 0 ? null : wanted.join(' OR '),
  }
}

interface Settings {
  readonly timeZone: string
  /** Attachments share the header facts of their message. */
  readonly inherit: boolean
}

function compile(query: Query, settings: Settings): Condition {
  const expression = ownTextExpression(query, settings)
  if (expression !== null) return within('number', expression)
  switch (query.kind) {
    case 'and':
    case 'or':
      return joinConditions(
        query.kind,
        grouped(query.kind, query.children, settings).map((child) => compile(child, settings)),
      )
    case 'not': {
      const inner = compile(query.child, settings)
      return { sql: `NOT ${inner.sql}`, values: inner.values }
    }
    case 'text': {
      // What is left here is a header's field, shared with attachments, or a phrase without any word, which matches nothing.
      const phrase = textExpression(query)
      return phrase === null ? { sql: '(0)', values: [] } : within('family', phrase)
    }
    case 'address':
      return addressCondition(query, settings)
    case 'date':
      return dateCondition(query, settings.timeZone)
    case 'undated':
      return { sql: '(d.date_ms IS NULL)', values: [] }
    case 'has':
      return settings.inherit
        ? inFamily('SELECT number FROM document WHERE attachments > 0', [])
        : { sql: '(d.attachments > 0)', values: [] }
    case 'source':
      return inFamily(`${instances} WHERE container.source = ?`, [query.number])
    case 'custodian':
      return inFamily(`${instances} JOIN source ON source.number = container.source WHERE source.custodian = ? COLLATE NOCASE`, [
        query.name,
      ])
    case 'document':
      return { sql: '(d.id = ?)', values: [query.id] }
  }
}

const instances = 'SELECT instance.document FROM instance JOIN container ON container.number = instance.container'

/** Text children of a group are given to the search engine as one expression instead of one lookup each. */
function grouped(kind: 'and' | 'or', children: readonly Query[], settings: Settings): readonly Query[] {
  const isText = (child: Query): boolean => ownTextExpression(child, settings) !== null
  const text = children.filter(isText)
  return text.length < 2 ? children : [{ kind, children: text }, ...children.filter((child) => !isText(child))]
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

function addressCondition(query: Extract<Query, { kind: 'address' }>, settings: Settings): Condition {
  const byDomain = query.local === ''
  const value = byDomain ? query.domain : `${query.local}@${query.domain}`
  const select = `SELECT participant.document FROM participant JOIN address ON address.number = participant.address
    WHERE address.${byDomain ? 'domain' : 'address'} = ?${query.field === null ? '' : ' AND participant.role = ?'}`
  const values = query.field === null ? [value] : [value, query.field]
  // An attached message has participants of its own besides those of the message that carries it.
  const parts: Condition[] = [{ sql: `(d.number IN (${select}))`, values }]
  if (settings.inherit) parts.push(inFamily(select, values))
  const written = query.field === null ? writtenAddress(query) : null
  if (written !== null) parts.push(within('number', written))
  return joinConditions('or', parts)
}

function writtenAddress(query: Extract<Query, { kind: 'address' }>): string | null {
  const words = indexWords(`${query.local} ${query.domain}`)
  return words.length === 0 ? null : `${textColumns} : ${quotedPhrase(words)}`
}

function dateCondition(query: Extract<Query, { kind: 'date' }>, timeZone: string): Condition {
  const parts: Condition[] = []
  if (query.from !== null) parts.push({ sql: 'd.date_ms >= ?', values: [instantsOf(query.from, timeZone).start] })
  if (query.to !== null) parts.push({ sql: 'd.date_ms < ?', values: [instantsOf(query.to, timeZone).end] })
  if (query.before !== null) parts.push({ sql: 'd.date_ms < ?', values: [instantsOf(query.before, timeZone).start] })
  // Under NOT, a document without a date counts as "not in that time": NULL would match neither way and lose it.
  return { sql: `(d.date_ms IS NOT NULL${parts.map((part) => ` AND ${part.sql}`).join('')})`, values: parts.flatMap((part) => part.values) }
}

function quotedPhrase(words: readonly string[]): string {
  return `"${words.join(' ')}"`
}

/** The search engine's expression of a phrase; null where it holds no word. Words are letters and digits only. */
function textExpression(query: Extract<Query, { kind: 'text' }>): string | null {
  const words = indexWords(query.text)
  if (words.length === 0) return null
  return `${query.field === null ? '' : `{${columnOf[query.field]}} : `}${quotedPhrase(words)}${query.prefix ? ' *' : ''}`
}

/** The expression for a query that the search engine alone can answer, one document at a time; null for any other. NOT is left to SQL. */
function ownTextExpression(query: Query, settings: Settings): string | null {
  if (query.kind === 'text') return settings.inherit && !isOwnText(query) ? null : textExpression(query)
  if ((query.kind !== 'and' && query.kind !== 'or') || query.children.length === 0) return null
  const parts: string[] = []
  for (const child of query.children) {
    const part = ownTextExpression(child, settings)
    if (part === null) return null
    parts.push(part)
  }
  return `(${parts.join(query.kind === 'and' ? ' AND ' : ' OR ')})`
}

/** Expressions of the text that is wanted (not under NOT): what a hit is ranked by. */
function wantedText(query: Query): readonly string[] {
  if (query.kind === 'and' || query.kind === 'or') return query.children.flatMap(wantedText)
  const expression =
    query.kind === 'text' ? textExpression(query) : query.kind === 'address' && query.field === null ? writtenAddress(query) : null
  return expression === null ? [] : [expression]
}

/** Text of the document itself rather than of its message's header. */
function isOwnText(query: Query): boolean {
  return query.kind === 'text' && (query.field === null || query.field === 'body' || query.field === 'filename')
}

function some(query: Query, test: (leaf: Query) => boolean): boolean {
  if (query.kind === 'and' || query.kind === 'or') return query.children.some((child) => some(child, test))
  return query.kind === 'not' ? some(query.child, test) : test(query)
}
