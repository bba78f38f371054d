import { type CfbEntry, isWhole, openCompoundFile } from '../formats/index.ts'
import { bytesSource } from '../model/index.ts'

/** What a compound file holds, storages within storages: names, and the bytes of its streams. */
export interface CompoundContent {
  readonly names: readonly string[]
  readonly streams: readonly Uint8Array[]
}

/** Content of a compound file ([MS-CFB]); null where it is none, or one that cannot be read in whole. */
export function compoundContent(data: Uint8Array): CompoundContent | null {
  const root = openCompoundFile(bytesSource(data))
  if (root === null || !isWhole(root)) return null
  const all = entriesBelow(root)
  return { names: all.map(({ name }) => name), streams: all.filter(({ kind }) => kind === 'stream').map((entry) => entry.read()) }
}

function entriesBelow(entry: CfbEntry): readonly CfbEntry[] {
  return entry.children.flatMap((child) => [child, ...entriesBelow(child)])
}
