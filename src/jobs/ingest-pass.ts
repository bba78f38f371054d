import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { DecodeError } from '../formats/mail-side.ts'
import type { ExceptionCode, JobControl } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import {
  type ContainerRecord,
  dropNote,
  failedInMbox,
  getContainer,
  insertContainer,
  insertException,
  knownFileKeys,
  openContainer,
  type SourceRecord,
  setContainerState,
  setInstancePlace,
  takeBackFailures,
  transact,
  type WritableDatabase,
  writeBatches,
} from '../store/index.ts'
import { packDigested, unpackDigested } from './digested.ts'
import { type Committer, createCommitter, type DigestedGroup } from './ingest-commit.ts'
import { emptyGroup, fileGroups, type Group, type MboxReading, openMbox } from './ingest-groups.ts'
import { folderLabel } from './ingest-names.ts'
import { PlaceReader, placeText } from './ingest-place.ts'
import { type FoundContainer, pathBelow } from './ingest-walk.ts'
import type { Outcome, Pool } from './pool.ts'
import { sourceIdentity } from './source-identity.ts'
import { failedAt, type MessageGroup } from './worker-bytes.ts'
import type { WorkerResult, WorkerTask } from './worker-task.ts'

export type IngestPool = Pool<WorkerTask, WorkerResult>

/** A container to be read, with what the walk found there. */
export interface ContainerWork {
  readonly number: number
  readonly found: FoundContainer
}

export interface PassOptions {
  readonly index: WritableDatabase
  readonly control: JobControl
  readonly pool: IngestPool
  readonly batchMessages: number
  /** What was at the source's path when it was looked through, as `sourceIdentity` tells it. */
  readonly identity: string | null
  /** Told after each commit. */
  readonly onCommitted: (messages: number, bytes: number) => void
}

/**
 * Groups being digested at a time: enough for the workers to go on while they hold back what isn't durable yet (worker-loop.ts) and while a batch is stored.
 */
const inFlight = 512

interface Unit {
  readonly container: number
  readonly group: Group
  /** In order, each as `packDigested` makes it. */
  readonly digested: Promise<readonly string[]>
  readonly ended: Promise<DigestedGroup['ended']> | null
}

/**
 * Reads a source's containers one after the other and stores what the workers make of them, in order, however they finish.
 *
 * @throws jobs/source-vanished, api/cancelled, store/disk-full, jobs/worker-failed
 */
export async function readContainers(source: SourceRecord, work: readonly ContainerWork[], options: PassOptions): Promise<void> {
  const committer = createCommitter(options.index, options)
  const units: Unit[] = []
  const reader = new PlaceReader()
  try {
    for (const item of work) {
      for (const unit of containerUnits(source, item, reader, options)) {
        // A rejection is met when the unit's turn comes; until then it must not count as unhandled.
        unit.digested.catch(() => {})
        unit.ended?.catch(() => {})
        units.push(unit)
        while (units.length >= inFlight) await storeFirst(source, units, committer, options)
        stopIfAsked(options.control)
      }
    }
    options.pool.drain()
    while (units.length > 0) {
      stopIfAsked(options.control)
      await storeFirst(source, units, committer, options)
    }
  } finally {
    reader.close()
    // What was digested in order so far is kept, also when the pass is stopped.
    committer.flush()
  }
}

function stopIfAsked(control: JobControl): void {
  if (control.signal.aborted)
    throw new AppError('api/cancelled', 'The pass was stopped. What was read so far is kept; it goes on from there.')
}

async function storeFirst(source: SourceRecord, units: Unit[], committer: Committer, options: PassOptions): Promise<void> {
  const unit = units.shift()
  if (!unit) return
  const [digested, ended] = await Promise.all([unit.digested, unit.ended])
  const messages = digested.flatMap(unpackDigested)
  const lost = ended?.state === 'failed' || messages.some((message) => !message.ok && absences.has(message.code))
  // What can't be read because all of its source is gone has not failed: it is read once the source is back.
  if (lost && sourceIdentity(source.path) !== options.identity) throw vanished(source)
  // Results come many at a time; between transactions whoever searches meanwhile gets a turn.
  if (committer.add({ source: source.number, container: unit.container, group: unit.group, messages, ended })) await setImmediate()
}

