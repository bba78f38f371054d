import { isUtf8 } from 'node:buffer'
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, sep } from 'node:path'
import { DecodeError } from '../formats/mail-side.ts'
import { AppError, type SourceId } from '../model/index.ts'
import {
  type ContainerRecord,
  findException,
  findSource,
  getContainer,
  type InstanceRecord,
  instancesAt,
  type ReadableDatabase,
  type SourceRecord,
  sourceNumber,
} from '../store/index.ts'
import { PlaceReader, parsePlace } from './ingest-place.ts'
import { below, shownAs } from './ingest-tree.ts'
import { pathBelow } from './ingest-walk.ts'
import { placeOf } from './instance-place.ts'
import { type RawMessage, readStretch } from './raw-message.ts'

/** Bytes as they stand where an exception was told. */
export interface RawBytes {
  readonly bytes: Uint8Array
  /** Where they begin, in what holds them. */
  readonly offset: number
  /** Size of what holds them. */
  readonly totalBytes: number
  /** False where only the file on disk can be shown that holds the place, from its beginning. */
  readonly exact: boolean
}

/** So much of a place is shown. */
export const rawBytesShown = 4096

/** Their offset counts in the file itself, not in what it decompresses to. */
const ofTheFile: ReadonlySet<string> = new Set([
  'damaged-archive',
  'outside-directory',
  'damaged-store',
  'expands-too-much',
  'unsupported-archive',
  'protected-archive',
  'expunged',
])

/**
 * The first bytes at an exception's place, read again from the source. Only places that the ledger lists can be read, and nothing outside the source. Where a
 * message was taken in there, only its bytes: what stands there since is not what the ledger speaks of.
 *
 * @throws jobs/unknown-source, jobs/unknown-exception, jobs/place-unreadable, jobs/place-changed
 */
export function readRawBytes(index: ReadableDatabase, source: SourceId, locator: string, code: string): RawBytes {
  const record = findSource(index, sourceNumber(source))
  if (record === null) throw new AppError('jobs/unknown-source', 'There is no such source in this workspace.', { source })
  const exception = findException(index, record.number, locator, code)
  if (exception === null) throw new AppError('jobs/unknown-exception', 'The ledger has no such exception (any more).', { source, code })
  const container = exception.container === null ? null : getContainer(index, exception.container)
  const reader = new PlaceReader()
  try {
    const found =
      (exception.bytesAt === null ? null : inside(reader, record, exception.bytesAt, locator, code)) ??
      (container === null || ofTheFile.has(code) ? null : inContainer(index, reader, record, container, locator)) ??
      onDisk(reader, record, locator)
    if (found !== null) return found
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError(
      'jobs/place-unreadable',
      'The bytes there can’t be read. Check the disk and the file’s rights.',
      { source, code },
      error,
    )
  } finally {
    reader.close()
  }
  throw new AppError('jobs/place-unreadable', 'There is no file to read there (any more).', { source, code })
}

/** What is inside an archive, taken out as far as it can be: of what is damaged, the bytes that it was packed as. */
function inside(reader: PlaceReader, source: SourceRecord, place: string, locator: string, code: string): RawBytes | null {
  const { file, steps } = parsePlace(place)
  const path = below(Buffer.from(source.path), file)
  const offset = ofTheFile.has(code) ? Number(/@(\d+)$/u.exec(locator)?.[1] ?? 0) : 0
  for (let length = steps.length; length > 0; length--) {
    try {
      const found = window(reader, path, steps.slice(0, length), offset, true)
      if (found.bytes.byteLength > 0) return found
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error
    }
  }
  return null
}

function inContainer(
  index: ReadableDatabase,
  reader: PlaceReader,
  source: SourceRecord,
  container: ContainerRecord,
  locator: string,
): RawBytes | null {
  const shown = container.name === '' ? basename(source.path) : container.name
  const at = /^@(\d+)$/.exec(locator.startsWith(shown) ? locator.slice(shown.length) : '')
  if (at !== null || locator === shown) {
    const offset = Number(at?.[1] ?? 0)
    const taken = instancesAt(index, container.number, { offset })
    if (taken.length > 0) standing(reader, taken)
    if (container.place === null)
      return isFile(pathOf(source, container)) ? window(reader, pathOf(source, container), [], offset, true) : null
    const { file, steps } = parsePlace(container.place)
    return window(reader, below(Buffer.from(source.path), file), steps, offset, true)
  }
  const name = container.name === '' ? locator : locator.slice(container.name.length + 1)
  const taken = instancesAt(index, container.number, { name })
  if (taken.length === 0) return null
  const { bytes, sizeBytes } = standing(reader, taken)
  return { bytes: bytes.subarray(0, rawBytesShown), offset: 0, totalBytes: sizeBytes, exact: true }
}

