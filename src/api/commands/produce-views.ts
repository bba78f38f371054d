import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileReader, gate, inputFrom, runProduction, type Snapshot, type Surroundings, snapshotOf } from '../../jobs/index.ts'
import { civilDateOf } from '../../law/index.ts'
import type { DocumentId, MatterId, ProductionId } from '../../model/index.ts'
import { AppError, asId } from '../../model/index.ts'
import {
  checkBundle,
  expectationOf,
  type Format,
  type LogEdition,
  type ProductionInput,
  previewDocument,
  writeLog,
} from '../../produce/index.ts'
import { readProductions, readStartedProduction, type WritableDatabase } from '../../store/index.ts'
import type { Context } from '../context.ts'
import type { CheckView, FrameView, GateView, LogWritten, ProducedView, ProductionsView } from '../views.ts'
import { signedIn } from './reviewer.ts'

/** The checklist. Whether PDF can be made is part of it, and doesn't block. */
export async function produceGate(context: Context, matter: MatterId): Promise<GateView> {
  const workspace = context.workspace()
  const { printEngine, printEngineAvailable, printEngineHint: hint } = context.services
  const available = printEngineAvailable?.() ?? (await printEngine()) !== null
  const engine = { available, hint }
  return gate(workspace.matter(matter), workspace, engine)
}

function surroundings(context: Context): Surroundings {
  const { now, timeZone } = context.services
  const workspace = context.workspace()
  return {
    index: workspace.index,
    auditHead: workspace.audit.head(),
    timeZone,
    producedOn: civilDateOf(now(), timeZone),
    people: workspace,
  }
}

/** The engine is started only for what is printed. */
async function tools(context: Context, prints: boolean) {
  const { printEngine, printEngineHint } = context.services
  return { printEngine: prints ? await printEngine() : null, printEngineHint, control: context.control, reader: fileReader }
}

/** The request as it would be produced now, approved or not: for previews and for logs before a production. */
function draftInput(context: Context, database: WritableDatabase): ProductionInput {
  const nothing = { id: asId<ProductionId>('P0'), seed: new Uint8Array(32), pagesBefore: 0 }
  return inputFrom(database, snapshotOf(database, surroundings(context), true), nothing)
}

/** The first pages of a document as they will be. @throws matter/unknown-document, produce/no-print-engine */
export async function preview(context: Context, matter: MatterId, document: DocumentId): Promise<FrameView> {
  const input = draftInput(context, context.workspace().matter(matter))
  const bytes = await previewDocument(input, document, await tools(context, true))
  return { bytes, contentType: 'application/pdf', csp: "default-src 'none'; object-src 'self'; plugin-types application/pdf" }
}

/** Gate to release. */
export async function runProduce(
  context: Context,
  input: {
    readonly matter: MatterId
    readonly out: string
    readonly formats: readonly Format[]
    readonly passphraseOut?: string | undefined
  },
): Promise<ProducedView> {
  const { user } = signedIn(context)
  const workspace = context.workspace()
  const produced = await runProduction(
    workspace.matter(input.matter),
    workspace,
    surroundings(context),
    { formats: input.formats, out: input.out, passphraseOut: input.passphraseOut ?? null, user, now: context.services.now },
    await tools(context, input.formats.includes('pdf')),
  )
  const { production, bundle, sha256, bytes, documents, pages, withheld, notViewed, givenPassphrase, check, formats } = produced
  const passphrase = input.passphraseOut === undefined ? produced.passphrase : null
  return { production, bundle, sha256, bytes, documents, pages, withheld, notViewed, givenPassphrase, passphrase, check, formats }
}

export function listProductions(context: Context, matter: MatterId): ProductionsView {
  return {
    productions: readProductions(context.workspace().matter(matter)).map(({ id, out, sha256, documents, pages, atMs, user }) => ({
      production: id,
      bundle: out,
      sha256,
      documents,
      pages,
      atMs,
      user,
    })),
  }
}

/** A production's input as it was when it left. */
function producedInput(database: WritableDatabase, id: ProductionId): ProductionInput {
  const started = readStartedProduction(database, id)
  return inputFrom(database, JSON.parse(started.snapshot) as Snapshot, started)
}

/**
 * The leak check again. A bundle that was produced here (known by its hash) is held against what the request says it must and must not hold;
 * any other is searched for the given strings alone.
 *
 * @throws produce/bundle-unreadable, produce/no-needles
 */
export async function checkProduced(
  context: Context,
  request: { readonly bundle: string; readonly passphrase: string; readonly needles: readonly string[] },
): Promise<CheckView> {
  const { bundle: path, passphrase, needles } = request
  const checked = await checkBundle({ path, passphrase, needles, expectation: expectationFor(context, path), reader: fileReader })
  const { passed, needles: count, technicalNeedles, layers, hits, problems } = checked
  return { passed, needles: count, technicalNeedles, layers, hits, problems }
}

function expectationFor(context: Context, path: string) {
  const sha256 = hashFile(path)
  const workspace = context.workspace()
  for (const matter of workspace.matters()) {
    const database = workspace.matter(matter)
    const production = readProductions(database).find((one) => one.sha256 === sha256)
    if (production !== undefined) return expectationOf(producedInput(database, production.id), production.formats as Format[])
  }
  return null
}

function hashFile(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex')
  } catch (error) {
    throw new AppError('produce/bundle-unreadable', 'The bundle cannot be read. Check its path.', { path }, error)
  }
}

/** A log of a production (the last one where none is named), or of the review as it stands while nothing was produced. */
export async function writeProductionLog(
  context: Context,
  request: {
    readonly matter: MatterId
    readonly edition: LogEdition
    readonly format: 'csv' | 'json' | 'pdf'
    readonly out: string
    readonly production?: ProductionId | undefined
  },
): Promise<LogWritten> {
  const database = context.workspace().matter(request.matter)
  const productions = readProductions(database)
  const production = request.production === undefined ? productions.at(-1) : productions.find(({ id }) => id === request.production)
  if (production === undefined && request.production !== undefined) {
    throw new AppError('matter/unknown', 'This request has no such production.', { production: request.production })
  }
  const input = production === undefined ? draftInput(context, database) : producedInput(database, production.id)
  const { edition, format, out } = request
  return writeLog(input, { edition, format, out, pageMap: production?.pageMap ?? [] }, await tools(context, format === 'pdf'))
}
