import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import {
  allParts,
  locatedBytes,
  mboxProfile,
  messageBytes,
  parseMessage,
  partBytes,
  partText,
  readMbox,
  recogniseFile,
} from '../../formats/index.ts'
import { AppError, bytesSource, type Problem } from '../../model/index.ts'
import type { ParsedView } from '../views.ts'

/** Largest file that is read whole, in bytes; a message of this size has never been seen. */
const maxBytes = 512 * 1024 * 1024

/**
 * One message file as the reader sees it: decoded text of text parts, parts of nested messages under paths such as `2/1`. The file is
 * opened read-only. A file in mbox form is taken when it holds one message.
 * @throws formats/cannot-read formats/not-a-mailbox
 */
export function parseFile(input: { readonly path: string }): ParsedView {
  const bytes = oneMessage(readWhole(input.path), input.path)
  const parsed = parseMessage(bytes)
  const problems: Problem[] = [...parsed.problems]
  const parts: ParsedView['parts'][number][] = []
  for (const { path, part, containers } of allParts(parsed)) {
    if (part.children.length > 0) continue
    const within = locatedBytes(bytes, { containers })
    const isText = part.type.startsWith('text/')
    const decoded = partBytes(within, part)
    const text = isText ? partText(within, part) : null
    for (const code of new Set(text === null ? decoded.problems : text.problems)) problems.push({ code, where: path })
    parts.push({
      path,
      type: part.type,
      charset: part.charset,
      disposition: part.disposition,
      filename: part.filename,
      bytes: decoded.bytes.byteLength,
      text: text === null ? null : text.text,
    })
  }
  return {
    headers: parsed.headers.map(({ name, value }) => ({ name, value })),
    from: parsed.from,
    to: parsed.to,
    cc: parsed.cc,
    date: parsed.date.atMs === null ? null : new Date(parsed.date.atMs).toISOString(),
    subject: parsed.subject,
    messageId: parsed.messageId,
    parts,
    problems,
  }
}

function oneMessage(bytes: Uint8Array, path: string): Uint8Array {
  const kind = recogniseFile(bytes)
  if (kind === 'mbox') {
    const source = bytesSource(bytes)
    const profile = mboxProfile(source)
    const messages = []
    for (const slice of readMbox(source, 0, profile)) {
      if (slice.kind === 'message') messages.push(slice)
      if (messages.length > 1) break
    }
    const [first, second] = messages
    if (second !== undefined) {
      throw new AppError('formats/cannot-read', 'This file is a mailbox with several messages. Add it as a source to read them.', { path })
    }
    if (first !== undefined) return messageBytes(source, first, profile.dialect)
  }
  // Text without a header is shown with the problem `no-headers`; what is no text at all was chosen by mistake.
  if (kind === null && (bytes.length === 0 || bytes.subarray(0, 65_536).includes(0)) && parseMessage(bytes).headers.length === 0) {
    throw new AppError('formats/not-a-mailbox', 'This file holds no message: it does not start with mail headers. Choose an .eml file.', {
      path,
    })
  }
  return bytes
}

function readWhole(path: string): Uint8Array {
  let handle: number
  try {
    handle = openSync(path, 'r')
  } catch (cause) {
    throw new AppError('formats/cannot-read', 'The file cannot be opened. Check the path and your right to read it.', { path }, cause)
  }
  try {
    const { size } = regular(handle, path)
    const bytes = new Uint8Array(size)
    let done = 0
    while (done < size) {
      const count = readSync(handle, bytes, done, size - done, done)
      if (count === 0) break
      done += count
    }
    return bytes.subarray(0, done)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('formats/cannot-read', 'The file cannot be read to its end. Check the disk or mount and try again.', { path }, cause)
  } finally {
    closeSync(handle)
  }
}

function regular(handle: number, path: string): { readonly size: number } {
  const status = fstatSync(handle)
  if (!status.isFile()) throw new AppError('formats/cannot-read', 'This is not a file. Choose one message file.', { path })
  if (status.size > maxBytes) {
    throw new AppError('formats/cannot-read', 'The file is larger than 512 MB, too large for one message.', {
      path,
      sizeBytes: status.size,
    })
  }
  return status
}
