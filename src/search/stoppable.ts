import type { ReadableDatabase } from '../store/index.ts'

/** Throws when nobody waits for the answer any more; asked between the parts of a question. */
export type Stop = () => void

const stops = new WeakMap<ReadableDatabase, { stop: Stop }>()

/** A condition that is always met and looks every few hundred numbers of a column whether anybody still waits. */
export function stoppable(index: ReadableDatabase, stop: Stop): (column: string) => string {
  const known = stops.get(index) ?? { stop }
  if (!stops.has(index)) {
    stops.set(index, known)
    index.function('still_wanted', { directOnly: true }, () => {
      known.stop()
      return 1
    })
  }
  known.stop = stop
  return (column) => `(${column} & 511 <> 0 OR still_wanted())`
}
