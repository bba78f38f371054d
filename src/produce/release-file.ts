import { closeSync, existsSync, fsyncSync, linkSync, lstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { AppError } from '../model/index.ts'

const partialOf = (out: string): string => `${out}.partial`

/** Nothing that stands at `out` is ever overwritten. @throws `hosts/output-exists` */
export function refuseExisting(out: string): void {
  if (isFolder(out))
    throw new AppError('hosts/output-exists', 'This is a folder. Give the path of a file in it that is not there yet.', { path: out })
  if (exists(out))
    throw new AppError('hosts/output-exists', 'There is a file of this name already. Choose another name; nothing was overwritten.', {
      path: out,
    })
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory()
  } catch {
    return false
  }
}

function exists(path: string): boolean {
  try {
    lstatSync(path)
    return true
  } catch {
    return existsSync(path)
  }
}

/** Writes bytes, or pieces one after the other, beside `out`, down to the disk. Gives the path. @throws `hosts/cannot-write`, `store/disk-full` */
export function writePartial(out: string, bytes: Uint8Array | Iterable<Uint8Array>): string {
  const partial = partialOf(out)
  let file: number | null = null
  try {
    // One that an interrupted run left: it holds nothing that is not made again now.
    rmSync(partial, { force: true })
    file = openSync(partial, 'wx', 0o600)
    for (const piece of bytes instanceof Uint8Array ? [bytes] : bytes)
      for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at, Math.min(piece.length - at, 2 ** 24))
    fsyncSync(file)
    return partial
  } catch (error) {
    throw error instanceof AppError ? error : cannotWrite(error, out)
  } finally {
    if (file !== null) closeSync(file)
  }
}

/** Why something cannot be written at a path that a user gave, told by that path. */
export function cannotWrite(error: unknown, out: string): AppError {
  const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC'
  return full
    ? new AppError(
        'store/disk-full',
        'The disk is full. Make room, then run the same command again; what was done so far is kept.',
        { path: out },
        error,
      )
    : new AppError(
        'hosts/cannot-write',
        'Nothing can be written there. Check that the folder exists and that you may write to it.',
        { path: out },
        error,
      )
}

/** Gives a checked file its name, unless something has taken it meanwhile. @throws `hosts/output-exists`, `hosts/cannot-write` */
export function release(partial: string, out: string): void {
  try {
    // A hard link fails where the name is taken; a rename would overwrite.
    linkSync(partial, out)
    rmSync(partial, { force: true })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') refuseExisting(out)
    refuseExisting(out)
    try {
      renameSync(partial, out)
    } catch (again) {
      throw cannotWrite(again, out)
    }
  }
  syncFolder(dirname(out))
}

function syncFolder(folder: string): void {
  try {
    const file = openSync(folder, 'r')
    fsyncSync(file)
    closeSync(file)
  } catch {
    // Folders can't be synced everywhere; the file itself is.
  }
}

/** Writes a new file, whole or not at all. @throws `hosts/output-exists`, `hosts/cannot-write`, `store/disk-full` */
export function writeNewFile(out: string, bytes: Uint8Array | Iterable<Uint8Array>): void {
  refuseExisting(out)
  try {
    release(writePartial(out, bytes), out)
  } finally {
    removePartial(out)
  }
}

/** Takes back what was not released. */
export function removePartial(out: string): void {
  // In a folder that may not be entered nothing was written either.
  if (exists(partialOf(out))) rmSync(partialOf(out), { force: true })
}
