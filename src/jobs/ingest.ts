import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import type { ExceptionCode, JobControl, SourceId, SourceKind } from '../model/index.ts'
import { AppError, sourceKinds } from '../model/index.ts'
import {
  findSource,
  findSourceAt,
  insertSource,
  knownMaildirKeys,
  listContainers,
  listSources,
  noteGone,
  type ReadableDatabase,
  removeLeftRows,
  removeReplaced,
  replaceLooseExceptions,
  type SourceRecord,
  type SourceState,
  setSourceState,
  shardCount,
  sourceNumber,
  storeError,
  textSeats,
  transact,
  type WritableDatabase,
} from '../store/index.ts'
import { extractTexts, type WantedFirst } from './extract.ts'
import { type ContainerWork, type IngestPool, readContainers, registerContainer, vanished } from './ingest-pass.ts'
import { planRescan } from './ingest-rescan.ts'
import { joinNewThreads } from './ingest-threads.ts'
import { createTuning } from './ingest-tuning.ts'
import { type FoundTree, walkSource } from './ingest-walk.ts'
import { createPool, type PoolOptions, usualWorkers } from './pool.ts'
import { workerEntry } from './worker-entry.ts'
import type { WorkerResult, WorkerTask } from './worker-task.ts'

/** What a pass works with. */
export interface IngestEnvironment {
  readonly index: WritableDatabase
  readonly control: JobControl
  readonly now: () => number
  /** Messages a transaction; the default suits big archives, tests take fewer. */
  readonly batchMessages?: number
  readonly pool?: Partial<PoolOptions>
  readonly wantedFirst?: WantedFirst
}

export interface AddRequest {
  readonly paths: readonly string[]
  readonly kind?: SourceKind | undefined
  readonly custodian?: string | undefined
  readonly label?: string | undefined
}

const defaultBatchMessages = 1_000
const passes = new WeakSet<ReadableDatabase>()

/** Whether a pass is running on this index in this program. */
export function isIngesting(index: ReadableDatabase): boolean {
  return passes.has(index)
}

/**
 * Registers what is found at the paths and indexes it; a folder that holds mail of several kinds becomes one source a kind. A source whose pass was
 * interrupted goes on where it stopped, and of one that is complete only what is new is taken in: the same command may be given again at any time.
 *
 * @throws formats/cannot-read, formats/not-a-mailbox, jobs/source-exists, jobs/already-running, and those of the pass
 */
export async function addSources(environment: IngestEnvironment, request: AddRequest): Promise<readonly SourceId[]> {
  const { index, control, now } = environment
  return exclusively(environment, async (pool) => {
    pool.start()
    const found = request.paths.map((path) => look(path, request.kind ?? null))
    for (const { path, kinds } of found) refuseOtherFacts(index, path, kinds, request)
    const begun = found.flatMap(({ path, tree, kinds }) =>
      transact(index, () => kinds.map((kind, at) => register(index, { path, kind, tree, first: at === 0 }, request, now()))),
    )
    control.checkpoint('ingest/registered')
    return runPass(environment, pool, begun)
  })
}

/**
 * Takes in what is new in one source or in all. What vanished is listed and never forgotten. A source that isn't there keeps no other from being read; it is told
 * when they are.
 *
 * @throws jobs/unknown-source, jobs/source-vanished, jobs/already-running, and those of the pass
 */
export async function rescanSources(environment: IngestEnvironment, id: SourceId | null): Promise<readonly SourceId[]> {
  const { index, control } = environment
  return exclusively(environment, async (pool) => {
    const one = id === null ? null : findSource(index, sourceNumber(id))
    if (id !== null && one === null) throw new AppError('jobs/unknown-source', 'There is no such source in this workspace.', { source: id })
    const trees = new Map<string, FoundTree>()
    const gone = new Map<string, AppError>()
    const begun = (one ? [one] : listSources(index)).flatMap((source): readonly BegunSource[] => {
      const only = source.chosen ? source.kind : null
      // Several sources may lie at one path, one a kind: it is looked through once.
      const tree = trees.get(`${only} ${source.path}`) ?? walkAgain(index, source, only)
      if (tree instanceof AppError) {
        gone.set(source.id, tree)
        return []
      }
      trees.set(`${only} ${source.path}`, tree)
      const there = listSources(index).filter((other) => other.path === source.path)
      const first = there[0]?.number === source.number
      // What could not be opened before may now show mail of another kind.
      const fresh = first && only === null ? kindsOf(tree).filter((kind) => there.every((other) => other.kind !== kind)) : []
      const { path, label, custodian } = source
      return transact(index, () => [
        begin(index, source, tree, first),
        ...fresh.map((kind) =>
          begin(index, insertSource(index, { kind, path, label, custodian, chosen: false, addedAtMs: environment.now() }), tree, false),
        ),
      ])
    })
    control.checkpoint('ingest/registered')
    const read = begun.length > 0 || gone.size === 0 ? await runPass(environment, pool, begun) : []
    if (gone.size > 0) throw sourcesGone(gone, begun.length)
    return read
  })
}

