/** A small seeded generator (mulberry32): the same company for the same seed on every machine. */
export class Chance {
  #state: number
  constructor(seed: number) {
    this.#state = (seed * 2654435761) >>> 0
  }
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }
  pick<Item>(list: readonly Item[]): Item {
    const item = list[this.below(list.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }
  often(share: number): boolean {
    return this.next() < share
  }
}

/** Neighbours on a keyboard: what a finger hits beside the key it meant. */
const beside: Readonly<Record<string, string>> = {
  a: 's',
  b: 'v',
  c: 'x',
  d: 'f',
  e: 'r',
  f: 'g',
  g: 'h',
  h: 'j',
  i: 'o',
  j: 'k',
  k: 'l',
  l: 'k',
  m: 'n',
  n: 'm',
  o: 'p',
  p: 'o',
  q: 'w',
  r: 't',
  s: 'd',
  t: 'r',
  u: 'i',
  v: 'b',
  w: 'e',
  x: 'c',
  y: 't',
  z: 'x',
}

/** A word as a hurried colleague types it: two letters swapped, one left out, doubled, or its neighbour's key. Never the first letter. */
export function slip(word: string, chance: Chance): string {
  const letters = [...word]
  for (let attempt = 0; attempt < 20; attempt++) {
    const at = 1 + chance.below(Math.max(1, letters.length - 1))
    const letter = letters[at]
    if (letter === undefined || !/\p{L}/u.test(letter)) continue
    const kind = chance.below(4)
    const changed = [...letters]
    if (kind === 0 && letters[at + 1] !== undefined && /\p{L}/u.test(letters[at + 1] ?? '')) {
      changed[at] = letters[at + 1] ?? ''
      changed[at + 1] = letter
    } else if (kind === 1) changed.splice(at, 1)
    else if (kind === 2) changed.splice(at, 0, letter)
    else if (kind === 3) changed[at] = beside[letter.toLowerCase()] ?? letter
    const result = changed.join('')
    if (result !== word) return result
  }
  return `${word}${letters.at(-1) ?? ''}`
}
