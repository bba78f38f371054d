import type { DocumentId, ExceptionCode, JobControl } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import {
  documentByNumber,
  insertExtractionNote,
  listInstances,
  listOwed,
  locatorOf,
  type OwedFamily,
  oweLostAgain,
  setExtraction,
  storeError,
  transact,
  type WritableDatabase,
} from '../store/index.ts'
import { giveBack, giveBackAll } from './give-back.ts'
import type { IngestPool } from './ingest-pass.ts'
import { placeOf } from './instance-place.ts'
import { exceptionReasons, partialCodes } from './ledger-reasons.ts'
import { attachmentLabel } from './part-label.ts'
import type { AttachmentText, MessagePlace } from './worker-extract.ts'

/** Attachments whose text is wanted before that of others: of documents that are in a request. Asked for again while the second pass runs. */
export type WantedFirst = () => ReadonlySet<DocumentId>

export interface ExtractEnvironment {
  readonly index: WritableDatabase
  readonly control: JobControl
  readonly pool: IngestPool
  readonly wantedFirst?: WantedFirst | undefined
}

/**
 * What a long first pass leaves in memory, which the second has other use for: above this the workers are replaced, and this thread gives back what it holds.
 * Starting them costs a few tenths of a second, so after a short pass they stay.
 */
const roomyBytes = 450 * 1024 * 1024
const atOnce = 64
const batchFamilies = 32

/**
 * The second pass: text of attachments that take long to read (PDF). What it has done is durable after each batch; what it owes is written in the
 * index, so it goes on after any interruption. What an earlier one could not read, since its disk was gone, is tried again.
 *
 * @throws api/cancelled, store/disk-full, jobs/worker-failed
 */
export async function extractTexts(environment: ExtractEnvironment): Promise<void> {
  const { index, control, pool } = environment
  transact(index, () => oweLostAgain(index, { lost: ['vanished', 'changed-while-read'], partial: partialCodes }))
  const owed = listOwed(index)
  const total = owed.reduce((sum, family) => sum + family.attachments.length, 0)
  if (total === 0) return
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
  const takeFirst = async (): Promise<void> => {
    const texts = await running.shift()
    if (texts) waiting.push(texts)
    if (waiting.length >= batchFamilies) flush()
  }
  try {
    for (const family of inTurn(owed, environment.wantedFirst)) {
      if (control.signal.aborted) {
        throw new AppError('api/cancelled', 'The pass was stopped. What was read so far is kept; it goes on from there.')
      }
      const texts = readFamilyTexts(index, pool, family)
      texts.catch(() => {})
      running.push(texts)
      if (running.length >= atOnce) await takeFirst()
    }
    pool.drain()
    while (running.length > 0) await takeFirst()
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

/** Tries a message's instances one after the other: one copy that is still there is enough. */
async function readFamilyTexts(index: WritableDatabase, pool: IngestPool, family: OwedFamily): Promise<readonly AttachmentText[]> {
  const message = documentByNumber(index, family.family)
  const instances = message ? listInstances(index, message) : []
  let texts: readonly AttachmentText[] = []
  for (const instance of instances) {
    texts = await readTexts(pool, placeOf(instance), family.attachments)
    if (texts.every(({ failure }) => failure === null)) return texts
  }
  return texts
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
