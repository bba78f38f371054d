import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '../model/index.ts'
import { openIndex, type ShardSeat } from '../store/index.ts'
import type { ReaderOrder, ReaderReply } from './reader.ts'
import { answer } from './reader-questions.ts'

/** Entry of the threads that answer questions about the index: each with a connection of its own that can't write. */
const { path, key } = workerData as ShardSeat
const index = openIndex(path, { key, readonly: true })
const port = parentPort
if (!port) throw new Error('not a worker')

/** Thrown between two rows of an answer that nobody waits for. */
class Stopped extends Error {}

port.on('message', (order: ReaderOrder | 'end') => {
  if (order === 'end') {
    index.close()
    port.close()
    return
  }
  const stop = (): void => {
    if (Atomics.load(order.stopped, 0) === 1) throw new Stopped()
  }
  const { number } = order
  try {
    stop()
    port.postMessage({ number, result: answer(index, order.name, order.asked as never, stop) } satisfies ReaderReply)
  } catch (error) {
    if (error instanceof Stopped) return
    const known = error instanceof AppError ? { code: error.code, message: error.message, details: error.details } : null
    port.postMessage({ number, known, bug: known === null ? error : null } satisfies ReaderReply)
  }
})