/** Told once the sources that are there were read. */
function sourcesGone(gone: ReadonlyMap<string, AppError>, read: number): AppError {
  const [[, first] = []] = gone
  if (first !== undefined && gone.size === 1 && read === 0) return first
  const ids = [...gone.keys()]
  const others = read === 0 ? '' : ' The other sources were rescanned.'
  return new AppError(
    'jobs/source-vanished',
    `${ids.length === 1 ? 'A source' : `${ids.length} sources`} can’t be reached or ${ids.length === 1 ? 'is' : 'are'} empty now (${ids.join(', ')}).${others} Mount the disk or share again and rescan; what was indexed stays.`,
    { sources: ids, paths: [...new Set([...gone.values()].map(({ details }) => String(details['path'])))] },
  )
}

/** A source's tree, or why it isn't there. */
function walkAgain(index: WritableDatabase, source: SourceRecord, only: SourceKind | null): FoundTree | AppError {
  const unreachable = (message: string, error?: unknown): AppError => {
    setSourceState(index, source.number, 'unreachable')
    return new AppError('jobs/source-vanished', message, { source: source.id, path: source.path }, error)
  }
  let tree: FoundTree
  try {
    tree = walkSource(source.path, only, (folder) => knownMaildirKeys(index, source.path, folder))
  } catch (error) {
    return unreachable('The source can’t be reached. Mount its disk or share again and rescan it; what was indexed stays.', error)
  }
  // The empty folder that a disk was mounted at looks like that, and nothing that was read is to be listed as gone for it.
  if (tree.containers.length === 0 && tree.exceptions.length === 0 && listContainers(index, source.number).length > 0)
    return unreachable('The source is empty now. Mount its disk or share again and rescan it; what was indexed stays.')
  return tree
}

async function exclusively<Result>(environment: IngestEnvironment, work: (pool: IngestPool) => Promise<Result>): Promise<Result> {
  const { index } = environment
  if (passes.has(index)) {
    throw new AppError('jobs/already-running', 'Sources are being read already. Wait until that is done, or stop it.')
  }
  passes.add(index)
  const tuning = createTuning(index)
  const pool = createPool<WorkerTask, WorkerResult>({
    script: workerEntry('worker'),
    data: textSeats(index),
    ...environment.pool,
    workers: Math.min(shardCount, environment.pool?.workers ?? usualWorkers(shardCount)),
  })
  try {
    if (listSources(index).some(({ state }) => state !== 'complete')) removeLeftRows(index)
    return await work(pool)
  } catch (error) {
    throw String((error as { code?: unknown }).code).startsWith('SQLITE_') ? storeError(error, index.name) : error
  } finally {
    await pool.close()
    tuning.restore()
    passes.delete(index)
  }
}

interface Looked {
  readonly path: string
  readonly tree: FoundTree
  readonly kinds: readonly SourceKind[]
}

function look(given: string, only: SourceKind | null): Looked {
  let path: string
  let tree: FoundTree
  try {
    path = realpathSync(given)
    tree = walkSource(path, only)
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new AppError(
      'formats/cannot-read',
      missing
        ? 'There is nothing at this path. Check its spelling, and that the disk is mounted.'
        : 'This path can’t be read. Check the rights on it.',
      { path: given },
      error,
    )
  }
  const kinds = kindsOf(tree)
  if (kinds.length > 0) return { path, tree, kinds }
  // Nothing could be opened, but something there may hold mail: it must stand in the ledger, and a rescan tries again.
  if (only === null && tree.exceptions.some(({ code }) => unopened.has(code))) return { path, tree, kinds: ['archive'] }
  if (tree.exceptions.some((exception) => exception.code === 'unreadable-file')) {
    throw new AppError('formats/cannot-read', 'What is at this path can’t be read. Check the rights on it.', { path })
  }
  throw new AppError(
    'formats/not-a-mailbox',
    'No mail was found here. A source is a mailbox (mbox, Maildir, PST, a store of Dovecot, Apple Mail or Thunderbird), a message, an archive of those, or a folder.',
    { path },
  )
}

const unopened: ReadonlySet<ExceptionCode> = new Set<ExceptionCode>([
  'damaged-archive',
  'damaged-store',
  'unsupported-archive',
  'protected-archive',
  'expands-too-much',
  'nested-too-deep',
  'too-large-inside',
  'not-as-named',
  'too-many-entries',
  'name-leads-out',
])

function kindsOf(tree: FoundTree): readonly SourceKind[] {
  return sourceKinds.filter((kind) => tree.containers.some((container) => container.kind === kind))
}

/** Adding again only takes in what is new; but what was given with it can't be changed that way. */
function refuseOtherFacts(index: WritableDatabase, path: string, kinds: readonly SourceKind[], request: AddRequest): void {
  for (const kind of kinds) {
    const known = findSourceAt(index, path, kind)
    const other = (given: string | undefined, stored: string | null): boolean => given !== undefined && given !== stored
    if (known && (other(request.custodian, known.custodian) || other(request.label, known.label))) {
      throw new AppError(
        'jobs/source-exists',
        'This source is in the workspace already, with another custodian or label. Use “source rescan” to take in what is new.',
        { path, source: known.id },
      )
    }
  }
}

