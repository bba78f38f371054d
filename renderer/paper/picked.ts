import type { Region, SurfaceId } from '../../src/model/index.ts'

/** Where on the screen something was chosen, for the panel that stands beside it. */
export interface Anchor {
  readonly left: number
  readonly top: number
  readonly bottom: number
}

/** What the user selected on the paper: a span of text or a box. */
export type Picked =
  | {
      readonly kind: 'text'
      readonly surface: SurfaceId
      readonly start: number
      readonly end: number
      readonly text: string
      readonly anchor: Anchor
    }
  | { readonly kind: 'box'; readonly surface: SurfaceId; readonly region: Region; readonly anchor: Anchor }

/** A rectangle of a frame's document, in the coordinates of our page. */
export function anchorOf(rect: DOMRect, frame: HTMLIFrameElement | null): Anchor {
  const offset = frame?.getBoundingClientRect()
  const dx = offset?.left ?? 0
  const dy = offset?.top ?? 0
  return { left: rect.left + dx, top: rect.top + dy, bottom: rect.bottom + dy }
}
