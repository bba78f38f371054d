import type { DocumentId, ExceptionCode, JobControl, SourceId } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import {
  documentByNumber,
  findSource,
  type InstanceRecord,
  insertExtractionNote,
  listInstances,
  listOwed,
  locatorOf,
  type OwedFamily,
  oweAgain,
  setExtraction,
  sourceNumber,
  storeError,
  transact,
  type WritableDatabase,
} from '../store/index.ts'
import { giveBack, giveBackAll } from './give-back.ts'
import type { IngestPool } from './ingest-pass.ts'
import { placeOf } from './instance-place.ts'
import { exceptionReasons, partialCodes } from './ledger-reasons.ts'
import { attachmentLabel } from './part-label.ts'
import { sourceIdentity } from './source-identity.ts'
import { untilStopped } from './until-stopped.ts'
import type { AttachmentText, MessagePlace } from './worker-extract.ts'

/** Attachments whose text is wanted before that of others: of documents that are in a request. Asked for again while the second pass runs. */
export type WantedFirst = () => ReadonlySet<DocumentId>

export interface ExtractEnvironment {
  readonly index: WritableDatabase
  readonly control: JobControl
  readonly pool: IngestPool
  /** What was at the paths of the sources that this pass is about, as `sourceIdentity` tells it. */
  readonly identities: ReadonlyMap<SourceId, string | null>
  /** Families a transaction at most; the default suits big archives, tests take fewer. */
  readonly batchMessages?: number
  readonly wantedFirst?: WantedFirst | undefined
}

/**
 * What a long first pass leaves in memory, which the second has other use for: above this the workers are replaced, and this thread gives back what it holds.
 * Starting them costs a few tenths of a second, so after a short pass they stay.
 */
const roomyBytes = 450 * 1024 * 1024
const atOnce = 64
const batchFamilies = 32
/** Failures of the file that a message stands in, not of its attachments. */
const lost: readonly ExceptionCode[] = ['vanished', 'unreadable-file', 'changed-while-read']
/** What an attachment may not fail of again. */
const givenUp: readonly ExceptionCode[] = ['timeout', 'out-of-memory']
/** Those that a source which is gone explains. */
const absences: ReadonlySet<ExceptionCode | null> = new Set<ExceptionCode | null>(['vanished', 'unreadable-file'])

/**
 * The second pass: text of attachments that take long to read (PDF). What it has done is durable after each batch; what it owes is written in the
 * index, so it goes on after any interruption. What an earlier one could not read, since its file was gone, is tried again, and in the sources that this pass is about what it gave
 * up for time or memory. What stands in a source that is gone in whole stays owed; gives those sources.
 *
 * @throws api/cancelled, store/disk-full, jobs/worker-failed
 */
export async function extractTexts(environment: ExtractEnvironment): Promise<ReadonlySet<SourceId>> {
  const { index, control, pool } = environment
  const gone = new Set<SourceId>()
  transact(index, () => oweAgain(index, { lost, givenUp, sources: new Set(environment.identities.keys()), partial: partialCodes }))
  const owed = listOwed(index)
  const total = owed.reduce((sum, family) => sum + family.attachments.length, 0)
  if (total === 0) return gone
  let doneCount = 0
  const report = (): void => control.report({ step: 'Reading attachments', done: doneCount, total, unit: 'documents' })
  report()
  if (process.memoryUsage.rss() > roomyBytes) {
    await pool.renew()
    giveBackAll()
  }
  const running: Promise<readonly AttachmentText[]>[] = []
  let waiting: (readonly AttachmentText[])[] = []
  const flush = (): void => {
    if (waiting.length === 0) return
    try {
      transact(index, () => {
        for (const texts of waiting) for (const text of texts) store(index, text)
      })
    } catch (error) {
      throw storeError(error, index.name)
    }
    giveBack()
    doneCount += waiting.reduce((sum, texts) => sum + texts.length, 0)
    waiting = []
    report()
    control.checkpoint('extract/batch-committed')
  }
  const stopped = (): AppError =>
    new AppError('api/cancelled', 'The pass was stopped. What was read so far is kept; it goes on from there.')
  const takeFirst = async (): Promise<void> => {
    const first = running.shift()
    // A message of many attachments, each of which takes its time, must not keep whoever stops the pass waiting.
    if (first) waiting.push(await untilStopped(first, control.signal, stopped))
    if (waiting.length >= Math.min(batchFamilies, environment.batchMessages ?? batchFamilies)) flush()
  }
  try {
    for (const family of inTurn(owed, environment.wantedFirst)) {
      if (control.signal.aborted) throw stopped()
      const texts = readFamilyTexts(environment, family, gone)
      texts.catch(() => {})
      running.push(texts)
      if (running.length >= atOnce) await takeFirst()
    }
    pool.drain()
    while (running.length > 0) await takeFirst()
    return gone
  } finally {
    flush()
  }
}

