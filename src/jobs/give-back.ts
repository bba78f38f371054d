import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How much a thread's objects may grow before what nobody needs of them is given back, in bytes. */
const growthBytes = 64 * 1024 * 1024

/** V8's own, where a program was started so that it may be asked for. `last-resort` also gives back the room in which new objects are made. */
type Collect = (how: { readonly type: 'major'; readonly execution: 'sync'; readonly flavor: 'regular' | 'last-resort' }) => void
let collect: Collect | null = null
let lived = 0

/**
 * Gives memory back that nobody needs any more, once there is much of it. V8 measures by what its limits allow: the thread that stores what workers read would
 * hold several times what it needs before it looked, above all in texts of messages between threads, which are large and short-lived. Costs some tens of
 * milliseconds when it does something.
 */
export function giveBack(): void {
  if (getHeapStatistics().used_heap_size < lived + growthBytes) return
  collected('regular')
}

/**
 * Gives back all that a long piece of work leaves: for when another begins that needs memory elsewhere. What V8 keeps for new objects alone is up to a hundred
 * megabytes, and stays where it was after any other collection.
 */
export function giveBackAll(): void {
  collected('last-resort')
}

function collected(flavor: 'regular' | 'last-resort'): void {
  collect ??= collector()
  collect({ type: 'major', execution: 'sync', flavor })
  lived = getHeapStatistics().used_heap_size
}

/** The collector is there for who asks; a program started otherwise need not have asked. */
function collector(): Collect {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('globalThis.gc')
  return typeof found === 'function' ? (how) => void found(how) : () => {}
}
