import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How much a thread's objects may grow before what nobody needs of them is given back, in bytes. */
const growthBytes = 64 * 1024 * 1024

let collect: (() => void) | null = null
let lived = 0

/**
 * Gives memory back that nobody needs any more, once there is much of it. V8 measures by what its limits allow: the thread that stores what workers read would
 * hold several times what it needs before it looked, above all in texts of messages between threads, which are large and short-lived. Costs some tens of
 * milliseconds when it does something.
 */
export function giveBack(): void {
  if (getHeapStatistics().used_heap_size < lived + growthBytes) return
  collect ??= collector()
  collect()
  lived = getHeapStatistics().used_heap_size
}

/** The collector is there for who asks; a program started otherwise need not have asked. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('globalThis.gc')
  return typeof found === 'function' ? () => void found() : () => {}
}
