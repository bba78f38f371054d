import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import { crc32, inflateRawSync } from 'node:zlib'
import { AppError } from '../model/index.ts'

/**
 * A zip reader of the leak check's own, not the writer's library: strict (APPNOTE 6.3.10; AES by the WinZip AE-2 note), and it accounts
 * for every byte, so that nothing can stand between or behind the entries.
 */
export interface ZipEntry {
  readonly name: string
  /** The name as it stands there, which may be in any charset. */
  readonly nameBytes: Uint8Array
  readonly bytes: Uint8Array
}

/** Why a zip was not read: in words, without names. */
export class ZipProblem extends Error {}

const MAX_ENTRIES = 200_000
const MAX_ENTRY_BYTES = 2 ** 31 - 1
/** DOS 1980-01-01 00:00, the one time stamp a bundle may hold. */
const CONSTANT_TIME = 0x00210000

interface Options {
  /** For AES entries; null refuses encrypted ones. */
  readonly passphrase: string | null
  /** The bundle's own zips: constant dates, no comments, no extra fields, no gaps. */
  readonly strict: boolean
  /** Bytes that all entries together may inflate to. */
  readonly budget: number
  /** Told of what a zip of others holds beside its entries: comments, extra fields, second names, bytes before, between and behind the entries. */
  readonly aside?: (what: 'zip comment' | 'zip extra field' | 'zip second name' | 'bytes outside of entries', bytes: Uint8Array) => void
}

const fail = (claim: string): never => {
  throw new ZipProblem(claim)
}

/** WinZip AES: a little-endian counter from 1, which no cipher of the platform offers, so the key stream is made by ECB. */
function aesCounter(key: Uint8Array, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(data.length)
  const chunk = 65536
  let counter = 1
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
  for (let at = 0; at < data.length; at += chunk) {
    const length = Math.min(chunk, data.length - at)
    const blocks = Buffer.alloc(Math.ceil(length / 16) * 16)
    for (let block = 0; block < blocks.length; block += 16) blocks.writeUIntLE(counter++, block, 6)
    const stream = cipher.update(blocks)
    for (let index = 0; index < length; index++) out[at + index] = (data[at + index] ?? 0) ^ (stream[index] ?? 0)
  }
  return out
}

/** @throws `produce/bundle-unreadable` for a wrong passphrase or changed bytes. */
function decrypt(data: Buffer, passphrase: string): Uint8Array {
  if (data.length < 28) fail('an encrypted entry is too short')
  const salt = data.subarray(0, 16)
  const keys = pbkdf2Sync(passphrase, salt, 1000, 66, 'sha1')
  if (!keys.subarray(64).equals(data.subarray(16, 18)))
    throw new AppError(
      'produce/bundle-unreadable',
      'The passphrase does not open this bundle. Check it word by word; words are separated by single spaces.',
    )
  const cipherText = data.subarray(18, data.length - 10)
  const mac = createHmac('sha1', keys.subarray(32, 64)).update(cipherText).digest().subarray(0, 10)
  if (!timingSafeEqual(mac, data.subarray(data.length - 10)))
    throw new AppError('produce/bundle-unreadable', 'The bundle was changed or damaged after it was written. Take a fresh copy.')
  return aesCounter(keys.subarray(0, 32), cipherText)
}

