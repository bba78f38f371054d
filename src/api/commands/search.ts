import { z } from 'zod'
import type { Answer, Asked, QuestionName, RequestFacts } from '../../jobs/index.ts'
import type { MatterId } from '../../model/index.ts'
import { asQuery, checkQuery, type Query, withMatter } from '../../search/index.ts'
import { command } from '../command.ts'
import type { Context } from '../context.ts'
import type { CorrespondentsView, FacetsView, QueryCheck, SearchView } from '../views.ts'
import { limit, matterId, offset } from './schemas.ts'

const query = z.string().max(10_000)
/** The request in which a query is asked: what `coding:`, `has:marks` and `person:` mean. */
const matter = matterId.optional()

/** What one field of a page shows: of two questions in one lane the older is given up, and answered with api/cancelled. */
const lane = z.string().max(40).optional()

async function factsOf(context: Context, id: MatterId | undefined): Promise<RequestFacts | null> {
  if (id === undefined) return null
  const { matterFacts } = await import('../../jobs/index.ts')
  return matterFacts(context.workspace().matter(id))
}

/** The query, with what only the request knows put in. @throws search/syntax, search/empty-query */
async function readQuery(context: Context, input: { readonly query: string; readonly matter?: MatterId | undefined }): Promise<Query> {
  const facts = await factsOf(context, input.matter)
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

/** Finding documents. */
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
      const found = await ask(context, 'search', { query: await readQuery(context, input), limit, offset, sort, timeZone }, input.lane)
      return { ...found, tookMs: Math.round((performance.now() - startedAt) * 10) / 10 }
    },
  }),
  'search.facets': command({
    input: z.object({ query, matter, lane }),
    access: 'read',
    allowed: 'anyone',
    handler: async (context, input): Promise<FacetsView> =>
      ask(context, 'facets', { query: await readQuery(context, input), timeZone: context.services.timeZone }, input.lane),
  }),
  'search.correspondents': command({
    input: z.object({ query, matter, lane, limit: limit.default(24) }),
    access: 'read',
    allowed: 'anyone',
    handler: async (context, input): Promise<CorrespondentsView> => {
      const asked = { query: await readQuery(context, input), timeZone: context.services.timeZone, limit: input.limit }
      return ask(context, 'correspondents', asked, input.lane)
    },
  }),
  'search.check': command({
    input: z.object({ query, matter, caret: z.int().min(0).optional() }),
    access: 'read',
    allowed: 'anyone',
    handler: async (context, input): Promise<QueryCheck> =>
      checkQuery(input.query, { caret: input.caret, index: context.workspace().index, matter: await factsOf(context, input.matter) }),
  }),
}
