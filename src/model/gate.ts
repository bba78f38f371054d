import type { DocumentId, SurfaceId } from './ids.ts'
import type { Span } from './mark.ts'

/** One line of the checklist. `documents` are those it is about, whether it blocks or only informs. */
export interface GateItem {
  readonly id:
    | 'collected'
    | 'gone'
    | 'coded'
    | 'namesakes'
    | 'disposed'
    | 'grounds'
    | 'viewed'
    | 'suggestions'
    | 'approved'
    | 'passphrases'
    | 'signatures'
    | 'consistent'
    | 'unhidden'
    | 'originals'
    | 'within'
    | 'whole'
    | 'engine'
  readonly ok: boolean
  readonly text: string
  readonly documents: readonly DocumentId[]
  /** Where exactly, for a line about places; each is a mark that could be made (`marks.json`). */
  readonly places?: readonly GatePlace[]
}

/** A place that the leak check would refuse, in the words around it. An empty span: the text comes together there out of several. */
export interface GatePlace extends Span {
  readonly document: DocumentId
  readonly controlNumber: string
  /** Null where it comes together only across the parts of a page. */
  readonly surface: SurfaceId | null
  readonly before: string
  readonly text: string
  readonly after: string
  /** Encoded or broken up there: `text` is what it reads as, and such a place can be marked, and not be let stand. */
  readonly encoded?: true
  /** The ground on which the same text is redacted. */
  readonly ground: string
}

/** The whole checklist before a production: open where no line blocks. */
export interface Gate {
  readonly open: boolean
  readonly items: readonly GateItem[]
}
