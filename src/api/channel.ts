import { z } from 'zod'
import type { ErrorCode, ErrorDetails } from '../model/index.ts'
import { AppError, errorCodes } from '../model/index.ts'
import type { CoreClient } from './client.ts'
import { cancelled } from './core-queue.ts'
import type { CoreEvent } from './views.ts'

/**
 * One end of a two-way pipe that carries structured clones: a MessagePort, a child process with advanced serialization, Electron's
 * utility process (whose listener gets an event: hosts unwrap its `data`).
 */
export interface ChannelPort {
  postMessage(message: unknown): void
  on(name: 'message', listener: (message: unknown) => void): unknown
}

type Reply =
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | {
      readonly type: 'error'
      readonly id: number
      readonly error: { readonly code: string; readonly message: string; readonly details: ErrorDetails }
    }
  | { readonly type: 'event'; readonly event: CoreEvent }

const requestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id: z.int().min(0), name: z.string().max(100), input: z.unknown() }),
  z.object({ type: z.literal('cancel'), id: z.int().min(0) }),
])
const replySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id: z.int(), value: z.unknown() }),
  z.object({
    type: z.literal('error'),
    id: z.int(),
    error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }),
  }),
  z.object({ type: z.literal('event'), event: z.custom<CoreEvent>((value) => typeof value === 'object' && value !== null) }),
])

/** Answers calls that come over `port` from `core`; messages that are no request of ours are dropped. Returns what ends it. */
export function serve(core: CoreClient, port: ChannelPort): () => void {
  const calls = new Map<number, AbortController>()
  let ended = false
  const post = (reply: Reply): void => {
    if (!ended) port.postMessage(reply)
  }
  const stopEvents = core.on((event) => post({ type: 'event', event }))
  port.on('message', (message) => {
    const request = requestSchema.safeParse(message)
    if (ended || !request.success) return
    const { data } = request
    if (data.type === 'cancel') {
      calls.get(data.id)?.abort()
      return
    }
    const controller = new AbortController()
    calls.set(data.id, controller)
    void core
      .call(data.name as never, data.input as never, { signal: controller.signal })
      .then(
        (value: unknown) => post({ type: 'result', id: data.id, value }),
        (error: unknown) => post({ type: 'error', id: data.id, error: plainError(error) }),
      )
      .finally(() => calls.delete(data.id))
  })
  return () => {
    ended = true
    stopEvents()
    for (const call of calls.values()) call.abort()
  }
}

/** The other end: a client whose calls are answered by `serve`. `close` gives up what is still unanswered. */
export function connect(port: ChannelPort): CoreClient {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: AppError): void }>()
  const listeners = new Set<(event: CoreEvent) => void>()
  let next = 0
  let closed = false
  port.on('message', (message) => {
    const reply = replySchema.safeParse(message)
    if (!reply.success) return
    const { data } = reply
    if (data.type === 'event') {
      for (const listener of listeners) listener(data.event)
      return
    }
    const call = waiting.get(data.id)
    waiting.delete(data.id)
    if (data.type === 'result') call?.resolve(data.value)
    else call?.reject(revivedError(data.error))
  })
  return {
    call: (name, input, options) => {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      if (closed) return Promise.reject(gone())
      if (options?.signal?.aborted) return Promise.reject(cancelled())
      const id = next
      next += 1
      const cancel = (): void => {
        if (waiting.has(id)) port.postMessage({ type: 'cancel', id })
      }
      waiting.set(id, { resolve, reject })
      port.postMessage({ type: 'call', id, name, input })
      options?.signal?.addEventListener('abort', cancel, { once: true })
      return promise.finally(() => options?.signal?.removeEventListener('abort', cancel)) as never
    },
    on: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: async () => {
      closed = true
      for (const call of waiting.values()) call.reject(gone())
      waiting.clear()
      listeners.clear()
    },
  }
}

/** An error as it crosses: code, message, details, and nothing else. */
export function plainError(error: unknown): { code: ErrorCode; message: string; details: ErrorDetails } {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details }
  return { code: 'api/internal', message: 'Something went wrong inside the program.', details: {} }
}

/** The same error on the other side. */
export function revivedError(plain: { readonly code: string; readonly message: string; readonly details: object }): AppError {
  const code = errorCodes.find((known) => known === plain.code) ?? 'api/internal'
  return new AppError(code, plain.message, plain.details as ErrorDetails)
}

function gone(): AppError {
  return new AppError('api/cancelled', 'The connection to the core was closed before the answer came.')
}
