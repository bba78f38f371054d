import type { WritableDatabase } from '../store/index.ts'

/** Pages of the write-ahead log between checkpoints during a pass: copying back after every few megabytes halves the speed. */
const walPages = 16_384
const cacheKibibytes = 48 * 1024

/** Sets a connection up for much writing, and back. */
export function createTuning(index: WritableDatabase): { restore(): void } {
  const cache = Number(index.pragma('cache_size', { simple: true }))
  const wal = Number(index.pragma('wal_autocheckpoint', { simple: true }))
  index.pragma(`cache_size = -${cacheKibibytes}`)
  // One writer gives every number that a row refers to in the transaction that stores the row; looking each of them up once more is a tenth of its time.
  index.pragma('foreign_keys = OFF')
  index.pragma(`wal_autocheckpoint = ${walPages}`)
  return {
    restore: () => {
      if (!index.open) return
      index.pragma(`cache_size = ${cache}`)
      index.pragma('foreign_keys = ON')
      index.pragma(`wal_autocheckpoint = ${wal}`)
      try {
        index.pragma('wal_checkpoint(TRUNCATE)')
      } catch {
        // A full disk has no room for it; the log is copied back later. What ended the pass is what is told.
      }
    },
  }
}