/** What was taken in, as it stands there still. All of it passes by for its hash, and only its beginning is kept. @throws jobs/place-changed */
function standing(reader: PlaceReader, taken: readonly InstanceRecord[]): RawMessage {
  for (const instance of taken) {
    const { path, steps, offset, length, dialect } = placeOf(instance)
    const raw =
      dialect === null
        ? reader.message(path, steps, rawBytesShown).raw
        : readStretch(reader.open(path, steps), offset, length, rawBytesShown)
    if (raw.sha256 === Buffer.from(instance.sha256).toString('hex')) return raw
  }
  throw new AppError(
    'jobs/place-changed',
    'The message that was read there is gone: other bytes stand in its place now, which are not shown as it. Rescan the source, or restore the file.',
    { source: taken[0]?.source ?? '' },
  )
}

/** The file itself, or the one on the way that holds the place. */
function onDisk(reader: PlaceReader, source: SourceRecord, locator: string): RawBytes | null {
  const [, name = '', offset] = /^(.*?)(?:@(\d+))?$/s.exec(locator) ?? []
  if (isFile(Buffer.from(source.path))) {
    const itself = name === basename(source.path)
    return window(reader, Buffer.from(source.path), [], itself ? Number(offset ?? 0) : 0, itself)
  }
  const root = real(Buffer.from(source.path))
  const inside = root.at(-1) === slash ? root : Buffer.concat([root, Buffer.of(slash)])
  const parts = name.split('/')
  for (let length = parts.length; length > 0; length--) {
    // A name may itself end in `@` and digits.
    for (const whole of length === parts.length && offset !== undefined ? [false, true] : [false]) {
      const path = named(root, whole ? locator.split('/') : parts.slice(0, length))
      if (path === null || !isFile(path) || !real(path).subarray(0, inside.byteLength).equals(inside)) continue
      const exact = length === parts.length
      return window(reader, path, [], exact && !whole ? Number(offset ?? 0) : 0, exact)
    }
  }
  return null
}

const slash = sep.charCodeAt(0)
const real = (path: Buffer): Buffer => realpathSync.native(path, { encoding: 'buffer' })

/** The path below a folder whose names are shown so (`shownAs`); null where there is none. A name that isn't UTF-8 is looked for among those that are there. */
function named(root: Buffer, names: readonly string[]): Buffer | null {
  let path = root
  for (const name of names) {
    const found = byteName.test(name) ? entryShownAs(path, name) : Buffer.from(name)
    if (found === null) return null
    path = below(path, found)
  }
  return path
}

const byteName = /\\x[0-9a-f]{2}/

/** Of two that are shown alike the one that isn't UTF-8, since the other needs no such signs. */
function entryShownAs(folder: Buffer, name: string): Buffer | null {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return null
  const alike = readdirSync(folder, { encoding: 'buffer' }).filter((entry) => shownAs(entry) === name)
  return alike.find((entry) => !isUtf8(entry)) ?? alike[0] ?? null
}

function pathOf(source: SourceRecord, container: ContainerRecord): Buffer {
  return pathBelow(source.path, container.name, container.nameBytes)
}

function isFile(path: Buffer): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** What stands at an offset; where nothing does, such as at the place where a file was cut, what stands before it. */
function window(
  reader: PlaceReader,
  path: Uint8Array,
  steps: Parameters<PlaceReader['open']>[1],
  offset: number,
  exact: boolean,
): RawBytes {
  const source = reader.open(path, steps)
  const start = offset < source.size ? offset : Math.max(0, source.size - rawBytesShown)
  const bytes = Buffer.from(source.read(start, Math.min(rawBytesShown, source.size - start)))
  return { bytes, offset: start, totalBytes: source.size, exact }
}
