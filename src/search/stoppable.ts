import type { ReadableDatabase } from '../store/index.ts'

/** Throws when nobody waits for the answer any more; asked between the parts of a question. */
export type Stop = () => void

const stops = new WeakMap<ReadableDatabase, { stop: Stop }>()

/** Says what statements with a {@link wanted} ask from now on, on this connection. */
export function lookFor(index: ReadableDatabase, stop: Stop): void {
  const known = stops.get(index)
  if (known !== undefined) {
    known.stop = stop
    return
  }
  const asked = { stop }
  stops.set(index, asked)
  index.function('still_wanted', { directOnly: true }, () => {
    asked.stop()
    return 1
  })
}

/** A condition that is always met and looks every few hundred numbers of a column whether anybody still waits. */
export function wanted(column: string): string {
  return `(${column} & 511 <> 0 OR still_wanted())`
}
