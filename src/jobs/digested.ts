import type { DigestedInstance } from '../store/index.ts'
import type { Failed } from './worker-bytes.ts'

/** A message taken in, or why it wasn't. */
export type Digested = { readonly ok: true; readonly instance: DigestedInstance } | Failed

/**
 * What became of some messages, as it crosses between threads: held until its text is durable, JSON is one flat string to the collector, and it crosses faster
 * than objects do.
 */
export function packDigested(messages: readonly Digested[]): string {
  return JSON.stringify(messages)
}

/** Reads `packDigested` back. */
export function unpackDigested(packed: string): readonly Digested[] {
  return JSON.parse(packed) as readonly Digested[]
}