/** Families between two looks at what is wanted first; of a long list a twentieth, since each look goes through all that is left. */
const leastTurn = 256

/** What is owed, families of wanted attachments first; what comes to be wanted meanwhile moves up. */
function* inTurn(owed: readonly OwedFamily[], wantedFirst: WantedFirst | undefined): Generator<OwedFamily> {
  let left = owed
  while (left.length > 0) {
    const wanted = wantedFirst?.() ?? new Set()
    const isWanted = ({ attachments }: OwedFamily): boolean => attachments.some(({ id }) => wanted.has(id))
    const ordered = wanted.size === 0 ? left : [...left.filter(isWanted), ...left.filter((family) => !isWanted(family))]
    const turn = Math.max(leastTurn, Math.ceil(ordered.length / 20))
    yield* ordered.slice(0, turn)
    left = ordered.slice(turn)
  }
}

/**
 * Tries a message's instances one after the other: one copy that is still there is enough. What none of them gives is not told as lost, and is left out here, while
 * a source in which one stood is gone.
 */
async function readFamilyTexts(
  { index, pool, identities }: ExtractEnvironment,
  { family, attachments }: OwedFamily,
  gone: Set<SourceId>,
): Promise<readonly AttachmentText[]> {
  const read: AttachmentText[] = []
  let failed: readonly AttachmentText[] = []
  let left = attachments
  let isGone = false
  for (const instance of listInstances(index, { family })) {
    const texts = await readTexts(pool, placeOf(instance), left)
    read.push(...texts.filter(({ failure }) => failure === null))
    failed = texts.filter(({ failure }) => failure !== null)
    if (failed.length === 0) return read
    const missing = new Set(failed.map(({ number }) => number))
    left = attachments.filter(({ number }) => missing.has(number))
    if (!failed.some(({ failure }) => absences.has(failure)) || !isSourceGone(index, instance, identities)) continue
    gone.add(instance.source)
    isGone = true
  }
  return isGone ? read : [...read, ...failed]
}

function isSourceGone(
  index: WritableDatabase,
  { source, sourcePath }: InstanceRecord,
  identities: ExtractEnvironment['identities'],
): boolean {
  const now = sourceIdentity(sourcePath)
  if (now === null) return true
  // Of one that the pass isn't about, an earlier pass may have found that it is gone.
  return identities.has(source) ? identities.get(source) !== now : findSource(index, sourceNumber(source))?.state === 'unreachable'
}

async function readTexts(
  pool: IngestPool,
  place: MessagePlace,
  attachments: OwedFamily['attachments'],
): Promise<readonly AttachmentText[]> {
  if (attachments.length === 0) return []
  const outcome = await pool.run({ kind: 'extract', owed: { place, attachments } })
  if (outcome.ok) {
    if (outcome.result.kind !== 'texts') throw new Error('a worker answered something else')
    return outcome.result.texts
  }
  const culprit = attachments[outcome.step]
  const failed: AttachmentText[] = culprit
    ? [
        {
          number: culprit.number,
          extraction: 'failed',
          problems: [{ code: outcome.code, where: culprit.part }],
          failure: null,
          text: null,
        },
      ]
    : []
  const [before, after] = await Promise.all([
    readTexts(pool, place, attachments.slice(0, outcome.step)),
    readTexts(pool, place, attachments.slice(outcome.step + 1)),
  ])
  return [...before, ...failed, ...after]
}

function store(index: WritableDatabase, text: AttachmentText): void {
  setExtraction(index, text.number, { extraction: text.extraction, problems: text.problems, text: text.text })
  const document = documentByNumber(index, text.number)
  if (!document) return
  const codes: ExceptionCode[] = [...text.problems.map((problem) => problem.code), ...(text.failure === null ? [] : [text.failure])]
  if (codes.length === 0) return
  const part = attachmentLabel(index, document)
  for (const instance of listInstances(index, document)) {
    for (const code of codes) {
      insertExtractionNote(index, instance, {
        locator: locatorOf(instance),
        code,
        place: document.part,
        part,
        partial: text.extraction === 'failed' || exceptionReasons[code].partial,
      })
    }
  }
}
