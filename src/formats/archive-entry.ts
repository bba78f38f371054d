import type { DecodeFault } from './byte-stream.ts'
import { containerLimits } from './container-limits.ts'
import type { InnerStep } from './place-step.ts'

/** One entry of an archive, as its directory or header says. */
export interface ArchiveEntry {
  /** Path inside the archive, parts between `/`, as the bytes stand there; null where it leads out of the archive or can't be a name. */
  readonly name: Buffer | null
  /** For the ledger: the name as written, as UTF-8, what isn't as �. */
  readonly shown: string
  readonly kind: 'file' | 'folder' | 'link' | 'special'
  /** As declared; what is really there is counted when it is read. */
  readonly sizeBytes: number
  /** UTC epoch milliseconds; 0 where not said. */
  readonly modifiedMs: number
  /** How to get from the archive's bytes to the entry's; null where `fault` says why not. */
  readonly steps: readonly InnerStep[] | null
  readonly fault: DecodeFault | null
  /** CRC-32 of what is stored as it is; other checksums are in the steps. */
  readonly sum?: number | null
}

/** What is wrong with an archive at a place: `outside-directory` are bytes that its own directory doesn't list. */
export type ArchiveFault = DecodeFault | 'outside-directory'

/** What a reader of an archive finds, in order: entries, and what is wrong at which of its bytes. Reading goes on behind that where it can. */
export type ArchiveItem = { readonly entry: ArchiveEntry } | { readonly fault: ArchiveFault; readonly position: number }

/**
 * An entry's name as a path inside the archive: parts between single `/`, without `.`; null for an absolute path, a drive, a part `..`, a NUL, or
 * nothing at all ("Zip Slip"). Nothing is ever written by such a name; but it would stand in a locator as if it were the path.
 * @param backslashes whether `\` parts names as well, as old Windows packers write it
 */
export function innerName(bytes: Uint8Array, backslashes = false): Buffer | null {
  if (bytes.byteLength === 0 || bytes.byteLength > containerLimits.nameBytes) return null
  const text = Buffer.from(bytes).toString('latin1')
  const path = backslashes ? text.replaceAll('\\', '/') : text
  if (path.includes('\0') || path.startsWith('/') || /^[a-z]:\//iu.test(path)) return null
  const parts = path.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.length === 0 || parts.includes('..')) return null
  return Buffer.from(parts.join('/'), 'latin1')
}
