import type { SourceId } from '../model/index.ts'
import type { ReadableDatabase } from './database.ts'
import { sourceIdOf } from './index-sources.ts'
import { statement } from './index-statements.ts'

interface Registered {
  readonly number: number
  readonly path: string
  readonly label: string
}

/** A source as people know it. */
export interface SourceLabel {
  readonly source: SourceId
  readonly number: number
  readonly label: string
}

/** All sources in order; of those with the same label, each with as much of its path as tells them apart. */
export function sourceLabels(index: ReadableDatabase): readonly SourceLabel[] {
  const sources = statement(index, 'SELECT number, path, label FROM source ORDER BY number').all() as Registered[]
  const groups = Map.groupBy(sources, ({ label }) => label)
  const labels = new Map([...groups.values()].flatMap(labelsApart))
  return sources.map(({ number, label }) => ({ source: sourceIdOf(number), number, label: labels.get(number) ?? label }))
}

/** Labels by number for sources that have the same one. */
function labelsApart(alike: readonly Registered[]): readonly (readonly [number, string])[] {
  if (alike.length === 1) return []
  const ends = endsApart(alike.map(({ path }) => path))
  return alike.map(({ number, label }, at) => {
    // One place can be two sources, of different kinds.
    const end = ends?.[at] ?? sourceIdOf(number)
    return [number, end === label || end.endsWith(`/${label}`) ? end : `${label} (${end})`]
  })
}

/** The shortest ends of paths, in whole names, that all differ; null where two paths are the same. */
function endsApart(paths: readonly string[]): readonly string[] | null {
  const names = paths.map((path) => path.split(/[/\\]/u))
  const longest = Math.max(...names.map(({ length }) => length))
  for (let count = 1; count <= longest; count++) {
    const ends = names.map((parts) => parts.slice(-count).join('/'))
    if (new Set(ends).size === ends.length) return ends
  }
  return null
}
