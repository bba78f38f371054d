import { basename } from 'node:path'
import { mboxProfile, type PlaceStep, readMbox, streamSample } from '../formats/mail-side.ts'
import type { ExceptionCode, MboxDialect } from '../model/index.ts'
import type { FailedMessage } from '../store/index.ts'
import { type PlaceReader, placeText } from './ingest-place.ts'
import type { FoundFile } from './ingest-walk.ts'
import type { MboxMessage, MessageFile, MessageGroup } from './worker-bytes.ts'

/** A piece of a container: messages for one worker task, with what stands between them. Committed as a whole, in order. */
export interface Group {
  /** Null where the piece holds no message. */
  readonly task: MessageGroup | null
  /** Bytes accounted for once this is stored. */
  readonly position: number
  readonly listed: number
  readonly separatorBytes: number
  readonly exceptionBytes: number
  readonly failed: readonly FailedMessage[]
  readonly notes: readonly { readonly locator: string; readonly code: ExceptionCode; readonly place: string }[]
  /** Locators of messages that an earlier pass failed at and that this piece holds again. */
  readonly retried: readonly string[]
}

/** A piece that holds nothing, up to a position. */
export function emptyGroup(position: number): Group {
  return { task: null, position, listed: 0, separatorBytes: 0, exceptionBytes: 0, failed: [], notes: [], retried: [] }
}

const groupMessages = 100
const groupBytes = 1024 * 1024
/** What took a worker down may do so again: few others then wait for it. */
const retriedTogether = 10

interface OpenGroup {
  messages: MboxMessage[]
  bytes: number
  listed: number
  separatorBytes: number
  exceptionBytes: number
  failed: FailedMessage[]
  notes: { locator: string; code: ExceptionCode; place: string }[]
}

const openGroup = (): OpenGroup => ({ messages: [], bytes: 0, listed: 0, separatorBytes: 0, exceptionBytes: 0, failed: [], notes: [] })

export interface MboxReading {
  readonly dialect: MboxDialect
  readonly sizeBytes: number
  readonly modifiedMs: number
  groups(from: number): Generator<Group>
  /** Messages before `position` that an earlier pass failed at, once more. */
  retry(failed: readonly { readonly locator: string; readonly length: number }[], position: number): Generator<Group>
  /** Whether the file is still what it was when the reading began. */
  unchanged(): boolean
}

/**
 * Opens an mbox for reading in groups, with a reader that may have been used for others; one inside an archive or a compressed file is read as a stream, and its offsets count in that.
 *
 * @throws the system's errors, DecodeError
 */
export function openMbox(reader: PlaceReader, path: Buffer, steps: readonly PlaceStep[], shownName: string): MboxReading {
  const file = reader.open(path, steps)
  const profile = mboxProfile(file, steps.length === 0 ? undefined : streamSample)
  const taskOf = (messages: readonly MboxMessage[]): MessageGroup => ({ kind: 'mbox', path, steps, dialect: profile.dialect, messages })
  return {
    dialect: profile.dialect,
    sizeBytes: file.size,
    modifiedMs: reader.modifiedMs,
    unchanged: () => reader.unchanged(),
    retry: function* (failed, position) {
      const messages = failed.map(({ locator, length }) => ({ locator, length, offset: Number(/@(\d+)$/u.exec(locator)?.[1] ?? 0) }))
      messages.sort((left, right) => left.offset - right.offset)
      for (let at = 0; at < messages.length; at += retriedTogether) {
        const together = messages.slice(at, at + retriedTogether)
        const retried = together.map(({ locator }) => locator)
        yield { ...emptyGroup(position), task: taskOf(together), listed: together.length, retried }
      }
    },
    groups: function* (from) {
      let group = openGroup()
      const finish = (position: number): Group => {
        const { messages, bytes: _, ...rest } = group
        group = openGroup()
        return { ...rest, position, retried: [], task: messages.length === 0 ? null : taskOf(messages) }
      }
      let position = from
      for (const slice of readMbox(file, from, profile)) {
        const locator = `${shownName}@${slice.offset}`
        position = slice.offset + slice.length
        if (slice.kind === 'separator') group.separatorBytes += slice.length
        else if (slice.kind === 'message') {
          group.messages.push({ offset: slice.offset, length: slice.length, locator })
          group.listed++
          group.bytes += slice.length
          if (slice.code) group.notes.push({ locator, code: slice.code, place: '' })
        } else {
          // Stray bytes are no message; what a separator announces and isn't there was found and is none.
          group.exceptionBytes += slice.length
          group.notes.push({ locator, code: slice.code ?? 'bytes-before-first-message', place: '' })
        }
        if (group.messages.length >= groupMessages || group.bytes >= groupBytes) yield finish(position)
      }
      yield finish(position)
    },
  }
}

const oneByteEach = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

/** Groups of a folder's files. `root` is the container's own path. */
export function* fileGroups(root: Buffer, shownName: string, files: readonly FoundFile[]): Generator<Group> {
  let entries: MessageFile[] = []
  let bytes = 0
  const finish = (): Group => {
    const task = entries.length === 0 ? null : ({ kind: 'files', root: oneByteEach(root), messages: entries } as const)
    entries = []
    bytes = 0
    return { ...emptyGroup(0), task }
  }
  for (const file of files) {
    const { key, name, nameBytes, flags, sizeBytes } = file
    const locator = [shownName, name].filter((part) => part !== '').join('/') || basename(root.toString('utf8'))
    const { place } = file
    entries.push({
      inside: place === null ? null : { path: oneByteEach(place.path), steps: place.steps, place: placeText(place) },
      key,
      name,
      nameBytes: nameBytes === null ? null : oneByteEach(nameBytes),
      flags,
      length: sizeBytes,
      locator,
    })
    bytes += sizeBytes
    if (entries.length >= groupMessages || bytes >= groupBytes) yield finish()
  }
  if (entries.length > 0) yield finish()
}
