import { alignedFilters } from './bcj-aligned.ts'
import { X86Filter } from './bcj-x86.ts'
import type { ByteStream } from './byte-stream.ts'

/** The machines whose programs BCJ knows, in the order of their numbers in xz, from 4 on (The .xz File Format 1.2.1 §5.3.2). 7z numbers its newer ones alike. */
export const bcjKinds = ['x86', 'powerpc', 'ia64', 'arm', 'armthumb', 'sparc', 'arm64', 'riscv'] as const
export type BcjKind = (typeof bcjKinds)[number]

/**
 * Undoes BCJ, the filter that 7z and xz put before their packer for programs, and that whoever chose it put before the mail beside them as well.
 * @param start place that the filter took the first byte for
 */
export function* undoBcj(stream: Iterable<Uint8Array>, kind: BcjKind, start = 0): ByteStream {
  const filter = kind === 'x86' ? new X86Filter() : alignedFilters[kind]
  let held = new Uint8Array(0)
  let position = start
  for (const piece of stream) {
    const bytes = Buffer.concat([held, piece])
    const done = filter.undo(bytes, position)
    position = (position + done) >>> 0
    held = Uint8Array.from(bytes.subarray(done))
    if (done > 0) yield bytes.subarray(0, done)
  }
  // An instruction that is cut by the end was never changed.
  if (held.byteLength > 0) yield held
}

/** Undoes the delta filter: each byte was stored as its difference from the one `distance` before. */
export function* undoDelta(stream: Iterable<Uint8Array>, distance: number): ByteStream {
  const before = new Uint8Array(distance)
  let at = 0
  for (const bytes of stream) {
    const piece = Uint8Array.from(bytes)
    for (let index = 0; index < piece.byteLength; index++) {
      const value = ((piece[index] ?? 0) + (before[at] ?? 0)) & 0xff
      piece[index] = value
      before[at] = value
      at = at + 1 === distance ? 0 : at + 1
    }
    yield piece
  }
}
