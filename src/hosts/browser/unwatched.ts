/**
 * The page locks itself when nobody touches it, but a page that was closed can't. A minute is longer than a reload or a browser's restart of a
 * discarded page takes, and shorter than anyone needs to find the machine and open the page again.
 */
export const unwatchedLimitMs = 60_000

export interface Watch {
  /** A page listens; the result says that it stopped. */
  open(): () => void
  /** Work that must not be cut by locking. */
  during<T>(work: Promise<T>): Promise<T>
  stop(): void
}

/**
 * Locks once no page has listened for `limitMs` and no command runs; work that is under way then is waited for. Where locking itself fails, it is
 * tried again after the same time.
 */
export function lockUnwatched(lock: () => Promise<unknown>, limitMs: number): Watch {
  let pages = 0
  let working = 0
  let overdue = false
  let timer: NodeJS.Timeout | null = null

  const reset = (): void => {
    if (timer !== null) clearTimeout(timer)
    timer = null
    overdue = false
  }
  const wait = (): void => {
    if (pages > 0 || overdue || timer !== null) return
    timer = setTimeout(() => {
      timer = null
      overdue = true
      lockIfLeft()
    }, limitMs)
  }
  const lockIfLeft = (): void => {
    if (!overdue || working > 0) return
    overdue = false
    lock().catch(wait)
  }
  return {
    open: () => {
      pages += 1
      reset()
      return () => {
        pages -= 1
        wait()
      }
    },
    during: async (work) => {
      working += 1
      try {
        return await work
      } finally {
        working -= 1
        lockIfLeft()
        wait()
      }
    },
    stop: reset,
  }
}
