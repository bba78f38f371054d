import { z } from 'zod'
import { command } from '../command.ts'
import type { DetectView, DocumentView, FacetsView, FrameView, ParsedView, QueryCheck, SearchView } from '../views.ts'
import { documentId, limit, offset, path, surfaceId } from './schemas.ts'

const unbuilt = (): never => {
  throw new Error('not wired yet')
}
const query = z.string().max(10_000)

/** Finding documents and looking at one, outside any matter. */
export const searchCommands = {
  'search.run': command({
    input: z.object({
      query,
      limit: limit.default(50),
      offset: offset.default(0),
      sort: z.enum(['relevance', 'date', 'date-ascending']).default('relevance'),
    }),
    access: 'read',
    allowed: 'anyone',
    handler: (): SearchView => unbuilt(),
  }),
  'search.facets': command({ input: z.object({ query }), access: 'read', allowed: 'anyone', handler: (): FacetsView => unbuilt() }),
  'search.check': command({
    input: z.object({ query, caret: z.int().min(0).optional() }),
    access: 'read',
    allowed: 'anyone',
    handler: (): QueryCheck => unbuilt(),
  }),
  'document.show': command({
    input: z.object({ document: documentId }),
    access: 'read',
    allowed: 'anyone',
    handler: (): Promise<DocumentView> => unbuilt(),
  }),
  /** The raw message from its source. */
  'document.raw': command({
    input: z.object({ document: documentId }),
    access: 'read',
    allowed: 'anyone',
    handler: (): FrameView => unbuilt(),
  }),
  /** A surface of a document (not in a matter) as HTML for a sandboxed iframe, or as PNG for a page or image. */
  'document.frame': command({
    input: z.object({ document: documentId, surface: surfaceId }),
    access: 'read',
    allowed: 'anyone',
    handler: (): Promise<FrameView> => unbuilt(),
  }),
  /** One message as the reader sees it; no workspace needed. */
  'message.parse': command({ input: z.object({ path }), access: 'read', allowed: 'signed-out', handler: (): ParsedView => unbuilt() }),
  'detect.run': command({
    input: z.object({ text: z.string().max(10_000_000), region: z.string().max(8).optional() }),
    access: 'read',
    allowed: 'signed-out',
    handler: (): DetectView => unbuilt(),
  }),
}
