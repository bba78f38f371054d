import type { DocumentId, MarkId, SurfaceId, UserName } from './ids.ts'

/** `[start, end)` in UTF-16 code units of the surface's canonical text. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A box: PDF points with bottom-left origin on a page, pixels with top-left origin on an image. */
export interface Region {
  readonly page: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** `cleared`: no redaction, but a place where redacted text stands again and means something else; looked at, and it stays. */
export type MarkState = 'suggested' | 'proposed' | 'approved' | 'declined' | 'dismissed' | 'superseded' | 'cleared'

export interface MarkOrigin {
  readonly kind: 'person' | 'rule' | 'detector'
  /** User name, or recognizer id. */
  readonly by: string
  /** 0 to 1 for a detector, else null. */
  readonly score: number | null
  /** In words, for a detector: which pattern, checksum or context. Never the matched text. */
  readonly why: string | null
}

/** A redaction mark. Never deleted, only superseded. */
export interface Mark {
  readonly id: MarkId
  readonly document: DocumentId
  readonly surface: SurfaceId
  readonly span: Span | null
  readonly region: Region | null
  readonly ground: string
  readonly note: string
  readonly origin: MarkOrigin
  /** Marks made in one act ("everywhere") share a group. */
  readonly group: string | null
  readonly state: MarkState
  readonly proposer: UserName | null
  readonly approver: UserName | null
  readonly createdAtMs: number
}
