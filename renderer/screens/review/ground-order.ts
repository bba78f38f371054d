import { useSyncExternalStore } from 'react'
import type { Ground } from '../../../src/model/index.ts'

/** Codes by their last use in this session, the latest first; the panel offers them in this order. */
let recent: readonly string[] = []
const listeners = new Set<() => void>()

/** Remembers that a ground was used, for as long as the window lives. */
export function rememberGround(code: string): void {
  recent = [code, ...recent.filter((other) => other !== code)]
  for (const listener of listeners) listener()
}

/** Last used first, then the table's own order. */
export function orderGrounds(grounds: readonly Ground[], latest: readonly string[]): readonly Ground[] {
  const rank = (ground: Ground) => {
    const index = latest.indexOf(ground.code)
    return index < 0 ? latest.length : index
  }
  return [...grounds].sort((left, right) => rank(left) - rank(right))
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Codes by their last use. */
export const useRecentGrounds = (): readonly string[] => useSyncExternalStore(subscribe, () => recent)
