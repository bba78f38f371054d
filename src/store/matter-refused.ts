import type { DocumentId } from '../model/index.ts'
import type { ReadableDatabase, WritableDatabase } from './database.ts'
import { statement } from './index-statements.ts'

/** By what a family is known to be about another person of the name. */
export type RefusalEvidence = 'headers' | 'text' | 'thread' | 'organisation'

/** A family that only a bare name found and that belongs to somebody who was refused. */
export interface RefusedFamily {
  readonly family: DocumentId
  readonly terms: readonly string[]
  /** The address of the person refused. */
  readonly twin: string
  readonly evidence: RefusalEvidence
  readonly atMs: number
  /** Who took it in all the same; null while it stays out. */
  readonly readmittedBy: string | null
}

/** What was refused, in order of family id. */
export function readRefused(database: ReadableDatabase): readonly RefusedFamily[] {
  const rows = statement(
    database,
    'SELECT family, terms, twin, evidence, at_ms AS atMs, readmitted_by AS readmittedBy FROM refused ORDER BY family',
  ).all() as (Omit<RefusedFamily, 'terms'> & { terms: string })[]
  return rows.map((row) => ({ ...row, terms: JSON.parse(row.terms) as string[] }))
}

/**
 * Records what is refused now; what no longer is (the decision about the person was taken back) goes, unless somebody readmitted it. What was collected before stays
 * refused even where no term finds it any more, as long as its person is among `twins` and nothing of the subject's own finds it (`proven`).
 */
export function writeRefused(
  database: WritableDatabase,
  families: readonly Omit<RefusedFamily, 'readmittedBy'>[],
  standing: { readonly twins: readonly string[]; readonly proven: readonly DocumentId[] },
): void {
  statement(
    database,
    `DELETE FROM refused WHERE readmitted_by IS NULL AND family NOT IN (SELECT value FROM json_each(@refused))
       AND NOT (family IN (SELECT id FROM family) AND twin IN (SELECT value FROM json_each(@twins))
         AND family NOT IN (SELECT value FROM json_each(@proven)))`,
  ).run({
    refused: JSON.stringify(families.map(({ family }) => family)),
    twins: JSON.stringify(standing.twins),
    proven: JSON.stringify(standing.proven),
  })
  const insert = statement(
    database,
    `INSERT INTO refused (family, terms, twin, evidence, at_ms) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (family) DO UPDATE SET terms = excluded.terms, twin = excluded.twin, evidence = excluded.evidence`,
  )
  for (const { family, terms, twin, evidence, atMs } of families) insert.run(family, JSON.stringify(terms), twin, evidence, atMs)
}

/** A document of the review set that belongs to somebody refused, and that nobody took in all the same. */
export interface RefusedDocument {
  readonly document: DocumentId
  readonly family: DocumentId
  readonly twin: string
  readonly evidence: RefusalEvidence
}

/** What was collected before its person was refused, in order of control number; one document only where it is given. */
export function readRefusedDocuments(database: ReadableDatabase, document: DocumentId | null = null): readonly RefusedDocument[] {
  return statement(
    database,
    `SELECT document.id AS document, refused.family, refused.twin, refused.evidence FROM refused JOIN document ON document.family = refused.family
       WHERE refused.readmitted_by IS NULL AND (@document IS NULL OR document.id = @document) ORDER BY document.number`,
  ).all({ document }) as RefusedDocument[]
}

/** Takes a refused family in all the same (null: leaves it out again). Gives whether it was among the refused. */
export function readmit(database: WritableDatabase, family: DocumentId, user: string | null, atMs: number): boolean {
  return (
    statement(database, 'UPDATE refused SET readmitted_by = ?, readmitted_at_ms = ? WHERE family = ?').run(
      user,
      user === null ? null : atMs,
      family,
    ).changes > 0
  )
}

/** A document that was coded not responsive with its person, shown with that address. */
export interface SetAsideDocument {
  readonly document: DocumentId
  readonly twin: string
}

/** Notes what an act set aside. Run it in the transaction of the act. */
export function noteSetAside(database: WritableDatabase, act: number, documents: readonly SetAsideDocument[]): void {
  const insert = statement(database, 'INSERT OR REPLACE INTO set_aside (document, twin, act) VALUES (?, ?, ?)')
  for (const { document, twin } of documents) insert.run(document, twin, act)
}

/**
 * What was set aside with a person and isn't refused any more, and whose coding nobody has decided about since; in order of control number. An undo brings the
 * coding from before what it undoes: that the taking back was undone decides nothing either.
 */
export function readSetAsideInVain(database: ReadableDatabase): readonly SetAsideDocument[] {
  return statement(
    database,
    `WITH RECURSIVE standing (document, seq) AS (
         SELECT document, (SELECT max(seq) FROM change WHERE change.document = set_aside.document AND field = 'coding') FROM set_aside
       UNION ALL
         SELECT standing.document, (SELECT max(former.seq) FROM change AS former WHERE former.document = standing.document AND former.field = 'coding'
             AND former.seq < (SELECT min(seq) FROM change AS undone WHERE undone.act = act.of AND undone.document = standing.document AND undone.field = 'coding'))
           FROM standing JOIN change ON change.seq = standing.seq JOIN act ON act.id = change.act WHERE act.kind = 'undo')
     SELECT set_aside.document, set_aside.twin FROM set_aside JOIN document ON document.id = set_aside.document
       JOIN standing ON standing.document = set_aside.document JOIN change ON change.seq = standing.seq JOIN act ON act.id = change.act
       WHERE document.family NOT IN (SELECT family FROM refused WHERE readmitted_by IS NULL)
         AND (act.kind <> 'undo' AND act.id = set_aside.act OR act.kind = 'redo' AND act.of = set_aside.act)
       ORDER BY document.number`,
  ).all() as SetAsideDocument[]
}
