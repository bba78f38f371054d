import { createContext, useContext } from 'react'
import type { MatterView } from '../../../src/api/index.ts'
import type { Ground } from '../../../src/model/index.ts'

/** The request that one works in, and the grounds of its law. */
export interface MatterScope {
  readonly matter: string
  readonly view: MatterView
  readonly grounds: readonly Ground[]
  /** At most three words of a ground, or its code where the table does not know it. */
  groundName(code: string | null): string
}

export const MatterContext = createContext<MatterScope | null>(null)

/** The request of the present screen. */
export function useMatter(): MatterScope {
  const scope = useContext(MatterContext)
  if (scope === null) throw new Error('assertion failed: a request is open')
  return scope
}