interface BegunSource {
  readonly source: SourceRecord
  readonly tree: FoundTree
}

function register(
  index: WritableDatabase,
  place: { readonly path: string; readonly kind: SourceKind; readonly tree: FoundTree; readonly first: boolean },
  request: AddRequest,
  nowMs: number,
): BegunSource {
  const { path, kind, tree, first } = place
  const source =
    findSourceAt(index, path, kind) ??
    insertSource(index, {
      kind,
      path,
      label: request.label ?? basename(path),
      custodian: request.custodian ?? null,
      chosen: request.kind !== undefined,
      addedAtMs: nowMs,
    })
  return begin(index, source, tree, first)
}

/** Opens a pass: the source's state and what lies beside its mail. A source new to the index gets its containers. */
function begin(index: WritableDatabase, source: SourceRecord, tree: FoundTree, first: boolean): BegunSource {
  setSourceState(index, source.number, 'indexing', { addMs: 0, restart: source.state === 'complete' })
  // What is beside the mail belongs to the path; of several sources there the first lists it.
  replaceLooseExceptions(index, source.number, first ? tree.exceptions : [])
  const own = { ...tree, containers: tree.containers.filter((container) => container.kind === source.kind) }
  return { source, tree: own }
}

async function runPass(environment: IngestEnvironment, pool: IngestPool, begun: readonly BegunSource[]): Promise<readonly SourceId[]> {
  const { index } = environment
  for (const one of begun) await stated(environment, one.source, 'indexing', () => readSource(environment, pool, one))
  transact(index, () => noteGone(index))
  await joinNewThreads(index)
  const [last] = begun.slice(-1)
  const identities = new Map(begun.map(({ source, tree }) => [source.id, tree.identity]))
  const gone = last && (await stated(environment, last.source, 'indexing', () => extractTexts({ ...environment, pool, identities })))
  await pool.finish()
  removeReplaced(index)
  // Only now, so that a pass cut between the sources, or in the attachments, shows as interrupted.
  for (const { source } of begun) setSourceState(index, source.number, gone?.has(source.id) ? 'unreachable' : 'complete')
  const left = begun.filter(({ source }) => gone?.has(source.id))
  if (left.length > 0) throw sourcesGone(new Map(left.map(({ source }) => [source.id, vanished(source)])), begun.length - left.length)
  return begun.map(({ source }) => source.id)
}

/** Runs a part of a pass and writes its time to the source; when it is cut, also what became of it. */
async function stated<Result>(
  environment: IngestEnvironment,
  source: SourceRecord,
  state: SourceState,
  work: () => Promise<Result>,
): Promise<Result> {
  const { index, now } = environment
  const startedMs = now()
  try {
    const result = await work()
    setSourceState(index, source.number, state, { addMs: now() - startedMs })
    return result
  } catch (error) {
    const unreachable = error instanceof AppError && error.code === 'jobs/source-vanished'
    try {
      setSourceState(index, source.number, unreachable ? 'unreachable' : 'interrupted', { addMs: now() - startedMs })
    } catch {
      // On a full disk it stands as after a kill. What ended the pass is what is told.
    }
    throw error
  }
}

/** Messages, or so many times 4 kB, through which one worker takes longer than the others to load their program. */
const worthAll = 2000

/** Of what is to be read about how many messages. */
function amountOf(plan: readonly ContainerWork[]): number {
  return plan.reduce((sum, { found }) => sum + (found.files?.length ?? found.sizeBytes / 4096), 0)
}

async function readSource(environment: IngestEnvironment, pool: IngestPool, { source, tree }: BegunSource): Promise<void> {
  const { index, control } = environment
  const plan = await planRescan({ index, pool }, source, tree, (found, generation) => registerContainer(index, source, found, generation))
  if (amountOf(plan) >= worthAll) pool.start('all')
  const batchMessages = environment.batchMessages ?? defaultBatchMessages
  const { identity } = tree
  await readContainers(source, plan, { index, control, pool, batchMessages, identity, onCommitted: startProgress(control, plan) })
  control.checkpoint('ingest/source-done')
}

/** Counts committed messages. The total of an mbox is an estimate by bytes until its end. */
function startProgress(control: JobControl, plan: readonly ContainerWork[]): (messages: number, bytes: number) => void {
  const totalBytes = plan.reduce((sum, { found }) => sum + found.sizeBytes, 0)
  const exact = plan.every(({ found }) => found.files !== null)
  const files = plan.reduce((sum, { found }) => sum + (found.files?.length ?? 0), 0)
  let done = 0
  let doneBytes = 0
  const report = (): void => {
    const estimate = doneBytes === 0 ? null : Math.max(done, Math.round((done * totalBytes) / doneBytes))
    control.report({ step: 'Reading messages', done, total: exact ? files : estimate, unit: 'messages' })
  }
  report()
  return (messages, bytes) => {
    done += messages
    doneBytes += bytes
    report()
  }
}
