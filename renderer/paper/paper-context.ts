import { createContext, useContext } from 'react'
import type { Mark, Surface } from '../../src/model/index.ts'
import type { Picked } from './picked.ts'

/** What every surface of a paper needs to know; the paper's owner gives it. */
export interface PaperScope {
  readonly marks: readonly Mark[]
  readonly own: readonly { readonly surface: string; readonly start: number; readonly end: number }[]
  /** Mark that is chosen in the decision pane or on the paper. */
  readonly chosen: string | null
  /** As the requester will see it. */
  readonly produced: boolean
  groundName(code: string | null): string
  /** Address of the surface as a frame or picture; null where it has none. */
  frame(surface: Surface, produced: boolean): string
  onChoose(mark: string): void
  /** Null where one may not mark here. */
  readonly onPick: ((picked: Picked | null) => void) | null
  /** Called when a frame or picture got its size. */
  onLayout(): void
}

export const PaperContext = createContext<PaperScope | null>(null)

/** The paper around a surface. */
export function usePaper(): PaperScope {
  const scope = useContext(PaperContext)
  if (scope === null) throw new Error('assertion failed: a surface stands on a paper')
  return scope
}
