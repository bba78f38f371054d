import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createMeter, progressKind } from '../../src/api/core-progress.ts'
import { createQueue } from '../../src/api/core-queue.ts'
import { type CoreClient, connect, serve } from '../../src/api/index.ts'
import { AppError } from '../../src/model/index.ts'
import { failure } from './core-home.ts'

const forever = new AbortController().signal

describe('The queue', () => {
  it('keeps to the order of arrival over awaits, and lets different keys pass', async () => {
    const queue = createQueue()
    const seen: string[] = []
    const work = async (name: string, keys: string[], pause: number): Promise<void> => {
      const release = await queue.acquire(keys, forever)
      seen.push(`${name} begins`)
      await new Promise((resolve) => setTimeout(resolve, pause))
      seen.push(`${name} ends`)
      release()
    }
    await Promise.all([work('a', ['m1'], 30), work('b', ['m1'], 1), work('c', ['m2'], 5), work('d', ['m1', 'm2'], 1)])
    expect(seen).toEqual(['a begins', 'c begins', 'c ends', 'a ends', 'b begins', 'b ends', 'd begins', 'd ends'])
  })

  it('does not lose its place when a waiting one is stopped', async () => {
    const queue = createQueue()
    const first = await queue.acquire(['m1'], forever)
    const stop = new AbortController()
    const second = failure(queue.acquire(['m1'], stop.signal))
    let third = false
    const after = queue.acquire(['m1'], forever).then((release) => {
      third = true
      release()
    })
    stop.abort()
    expect((await second).code).toBe('api/cancelled')
    expect(third).toBe(false)
    first()
    await after
    expect(third).toBe(true)
  })
})

describe('The progress of a job', () => {
  const report = (done: number, total: number | null = 1000) => ({ step: 'Reading mail', done, total, unit: 'messages' as const })

  it('carries rate and time left, at most five times a second, and its end always', () => {
    let nowMs = 0
    const seen: { done: number; perSecond: number | null; remainingMs: number | null; state: string }[] = []
    const meter = createMeter('J1', 'ingest', { now: () => nowMs }, (event) => {
      if (event.type === 'progress') seen.push(event.progress)
    })
    for (; nowMs <= 2000; nowMs += 10) meter.report(report(nowMs / 10))
    meter.report(report(250))
    meter.end('done')
    expect(seen.length).toBeLessThanOrEqual(12)
    expect(seen[0]).toMatchObject({ done: 0, perSecond: null, remainingMs: null, state: 'running' })
    expect(seen.find(({ done }) => done === 100)).toMatchObject({ perSecond: 100, remainingMs: 9000 })
    expect(seen.at(-1)).toMatchObject({ done: 250, state: 'done', remainingMs: null })
  })

  it('reckons each step for itself', () => {
    let nowMs = 0
    const seen: { step: string; perSecond: number | null }[] = []
    const meter = createMeter('J1', 'ingest', { now: () => nowMs }, (event) => {
      if (event.type === 'progress') seen.push(event.progress)
    })
    meter.report(report(0))
    nowMs = 1000
    meter.report(report(900))
    nowMs = 2000
    meter.report({ ...report(0), step: 'Reading attachments' })
    expect(seen.at(-1)).toMatchObject({ step: 'Reading attachments', perSecond: null })
  })

  it('is silent for a job that reported nothing', () => {
    const seen: unknown[] = []
    createMeter('J1', 'produce', { now: () => 0 }, (event) => seen.push(event)).end('done')
    expect(seen).toEqual([])
  })

  it('goes under the kind of its command', () => {
    expect(['source.add', 'matter.collect', 'review.suggest', 'check.bundle', 'produce.run', 'demo.run'].map(progressKind)).toEqual([
      'ingest',
      'collect',
      'suggest',
      'check',
      'produce',
      'produce',
    ])
  })
})

