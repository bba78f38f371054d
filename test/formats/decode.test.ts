import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type Compression, decoded, measure, takeStep } from '../../src/formats/index.ts'
import { bytesSource } from '../../src/model/index.ts'
import { fc } from '../properties.ts'
import { sequence } from './sequence.ts'

/** Text as mail is: repetitive enough to be copied from far back, and some noise. */
const text = Buffer.concat([
  ...Array.from({ length: 4000 }, (_, index) =>
    Buffer.from(`Received: from host${index % 97} by mx; ${index}\nSubject: tea ${index % 13}\n\n`),
  ),
  randomBytes(20_000),
  Buffer.alloc(300_000, 'a'),
])

/** Packed by someone else: Python's bz2 and lzma, the lz4 program, Node's zlib. */
const packers: Readonly<Record<Compression, (bytes: Uint8Array) => Buffer>> = {
  gzip: gzipSync,
  zstd: zstdCompressSync,
  bzip2: (bytes) => python('bz2.compress(data)', bytes),
  xz: (bytes) => python('lzma.compress(data, preset=1)', bytes),
  lz4: (bytes) => execFileSync('lz4', ['-q', '-c', '-BD', '-'], { input: bytes, maxBuffer: 1e9 }),
}

function python(expression: string, input: Uint8Array): Buffer {
  const program = `import sys,bz2,lzma\ndata=sys.stdin.buffer.read()\nsys.stdout.buffer.write(${expression})`
  return execFileSync('python3', ['-c', program], { input, maxBuffer: 1e9 })
}

function whole(packed: Uint8Array, kind: Compression | 'deflate'): Buffer {
  const pieces: Buffer[] = []
  // A copy at once: a decoder may use a piece again.
  for (const piece of decoded(bytesSource(packed), kind)) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}

const allow = (): boolean => true

const hasXz = spawnSync('xz', ['--version']).status === 0
/** Whether the xz that is installed knows the machine. */
const packsFor = (machine: string): boolean => spawnSync('xz', ['-c', `--${machine}`, '--lzma2'], { input: '' }).status === 0