/** Reads every entry. @throws ZipProblem, and `produce/bundle-unreadable` where a passphrase is involved. */
export function readZip(bytes: Uint8Array, options: Options): ZipEntry[] {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = data.length - 22
  if (end < 0 || data.readUInt32LE(end) !== 0x06054b50) {
    if (options.strict) fail('the archive has no end record as its last 22 bytes')
  }
  const eocd = options.strict ? end : data.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (eocd < 0 || eocd + 22 > data.length) fail('not a zip archive')
  const count = data.readUInt16LE(eocd + 10)
  const size = data.readUInt32LE(eocd + 12)
  let at = data.readUInt32LE(eocd + 16)
  if (count === 0xffff || size === 0xffffffff || at === 0xffffffff) fail('zip64 archives are beyond what is checked')
  if (count > MAX_ENTRIES) fail('too many entries')
  if (at + size > eocd) fail('the central directory runs over its end')
  if (options.strict && at + size !== eocd) fail('bytes stand between the central directory and its end record')
  const directory = at
  const covered: [number, number][] = [
    [directory, directory + size],
    [eocd, eocd + 22 + data.readUInt16LE(eocd + 20)],
  ]
  if (eocd + 22 + data.readUInt16LE(eocd + 20) > data.length) fail('the comment runs over the end of the archive')
  const aside = (what: Parameters<NonNullable<Options['aside']>>[0], bytes: Uint8Array) => {
    if (bytes.some((byte) => byte !== 0)) options.aside?.(what, bytes)
  }
  aside('zip comment', data.subarray(eocd + 22, eocd + 22 + data.readUInt16LE(eocd + 20)))
  const entries: ZipEntry[] = []
  const names = new Set<string>()
  let expected = 0
  let budget = options.budget
  for (let index = 0; index < count; index++) {
    if (at + 46 > data.length || data.readUInt32LE(at) !== 0x02014b50) fail('the central directory is damaged')
    const flags = data.readUInt16LE(at + 8)
    const method = data.readUInt16LE(at + 10)
    const packed = data.readUInt32LE(at + 20)
    const unpacked = data.readUInt32LE(at + 24)
    const nameLength = data.readUInt16LE(at + 28)
    const extraLength = data.readUInt16LE(at + 30)
    const commentLength = data.readUInt16LE(at + 32)
    const local = data.readUInt32LE(at + 42)
    const nameBytes = data.subarray(at + 46, at + 46 + nameLength)
    const name = nameBytes.toString('utf8')
    const extra = data.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    if (packed === 0xffffffff || unpacked === 0xffffffff || local === 0xffffffff) fail('zip64 entries are beyond what is checked')
    if (local + 30 > data.length || data.readUInt32LE(local) !== 0x04034b50) fail('an entry has no local header')
    const localName = data.readUInt16LE(local + 26)
    const localExtra = data.readUInt16LE(local + 28)
    const start = local + 30 + localName + localExtra
    if (start + packed > directory) fail('an entry runs into the directory')
    if (names.has(name)) fail('two entries have one name')
    names.add(name)
    const localNameBytes = data.subarray(local + 30, local + 30 + localName)
    if (!localNameBytes.equals(nameBytes)) aside('zip second name', localNameBytes)
    aside('zip extra field', extra)
    aside('zip extra field', data.subarray(local + 30 + localName, start))
    aside('zip comment', data.subarray(at + 46 + nameLength + extraLength, at + 46 + nameLength + extraLength + commentLength))
    covered.push([local, start + packed + descriptorLength(data, start + packed, flags, data.readUInt32LE(at + 16))])
    if (options.strict) {
      if (commentLength !== 0 || data.readUInt16LE(eocd + 20) !== 0) fail('the archive holds a comment')
      if (local !== expected) fail('bytes stand between the entries')
      if (data.readUInt32LE(at + 12) !== CONSTANT_TIME || data.readUInt32LE(local + 10) !== CONSTANT_TIME) fail('an entry has a time stamp')
      if (!data.subarray(local + 30, local + 30 + localName).equals(nameBytes)) fail('an entry has two names')
      const allowed = method === 99 ? 11 : 0
      if (extraLength !== allowed || localExtra !== allowed) fail('an entry has an extra field')
      if (data.readUInt16LE(at + 36) !== 0 || data.readUInt32LE(at + 38) !== 0) fail('an entry has attributes')
      if ((flags & ~(method === 99 ? 0x0801 : 0x0800)) !== 0) fail('an entry has unexpected flags')
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(name)) fail('an entry has a name that no bundle has')
      expected = start + packed
    }
    let body: Uint8Array = data.subarray(start, start + packed)
    let actual = method
    if ((flags & 1) !== 0) {
      if (method !== 99) fail('an entry is encrypted by an unknown method')
      if (options.passphrase === null) fail('an entry is encrypted')
      const aes = aesField(extra)
      if (options.strict && (aes.version !== 2 || aes.strength !== 3 || data.readUInt32LE(at + 16) !== 0))
        fail('an entry is not AES-256 AE-2')
      body = decrypt(data.subarray(start, start + packed), options.passphrase ?? '')
      actual = aes.method
    } else if (options.strict && options.passphrase !== null) fail('an entry is not encrypted')
    if (unpacked > budget || unpacked > MAX_ENTRY_BYTES) fail('entries are larger than what is checked')
    if (actual === 8) {
      try {
        const inflated = inflateRawSync(body, { maxOutputLength: Math.min(budget, unpacked + 1), info: true }) as unknown as {
          buffer: Uint8Array
          engine: { bytesWritten: number }
        }
        if (inflated.engine.bytesWritten !== body.length) fail('bytes stand behind a deflated entry')
        body = inflated.buffer
      } catch (error) {
        if (error instanceof ZipProblem) throw error
        fail('an entry does not inflate')
      }
    } else if (actual !== 0) fail('an entry is compressed by an unknown method')
    if (body.length !== unpacked) fail('an entry has another length than stated')
    if ((flags & 1) === 0 && crc32(body) !== data.readUInt32LE(at + 16)) fail('an entry has a wrong checksum')
    budget -= body.length
    entries.push({ name, nameBytes, bytes: body })
    at += 46 + nameLength + extraLength + commentLength
  }
  if (at !== directory + size) fail('the central directory has another length than stated')
  for (const gap of gaps(covered, data.length)) aside('bytes outside of entries', data.subarray(gap[0], gap[1]))
  if (options.strict && expected !== directory) fail('bytes stand before the central directory')
  return entries
}

/** Length of the data descriptor behind an entry (APPNOTE 4.3.9): its checksum and two sizes, mostly with a signature before them. */
function descriptorLength(data: Buffer, at: number, flags: number, checksum: number): number {
  if ((flags & 8) === 0) return 0
  const reads = (offset: number) => (offset + 4 <= data.length ? data.readUInt32LE(offset) : -1)
  if (reads(at) === 0x08074b50 && reads(at + 4) === checksum) return 16
  return reads(at) === checksum ? 12 : 0
}

/** What no range covers of `[0, length)`. */
function gaps(covered: readonly (readonly [number, number])[], length: number): [number, number][] {
  const found: [number, number][] = []
  let to = 0
  for (const [start, end] of [...covered, [length, length] as const].sort((left, right) => left[0] - right[0])) {
    if (start > to) found.push([to, start])
    to = Math.max(to, end)
  }
  return found
}

function aesField(extra: Buffer): { version: number; strength: number; method: number } {
  for (let at = 0; at + 4 <= extra.length; ) {
    const id = extra.readUInt16LE(at)
    const length = extra.readUInt16LE(at + 2)
    if (id === 0x9901 && length === 7 && at + 11 <= extra.length)
      return { version: extra.readUInt16LE(at + 4), strength: extra[at + 8] ?? 0, method: extra.readUInt16LE(at + 9) }
    at += 4 + length
  }
  return fail('an encrypted entry lacks its AES field')
}