/** A pipe that copies what it carries, as a process boundary does. */
function pipe() {
  const make = () => new EventEmitter<{ message: [unknown] }>()
  const [left, right] = [make(), make()]
  const port = (here: typeof left, there: typeof left) => ({
    postMessage: (message: unknown) => {
      const copy = structuredClone(message)
      queueMicrotask(() => there.emit('message', copy))
    },
    on: (name: 'message', listener: (message: unknown) => void) => here.on(name, listener),
  })
  return { left: port(left, right), right: port(right, left), inject: (message: unknown) => left.emit('message', message) }
}

/** A core whose answer is `answer`: what is tested here is what lies between. */
function answering(answer: (signal: AbortSignal | undefined, name: string) => unknown): CoreClient {
  return {
    call: async (name, _input, options) => (await answer(options?.signal, name)) as never,
    on: () => () => {},
    close: async () => {},
  }
}

describe('The channel', () => {
  it('carries bytes as bytes', async () => {
    const { left, right } = pipe()
    serve(
      answering(() => ({ bytes: new Uint8Array([0, 255, 13, 10]), contentType: 'image/png', csp: '' })),
      left,
    )
    const answer = await connect(right).call('document.raw', { document: 'm' } as never)
    expect(answer.bytes).toBeInstanceOf(Uint8Array)
    expect([...answer.bytes]).toEqual([0, 255, 13, 10])
  })

  it('carries an error with its code, words and details, and of an unexpected one nothing', async () => {
    const { left, right } = pipe()
    let error: Error = new AppError('search/syntax', 'At 4: a word is missing.', { start: 4, fields: ['from'] })
    serve(
      answering(() => Promise.reject(error)),
      left,
    )
    const client = connect(right)
    const known = await failure(client.call('job.list', {}))
    expect(known).toBeInstanceOf(AppError)
    expect([known.code, known.message, known.details]).toEqual([
      'search/syntax',
      'At 4: a word is missing.',
      { start: 4, fields: ['from'] },
    ])
    error = new Error('canary-55')
    const unknown = await failure(client.call('job.list', {}))
    expect([unknown.code, unknown.message.includes('canary')]).toEqual(['api/internal', false])
  })

  it('carries a stop, to the one call it is meant for', async () => {
    const { left, right } = pipe()
    const running: string[] = []
    serve(
      answering((signal, name) => {
        running.push(name)
        return new Promise((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new AppError('api/cancelled', 'Stopped.')))
          if (name === 'job.list') setTimeout(() => resolve({ jobs: ['J1'] }), 20)
        })
      }),
      left,
    )
    const client = connect(right)
    const stop = new AbortController()
    const stopped = failure(client.call('source.list', {}, { signal: stop.signal }))
    const other = client.call('job.list', {}, { signal: new AbortController().signal })
    stop.abort()
    expect((await stopped).code).toBe('api/cancelled')
    expect(await other).toEqual({ jobs: ['J1'] })
    expect(running).toEqual(['source.list', 'job.list'])
  })

  it('drops messages that are no request', async () => {
    const { left, right, inject } = pipe()
    let calls = 0
    serve(
      answering(() => {
        calls += 1
        return { jobs: [] }
      }),
      left,
    )
    for (const message of [
      null,
      5,
      'call',
      [],
      { type: 'call' },
      { type: 'call', id: '1', name: 'job.list' },
      { type: 'cancel', id: 99 },
      { type: 'result', id: 0 },
    ])
      inject(message)
    expect(await connect(right).call('job.list', {})).toEqual({ jobs: [] })
    expect(calls).toBe(1)
  })

  it('gives up what is unanswered when it is closed, and takes no further calls', async () => {
    const { left, right } = pipe()
    serve(
      answering(() => new Promise(() => {})),
      left,
    )
    const client = connect(right)
    const waiting = failure(client.call('job.list', {}))
    await client.close()
    expect((await waiting).code).toBe('api/cancelled')
    expect((await failure(client.call('job.list', {}))).code).toBe('api/cancelled')
  })
})
