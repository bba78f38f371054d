/**
 * Waits for work, or no longer than until `signal` is aborted. `Promise.race` with one promise for a whole job would keep every result until its end.
 *
 * @throws what the work throws; once aborted, what `why` gives
 */
export async function untilStopped<Result>(
  work: Promise<Result>,
  signal: AbortSignal | undefined,
  why: () => unknown = () => signal?.reason,
): Promise<Result> {
  const first = Promise.withResolvers<Result>()
  const stop = (): void => first.reject(why())
  signal?.addEventListener('abort', stop, { once: true })
  work.then(first.resolve, first.reject)
  if (signal?.aborted) stop()
  try {
    return await first.promise
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