/** Failures that a source which is gone explains. */
const absences: ReadonlySet<ExceptionCode> = new Set<ExceptionCode>(['vanished', 'unreadable-file'])

function* containerUnits(source: SourceRecord, item: ContainerWork, reader: PlaceReader, options: PassOptions): Generator<Unit> {
  const record = getContainer(options.index, item.number)
  const path = containerPath(source, item.found)
  if (item.found.files === null) yield* mboxUnits(source, record, item, path, reader, options)
  else yield* folderUnits(record, item, path, options)
}

/** The file or folder on disk that a container is, or is in. */
export function containerPath(source: SourceRecord, found: FoundContainer): Buffer {
  return found.place === null ? pathBelow(source.path, found.name, found.nameBytes) : Buffer.from(found.place.path)
}

const done = (sha256: Uint8Array | null): DigestedGroup['ended'] => ({ state: 'done', sha256 })

function* folderUnits(record: ContainerRecord, item: ContainerWork, path: Buffer, options: PassOptions): Generator<Unit> {
  const { index, pool } = options
  const { found } = item
  const files = transact(index, () => {
    takeBackFailures(index, record.number, 'any')
    const now = getContainer(index, record.number)
    const known = knownFileKeys(index, record.number)
    for (const file of found.files ?? []) {
      if (file.place !== null && known.has(file.key)) setInstancePlace(index, record.number, file.key, placeText(file.place))
    }
    const fresh = (found.files ?? []).filter((file) => !known.has(file.key))
    const indexed = now.indexed + now.partial
    openContainer(index, record.number, {
      sizeBytes: now.messageBytes + fresh.reduce((sum, file) => sum + file.sizeBytes, 0),
      modifiedMs: 0,
      stamp: found.stamp,
      dialect: null,
      listed: indexed + fresh.length,
    })
    return fresh
  })
  for (const group of fileGroups(path, found.name, files)) {
    yield { container: record.number, group, digested: digestGroup(pool, group.task), ended: null }
  }
  yield { container: record.number, group: emptyGroup(0), digested: Promise.resolve([]), ended: Promise.resolve(done(null)) }
}

