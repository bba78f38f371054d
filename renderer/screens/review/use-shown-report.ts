import { useCallback, useRef } from 'react'
import type { DocumentId, Surface } from '../../../src/model/index.ts'
import { call } from '../../core/client.ts'
import { toDeskError } from '../../core/desk-error.ts'
import { announce } from '../../core/events.ts'
import { tell } from '../../parts/tell.ts'

/** Reports surfaces that were on the screen in whole, once each for as long as the request is open; a document that has none with an empty list. */
export function useShownReport(matter: string, mayReport: boolean): (document: DocumentId, surfaces: readonly Surface[]) => void {
  const told = useRef(new Set<string>())
  return useCallback(
    (document, surfaces) => {
      if (!mayReport) return
      const keyOf = (surface: Surface | null) => `${document} ${surface?.hash ?? ''}`
      const fresh = surfaces.filter((surface) => surface.document === document && !told.current.has(keyOf(surface)))
      const bare = surfaces.length === 0 && !told.current.has(keyOf(null))
      if (fresh.length === 0 && !bare) return
      const keys = bare ? [keyOf(null)] : fresh.map(keyOf)
      for (const key of keys) told.current.add(key)
      call('review.viewed', { matter, document, surfaces: fresh.map((surface) => surface.id) })
        .then(() => announce(['review']))
        .catch((error: unknown) => {
          for (const key of keys) told.current.delete(key)
          tell(toDeskError(error))
        })
    },
    [matter, mayReport],
  )
}
