import { inflateSync } from 'node:zlib'

/**
 * A PDF reader of the leak check's own (ISO 32000-2 §7), for the narrow form that is ever produced: it walks the file from its first byte to
 * its last, so it sees each object, reachable or not.
 */
export type PdfValue =
  | { readonly kind: 'name' | 'string' | 'word' | 'ref'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, PdfValue> }

export interface PdfObject {
  readonly id: string
  readonly value: PdfValue
  /** Inflated; null where the object is no stream. */
  readonly stream: Buffer | null
}

export interface PdfFile {
  readonly objects: ReadonlyMap<string, PdfObject>
  readonly trailer: ReadonlyMap<string, PdfValue>
}

export class PdfProblem extends Error {}

const MAX_STREAM = 512 * 2 ** 20
const fail = (claim: string): never => {
  throw new PdfProblem(claim)
}

class Scanner {
  readonly text: string
  at = 0
  constructor(text: string) {
    this.text = text
  }
  space(): void {
    while (/[\s\0]/.test(this.text[this.at] ?? 'x')) this.at++
  }
  take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match === null) return null
    this.at = pattern.lastIndex
    return match[0]
  }
}

function readValue(scanner: Scanner, depth = 0): PdfValue {
  if (depth > 60) fail('objects are nested too deeply')
  scanner.space()
  const { text } = scanner
  const start = text[scanner.at]
  if (text.startsWith('<<', scanner.at)) {
    scanner.at += 2
    const entries = new Map<string, PdfValue>()
    for (;;) {
      scanner.space()
      if (text.startsWith('>>', scanner.at)) break
      const key = readValue(scanner, depth + 1)
      if (key.kind !== 'name' || entries.has(key.text)) fail('a dictionary is damaged')
      entries.set(key.kind === 'name' ? key.text : '', readValue(scanner, depth + 1))
    }
    scanner.at += 2
    return { kind: 'dict', entries }
  }
  if (start === '[') {
    scanner.at++
    const items: PdfValue[] = []
    for (;;) {
      scanner.space()
      if (text[scanner.at] === ']') break
      items.push(readValue(scanner, depth + 1))
    }
    scanner.at++
    return { kind: 'array', items }
  }
  if (start === '<') {
    const hex = scanner.take(/<[0-9A-Fa-f\s]*>/y)
    if (hex === null) fail('a hexadecimal string is damaged')
    return { kind: 'string', text: Buffer.from((hex ?? '').replace(/[<>\s]/g, ''), 'hex').toString('latin1') }
  }
  if (start === '(') return { kind: 'string', text: literal(scanner) }
  if (start === '/') {
    const name = scanner.take(/\/[^\s\0()<>[\]{}/%]*/y) ?? ''
    return {
      kind: 'name',
      text: name.slice(1).replace(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    }
  }
  const reference = scanner.take(/\d+ \d+ R\b/y)
  if (reference !== null) return { kind: 'ref', text: reference.slice(0, -2) }
  const word = scanner.take(/[+-]?[\d.]+|true|false|null/y)
  if (word === null) fail('an object cannot be read')
  return { kind: 'word', text: word ?? '' }
}

/** A literal string, escapes undone (§7.3.4.2). */
function literal(scanner: Scanner): string {
  const { text } = scanner
  let out = ''
  let depth = 0
  for (;;) {
    const character = text[scanner.at++]
    if (character === undefined) fail('a string has no end')
    if (character === '(' && depth++ === 0) continue
    if (character === ')' && --depth === 0) return out
    if (character !== '\\') {
      out += character
      continue
    }
    const octal = scanner.take(/[0-7]{1,3}/y)
    if (octal !== null) {
      out += String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      continue
    }
    const next = text[scanner.at++] ?? ''
    out += { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '\n': '' }[next] ?? next
  }
}

/** Reads the file. @throws PdfProblem for anything that a produced PDF never has. */
export function readPdfObjects(bytes: Uint8Array): PdfFile {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const scanner = new Scanner(data.toString('latin1'))
  if (scanner.take(/%PDF-1\.7\n%[\x80-\xff]{4}\n/y) === null) fail('the file does not begin as a produced PDF does')
  const objects = new Map<string, PdfObject>()
  for (;;) {
    scanner.space()
    const head = scanner.take(/\d+ \d+ obj\b/y)
    if (head === null) break
    const id = head.slice(0, -4)
    if (objects.has(id)) fail('an object stands twice')
    const value = readValue(scanner)
    scanner.space()
    let stream: Buffer | null = null
    if (scanner.take(/stream\r?\n/y) !== null) {
      const entries = value.kind === 'dict' ? value.entries : fail('a stream has no dictionary')
      const length = entries.get('Length')
      const size = length?.kind === 'word' ? Number(length.text) : fail('a stream has no direct length')
      const raw = data.subarray(scanner.at, scanner.at + size)
      scanner.at += size
      if (scanner.take(/\r?\n?endstream/y) === null) fail('a stream has another length than stated')
      stream = inflate(entries, raw)
      scanner.space()
    }
    if (scanner.take(/endobj/y) === null) fail('an object has no end')
    objects.set(id, { id, value, stream })
  }
  if (scanner.take(/xref\n(?:\d+ \d+\n(?:\d{10} \d{5} [nf] ?\r?\n)*)+\s*trailer/y) === null) fail('bytes stand outside of objects')
  const trailer = readValue(scanner)
  if (trailer.kind !== 'dict') return fail('the trailer is damaged')
  scanner.space()
  if (scanner.take(/startxref\s+\d+\s+%%EOF\s*/y) === null || scanner.at !== scanner.text.length)
    fail('bytes stand behind the end of the file')
  return { objects, trailer: trailer.entries }
}

function inflate(entries: ReadonlyMap<string, PdfValue>, raw: Buffer): Buffer {
  const filter = entries.get('Filter')
  if (filter === undefined) return raw
  const names = filter.kind === 'array' ? filter.items : [filter]
  if (names.length !== 1 || names[0]?.kind !== 'name' || names[0].text !== 'FlateDecode')
    return fail('a stream is packed by a method that is never written')
  const parameters = entries.get('DecodeParms')
  if (parameters !== undefined) return fail('a stream has decoding parameters')
  try {
    const inflated = inflateSync(raw, { maxOutputLength: MAX_STREAM, info: true }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    if (inflated.engine.bytesWritten !== raw.length) fail('bytes stand behind a packed stream')
    return inflated.buffer
  } catch (error) {
    if (error instanceof PdfProblem) throw error
    return fail('a stream does not inflate')
  }
}
