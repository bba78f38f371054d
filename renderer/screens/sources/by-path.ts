import type { SourceView } from '../../../src/api/index.ts'

/** Sources that lie at one path, one a kind: to whoever added it, that is one thing. */
export interface SourcesAtPath {
  readonly path: string
  /** As given when it was added. */
  readonly label: string
  readonly custodians: readonly string[]
  /** What needs to be looked at comes before what doesn't. */
  readonly state: SourceView['state']
  readonly sources: readonly SourceView[]
}

const gravest: readonly SourceView['state'][] = ['unreachable', 'indexing', 'interrupted', 'complete']

/** In the order in which the paths were added. */
export function byPath(sources: readonly SourceView[]): readonly SourcesAtPath[] {
  return [...Map.groupBy(sources, ({ path }) => path)].map(([path, group]) => ({
    path,
    label: labelOf(group),
    custodians: [...new Set(group.flatMap(({ custodian }) => custodian ?? []))],
    state: gravest.find((state) => group.some((source) => source.state === state)) ?? 'complete',
    sources: group,
  }))
}

/** Only by their ids the core can tell apart what lies at one path; together they need none. */
function labelOf(group: readonly SourceView[]): string {
  const [first] = group
  if (first === undefined) return ''
  const apart = ` (${first.id})`
  return first.label.endsWith(apart) ? first.label.slice(0, -apart.length) : first.label
}

type Figure = 'found' | 'indexed' | 'partial' | 'exceptions' | 'pending' | 'duplicates' | 'attachments' | 'bytes'

/** A figure of all that lies there. */
export function sum({ sources }: SourcesAtPath, figure: Figure): number {
  return sources.reduce((total, source) => total + source[figure], 0)
}
