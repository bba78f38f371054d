import { execFileSync } from 'node:child_process'
import { crc32, deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { zipOf } from '../formats/office-file.ts'
import { mimeCase } from './fuzz-mail.ts'
import { below, mutated, pick, type Random, wordsOf } from './fuzz-random.ts'

const text = Buffer.concat([
  ...Array.from({ length: 300 }, (_, at) =>
    Buffer.from(`From a@b Mon Jan  5 10:00:00 2026\nSubject: ${at % 7}\nFrom: a@b\n\n${'text '.repeat(at % 11)}\n\n`),
  ),
  Buffer.from(Array.from({ length: 2000 }, (_, at) => Math.imul(at, 0x9e3779b1) >>> 24)),
])

/** What only other programs pack here; once, since that takes a process each. */
const packedOnce = new Map<string, Buffer>()
function packed(expression: string): Buffer {
  const known = packedOnce.get(expression)
  if (known !== undefined) return known
  const program = `import sys,bz2,lzma\ndata=sys.stdin.buffer.read()\nsys.stdout.buffer.write(${expression})`
  const made =
    expression === 'lz4'
      ? execFileSync('lz4', ['-q', '-c', '-BD', '-'], { input: text })
      : execFileSync('python3', ['-c', program], { input: text })
  packedOnce.set(expression, made)
  return made
}

const rawLzma2 = (): Buffer => packed('lzma.compress(data, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 65536}])')
const rawLzma = (): Buffer =>
  packed('lzma.compress(data, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, "dict_size": 65536, "lc": 3, "lp": 0, "pb": 2}])')
const bzip2 = (): Buffer => packed('bz2.compress(data, 1)')

/** What is compressed is what a bomb is too: much of one thing. */
export function compressedCase(random: Random, kind: 'gz' | 'zst' | 'bz2' | 'lz4' | 'xz', runBytes: number): Buffer {
  const content = runBytes > 0 ? Buffer.alloc(runBytes * 20, wordsOf(random, ['a', 'From a\n', '\n', '\0'], 1, 0).join('')) : text
  const whole = {
    gz: () => gzipSync(content),
    zst: () => zstdCompressSync(content),
    bz2: bzip2,
    lz4: () => packed('lz4'),
    xz: () => xzCase(random),
  }[kind]()
  const twice = random() < 0.2 ? Buffer.concat([whole, Buffer.alloc(below(random, 9)), whole]) : whole
  return random() < 0.2 ? twice : Buffer.from(mutated(random, twice))
}

/** A number of 7 bits a byte (The .xz File Format 1.2.1 §1.2). */
function variable(value: number): Buffer {
  const out: number[] = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    out.push(rest >= 128 ? (rest % 128) | 128 : rest)
    if (rest < 128) return Buffer.from(out)
  }
}

const withCrc = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.from(Uint32Array.of(crc32(bytes)).buffer)])
const toFour = (bytes: Uint8Array): Buffer => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.byteLength % 4)) % 4)])

/** An xz whose headers hold, around filters of any kind and number and LZMA2 data that is damaged or not. */
function xzCase(random: Random): Buffer {
  const filters = Array.from({ length: below(random, 4) }, () => {
    const id = pick(random, [3, 4, 5, 6, 7, 8, 9, 10, 11, 0x21])
    const own =
      id === 3 || id === 0x21
        ? Buffer.from([below(random, 256)])
        : random() < 0.6
          ? Buffer.alloc(0)
          : Buffer.from(Uint32Array.of(below(random, 2 ** 32)).buffer)
    return Buffer.concat([variable(id), variable(own.byteLength), own])
  })
  const dictionary = random() < 0.9 ? 8 : below(random, 41)
  const body = Buffer.concat([Buffer.from([0, filters.length]), ...filters, Buffer.from([0x21, 1, dictionary])])
  const header = toFour(body)
  header[0] = header.byteLength / 4
  const data = random() < 0.3 ? rawLzma2() : Buffer.from(mutated(random, rawLzma2()))
  const check = pick(random, [0, 1, 4, 10, 2, 15])
  const flags = Buffer.from([0, check])
  const block = Buffer.concat([
    withCrc(header),
    toFour(data),
    Buffer.alloc([0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64][check] ?? 0),
  ])
  const index = withCrc(
    toFour(
      Buffer.concat([Buffer.from([0]), variable(random() < 0.8 ? 1 : below(random, 2 ** 40)), variable(99), variable(text.byteLength)]),
    ),
  )
  const end = Buffer.concat([Buffer.from(Uint32Array.of(index.byteLength / 4 - 1).buffer), flags])
  return Buffer.concat([
    Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]),
    withCrc(flags),
    block,
    index,
    Buffer.from(Uint32Array.of(crc32(end)).buffer),
    end,
    Buffer.from('YZ'),
  ])
}

/** A number of 7z: the first byte's ones say how many more follow. */
function number(value: number): Buffer {
  if (value < 128) return Buffer.from([value])
  const bytes = Buffer.alloc(9)
  bytes[0] = 0xff
  bytes.writeBigUInt64LE(BigInt(value), 1)
  return bytes
}

