/** A fixed sequence of numbers in [0, 1), the same on every run. */
export function sequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return ((state >>> 8) % 65_536) / 65_536
  }
}
