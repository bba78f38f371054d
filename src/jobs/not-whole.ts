import type { DocumentId } from '../model/index.ts'
import { type Decision, liveStates, type ReadableDatabase, readCutShort, readTooLarge, type StoredMark } from '../store/index.ts'

/** Documents of a request that were not read to the end, since they are too large. */
export interface NotWhole {
  /** Of these not even the bytes were collected. */
  readonly cutShort: ReadonlySet<DocumentId>
  /** Of these more was collected than a reviewer can be shown. */
  readonly tooLarge: ReadonlySet<DocumentId>
}

export function readNotWhole(database: ReadableDatabase): NotWhole {
  return { cutShort: readCutShort(database), tooLarge: readTooLarge(database) }
}

/** What is wrong with what leaves of a document: nothing, a part that would pass for the whole, or an original file that nobody was shown all of. */
export function partOf(decision: Decision, marks: readonly StoredMark[], { cutShort, tooLarge }: NotWhole): 'part' | 'unseen' | null {
  if (!leaves(decision)) return null
  if (cutShort.has(decision.document)) return 'part'
  if (!tooLarge.has(decision.document)) return null
  return leavesAsOriginal(decision, marks) ? 'unseen' : 'part'
}

/** Whether a document, or a rendition of it, goes to whoever asked. */
export function leaves({ coding, disposition }: Pick<Decision, 'coding' | 'disposition'>): boolean {
  return coding.value === 'responsive' && disposition.value !== null && disposition.value !== 'withhold'
}

/** Whether an attachment goes as the file that it is. */
export function leavesAsOriginal({ coding, disposition }: Decision, marks: readonly StoredMark[]): boolean {
  if (coding.value !== 'responsive' || disposition.value !== 'release' || !disposition.native) return false
  return !marks.some(({ state }) => (liveStates as readonly string[]).includes(state))
}
