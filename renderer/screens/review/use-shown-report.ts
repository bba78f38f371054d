import { useCallback, useRef } from 'react'
import type { DocumentId, Surface } from '../../../src/model/index.ts'
import { call } from '../../core/client.ts'
import { toDeskError } from '../../core/desk-error.ts'
import { announce } from '../../core/events.ts'
import { tell } from '../../parts/tell.ts'

/** Reports surfaces that were on the screen in whole, once each for as long as the request is open. */
export function useShownReport(matter: string, mayReport: boolean): (document: DocumentId, surfaces: readonly Surface[]) => void {
  const told = useRef(new Set<string>())
  return useCallback(
    (document, surfaces) => {
      if (!mayReport) return
      const fresh = surfaces.filter((surface) => surface.document === document && !told.current.has(`${document} ${surface.hash}`))
      if (fresh.length === 0) return
      for (const surface of fresh) told.current.add(`${document} ${surface.hash}`)
      call('review.viewed', { matter, document, surfaces: fresh.map((surface) => surface.id) })
        .then(() => announce(['review']))
        .catch((error: unknown) => {
          for (const surface of fresh) told.current.delete(`${document} ${surface.hash}`)
          tell(toDeskError(error))
        })
    },
    [matter, mayReport],
  )
}