const filterMethods = [
  '03',
  '03030103',
  '03030205',
  '03030401',
  '03030501',
  '03030701',
  '03030805',
  '0a',
  '0b',
  '0303011b',
  '06f10701',
  '00',
]
const packers: readonly (readonly [method: string, data: () => Buffer, properties: string])[] = [
  ['00', () => text, ''],
  ['21', rawLzma2, '08'],
  ['030101', rawLzma, '5d00000100'],
  ['040108', () => deflateRawSync(text), ''],
  ['040202', bzip2, ''],
  ['030401', rawLzma, '0600000001'],
]

/** A 7z of one block of several files: any packer behind any filters. Its header is bent or not, and its checksums hold, since a wrong one would end the reading. */
export function sevenZipCase(random: Random, runBytes: number): Buffer {
  const [method, made, own] = pick(random, packers)
  const data = random() < 0.4 ? made() : Buffer.from(mutated(random, made()))
  const coder = (id: string, properties: string): Buffer =>
    Buffer.concat([
      Buffer.from([(id.length / 2) | (properties === '' ? 0 : 0x20)]),
      Buffer.from(id, 'hex'),
      properties === '' ? Buffer.alloc(0) : Buffer.concat([number(properties.length / 2), Buffer.from(properties, 'hex')]),
    ])
  const filters = Array.from({ length: below(random, 4) }, () => pick(random, filterMethods))
  const coders = [...filters.map((id) => coder(id, id === '03' ? '03' : random() < 0.2 ? '00100000' : '')), coder(method, own)]
  const bonds = filters.flatMap((_, at) => [number(at), number(at + 1)])
  const files = runBytes > 0 ? Math.min(20_000, Math.floor(runBytes / 10)) : 1 + below(random, 4)
  const each = Math.floor(text.byteLength / files)
  const names = Buffer.from(Array.from({ length: files }, (_, at) => `${at}.eml\0`).join(''), 'utf16le')
  const header = Buffer.concat([
    Buffer.from([1, 4, 6, 0, 1, 9]),
    number(data.byteLength),
    Buffer.from([0, 7, 11, 1, 0]),
    number(coders.length),
    ...coders,
    ...bonds,
    Buffer.from([12]),
    ...coders.map(() => number(random() < 0.9 ? text.byteLength : below(random, 2 ** 40))),
    Buffer.from([0, 8, 13]),
    number(files),
    ...(files > 1 ? [Buffer.from([9]), ...Array.from({ length: files - 1 }, () => number(each))] : []),
    Buffer.from([0, 0, 5]),
    number(files),
    Buffer.from([17]),
    number(names.byteLength + 1),
    Buffer.from([0]),
    names,
    Buffer.from([0, 0]),
  ])
  const bent = random() < 0.6 ? header : Buffer.from(mutated(random, header))
  const start = Buffer.alloc(20)
  start.writeBigUInt64LE(BigInt(data.byteLength), 0)
  start.writeBigUInt64LE(BigInt(bent.byteLength), 8)
  start.writeUInt32LE(crc32(bent), 16)
  const head = Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4, 0, 0, 0, 0])
  head.writeUInt32LE(crc32(start), 8)
  return Buffer.concat([head, start, data, bent])
}

/** A tar (POSIX ustar, pax, GNU) whose headers' checksums hold, whatever else they say. */
export function tarCase(random: Random, runBytes: number): Buffer {
  const entry = (): Buffer => {
    const content = mimeCase(random, random() < 0.2 ? runBytes : 0)
    const head = Buffer.alloc(512)
    head.write(pick(random, ['a.eml', '../out.eml', '/abs', 'dir/', 'x'.repeat(99), 'PaxHeaders/a']))
    head.write('0000644\0', 100)
    head.write(`${(random() < 0.9 ? content.byteLength : below(random, 2 ** 31)).toString(8).padStart(11, '0')}\0`, 124)
    head.write('00000000000\0', 136)
    head.write(pick(random, ['0', '0', '5', '2', 'x', 'g', 'L', 'K', 'S', '7', '\0']), 156)
    head.write('ustar\x0000', 257)
    if (random() < 0.2) Buffer.from(mutated(random, head)).copy(head, 0, 0, 148)
    head.fill(' ', 148, 156)
    head.write(
      `${head
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)
        .padStart(6, '0')}\0 `,
      148,
    )
    return Buffer.concat([head, content, Buffer.alloc((512 - (content.byteLength % 512)) % 512)])
  }
  const whole = Buffer.concat([...Array.from({ length: 1 + below(random, runBytes > 0 ? 100 : 5) }, entry), Buffer.alloc(1024)])
  return random() < 0.6 ? whole : Buffer.from(mutated(random, whole))
}

/** A zip of mail and text, damaged or not; in a long one many entries, or a long one. */
export function zipCase(random: Random, runBytes: number): Buffer {
  const many = runBytes > 0 && random() < 0.5 ? Math.min(20_000, Math.floor(runBytes / 100)) : 1 + below(random, 4)
  const entries = Array.from({ length: many }, (_, at) => ({
    name: pick(random, [`a/${at}.eml`, 'b.txt', '../c', '', 'ü', 'd.mbox']),
    content: many > 9 ? 'text' : mimeCase(random, runBytes),
    unlisted: random() < 0.1,
  }))
  const whole = zipOf(entries)
  return random() < 0.4 ? whole : Buffer.from(mutated(random, whole))
}
