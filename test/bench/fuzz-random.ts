/** A file that cases are made from. */
export interface Seed {
  readonly name: string
  readonly bytes: Uint8Array
}

export type Random = () => number

/** mulberry32: small, fast, and the same everywhere. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const pick = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
export const below = (random: Random, bound: number): number => Math.floor(random() * bound)

/** What a long run is made of beside a format's own words: what readers look for the end of, or count, or split at. */
const runWords: readonly string[] = [
  ...[' ', '\t', '\n', '\r\n', '\n ', 'a', 'A', '0', '-', '_', '.', ',', ';', ':', '=', '&', '%', '"', "'", '\\', '/', '|', '*', '#'],
  ...[
    '(',
    ')',
    '<',
    '>',
    '[',
    ']',
    '{',
    '}',
    '()',
    '<>',
    '""',
    'a@',
    '@a',
    'a@b,',
    '<a@b>',
    'N <a@b>; ',
    'name; ',
    'a.',
    'a b ',
    '\0',
    'ü',
    '山',
  ],
  ...['=?utf-8?q?a?= ', '=41', '&amp;', '&#65;', '\u200d', '> ', '>', '--a\n', 'From a\n', 'a: b\n', 'a=b; '],
]

/**
 * Words of a vocabulary after each other, at most 2^`most`. With `runBytes` a run of that length among them, of one thing again and again: what a reader does for
 * each once more for all the others shows there, and nowhere else.
 */
export function wordsOf(random: Random, vocabulary: readonly string[], most: number, runBytes: number): string[] {
  const some = (): string[] => Array.from({ length: 1 + below(random, 1 << below(random, most + 1)) }, () => pick(random, vocabulary))
  if (runBytes === 0) return some()
  const unit = Array.from({ length: pick(random, [1, 1, 2, 3]) }, () => pick(random, random() < 0.5 ? vocabulary : runWords))
  const times = Math.ceil(runBytes / Math.max(1, unit.join('').length))
  // Numbered, they are all different, and none can be left out for being there already.
  const numbered = unit.length > 1 && random() < 0.5
  const run = numbered ? Array.from({ length: times }, (_, at) => unit.join(`${at}`)).join('') : unit.join('').repeat(times)
  const beside = (): string => (random() < 0.6 ? pick(random, vocabulary) : '')
  const words = [...some().slice(0, 200), `${beside()}${run}${beside()}`]
  return random() < 0.5 ? [...words, ...some().slice(0, 200)] : words
}

/** Bytes flipped, numbers made extreme, stretches repeated, moved, cut, or taken from another file. */
export function mutated(random: Random, bytes: Uint8Array, others: readonly Seed[] = []): Uint8Array {
  let out = Buffer.from(bytes)
  for (let count = 1 + below(random, 8); count > 0 && out.length > 0; count--) {
    const at = below(random, out.length)
    const length = Math.min(out.length - at, 1 + below(random, 1 << below(random, 12)))
    switch (below(random, 7)) {
      case 0:
        out[at] = below(random, 256)
        break
      case 1:
        if (at + 4 <= out.length) out.writeUInt32LE(pick(random, [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xffff, out.length]), at)
        break
      case 2:
        out = Buffer.concat([out.subarray(0, at + length), out.subarray(at)])
        break
      case 3:
        out = Buffer.concat([out.subarray(0, at), out.subarray(at + length)])
        break
      case 4:
        out = Buffer.from(out.subarray(0, at))
        break
      case 5: {
        const other = others.length === 0 ? out : Buffer.from(pick(random, others).bytes)
        const from = below(random, other.length)
        out = Buffer.concat([out.subarray(0, at), other.subarray(from, from + length), out.subarray(at)])
        break
      }
      default:
        out = Buffer.concat([
          out.subarray(0, at),
          Buffer.alloc(Math.min(20_000, length * 50), out.subarray(at, at + Math.min(length, 16))),
          out.subarray(at),
        ])
    }
    if (out.length > 2_000_000) return out.subarray(0, 2_000_000)
  }
  return out
}
