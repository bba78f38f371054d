import type { DocumentId, SurfaceId } from './ids.ts'

/**
 * Something a reviewer looks at, with a stable id and a content hash. Frozen at collection.
 *
 * Ids, unique within a document: `h:subject`, `h:date`, `h:from`, `h:to`, `h:cc`, `h:bcc`, `h:reply-to` (headers);
 * `x:header` (what further fields of the header say); `x:beside` (what a message says in none of its parts); `t:<part>` (text body or text attachment), `w:<part>` (HTML body, or an Office file as read), `x:<part>` (what that hides, and whom keys and certificates in it name), `x:signers` (who signed an attached message);
 * `n` (the attachment's file name), `p:<number>` (PDF page, from 1), `i` (image).
 */
export type SurfaceKind = 'header' | 'text' | 'html' | 'hidden' | 'filename' | 'pdf-page' | 'image'

/** Elements that a mail's HTML may keep; everything else is unwrapped or dropped. */
export type RenderTag =
  | 'div'
  | 'p'
  | 'span'
  | 'b'
  | 'i'
  | 'u'
  | 's'
  | 'sub'
  | 'sup'
  | 'code'
  | 'pre'
  | 'blockquote'
  | 'h1'
  | 'h2'
  | 'h3'
  | 'h4'
  | 'h5'
  | 'h6'
  | 'ul'
  | 'ol'
  | 'li'
  | 'dl'
  | 'dt'
  | 'dd'
  | 'hr'
  | 'table'
  | 'thead'
  | 'tbody'
  | 'tfoot'
  | 'tr'
  | 'td'
  | 'th'
  | 'caption'
  | 'a'

/**
 * An HTML body as it will be shown and produced. Text runs are ranges of the surface's canonical text, so that a selection, a
 * detector's hit, a search hit and an export all speak of the same offsets.
 */
export type RenderNode =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  /** A synthetic line break: `[start, end)` of the canonical text is the break itself. */
  /** `boundary` is set where the edge of a block or cell made the break: nothing is written for it, since the elements break the line. */
  | { readonly kind: 'break'; readonly start: number; readonly end: number; readonly boundary?: true }
  | {
      readonly kind: 'element'
      readonly tag: RenderTag
      /** Only `colspan`, `rowspan`, `dir`, `start`. */
      readonly attributes: Readonly<Record<string, string>>
      /** Only allow-listed CSS properties with checked values; no url(), no content. */
      readonly style: Readonly<Record<string, string>>
      readonly children: readonly RenderNode[]
    }
  /** An image of the same message (by Content-ID), shown from the workspace. Remote images never get here. */
  | { readonly kind: 'image'; readonly contentId: string }

/** A run of text on a page: `[start, end)` of the page's canonical text and its box in PDF points, bottom-left origin. */
export interface PageRun {
  readonly start: number
  readonly end: number
  readonly xPt: number
  readonly yPt: number
  readonly widthPt: number
  readonly heightPt: number
}

export interface Surface {
  readonly id: SurfaceId
  readonly document: DocumentId
  readonly kind: SurfaceKind
  /** MIME part path it comes from; empty for headers. */
  readonly part: string
  /** Canonical text (UTF-16); empty for an image. Spans of marks count in its code units. */
  readonly text: string
  readonly tree: RenderNode | null
  /** `sha256` (hex) of the PDF's bytes, so that an approval covers what the page looks like. */
  readonly page: {
    readonly number: number
    readonly widthPt: number
    readonly heightPt: number
    readonly runs: readonly PageRun[]
    readonly sha256?: string
  } | null
  /** `sha256` (hex) of the picture's bytes, so that an approval covers what it looks like. */
  readonly image: { readonly type: string; readonly widthPx: number; readonly heightPx: number; readonly sha256?: string } | null
  /** Part of what may be produced. Hidden text and a text alternative superseded by its HTML twin are shown, never produced. */
  readonly producible: boolean
  /** SHA-256 (hex) over id, part, kind, producible, text, tree, page and image: what an approval signs. */
  readonly hash: string
}

/** A picture decoded: RGBA, 8 bits a channel, rows from the top. */
export interface Pixels {
  readonly widthPx: number
  readonly heightPx: number
  readonly data: Uint8ClampedArray
}
