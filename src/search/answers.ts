import type { Numbers } from './numbers.ts'

/** Numbers of documents that answers are kept for, 4 bytes each; those asked last stay. */
const keptNumbers = 4_000_000

/** What is kept of one: its numbers, or, once room is short, a bit for each document. */
type Kept = { readonly numbers: Numbers } | { readonly bits: Int32Array; readonly length: number }

/** What expressions matched when they were asked last, as sets of documents. */
export class Answers {
  private readonly room: number
  private readonly found = new Map<string, Kept>()
  private sum = 0

  constructor(room = keptNumbers) {
    this.room = room
  }

  /** In no particular order; null where it isn't known. */
  get(expression: string): Numbers | null {
    const known = this.found.get(expression)
    if (known === undefined) return null
    this.found.delete(expression)
    this.found.set(expression, known)
    return 'numbers' in known ? known.numbers : fromBits(known.bits, known.length)
  }

  /** Keeps an answer; none of its numbers is greater than `last`. */
  set(expression: string, numbers: Numbers, last: number): void {
    this.put(expression, { numbers })
    // What many documents have takes as bits a small part of its room: making them takes time, so only where they are needed.
    for (const [oldest, kept] of this.found) {
      if (this.sum <= this.room) return
      if ('numbers' in kept && kept.numbers.length * 32 > last) {
        this.put(oldest, { bits: toBits(kept.numbers, last), length: kept.numbers.length })
      }
    }
    for (const oldest of this.found.keys()) {
      if (this.sum <= this.room) return
      this.remove(oldest)
    }
  }

  clear(): void {
    this.found.clear()
    this.sum = 0
  }

  /** In the place in order that the expression has; a new one is the last. */
  private put(expression: string, kept: Kept): void {
    this.sum += sizeOf(kept, expression) - sizeOf(this.found.get(expression), expression)
    this.found.set(expression, kept)
  }

  private remove(expression: string): void {
    this.sum -= sizeOf(this.found.get(expression), expression)
    this.found.delete(expression)
  }
}

function sizeOf(kept: Kept | undefined, expression: string): number {
  return kept === undefined ? 0 : ('numbers' in kept ? kept.numbers : kept.bits).length + expression.length
}

function toBits(numbers: Numbers, last: number): Int32Array {
  const bits = new Int32Array((last >> 5) + 1)
  for (const number of numbers) bits[number >> 5] = (bits[number >> 5] ?? 0) | (1 << (number & 31))
  return bits
}

function fromBits(bits: Int32Array, length: number): Numbers {
  const numbers = new Int32Array(length)
  let filled = 0
  for (let at = 0; at < bits.length; at++) {
    for (let rest = bits[at] ?? 0; rest !== 0; rest &= rest - 1) numbers[filled++] = (at << 5) + 31 - Math.clz32(rest & -rest)
  }
  return numbers
}
