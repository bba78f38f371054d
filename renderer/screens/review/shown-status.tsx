import type { RefObject } from 'react'
import type { ReviewDocumentView } from '../../../src/api/index.ts'
import type { Surface } from '../../../src/model/index.ts'
import { text } from '../../text/en.ts'

/** A part of a document as people call it; all header values are one part. */
function partName(surface: Surface): string {
  if (surface.kind === 'pdf-page' && surface.page !== null) return `${text.review.surfaces['pdf-page']} ${surface.page.number}`
  return text.review.surfaces[surface.kind]
}

/** Whether all of a document was shown to the person who reads; if not, which parts were not, with the way to the first of them. */
export function ShownStatus({ view, scroller }: { view: ReviewDocumentView; scroller: RefObject<HTMLElement | null> }) {
  if (view.viewed) return text.review.opened
  if (view.notShown.length === view.surfaces.length) return text.review.unopened
  const left = view.surfaces.filter((surface) => view.notShown.includes(surface.id))
  const words = text.review.partlyOpened([...new Set(left.map(partName))])
  const show = () => {
    const first = left[0]?.id ?? ''
    scroller.current?.querySelector(`[data-surface="${CSS.escape(first)}"]`)?.scrollIntoView({ block: 'start' })
  }
  return (
    <button type="button" className="link" title={text.review.toUnopened} onClick={show}>
      {words}
    </button>
  )
}