function* mboxUnits(
  source: SourceRecord,
  record: ContainerRecord,
  item: ContainerWork,
  path: Buffer,
  reader: PlaceReader,
  options: PassOptions,
): Generator<Unit> {
  const { index, pool } = options
  const steps = item.found.place?.steps ?? []
  const shown = item.found.name || basename(source.path)
  let position = record.position
  const giveUp = (error: unknown): Unit => {
    const sizeBytes = getContainer(index, record.number).sizeBytes
    const rest = { locator: `${shown}@${position}`, code: fileError(error), length: Math.max(0, sizeBytes - position), place: 'rest' }
    return {
      container: record.number,
      group: { ...emptyGroup(position), listed: 1, failed: [rest] },
      digested: Promise.resolve([]),
      ended: Promise.resolve({ state: 'failed', sha256: null }),
    }
  }
  let reading: MboxReading
  try {
    reading = openMbox(reader, path, steps, shown)
  } catch (error) {
    transact(index, () => takeBackFailures(index, record.number, 'rest'))
    yield giveUp(error)
    return
  }
  try {
    // What is told of an earlier reading is told again at the end, if it holds.
    const doubted = transact(index, () => {
      takeBackFailures(index, record.number, 'rest')
      const { sizeBytes, modifiedMs, dialect } = reading
      openContainer(index, record.number, { sizeBytes, modifiedMs, stamp: null, dialect, listed: null })
      return dropNote(index, record.number, 'changed-while-read')
    })
    // A rescan knows that what was hashed before is still the same.
    const hashed = !doubted && record.sha256 !== null && record.sizeBytes === reading.sizeBytes && position === reading.sizeBytes
    const hash = hashed ? null : pool.run({ kind: 'hash', path, steps, length: reading.sizeBytes })
    hash?.catch(() => {})
    for (const group of reading.retry(failedInMbox(index, record.number), position)) {
      yield { container: record.number, group, digested: digestGroup(pool, group.task), ended: null }
    }
    for (const group of reading.groups(position)) {
      position = group.position
      yield { container: record.number, group, digested: digestGroup(pool, group.task), ended: null }
    }
    const still = reading.unchanged()
    const notes = still ? [] : [{ locator: shown, code: 'changed-while-read' as const, place: '' }]
    yield {
      container: record.number,
      group: { ...emptyGroup(position), notes },
      digested: Promise.resolve([]),
      ended: hash === null ? Promise.resolve(done(null)) : hash.then(ending),
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    yield giveUp(error)
  } finally {
    // Others may follow in the same stream.
    if (steps.length === 0) reader.close()
  }
}

/** A file that could be read to its end but not hashed is looked at again by the next pass. */
function ending(hash: Outcome<WorkerResult>): DigestedGroup['ended'] {
  return hash.ok && hash.result.kind === 'hash' ? done(hash.result.sha256) : { state: 'failed', sha256: null }
}

function note(index: WritableDatabase, record: ContainerRecord, locator: string, code: ExceptionCode): void {
  insertException(index, { source: record.source, container: record.number, locator, code, place: '', counted: false, length: 0 })
}

/** What ends a pass in the middle of a source. */
export function vanished(source: SourceRecord): AppError {
  return new AppError(
    'jobs/source-vanished',
    'The source can’t be reached any more. Mount its disk or share again and rescan it: reading goes on where it stopped.',
    { source: source.id, path: source.path },
  )
}

function fileError(error: unknown): ExceptionCode {
  if (error instanceof DecodeError) return error.code
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT') return 'vanished'
  return code === 'ELOOP' ? 'symlink-refused' : 'unreadable-file'
}

/** Digests a group's messages; one that takes its worker down becomes an exception, and the others of the group are given out again. */
export async function digestGroup(pool: IngestPool, task: Group['task']): Promise<readonly string[]> {
  if (task === null) return []
  const outcome = await pool.run(task)
  if (outcome.ok) {
    if (outcome.result.kind !== 'messages') throw new Error('a worker answered something else')
    return [outcome.result.digested]
  }
  const culprit = task.messages[outcome.step]
  const part = (start: number, end?: number): Group['task'] => {
    const messages = task.messages.slice(start, end)
    return messages.length === 0 ? null : ({ ...task, messages } as MessageGroup)
  }
  const [before, after] = await Promise.all([digestGroup(pool, part(0, outcome.step)), digestGroup(pool, part(outcome.step + 1))])
  const failed = culprit ? [packDigested([failedAt(culprit, outcome.code)])] : []
  return [...before, ...failed, ...after]
}

/** Registers a container found for the first time, or found rewritten (`generation` above 1). */
export function registerContainer(index: WritableDatabase, source: SourceRecord, found: FoundContainer, generation: number): number {
  return insertContainer(index, {
    source: source.number,
    name: found.name,
    nameBytes: found.nameBytes,
    generation,
    folder: folderLabel(found.name, found.kind),
    place: found.place === null ? null : placeText(found.place),
    sizeBytes: found.sizeBytes,
    modifiedMs: found.modifiedMs,
    listed: found.files?.length ?? 0,
  })
}

/** Marks a container as gone; what was read of it stays, and what wasn't stands in the ledger. */
export function containerVanished(index: WritableDatabase, record: ContainerRecord, source: SourceRecord): void {
  unreadRest(index, record, source)
  setContainerState(index, record.number, 'vanished', null)
  note(index, record, record.name || basename(source.path), 'vanished')
}

/** Lists what of a container was never read, and can't be any more. */
export function unreadRest(index: WritableDatabase, record: ContainerRecord, source: SourceRecord): void {
  const shown = record.name || basename(source.path)
  takeBackFailures(index, record.number, 'rest')
  const { sizeBytes, messageBytes, separatorBytes, exceptionBytes, listed, indexed, partial, exceptions } = getContainer(
    index,
    record.number,
  )
  const unread = sizeBytes - messageBytes - separatorBytes - exceptionBytes
  if (unread <= 0) return
  const rest = { locator: `${shown}@${record.position}`, code: 'vanished', length: unread, place: 'rest' } as const
  // Of a folder the messages that weren't read are counted already.
  const waiting = listed - indexed - partial - exceptions
  const group = { ...emptyGroup(record.position), listed: 1 - waiting, failed: [rest] }
  writeBatches(index, [{ ...group, source: source.number, container: record.number, sizeDelta: 0, instances: [] }])
}
