import { createHash } from 'node:crypto'
import { asId, canonicalJson, type DocumentId, type Surface, type SurfaceKind } from '../model/index.ts'
import type { QuoteBox } from './quoted-text.ts'

/** SHA-256 (hex) of a surface's canonical JSON without document and hash: the same content has the same hash in every document. */
export function hashSurface(surface: Omit<Surface, 'hash' | 'document'>): string {
  const { id, part, kind, producible, text, tree, page, image } = surface
  return sha256(canonicalJson({ id, part, kind, producible, text, tree, page, image }))
}

/** SHA-256 in hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** What a surface is made of; what is left out is null, and true for `producible`. */
export interface SurfaceDraft {
  readonly id: string
  readonly kind: SurfaceKind
  readonly part: string
  readonly text: string
  readonly tree?: Surface['tree']
  readonly page?: Surface['page']
  readonly image?: Surface['image']
  readonly producible?: boolean
  /** What an HTML text sets off as earlier messages; no part of the surface. */
  readonly boxes?: readonly QuoteBox[]
}

/** Completes and hashes a surface. */
export function makeSurface(document: DocumentId, draft: SurfaceDraft): Surface {
  const fields = {
    id: asId<Surface['id']>(draft.id),
    kind: draft.kind,
    part: draft.part,
    text: draft.text,
    tree: draft.tree ?? null,
    page: draft.page ?? null,
    image: draft.image ?? null,
    producible: draft.producible ?? true,
  }
  return { ...fields, document, hash: hashSurface(fields) }
}
