import { useCallback, useEffect, useState } from 'react'
import type { Input, ReviewRow } from '../../../src/api/index.ts'
import { call } from '../../core/client.ts'
import { type DeskError, toDeskError } from '../../core/desk-error.ts'
import { useAreas } from '../../core/events.ts'

const pageSize = 1000

export type ReviewFilter = NonNullable<Input<'review.list'>['filter']>

/** All rows of a filter, page by page, as long as somebody waits for them. */
export async function allRows(
  matter: string,
  filter: ReviewFilter,
  text = '',
  live: () => boolean = () => true,
): Promise<readonly ReviewRow[]> {
  const all: ReviewRow[] = []
  for (let offset = 0; live(); offset += pageSize) {
    const page = await call('review.list', { matter, filter, text, limit: pageSize, offset })
    all.push(...page.rows)
    if (all.length >= page.total || page.rows.length === 0) break
  }
  return all
}

/** All rows of a filter, page by page; what was there stays until the new list is whole. */
export function useReviewRows(
  matter: string,
  filter: ReviewFilter,
  text: string,
): { rows: readonly ReviewRow[] | null; error: DeskError | null } {
  const [rows, setRows] = useState<readonly ReviewRow[] | null>(null)
  const [error, setError] = useState<DeskError | null>(null)
  const [version, setVersion] = useState(0)
  useAreas(
    ['review', 'matters'],
    useCallback(() => setVersion((before) => before + 1), []),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` is what asks for a further read
  useEffect(() => {
    let live = true
    const load = async () => {
      const all = await allRows(matter, filter, text, () => live)
      if (live) {
        setRows(all)
        setError(null)
      }
    }
    load().catch((failure: unknown) => live && setError(toDeskError(failure)))
    return () => {
      live = false
    }
  }, [matter, filter, text, version])
  return { rows, error }
}
