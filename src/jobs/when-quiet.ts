/** In the seconds after sign-in, and between two letters, the processor belongs to whoever types. */
export const quietMs = 3000

export interface QuietWork {
  /** Something was asked, or answered: the quiet begins anew. */
  putOff(): void
  /** Gives the work up for good. */
  end(): void
}

/** Does what nobody waits for once nothing was asked for `quietMs`, gives it up for whatever is asked, and goes on with it in the next quiet, until it is done. */
export function whenQuiet(work: (signal: AbortSignal) => Promise<unknown>): QuietWork {
  let running = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  let done = false
  const begin = async (): Promise<void> => {
    running = new AbortController()
    const { signal } = running
    await work(signal).catch(() => {})
    // Where it failed, whatever stands against it is told by the first question.
    if (!signal.aborted) end()
  }
  const end = (): void => {
    done = true
    clearTimeout(timer)
    running.abort()
  }
  const putOff = (): void => {
    running.abort()
    clearTimeout(timer)
    if (!done) timer = setTimeout(begin, quietMs).unref()
  }
  putOff()
  return { putOff, end }
}
