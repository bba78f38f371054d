import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { coverageOf, drawSample, judgeSampled, sampledDocuments, sampleVerdicts, termsReport } from '../../jobs/index.ts'
import { civilDateOf } from '../../law/index.ts'
import { AppError, type MatterId } from '../../model/index.ts'
import { writeReport } from '../../produce/index.ts'
import { parseQuery } from '../../search/index.ts'
import { findDocument, forgetSearch, readMatter, readSavedSearches, saveSearch } from '../../store/index.ts'
import { command } from '../command.ts'
import type { Context } from '../context.ts'
import type { CoverageView, ReportWritten, SampledView, SamplesView, SampleView, SavedSearchesView } from '../views.ts'
import { termCounts } from './matter-views.ts'
import { signedIn } from './reviewer.ts'
import { documentId, matterId, path } from './schemas.ts'

const working = ['investigator', 'legal-reviewer'] as const
const query = z.string().min(1).max(10_000)
const name = z.string().trim().min(1).max(120)
const sampleNumber = z.int().min(1)

/** Showing that a search was enough: what it saw, what its terms found, what it may have missed. */
export const findCommands = {
  'search.coverage': command({
    input: z.object({ matter: matterId.optional() }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): CoverageView => {
      const { index } = context.workspace()
      return coverageOf(index, input.matter === undefined ? null : readMatter(context.workspace().matter(input.matter)).scope)
    },
  }),
  'search.saved': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): SavedSearchesView => ({ searches: readSavedSearches(context.workspace().matter(input.matter)) }),
  }),
  /** Keeps a query under a name, in place of one’s own that had it. */
  'search.save': command({
    input: z.object({ matter: matterId, name, query }),
    access: 'write',
    allowed: working,
    handler: (context, input): SavedSearchesView => {
      const { user } = signedIn(context)
      const database = context.workspace().matter(input.matter)
      parseQuery(input.query)
      const kept = readSavedSearches(database).find((search) => search.name === input.name)
      if (kept !== undefined && kept.user !== user) {
        throw new AppError('api/bad-input', 'Somebody else keeps a search under this name. Give yours another.', { field: 'name' })
      }
      saveSearch(database, { name: input.name, query: input.query, user }, context.services.now())
      return { searches: readSavedSearches(database) }
    },
  }),
  'search.forget': command({
    input: z.object({ matter: matterId, name }),
    access: 'write',
    allowed: working,
    handler: (context, input): SavedSearchesView => {
      const database = context.workspace().matter(input.matter)
      forgetSearch(database, input.name)
      return { searches: readSavedSearches(database) }
    },
  }),
  /** The search-term report as a file. */
  'terms.export': command({
    input: z.object({ matter: matterId, format: z.enum(['csv', 'json', 'pdf']), out: path }),
    access: 'write',
    allowed: 'anyone',
    handler: (context, input): Promise<ReportWritten> => exportTerms(context, input.matter, input.format, input.out),
  }),
  /** Draws a random sample of the messages in scope that are not in the review set. */
  'sample.draw': command({
    input: z.object({
      matter: matterId,
      confidence: z.number().min(0.5).max(0.999).default(0.95),
      margin: z.number().min(0.001).max(0.5).default(0.05),
      seed: z.string().min(1).max(100).optional(),
    }),
    access: 'write',
    allowed: working,
    audit: (input, result: SampleView) => ({ ...input, seed: result.seed, population: result.population, size: result.size }),
    handler: (context, input): SampleView =>
      drawSample(context.workspace().matter(input.matter), context.workspace().index, {
        confidence: input.confidence,
        margin: input.margin,
        seed: input.seed ?? randomBytes(16).toString('hex'),
        timeZone: context.services.timeZone,
        user: signedIn(context).user,
        atMs: context.services.now(),
      }),
  }),
  'sample.list': command({
    input: z.object({ matter: matterId }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): SamplesView => ({ samples: sampleVerdicts(context.workspace().matter(input.matter)) }),
  }),
  'sample.show': command({
    input: z.object({ matter: matterId, sample: sampleNumber }),
    access: 'read',
    allowed: 'anyone',
    handler: (context, input): SampledView => sampled(context, input.matter, input.sample),
  }),
  /** Says of a sampled message whether it should have been collected, or takes that back with null. */
  'sample.mark': command({
    input: z.object({ matter: matterId, sample: sampleNumber, document: documentId, relevant: z.boolean().nullable() }),
    access: 'write',
    allowed: working,
    handler: (context, input): SampleView => {
      const { user } = signedIn(context)
      const { sample, document, relevant } = input
      return judgeSampled(context.workspace().matter(input.matter), { sample, document, relevant, user, atMs: context.services.now() })
    },
  }),
}

function sampled(context: Context, matter: MatterId, sample: number): SampledView {
  const { index } = context.workspace()
  return {
    documents: sampledDocuments(context.workspace().matter(matter), sample).map(({ document, relevant, user }) => {
      const record = findDocument(index, document)
      const date = record === null || record.dateMs === null ? null : new Date(record.dateMs).toISOString()
      return { document, date, from: record?.sender ?? '', subject: record?.subject ?? '', relevant, user }
    }),
  }
}

async function exportTerms(context: Context, id: MatterId, format: 'csv' | 'json' | 'pdf', out: string): Promise<ReportWritten> {
  const { index } = context.workspace()
  const { timeZone, now, printEngine, printEngineHint } = context.services
  const database = context.workspace().matter(id)
  const matter = readMatter(database)
  const counts = await termCounts(context, id)
  const report = termsReport(matter, counts, {
    coverage: coverageOf(index, matter.scope),
    samples: sampleVerdicts(database),
    today: civilDateOf(now(), timeZone),
  })
  const engine = format === 'pdf' ? await printEngine() : null
  return writeReport(report, { format, out }, { printEngine: engine, printEngineHint, control: context.control })
}
