import { existsSync, readdirSync, statSync } from 'node:fs'
import { maildirKey } from './ingest-names.ts'
import { pathBelow } from './ingest-walk.ts'

/** A folder as it was listed: the names in it by what no flag changes. */
interface Listing {
  readonly changedNs: bigint
  /** A file that came in the moment after it was listed may have left the folder's time as it was. */
  readonly settled: boolean
  readonly names: ReadonlyMap<string, string>
}

/** New and cur of a Maildir; another one's take their place. */
const mostKept = 2
/** Listings of large Maildirs take memory, and nobody tells when the last message of one was looked for. */
const keptMs = 30_000
/** Coarser than the clock of any file system that mail servers use. */
const settledNs = 2_000_000_000n

/**
 * Where messages of Maildirs stand whose files were renamed, as by every flag (https://cr.yp.to/proto/maildir.html): by their name without flags. A folder is listed once for many
 * of them, and anew when it changed.
 * @param list the names in a folder; it is asked only where what is kept doesn't tell
 */
export function createRenamedFiles(
  list: (folder: Buffer) => readonly string[] = namesIn,
): (container: Buffer, key: string) => Buffer | null {
  const kept = new Map<string, Listing>()
  let forget: ReturnType<typeof setTimeout> | undefined
  const listed = (folder: Buffer): Listing => {
    const id = folder.toString('latin1')
    const changedNs = changeOf(folder)
    const before = kept.get(id)
    if (before?.settled === true && before.changedNs === changedNs) return before
    const names = new Map<string, string>()
    for (const name of changedNs === null ? [] : list(folder)) {
      const key = maildirKey(name)
      if (!names.has(key)) names.set(key, name)
    }
    const settled = changedNs !== null && BigInt(Date.now()) * 1_000_000n - changedNs > settledNs
    const listing = { changedNs: changedNs ?? 0n, settled, names }
    kept.delete(id)
    kept.set(id, listing)
    for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest)
    return listing
  }
  return (container, key) => {
    clearTimeout(forget)
    forget = setTimeout(() => kept.clear(), keptMs).unref()
    const folders = ['cur', 'new'].map((part) => pathBelow(container, part, null))
    for (const namesOf of [(folder: Buffer) => kept.get(folder.toString('latin1'))?.names, (folder: Buffer) => listed(folder).names]) {
      for (const folder of folders) {
        const name = namesOf(folder)?.get(key)
        const path = name === undefined ? null : pathBelow(folder, name, null)
        if (path !== null && existsSync(path)) return path
      }
    }
    return null
  }
}

/** Of a folder that can't be read, or is none any more, nothing: what stood in it is met as gone where it is opened. */
function changeOf(folder: Buffer): bigint | null {
  try {
    return statSync(folder, { bigint: true }).mtimeNs
  } catch {
    return null
  }
}

function namesIn(folder: Buffer): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
