import { joins } from './check-normalise.ts'

/** Where a pattern was found: its number, and `[start, end)` of the text searched. */
export interface Found {
  readonly pattern: number
  readonly start: number
  readonly end: number
}

/**
 * Looks for many patterns in one pass: a filter over each pattern's first two code units, then a comparison. Patterns that start or end
 * inside a word of the text are reported, too; the caller decides what that means.
 */
export function searcher(patterns: readonly string[]): (text: string) => Found[] {
  const filter = new Uint8Array(65536)
  const byStart = new Map<number, number[]>()
  const singles = new Map<number, number[]>()
  patterns.forEach((pattern, index) => {
    if (pattern === '') return
    const first = pattern.charCodeAt(0)
    if (pattern.length === 1) singles.set(first, [...(singles.get(first) ?? []), index])
    else {
      const key = first * 65536 + pattern.charCodeAt(1)
      byStart.set(key, [...(byStart.get(key) ?? []), index])
    }
    filter[first] = 1
  })
  return (text) => {
    const found: Found[] = []
    for (let at = 0; at < text.length; at++) {
      const first = text.charCodeAt(at)
      if (filter[first] === 0) continue
      const candidates = byStart.get(first * 65536 + text.charCodeAt(at + 1))
      for (const index of candidates ?? []) {
        const pattern = patterns[index] ?? ''
        if (text.startsWith(pattern, at)) found.push({ pattern: index, start: at, end: at + pattern.length })
      }
      for (const index of singles.get(first) ?? []) found.push({ pattern: index, start: at, end: at + 1 })
    }
    return found
  }
}

/** Whether `[start, end)` stands at word boundaries on both sides. */
export function bounded(text: string, start: number, end: number): boolean {
  return !(joins(text[start]) && joins(text[start - 1])) && !(joins(text[end - 1]) && joins(text[end]))
}