describe.each(Object.keys(packers) as Compression[])('what %s packed', (kind) => {
  const pack = packers[kind]
  const packed = pack(text)

  it('comes out as it was', () => {
    expect(whole(packed, kind).equals(text)).toBe(true)
    expect(whole(pack(Buffer.alloc(0)), kind).byteLength).toBe(0)
    expect(whole(pack(Buffer.from('x')), kind).toString()).toBe('x')
  })

  it('comes out whole where two were put after each other', () => {
    expect(whole(Buffer.concat([packed, pack(Buffer.from('second'))]), kind).equals(Buffer.concat([text, Buffer.from('second')]))).toBe(
      true,
    )
  })

  it('gives all of itself where something else follows, and tells that', () => {
    for (const content of [text, Buffer.from('a short letter')]) {
      const { size, fault } = measure(bytesSource(Buffer.concat([pack(content), Buffer.from('left behind\n'.repeat(9))])), kind, 16, allow)
      expect(size).toBe(content.byteLength)
      expect(fault?.code).toBe('damaged-archive')
    }
  })

  it('is told to be damaged where it was cut, with what came before', () => {
    const { size, fault } = measure(bytesSource(packed.subarray(0, packed.byteLength - 5)), kind, 16, allow)
    expect(fault?.code).toBe('damaged-archive')
    expect(size).toBeLessThanOrEqual(text.byteLength)
  })

  it('never crashes when its bytes are changed', () => {
    const small = pack(text.subarray(0, 3000))
    fc.assert(
      fc.property(fc.nat(small.byteLength - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const other = Buffer.from(small)
        other[at] = (other[at] as number) ^ change
        const { size } = measure(bytesSource(other), kind, 16, (bytes) => bytes < 1e8)
        expect(size).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 150, seed: 7 },
    )
  })

  it('is read at any place as a ByteSource, forwards and backwards', () => {
    const source = takeStep(bytesSource(packed), [kind, text.byteLength])
    for (const [offset, length] of [
      [0, 10],
      [150_000, 70_000],
      [5, 3],
      [text.byteLength - 4, 100],
      [text.byteLength, 5],
    ] as const) {
      expect(Buffer.from(source.read(offset, length)).equals(text.subarray(offset, offset + length)), `${offset}+${length}`).toBe(true)
    }
  })

  it('is refused as soon as it makes more than is allowed', () => {
    let made = 0
    const { fault } = measure(bytesSource(packed), kind, 16, (bytes) => {
      made += bytes
      return made < 100_000
    })
    expect(fault?.code).toBe('expands-too-much')
  })
})

describe('a checksum or a size that does not hold', () => {
  const packed = deflateRawSync(text)
  it.each([
    ['a wrong CRC-32', ['deflate', text.byteLength, 1]],
    ['a size that is too small', ['deflate', text.byteLength - 1, 0]],
    ['a size that is too large', ['deflate', text.byteLength + 1, 0]],
  ] as const)('%s is damage, told before the last byte is given', (_, step) => {
    expect(() => takeStep(bytesSource(packed), step).read(0, step[1])).toThrow('damaged-archive')
  })

  it('is found in the blocks of bzip2 and xz, which carry their own', () => {
    for (const kind of ['bzip2', 'xz'] as const) {
      const packed = kind === 'xz' ? python('lzma.compress(data, check=lzma.CHECK_SHA256)', text) : packers.bzip2(text)
      const other = Buffer.from(packed)
      other[other.byteLength >> 1] = (other[other.byteLength >> 1] as number) ^ 1
      expect(measure(bytesSource(other), kind, 1, allow).fault?.code).toBe('damaged-archive')
    }
  })
})

describe('xz that is damaged in the midst of a piece', () => {
  it('gives what stands before the damage', () => {
    const lines = Array.from({ length: 3000 }, (_, at) => `${Math.sin(at)} ${at}`).join('\n')
    const packed = packers.xz(Buffer.from(lines))
    packed.fill(0xff, packed.byteLength >> 1)
    let given = ''
    expect(() => {
      for (const piece of decoded(bytesSource(packed), 'xz')) given += Buffer.from(piece).toString('latin1')
    }).toThrow('damaged-archive')
    expect([...lines].findIndex((character, at) => character !== given[at])).toBeGreaterThan(lines.length * 0.4)
  })

  it('gives what is there of bytes that were stored as they are', () => {
    const noise = randomBytes(30_000)
    const { size, fault } = measure(bytesSource(packers.xz(noise).subarray(0, 20_000)), 'xz', 0, allow)
    expect(fault?.code).toBe('damaged-archive')
    expect(size).toBeGreaterThan(19_000)
  })
})

describe('deflate that is damaged in the midst of a piece', () => {
  it.each(['gzip', 'deflate'] as const)('gives what stands before the damage in %s', (kind) => {
    const lines = Array.from({ length: 3000 }, (_, at) => `${randomBytes(12).toString('hex')} ${at}`).join('\n')
    const packed = kind === 'gzip' ? gzipSync(lines) : deflateRawSync(lines)
    const damaged = Buffer.from(packed)
    damaged.fill(0xff, packed.byteLength >> 1)
    let given = ''
    expect(() => {
      for (const piece of decoded(bytesSource(damaged), kind)) given += Buffer.from(piece).toString('latin1')
    }).toThrow('damaged-archive')
    const same = [...lines].findIndex((character, at) => character !== given[at])
    expect(same).toBeGreaterThan(lines.length * 0.4)
  })
})

describe('a zstd file', () => {
  it('that was filled up with zeros is whole', () => {
    const padded = Buffer.concat([zstdCompressSync(text), zstdCompressSync('x'), Buffer.alloc(700)])
    expect(measure(bytesSource(padded), 'zstd', 0, allow)).toMatchObject({ size: text.byteLength + 1, fault: null })
  })

  it('whose copy was cut, its rest zeros, is told to be damaged', () => {
    const packed = zstdCompressSync(text)
    packed.fill(0, packed.byteLength >> 1)
    expect(measure(bytesSource(packed), 'zstd', 0, allow).fault?.code).toBe('damaged-archive')
  })
})

/** What a program is like to the filters: calls and jumps of every machine, close together, near and far, among bytes like any. */
function program(seed: number): Buffer {
  const next = sequence(seed)
  const opcodes = [
    ...[0xe8, 0xe9, 0, 0xff, 1],
    ...[0xeb, 0xf0, 0xf8, 0x94, 0x97, 0x90, 0xb0, 0x48, 0x4b, 0x40, 0x7f, 0x10, 0x11, 0x12, 0x16, 0x50, 0xef, 0x17, 0x97, 0x03, 0x67],
  ]
  return Buffer.from(
    Array.from({ length: 100_000 }, () => (next() < 0.3 ? Math.floor(next() * 256) : opcodes[Math.floor(next() * opcodes.length)]) ?? 0),
  )
}

describe.runIf(hasXz)('xz with a filter before its packer', () => {
  const bytes = Buffer.concat([program(11), Buffer.from('tail')])
  const packed = (...switches: string[]): Buffer => execFileSync('xz', ['-c', ...switches], { input: bytes, maxBuffer: 1e9 })
  const machines = ['x86', 'powerpc', 'ia64', 'arm', 'armthumb', 'arm64', 'sparc']

  it.each(machines.filter((machine) => packsFor(machine)))('for programs of %s gives the bytes that went in', (machine) => {
    expect(whole(packed(`--${machine}`, '--lzma2'), 'xz').equals(bytes)).toBe(true)
    expect(whole(packed(`--${machine}=start=1048576`, '--lzma2=preset=0'), 'xz').equals(bytes)).toBe(true)
  })

  it('for sound, and with several after each other, gives the bytes that went in', () => {
    expect(whole(packed('--delta=dist=4', '--lzma2'), 'xz').equals(bytes)).toBe(true)
    expect(whole(packed('--x86', '--delta=dist=256', '--arm', '--lzma2'), 'xz').equals(bytes)).toBe(true)
    expect(whole(packed('--delta', '--lzma2', '--block-size=30000'), 'xz').equals(bytes)).toBe(true)
  })

  it('in several blocks, each filtered from its own start, gives the bytes that went in', () => {
    expect(whole(packed('--x86', '--lzma2', '--block-size=30000'), 'xz').equals(bytes)).toBe(true)
  })
})

describe.runIf(hasXz)('a letter that was stored in an xz as it is', () => {
  // Noise isn't packed: a changed byte comes out changed, and only the check can tell.
  const letter = Buffer.concat([Buffer.from('a letter, word for word'), randomBytes(4000)])
  it.each(['crc32', 'crc64', 'sha256'])('and was changed is told by its check, %s', (check) => {
    const packed = execFileSync('xz', ['-c', `--check=${check}`], { input: letter })
    expect(measure(bytesSource(packed), 'xz', 0, allow)).toMatchObject({ size: letter.byteLength, fault: null })
    packed[packed.indexOf('word for')] = 0x57
    expect(measure(bytesSource(packed), 'xz', 0, allow).fault?.code).toBe('damaged-archive')
  })
})
