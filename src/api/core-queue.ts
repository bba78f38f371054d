import { AppError } from '../model/index.ts'

/** Keeps writes to the same thing one after the other, in order of arrival, over their awaits. */
export interface Queue {
  /**
   * Waits until none of `keys` is held; the result lets go of them.
   *
   * @throws api/cancelled when stopped while waiting
   */
  acquire(keys: readonly string[], signal: AbortSignal): Promise<() => void>
}

export function createQueue(): Queue {
  const tails = new Map<string, Promise<unknown>>()
  return {
    acquire: async (keys, signal) => {
      const before = Promise.all(keys.map((key) => tails.get(key)))
      const { promise: mine, resolve } = Promise.withResolvers<void>()
      for (const key of keys) tails.set(key, mine)
      const release = (): void => {
        resolve()
        for (const key of keys) if (tails.get(key) === mine) tails.delete(key)
      }
      const stopped = Promise.withResolvers<'stopped'>()
      const stop = (): void => stopped.resolve('stopped')
      signal.addEventListener('abort', stop, { once: true })
      if (signal.aborted) stop()
      const first = await Promise.race([before, stopped.promise])
      signal.removeEventListener('abort', stop)
      if (first === 'stopped') {
        void before.then(release)
        throw cancelled()
      }
      return release
    },
  }
}

export function cancelled(): AppError {
  return new AppError('api/cancelled', 'Stopped. What was done so far is kept; run the same command again to go on.')
}
