import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { ByteSource } from '../model/index.ts'

/** Larger reads get a buffer that isn't kept: one huge message must not hold its memory for the rest of a pass. */
const keptBytes = 16 * 1024 * 1024

/**
 * Memory for reading into, again and again: what is read is valid until the next read. Buffers of their own for each message of a large archive would be
 * garbage that V8 doesn't see as such before some hundred megabytes.
 */
export class ReadBuffer {
  private kept = Buffer.alloc(0)

  take(length: number): Buffer {
    if (length > keptBytes) return Buffer.allocUnsafeSlow(length)
    if (length > this.kept.byteLength) this.kept = Buffer.allocUnsafeSlow(Math.min(keptBytes, 2 ** Math.ceil(Math.log2(length))))
    return this.kept.subarray(0, length)
  }
}

/** A file of a source, open for reading. */
export interface EvidenceFile extends ByteSource {
  readonly modifiedMs: number
  /** Whether size and modification time are still those at opening. */
  unchanged(): boolean
  close(): void
}

/** Not in Node's constants; Linux, asm-generic/fcntl.h. Leaves the access time of evidence alone. */
const noAccessTime = process.platform === 'linux' ? 0o1000000 : 0
/** Absent on Windows. `O_NONBLOCK`: opening a pipe that took a file's place must not hang. */
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Why a file isn't opened though it could be. */
export class NotAFile extends Error {}

/**
 * Opens a file read-only, not through a symbolic link, and without a change to its access time where the system lets us (own files, or as root).
 * With a `buffer`, what one read gives is valid until the next; else it stays.
 *
 * @throws NotAFile for anything but a regular file; the system's errors (ENOENT, EACCES, EIO, ELOOP …)
 */
export function openEvidence(path: string | Buffer, buffer: ReadBuffer | null = null): EvidenceFile {
  const file = open(path)
  try {
    const stat = fstatSync(file)
    if (!stat.isFile()) throw new NotAFile('not a regular file')
    return {
      size: stat.size,
      modifiedMs: Math.floor(stat.mtimeMs),
      read: (offset, wanted) => {
        const length = Math.max(0, Math.min(wanted, stat.size - offset))
        return readAt(file, offset, buffer === null ? Buffer.allocUnsafeSlow(length) : buffer.take(length))
      },
      unchanged: () => {
        const now = fstatSync(file)
        return now.size === stat.size && now.mtimeMs === stat.mtimeMs
      },
      close: () => closeSync(file),
    }
  } catch (error) {
    closeSync(file)
    throw error
  }
}

function open(path: string | Buffer): number {
  if (noAccessTime === 0) return openSync(path, flags)
  try {
    return openSync(path, flags | noAccessTime)
  } catch (error) {
    // Only the owner may leave the access time alone; everyone else may still read.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw error
    return openSync(path, flags)
  }
}

/** Fewer bytes than asked for only where the file was cut short since it was opened. */
function readAt(file: number, offset: number, bytes: Buffer): Uint8Array {
  let done = 0
  while (done < bytes.byteLength) {
    const read = readSync(file, bytes, done, bytes.byteLength - done, offset + done)
    if (read === 0) break
    done += read
  }
  return bytes.subarray(0, done)
}
