import { encodePng } from '../../formats/index.ts'
import { familyContents, fileReader, protectedSpans, type Reviewer, subjectForms, surfacesOf } from '../../jobs/index.ts'
import { groundsFor } from '../../law/index.ts'
import type { DocumentId, Mark, Pixels, RenderNode, Surface, SurfaceId } from '../../model/index.ts'
import { AppError } from '../../model/index.ts'
import { applyToPixels, frameDocument, pixelRegions, regionsOf } from '../../redact/index.ts'
import { liveStates, type ReadableDatabase, readDecision, readDocument, readDocuments, readMarks } from '../../store/index.ts'
import type { FrameView } from '../views.ts'

type Mode = 'review' | 'produced'

/** Pages on the screen; boxes are drawn in points, so the resolution is free. */
const screenDpi = 120
const imagePolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"

/**
 * A surface as the reviewer sees it, or as the requester will: HTML for a sandboxed iframe, PNG for a page or a picture.
 *
 * @throws matter/unknown-document, matter/unknown-surface
 */
export async function reviewFrame({ database, regime }: Reviewer, document: DocumentId, id: SurfaceId, mode: Mode): Promise<FrameView> {
  const surface = surfacesOf(database, document).find((one) => one.id === id)
  if (surface === undefined) throw new AppError('matter/unknown-surface', 'The document has no such surface.', { document })
  const marks = readMarks(database, { document })
  if (surface.page !== null || surface.image !== null) {
    const pixels = await pixelsOf(database, surface, marks, mode)
    if (pixels === null) throw new AppError('matter/unknown-surface', 'This page or picture cannot be shown.', { document })
    return { bytes: await encodePng(pixels), contentType: 'image/png', csp: imagePolicy }
  }
  const pictures = surface.tree === null ? new Map<string, string>() : await picturesOf(database, document, surface.tree, mode)
  const { html, csp } = frameDocument(surface, marks, {
    mode,
    grounds: groundsFor(regime),
    protectedSpans: protectedSpans(surface, subjectForms(database)),
    imageUrl: (contentId) => pictures.get(contentId) ?? null,
  })
  return { bytes: Buffer.from(html), contentType: 'text/html; charset=utf-8', csp }
}

async function pixelsOf(database: ReadableDatabase, surface: Surface, marks: readonly Mark[], mode: Mode): Promise<Pixels | null> {
  const bytes = familyContents(database)(readDocument(database, surface.document)).bytes()
  const pixels =
    surface.page === null ? await fileReader.image(bytes) : await fileReader.page(bytes, surface.page.number, { dpi: screenDpi })
  if (pixels === null || mode === 'review') return pixels
  const counting = marks.filter(({ state }) => (liveStates as readonly string[]).includes(state))
  return applyToPixels(pixels, pixelRegions(surface, regionsOf(surface, counting), pixels.widthPx, pixels.heightPx))
}

/** The pictures that an HTML body shows by Content-ID, from attachments of its own family, re-encoded from pixels, as `data:` addresses. */
async function picturesOf(database: ReadableDatabase, document: DocumentId, tree: RenderNode, mode: Mode): Promise<Map<string, string>> {
  const wanted = new Set(contentIds(tree))
  const pictures = new Map<string, string>()
  if (wanted.size === 0) return pictures
  const contents = familyContents(database)
  for (const member of readDocuments(database, readDocument(database, document).family)) {
    const contentId = contents(member).part?.contentId ?? null
    if (contentId === null || !wanted.has(contentId)) continue
    const image = surfacesOf(database, member.id).find(({ kind }) => kind === 'image')
    if (image === undefined || (mode === 'produced' && !leaves(database, member.id))) continue
    const pixels = await pixelsOf(database, image, readMarks(database, { document: member.id }), mode)
    if (pixels !== null) pictures.set(contentId, `data:image/png;base64,${Buffer.from(await encodePng(pixels)).toString('base64')}`)
  }
  return pictures
}

function leaves(database: ReadableDatabase, document: DocumentId): boolean {
  const decision = readDecision(database, document)
  return decision?.coding.value === 'responsive' && decision.disposition.value !== null && decision.disposition.value !== 'withhold'
}

function contentIds(node: RenderNode): readonly string[] {
  if (node.kind === 'image') return [node.contentId]
  return node.kind === 'element' ? node.children.flatMap(contentIds) : []
}
