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

let last: Promise<void> = Promise.resolve()
port.on('message', (order: ReaderOrder | 'end') => {
  last = last.then(() => (order === 'end' ? end() : reply(order)))
})

function end(): void {
  index.close()
  port?.close()
}

async function reply({ number, name, asked, stopped }: ReaderOrder): Promise<void> {
  const stop = (): void => {
    if (Atomics.load(stopped, 0) === 1) throw new Stopped()
  }
  const post = (message: ReaderReply): void => port?.postMessage(message)
  try {
    stop()
    post({ number, result: await answer(index, name, asked as never, stop) })
  } catch (error) {
    if (error instanceof Stopped) return
    const known = error instanceof AppError ? { code: error.code, message: error.message, details: error.details } : null
    post({ number, known, bug: known === null ? error : null })
  }
}
