import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'

/** Where a canary was found, and in which clothes. */
export interface Found {
  readonly file: string
  readonly canary: string
  readonly form: string
}

interface Needle {
  readonly canary: string
  readonly form: string
  readonly bytes: Buffer
}

/** The forms in which a plain text would stand on a disk: raw, UTF-16 both ways, and base64 at its three alignments. */
function formsOf(canary: string): Needle[] {
  const utf8 = Buffer.from(canary, 'utf8')
  const base64 = [0, 1, 2].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), utf8])
    const whole = padded.toString('base64').replace(/=+$/, '')
    // The first and last characters also depend on what stands around the text.
    return { canary, form: `base64 +${shift}`, bytes: Buffer.from(whole.slice(shift === 0 ? 0 : shift + 1, -2)) }
  })
  return [
    { canary, form: 'raw', bytes: utf8 },
    { canary, form: 'lower case', bytes: Buffer.from(canary.toLowerCase()) },
    { canary, form: 'UTF-16 LE', bytes: Buffer.from(canary, 'utf16le') },
    { canary, form: 'UTF-16 BE', bytes: Buffer.from(canary, 'utf16le').swap16() },
    ...base64,
  ]
}

const limits = { maxOutputLength: 64 * 1024 * 1024, finishFlush: constants.Z_SYNC_FLUSH }

/** Every stream that starts somewhere in the bytes and can be inflated, whole or in part. */
function* inflated(bytes: Buffer): Generator<{ form: string; bytes: Buffer }> {
  const starts: { magic: Buffer; form: string; open: (from: Buffer) => Buffer }[] = [
    ...[0x01, 0x5e, 0x9c, 0xda].map((level) => ({
      magic: Buffer.from([0x78, level]),
      form: 'zlib',
      open: (from: Buffer) => inflateSync(from, limits),
    })),
    { magic: Buffer.from([0x1f, 0x8b, 0x08]), form: 'gzip', open: (from) => gunzipSync(from, limits) },
    {
      magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]),
      form: 'zstd',
      open: (from) => zstdDecompressSync(from, { maxOutputLength: limits.maxOutputLength }),
    },
    {
      magic: Buffer.from([0x50, 0x4b, 0x03, 0x04]),
      form: 'zip entry',
      open: (from) => inflateRawSync(from.subarray(30 + from.readUInt16LE(26) + from.readUInt16LE(28)), limits),
    },
  ]
  for (const { magic, form, open } of starts) {
    for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
      try {
        const opened = open(bytes.subarray(at))
        if (opened.length > 16) yield { form, bytes: opened }
      } catch {
        // Not a stream after all: two bytes say little.
      }
    }
  }
}

function search(bytes: Buffer, needles: readonly Needle[], depth: number): { needle: Needle; through: string }[] {
  const here = needles.filter((needle) => bytes.includes(needle.bytes)).map((needle) => ({ needle, through: '' }))
  if (depth === 0) return here
  const inside = [...inflated(bytes)].flatMap((stream) =>
    search(stream.bytes, needles, depth - 1).map(({ needle, through }) => ({ needle, through: `${stream.form} › ${through}` })),
  )
  return [...here, ...inside]
}

/** Searches bytes for the canaries in every form, also inside streams to a depth of two. */
export function findInBytes(file: string, bytes: Buffer, canaries: readonly string[]): Found[] {
  return search(bytes, canaries.flatMap(formsOf), 2).map(({ needle, through }) => ({
    file,
    canary: needle.canary,
    form: through + needle.form,
  }))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    // A throw-away folder may go while it is looked at.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return []
  }
}

/** States of files that were looked at already: path with size and times. */
export type Seen = Map<string, true>

/** Searches every regular file below the folders, and the names of files, leaving out the paths given (the evidence itself). */
export function findInFolders(
  folders: readonly string[],
  canaries: readonly string[],
  except: readonly string[] = [],
  seen: Seen = new Map(),
): { found: Found[]; files: number } {
  const found: Found[] = []
  let files = 0
  const visit = (path: string): void => {
    if (except.some((left) => path === left || path.startsWith(`${left}/`))) return
    const facts = lstatSync(path, { throwIfNoEntry: false })
    if (facts === undefined) return
    for (const canary of canaries) if (path.includes(canary)) found.push({ file: path, canary, form: 'file name' })
    if (facts.isDirectory()) {
      for (const name of namesIn(path)) visit(join(path, name))
    } else if (facts.isFile()) {
      files += 1
      const state = `${path}:${facts.ino}:${facts.size}:${facts.mtimeMs}:${facts.ctimeMs}`
      if (seen.has(state)) return
      seen.set(state, true)
      try {
        found.push(...findInBytes(path, readFileSync(path), canaries))
      } catch (error) {
        // A temp file may go while it is looked at; anything else must be seen.
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      }
    }
  }
  for (const folder of folders) visit(folder)
  return { found, files }
}
