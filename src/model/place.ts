import type { DocumentId, MarkId, SurfaceId, UserName } from './ids.ts'
import type { Span } from './mark.ts'

/** A place in the review set where a text stands, in the words around it. */
export interface Place extends Span {
  readonly document: DocumentId
  readonly controlNumber: string
  readonly surface: SurfaceId
  readonly before: string
  readonly text: string
  readonly after: string
  /** The subject's own data: marking it asks first. */
  readonly subjectOwn: boolean
}

/** A mark with the words around it. */
export interface MarkedPlace extends Place {
  readonly mark: MarkId
}

/** The same text on the same ground by the same person: approved or declined in one go. */
export interface ApprovalGroup {
  readonly group: string
  readonly text: string
  readonly ground: string
  readonly proposer: UserName
  readonly places: readonly MarkedPlace[]
  readonly documents: number
  /** Places that were approved already. */
  readonly decided: number
}
