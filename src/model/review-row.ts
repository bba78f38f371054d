import type { DocumentId } from './ids.ts'
import type { Coding, Disposition, Privilege, ReviewState } from './review.ts'

/** One line of the review list. */
export interface ReviewRow {
  readonly document: DocumentId
  /** `CTRL-000001`, in order of date within the request. */
  readonly controlNumber: string
  readonly kind: 'message' | 'attachment'
  readonly family: DocumentId
  readonly thread: string
  /** ISO 8601 in UTC. */
  readonly date: string | null
  readonly from: string
  readonly subject: string
  readonly coding: Coding
  readonly privilege: Privilege
  readonly disposition: Disposition | null
  readonly ground: string | null
  readonly state: ReviewState
  readonly marks: number
  readonly suggestions: number
  /** Further instances that this one decision covers. */
  readonly copies: number
  /** By the signed-in person, every surface. */
  readonly viewed: boolean
  /** Which of the subject's forms brought it here; empty for family members. */
  readonly terms: readonly string[]
}
