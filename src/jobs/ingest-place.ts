import { dirname, join } from 'node:path'
import { type ApartBody, type ApartPlace, isStreamed, type PlaceStep, putTogether, takeItem, takeStep } from '../formats/mail-side.ts'
import { type ByteSource, bytesSource } from '../model/index.ts'
import { type EvidenceFile, openEvidence, type ReadBuffer } from './ingest-file.ts'
import { maximumMessageBytes, type RawMessage, readWhole, wholeRaw } from './raw-message.ts'
import { stillWorking } from './worker-loop.ts'

/**
 * A *place* is a file on disk and the steps from its bytes to a mailbox or message inside it: through compression, archives, stores of one file. Nothing on the
 * way touches the disk. Offsets inside a compressed mailbox count in what it decompresses to.
 */
export interface FilePlace {
  /** The file's whole path. */
  readonly path: Uint8Array
  /** The same below the source's path; empty where the source is the file. */
  readonly file: Uint8Array
  readonly steps: readonly PlaceStep[]
}

/** A place as the index keeps it: below the source, so that a source may be mounted elsewhere. */
export function placeText(place: FilePlace): string {
  return JSON.stringify([Buffer.from(place.file).toString('latin1'), ...place.steps])
}

/** Reads `placeText` back. */
export function parsePlace(text: string): { readonly file: Buffer; readonly steps: readonly PlaceStep[] } {
  const [file, ...steps] = JSON.parse(text) as [string, ...PlaceStep[]]
  return { file: Buffer.from(file, 'latin1'), steps }
}

/** Streams and parts kept open at a time; each stream holds up to about eight megabytes. */
const maximumOpen = 12

/**
 * Opens places, keeping the last file and what is decoded of it open: messages that stand after each other in one stream are read in one pass over it.
 */
export class PlaceReader {
  private key = ''
  private file: EvidenceFile | null = null
  private readonly parts = new Map<string, ByteSource>()
  private beside: PlaceReader | null = null
  /** How far into the outer file was read since something in it was last asked for. */
  private reached = 0
  private readonly buffer: ReadBuffer | null

  /** With a `buffer`, what is read of a file that is just there is valid until the next read; else it stays. */
  constructor(buffer: ReadBuffer | null = null) {
    this.buffer = buffer
  }

  /** The bytes at a place. @throws the system's errors, DecodeError */
  open(path: Uint8Array, steps: readonly PlaceStep[]): ByteSource {
    let source: ByteSource = this.outer(path)
    this.reached = 0
    let key = ''
    for (const [index, step] of steps.entries()) {
      key += JSON.stringify(step)
      const known = this.parts.get(key)
      if (known) {
        source = known
        // What is used last goes last: the stream that all parts are cut from must outlive them.
        this.parts.delete(key)
        this.parts.set(key, known)
        continue
      }
      source = step[0] === 'apart' ? this.together(path, source, step[1]) : takeStep(source, step)
      if (index < steps.length - 1 || isStreamed(step)) this.keep(key, source)
    }
    return source
  }

  /** The message at a place, with the flags that its item has. @throws the system's errors, DecodeError */
  message(path: Uint8Array, steps: readonly PlaceStep[], maximumBytes = maximumMessageBytes): PlacedMessage {
    const last = steps.at(-1)
    if (last?.[0] === 'msg' || last?.[0] === 'pst') {
      const item = takeItem(this.open(path, steps.slice(0, -1)), last)
      return { raw: wholeRaw(item?.bytes ?? new Uint8Array(0)), flags: item?.flags ?? '' }
    }
    return { raw: readWhole(this.open(path, steps), maximumBytes), flags: '' }
  }

  /** Of the outer file; 0 while none is open. */
  get modifiedMs(): number {
    return this.file?.modifiedMs ?? 0
  }

  /** Whether the outer file is still what it was when it was opened. */
  unchanged(): boolean {
    return this.file?.unchanged() ?? true
  }

  close(): void {
    this.beside?.close()
    this.parts.clear()
    this.file?.close()
    this.file = null
    this.key = ''
  }

  /** A message with the bodies that lie apart. Those that would make it too large stay where they are. */
  private together(path: Uint8Array, message: ByteSource, places: readonly ApartPlace[]): ByteSource {
    if (message.size > maximumMessageBytes) return message
    const { bytes } = readWhole(message, maximumMessageBytes)
    let left = maximumMessageBytes - bytes.byteLength
    const bodies: ApartBody[] = []
    // Apart from the message's own stream, which goes on behind it.
    this.beside ??= new PlaceReader()
    for (const [number, file, steps, encoded] of places) {
      const own = Buffer.from(path).toString('latin1')
      const holder = file === '' ? path : Buffer.from(join(dirname(own), file), 'latin1')
      const body = this.beside.open(holder, steps)
      // Base64 makes four bytes of three, and line ends.
      left -= Math.ceil(body.size * 1.4)
      if (left < 0) break
      const read = Buffer.from(body.read(0, body.size))
      if (read.byteLength < body.size || !this.beside.unchanged()) throw new ChangedWhileRead('a file changed while it was read')
      bodies.push({ number, bytes: read, encoded })
    }
    return bytesSource(putTogether(bytes, bodies))
  }

  private outer(path: Uint8Array): EvidenceFile {
    const key = Buffer.from(path).toString('latin1')
    if (this.file !== null && this.key === key && this.file.unchanged()) return this.file
    this.close()
    this.file = this.watched(openEvidence(Buffer.from(path), this.buffer))
    this.key = key
    return this.file
  }

  /** To decompress up to a place far inside a large file takes minutes. Whoever gets further in the file doesn't hang, and the file has an end. */
  private watched(file: EvidenceFile): EvidenceFile {
    const read = (offset: number, length: number): Uint8Array => {
      if (offset + length > this.reached) {
        this.reached = offset + length
        stillWorking()
      }
      return file.read(offset, length)
    }
    return { ...file, read }
  }

  private keep(key: string, source: ByteSource): void {
    if (this.parts.size >= maximumOpen) {
      const [oldest] = this.parts.keys()
      if (oldest !== undefined) this.parts.delete(oldest)
    }
    this.parts.set(key, source)
  }
}

export interface PlacedMessage {
  readonly raw: RawMessage
  readonly flags: string
}

/** Why a message isn't read though it could be. */
export class ChangedWhileRead extends Error {}
