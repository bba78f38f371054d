import type { ReadableDatabase } from '../store/index.ts'
import { factsOf, originsOf } from './columns.ts'
import { readRows } from './text-rows.ts'

/** Reads into memory what the first questions would have to wait for, on a connection that will be asked many: some 30 bytes a document. */
export function warmUp(index: ReadableDatabase): void {
  readRows(index)
  factsOf(index)
  originsOf(index)
}
