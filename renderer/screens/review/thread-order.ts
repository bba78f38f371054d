import type { ReviewRow } from '../../../src/api/index.ts'

/** A line of the list: the head of a thread, or a document in it. */
export type ListItem =
  | { readonly kind: 'thread'; readonly key: string; readonly subject: string; readonly messages: number }
  | { readonly kind: 'row'; readonly key: string; readonly row: ReviewRow; readonly grouped: boolean }

const bare = (subject: string) => subject.replace(/^(?:\s*(?:re|fwd?|aw|wg|sv|tr|rv)\s*(?:\[\d+\])?:)+/iu, '').trim()

/**
 * The list as it is shown: threads in the order of their first document, inside them the order of the core, attachments after
 * their message. A thread of one message needs no head.
 */
export function threadOrder(rows: readonly ReviewRow[]): readonly ListItem[] {
  const threads = new Map<string, Map<string, ReviewRow[]>>()
  for (const row of rows) {
    const families = threads.get(row.thread) ?? new Map<string, ReviewRow[]>()
    threads.set(row.thread, families)
    const family = families.get(row.family) ?? []
    families.set(row.family, family)
    if (row.kind === 'message') family.unshift(row)
    else family.push(row)
  }
  const items: ListItem[] = []
  for (const [thread, families] of threads) {
    const members = [...families.values()].flat()
    const messages = members.filter((row) => row.kind === 'message').length
    const grouped = messages > 1
    if (grouped) items.push({ kind: 'thread', key: `thread ${thread}`, subject: bare(members[0]?.subject ?? ''), messages })
    for (const row of members) items.push({ kind: 'row', key: row.document, row, grouped })
  }
  return items
}

/** Rows in the order of the list. */
export function rowsInOrder(items: readonly ListItem[]): readonly ReviewRow[] {
  return items.flatMap((item) => (item.kind === 'row' ? [item.row] : []))
}

/** The document to go to, `by` steps away; for whole families or threads the next one that belongs to another. */
export function neighbour(
  rows: readonly ReviewRow[],
  current: string | null,
  by: 1 | -1,
  unit: 'document' | 'family' | 'thread',
): ReviewRow | null {
  const index = rows.findIndex((row) => row.document === current)
  if (index < 0) return rows[0] ?? null
  const here = rows[index]
  for (let at = index + by; at >= 0 && at < rows.length; at += by) {
    const row = rows[at]
    if (row === undefined) return null
    if (unit === 'document') return row
    const same = unit === 'thread' ? row.thread === here?.thread : row.family === here?.family
    if (!same) {
      // Backwards one arrives at the end of the one before: go on to its beginning.
      const id = unit === 'thread' ? row.thread : row.family
      return rows.find((candidate) => (unit === 'thread' ? candidate.thread : candidate.family) === id) ?? row
    }
  }
  return null
}
