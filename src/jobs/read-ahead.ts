import { isStreamed, type PlaceStep } from '../formats/mail-side.ts'
import type { InstanceRecord } from '../store/index.ts'
import { PlaceReader } from './ingest-place.ts'
import { placeOf } from './instance-place.ts'
import { type MessagePlace, readPlace } from './worker-extract.ts'

/** Bytes of messages held at a time. */
const heldBytes = 128 * 1024 * 1024

/**
 * Messages that stand in compressed streams, read before they are asked for: in order of place, so that a stream is decompressed once for many of them, and
 * not once for each. What isn't in a stream is left alone, since it is read where it stands.
 */
export class ReadAhead {
  private readonly count: number
  private readonly instancesOf: (at: number) => readonly InstanceRecord[]
  private held = new Map<number, Uint8Array>()
  private reached = 0

  /** `instancesOf`: those of a message, by its place in the order in which `count` messages will be asked for; none of one that will not be. */
  constructor(count: number, instancesOf: (at: number) => readonly InstanceRecord[]) {
    this.count = count
    this.instancesOf = instancesOf
  }

  /** The bytes of message `at`, without its container's quoting; null where it isn't in a stream, or isn't there any more as it was indexed. */
  take(at: number): Uint8Array | null {
    if (at >= this.reached) this.fill(at)
    const bytes = this.held.get(at) ?? null
    this.held.delete(at)
    return bytes
  }

  private fill(from: number): void {
    const places: { readonly at: number; readonly instance: InstanceRecord; readonly place: MessagePlace }[] = []
    let bytes = 0
    let at = from
    for (; at < this.count && bytes < heldBytes; at++) {
      const instance = this.instancesOf(at)[0]
      if (!instance || (instance.place === null && instance.containerPlace === null)) continue
      const place = placeOf(instance)
      if (!place.steps.some(isStreamed)) continue
      bytes += instance.length
      places.push({ at, instance, place })
    }
    this.reached = at
    places.sort((left, right) => byPlace(left.place, right.place))
    const reader = new PlaceReader()
    try {
      for (const { at: index, instance, place } of places) this.read(reader, index, instance, place)
    } finally {
      reader.close()
    }
  }

  private read(reader: PlaceReader, at: number, instance: InstanceRecord, place: MessagePlace): void {
    try {
      const { raw, bytes } = readPlace(place, reader)
      if (raw.sha256 === Buffer.from(instance.sha256).toString('hex')) this.held.set(at, bytes)
    } catch {
      // Whoever asks tries the other copies, and says so when there is none.
    }
  }
}

/** By file, then by where in it: the order in which a stream passes by. */
function byPlace(left: MessagePlace, right: MessagePlace): number {
  const files = Buffer.compare(left.path, right.path)
  if (files !== 0) return files
  for (const [index, step] of left.steps.entries()) {
    const order = byStep(step, right.steps[index])
    if (order !== 0) return order
  }
  return left.offset - right.offset
}

function byStep(left: PlaceStep, right: PlaceStep | undefined): number {
  if (right === undefined) return 1
  if (left[0] !== right[0]) return left[0] < right[0] ? -1 : 1
  const [first, second] = [left[1], right[1]]
  return typeof first === 'number' && typeof second === 'number' ? first - second : 0
}
