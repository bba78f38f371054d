import { z } from 'zod'
import { type Answer, type Asked, matterFacts, type QuestionName, type RequestFacts } from '../../jobs/index.ts'
import type { MatterId } from '../../model/index.ts'
import { asQuery, checkQuery, type Query, withMatter } from '../../search/index.ts'
import { command } from '../command.ts'
import type { Context } from '../context.ts'
import type { CorrespondentsView, FacetsView, FrameView, ParsedView, QueryCheck, SearchView } from '../views.ts'
import { detectText } from './detect.ts'
import { frameOfDocument, rawDocument, showDocument } from './document.ts'
import { parseFile } from './message-parse.ts'
import { documentId, limit, matterId, offset, path, surfaceId } from './schemas.ts'

const query = z.string().max(10_000)
/** The request in which a query is asked: what `coding:`, `has:marks` and `person:` mean. */
const matter = matterId.optional()

/** What one field of a page shows: of two questions in one lane the older is given up, and answered with api/cancelled. */
const lane = z.string().max(40).optional()

function factsOf(context: Context, id: MatterId | undefined): RequestFacts | null {
  return id === undefined ? null : matterFacts(context.workspace().matter(id))
}

/** The query, with what only the request knows put in. @throws search/syntax, search/empty-query */
function readQuery(context: Context, input: { readonly query: string; readonly matter?: MatterId | undefined }): Query {
  const facts = factsOf(context, input.matter)
  return withMatter(asQuery(context.workspace().index, input.query, facts), facts)
}

function ask<Name extends QuestionName>(
  context: Context,
  name: Name,
  asked: Asked<Name>,
  inLane: string | undefined,
): Promise<Answer<Name>> {
  return context.reader().ask(name, asked, { signal: context.control.signal, lane: inLane === undefined ? undefined : `${name} ${inLane}` })
}

/** Finding documents and looking at one, outside any matter. */
export const searchCommands = {
  'search.run': command({
    input: z.object({
      query,
      matter,
      lane,
      limit: limit.default(50),
      offset: offset.default(0),
      sort: z.enum(['relevance', 'date', 'date-ascending']).default('relevance'),
    }),
    access: 'read',
    allowed: 'anyone',
    handler: async (context, input): Promise<SearchView> => {
      const startedAt = performance.now()
      const { limit, offset, sort } = input
      const { timeZone } = context.services
      const found = await ask(context, 'search', { query: readQuery(context, input), limit, offset, sort, timeZone }, input.lane)
      return { ...found, tookMs: Math.round((performance.now() - startedAt) * 10) / 10 }
    },
  }),
  'search.facets': command({
    input: z.object({ query, matter, lane }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): Promise<FacetsView> =>
      ask(context, 'facets', { query: readQuery(context, input), timeZone: context.services.timeZone }, input.lane),
  }),
  'search.correspondents': command({
    input: z.object({ query, matter, lane, limit: limit.default(24) }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): Promise<CorrespondentsView> => {
      const asked = { query: readQuery(context, input), timeZone: context.services.timeZone, limit: input.limit }
      return ask(context, 'correspondents', asked, input.lane)
    },
  }),
  'search.check': command({
    input: z.object({ query, matter, caret: z.int().min(0).optional() }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): QueryCheck =>
      checkQuery(input.query, { caret: input.caret, index: context.workspace().index, matter: factsOf(context, input.matter) }),
  }),
  'document.show': command({
    input: z.object({ document: documentId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input) => showDocument(context.workspace().index, input.document, context.services.timeZone),
  }),
  /** The raw message from its source. */
  'document.raw': command({
    input: z.object({ document: documentId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): FrameView => rawDocument(context.workspace().index, input.document),
  }),
  /** A surface of a document (not in a matter) as HTML for a sandboxed iframe, or as PNG for a page or image. */
  'document.frame': command({
    input: z.object({ document: documentId, surface: surfaceId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input) => frameOfDocument(context.workspace().index, input.document, input.surface, context.services.timeZone),
  }),
  /** One message as the reader sees it; no workspace needed. */
  'message.parse': command({
    input: z.object({ path }),
    access: 'read',
    allowed: 'signed-out',
    handler: (_context, input): ParsedView => parseFile(input),
  }),
  'detect.run': command({
    input: z.object({ text: z.string().max(10_000_000), region: z.string().max(8).optional() }),
    access: 'read',
    allowed: 'signed-out',
    handler: (_context, input) => detectText(input),
  }),
}
