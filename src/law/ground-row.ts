import type { Ground } from '../model/index.ts'

/** One line of a code table: only what the table can't take from its head. */
export interface GroundRow {
  readonly code: string
  readonly short: string
  readonly sentence: string
  readonly test?: readonly string[]
  readonly source?: string
  readonly confirmed?: boolean
  readonly kind?: Ground['kind']
}

/** Makes a pack's grounds: `source` and `kind` hold unless a row says otherwise; a row is confirmed unless it says `confirmed: false`. */
export function groundPack(jurisdiction: string, source: string, rows: readonly GroundRow[]): readonly Ground[] {
  return rows.map((row) => ({
    code: row.code,
    jurisdiction,
    short: row.short,
    sentence: row.sentence,
    test: row.test ?? [],
    source: row.source ?? source,
    confirmed: row.confirmed ?? true,
    kind: row.kind ?? 'exemption',
  }))
}
