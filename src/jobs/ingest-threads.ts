import { setImmediate } from 'node:timers/promises'
import { joinThreads, messageKey } from '../group/index.ts'
import { answeringMessages, earlierThread, transact, type WritableDatabase, writeJoined } from '../store/index.ts'

/** Messages of a transaction: few enough that whoever asks something meanwhile isn't kept waiting. */
const portion = 5_000

/**
 * Joins the threads of messages that were taken in since the last time: all that name each other are one, also where a program named only the message before,
 * and where the one that joins them comes from a later source. Cut anywhere, it goes on there with the next pass.
 */
export async function joinNewThreads(index: WritableDatabase): Promise<void> {
  for (let last = false; !last; await setImmediate()) {
    transact(index, () => {
      const messages = answeringMessages(index, portion)
      last = messages.length < portion
      const keys = new Map<string, string>()
      const keyOf = (id: string): string => {
        const known = keys.get(id)
        if (known !== undefined) return known
        const key = messageKey(id)
        keys.set(id, key)
        return key
      }
      const lists = messages.map(({ messageId, references }) => (messageId === null ? references : [...references, messageId]).map(keyOf))
      writeJoined(
        index,
        joinThreads(lists, (key) => earlierThread(index, key)),
        last ? null : (messages.at(-1)?.number ?? null),
      )
    })
  }
}
