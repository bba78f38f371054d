import { joins } from './check-normalise.ts'

/** Where a pattern was found: its number, and `[start, end)` of the text searched. */
export interface Found {
  readonly pattern: number
  readonly start: number
  readonly end: number
}

/** Lengths of the beginnings by which patterns are told apart: the longest that a pattern has. */
const lengths = [12, 6, 3, 2, 1] as const
const MAX_FILTER = 2 ** 22

interface Tier {
  readonly length: number
  /** Whether a beginning whose hash ends in these bits exists; a power of two in size. */
  readonly filter: Uint8Array
  readonly byHash: Map<number, number[]>
}

/** A hash of `length` code units from `at`. */
function hashAt(text: string, at: number, length: number): number {
  let hash = 0
  for (let index = 0; index < length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(at + index)) | 0
  return hash
}

/**
 * Looks for many patterns in one pass: a rolling hash over each pattern's beginning, then a comparison, so that hundreds of thousands cost hardly
 * more than a few. Patterns that start or end inside a word of the text are reported, too; the caller decides what that means.
 */
export function searcher(patterns: readonly string[]): (text: string) => Found[] {
  const tiers = new Map<number, Tier>()
  const size = Math.min(MAX_FILTER, 2 ** Math.ceil(Math.log2(patterns.length * 16 + 1024)))
  patterns.forEach((pattern, index) => {
    const length = lengths.find((one) => one <= pattern.length)
    if (length === undefined) return
    const tier = tiers.get(length) ?? { length, filter: new Uint8Array(size), byHash: new Map() }
    tiers.set(length, tier)
    const hash = hashAt(pattern, 0, length)
    tier.filter[hash & (size - 1)] = 1
    const same = tier.byHash.get(hash)
    if (same === undefined) tier.byHash.set(hash, [index])
    else same.push(index)
  })
  const mask = size - 1
  return (text) => {
    const found: Found[] = []
    for (const { length, filter, byHash } of tiers.values()) {
      const last = text.length - length
      if (last < 0) continue
      const leaving = power(length)
      let hash = hashAt(text, 0, length)
      for (let at = 0; ; at++) {
        if (filter[hash & mask] === 1)
          for (const index of byHash.get(hash) ?? []) {
            const pattern = patterns[index] ?? ''
            if (text.startsWith(pattern, at)) found.push({ pattern: index, start: at, end: at + pattern.length })
          }
        // No code unit is read beyond the end: what isn't a number makes the whole loop count in fractions.
        if (at === last) break
        hash = (Math.imul(hash, 31) - Math.imul(text.charCodeAt(at), leaving) + text.charCodeAt(at + length)) | 0
      }
    }
    return found
  }
}

/** 31 to the power of `exponent`, in 32 bits. */
function power(exponent: number): number {
  let value = 1
  for (let count = 0; count < exponent; count++) value = Math.imul(value, 31)
  return value
}

/** Whether `[start, end)` stands at word boundaries on both sides. */
export function bounded(text: string, start: number, end: number): boolean {
  return !(joins(text[start]) && joins(text[start - 1])) && !(joins(text[end - 1]) && joins(text[end]))
}
