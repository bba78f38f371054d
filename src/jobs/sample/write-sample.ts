import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Composed } from './compose.ts'
import { composeNewsletter, composeThread } from './compose.ts'
import { sampleSources, writeMailboxes } from './mailboxes.ts'
import { seededRandom } from './random.ts'
import { announcementThreads, backgroundThreads, payrollThreads } from './story-background.ts'
import { dispatchThreads } from './story-dispatch.ts'
import { foreignThreads } from './story-foreign.ts'
import { hrThreads } from './story-hr.ts'
import { legalThreads } from './story-legal.ts'
import { newsletters } from './story-newsletters.ts'
import { officeThreads } from './story-office.ts'
import { twinThreads } from './story-twin.ts'
import type { Truth } from './truth.ts'
import { truthOf } from './truth.ts'

/** Changing it changes every byte of the sample. */
const seed = 20_240_115
const dispatchCount = 34
const backgroundRounds = 7
const newsletterCount = 39

/** What was written: paths to add as sources, and the truth of every message. */
export interface Sample {
  readonly directory: string
  readonly sources: readonly { readonly path: string; readonly custodian: string; readonly label: string }[]
  readonly truth: Truth
}

/**
 * Writes the synthetic sample archive into `directory` (made where missing): a small company's mail over two years in Maildir++, two mbox files and a
 * restored folder of eml files, and `truth.json` beside them. Two runs write the same bytes.
 */
export async function writeSample(directory: string): Promise<Sample> {
  mkdirSync(directory, { recursive: true })
  const random = seededRandom(seed)
  const threads = [
    ...hrThreads,
    ...legalThreads,
    ...officeThreads,
    ...foreignThreads,
    ...twinThreads,
    ...payrollThreads(),
    ...dispatchThreads(random, dispatchCount),
    ...announcementThreads(random),
    ...backgroundThreads(random, backgroundRounds),
  ]
  const messages: Composed[] = []
  for (const thread of threads) messages.push(...(await composeThread(thread, random)))
  for (const letter of newsletters(random, newsletterCount)) messages.push(composeNewsletter(letter, random))
  messages.sort((left, right) => left.atMs - right.atMs || (left.messageId < right.messageId ? -1 : 1))
  const places = writeMailboxes(directory, messages, random)
  const truth = truthOf(messages, places)
  writeFileSync(join(directory, 'truth.json'), `${JSON.stringify(truth, null, 1)}\n`)
  return { directory, sources: sampleSources.map((source) => ({ ...source, path: join(directory, source.path) })), truth }
}
