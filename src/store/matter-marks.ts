import type { DocumentId, Mark, MarkId, MarkOrigin, MarkState, Region, Span, SurfaceId, UserName } from '../model/index.ts'
import { AppError, asId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** A mark before it has a number. */
export type NewMark = Pick<Mark, 'document' | 'surface' | 'span' | 'region' | 'ground' | 'note' | 'origin' | 'group' | 'state' | 'proposer'>

/** Adds a mark and gives it the next number. Its making is recorded as a change by the act that made it. */
export function insertMark(database: WritableDatabase, mark: NewMark, atMs: number): MarkId {
  const { lastInsertRowid } = statement(
    database,
    `INSERT INTO mark (document, surface, start_at, end_at, region, note, origin, created_at_ms, state, ground, grp, proposer, changed_by)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    mark.document,
    mark.surface,
    mark.span?.start ?? null,
    mark.span?.end ?? null,
    mark.region === null ? null : JSON.stringify(mark.region),
    mark.note,
    JSON.stringify(mark.origin),
    atMs,
    mark.state,
    mark.ground,
    mark.group,
    mark.proposer,
    mark.proposer,
  )
  return asId<MarkId>(`K${lastInsertRowid}`)
}

interface MarkRow {
  number: number
  document: DocumentId
  surface: SurfaceId
  start_at: number | null
  end_at: number | null
  region: string | null
  note: string
  origin: string
  created_at_ms: number
  state: MarkState
  ground: string
  grp: string | null
  proposer: UserName | null
  approver: UserName | null
  changed_by: UserName | null
}

/** A mark as stored, with whoever gave it its present state. */
export interface StoredMark extends Mark {
  readonly changedBy: UserName | null
}

function toMark(row: MarkRow): StoredMark {
  const span: Span | null = row.start_at === null || row.end_at === null ? null : { start: row.start_at, end: row.end_at }
  return {
    id: asId<MarkId>(`K${row.number}`),
    document: row.document,
    surface: row.surface,
    span,
    region: row.region === null ? null : (JSON.parse(row.region) as Region),
    ground: row.ground,
    note: row.note,
    origin: JSON.parse(row.origin) as MarkOrigin,
    group: row.grp,
    state: row.state,
    proposer: row.proposer,
    approver: row.approver,
    createdAtMs: row.created_at_ms,
    changedBy: row.changed_by,
  }
}

/** @throws matter/unknown-mark */
export function readMark(database: ReadableDatabase, id: MarkId): StoredMark {
  const row = statement(database, 'SELECT * FROM mark WHERE number = ?').get(Number(id.slice(1))) as MarkRow | undefined
  if (row === undefined) throw new AppError('matter/unknown-mark', 'There is no such mark in this request.', { mark: id })
  return toMark(row)
}

/** Marks in order of making, superseded ones included; of one document where given, in these states where given. */
export function readMarks(
  database: ReadableDatabase,
  filter: { readonly document?: DocumentId; readonly states?: readonly MarkState[] } = {},
): readonly StoredMark[] {
  const { document, states } = filter
  // One statement a shape, so that each can use its index: a review set has tens of thousands of marks.
  const where = [
    ...(document === undefined ? [] : ['document = @document']),
    ...(states === undefined ? [] : [`state IN (${states.map((_, at) => `@state${at}`).join(', ')})`]),
  ]
  const values = { document, ...Object.fromEntries((states ?? []).map((state, at) => [`state${at}`, state])) }
  const rows = statement(database, `SELECT * FROM mark ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`} ORDER BY number`).all(
    values,
  ) as MarkRow[]
  return rows.map(toMark)
}

/** Marks that count: what a rendition hides once approved. */
export const liveStates = ['proposed', 'approved'] as const satisfies readonly MarkState[]
