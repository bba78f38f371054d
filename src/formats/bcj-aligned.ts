import type { BcjFilter } from './bcj-filter.ts'

/** Undoes the instruction that may stand at `at`, `place` in all; gives how many bytes to go on by. */
type Instruction = (bytes: Buffer, at: number, place: number) => number

/** A filter of instructions that stand at multiples of some bytes, each looked at by itself. */
const aligned = (lookAhead: number, instruction: Instruction): BcjFilter => ({
  undo(bytes, position) {
    let at = 0
    while (at + lookAhead <= bytes.byteLength) at += instruction(bytes, at, position + at)
    return at
  },
})

/** BL, targets in words from two instructions on. */
const arm = aligned(4, (bytes, at, place) => {
  if (bytes[at + 3] === 0xeb) bytes.writeUIntLE((((bytes.readUIntLE(at, 3) << 2) - (place + 8)) >>> 2) & 0xffffff, at, 3)
  return 4
})

/** BL of Thumb, a pair of half words. */
const armThumb = aligned(4, (bytes, at, place) => {
  const first = bytes.readUInt16LE(at)
  const second = bytes.readUInt16LE(at + 2)
  if (first >>> 11 !== 0x1e || second >>> 11 !== 0x1f) return 2
  const target = ((((first & 0x7ff) << 11) | (second & 0x7ff)) << 1) - (place + 4)
  bytes.writeUInt16LE(0xf000 | ((target >>> 12) & 0x7ff), at)
  bytes.writeUInt16LE(0xf800 | ((target >>> 1) & 0x7ff), at + 2)
  return 4
})

/** BL, and ADRP within 512 MB: an address of a page of 4 KB. */
const arm64 = aligned(4, (bytes, at, place) => {
  const code = bytes.readUInt32LE(at)
  if (code >>> 26 === 0x25) bytes.writeUInt32LE((0x94000000 | ((code - (place >>> 2)) & 0x03ffffff)) >>> 0, at)
  else if ((code & 0x9f000000) >>> 0 === 0x90000000) {
    const page = ((code >>> 29) & 3) | ((code >>> 3) & 0x001ffffc)
    if (((page + 0x00020000) & 0x001c0000) !== 0) return 4
    const target = page - (place >>> 12)
    const sign = -(target & 0x00020000) & 0x00e00000
    bytes.writeUInt32LE(((code & 0x9000001f) | ((target & 3) << 29) | ((target & 0x0003fffc) << 3) | sign) >>> 0, at)
  }
  return 4
})

/** Branches that are relative and keep the return address; big-endian. */
const powerPc = aligned(4, (bytes, at, place) => {
  const code = bytes.readUInt32BE(at)
  if ((code & 0xfc000003) >>> 0 === 0x48000001) bytes.writeUInt32BE((0x48000001 | (((code & 0x03fffffc) - place) & 0x03fffffc)) >>> 0, at)
  return 4
})

/** CALL with a distance of 22 bits and its sign; big-endian. */
const sparc = aligned(4, (bytes, at, place) => {
  const code = bytes.readUInt32BE(at)
  if (code >>> 22 !== 0x100 && code >>> 22 !== 0x1ff) return 4
  const target = ((code << 2) - place) >>> 2
  const sign = target & 0x00400000 ? 0x3fc00000 : 0
  bytes.writeUInt32BE((0x40000000 | sign | (target & 0x003fffff)) >>> 0, at)
  return 4
})

/** Which of the three instructions in a bundle of 16 bytes may be branches, by its template. */
const branches = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 6, 6, 0, 0, 7, 7, 4, 4, 0, 0, 4, 4, 0, 0] as const

/** Itanium: instructions of 41 bits, three a bundle. */
const ia64 = aligned(16, (bytes, at, place) => {
  const mask = branches[(bytes[at] ?? 0) & 0x1f] ?? 0
  for (let slot = 0; slot < 3; slot++) {
    if (((mask >> slot) & 1) === 0) continue
    const bit = 5 + slot * 41
    const byte = at + (bit >> 3)
    const shift = BigInt(bit & 7)
    const held = BigInt(bytes.readUIntLE(byte, 6))
    const code = held >> shift
    if (((code >> 37n) & 0xfn) !== 5n || ((code >> 9n) & 7n) !== 0n) continue
    const bundle = Number(((code >> 13n) & 0xfffffn) | (((code >> 36n) & 1n) << 20n))
    const target = BigInt(((bundle << 4) - place) >>> 4)
    const undone = (code & ~(0x8fffffn << 13n)) | ((target & 0xfffffn) << 13n) | ((target & 0x100000n) << 16n)
    bytes.writeUIntLE(Number((held & ((1n << shift) - 1n)) | (undone << shift)), byte, 6)
  }
  return 16
})

/** RISC-V: JAL, and AUIPC with the instruction that takes up its address. */
const riscV = aligned(8, (bytes, at, place) => {
  const code = bytes.readUInt32LE(at)
  if ((code & 0xff) === 0xef) {
    if ((code & 0x0d00) !== 0) return 2
    const [, one = 0, two = 0, three = 0] = bytes.subarray(at, at + 4)
    const target = (((one & 0xf0) << 13) | (two << 9) | (three << 1)) - place
    bytes[at + 1] = (one & 0x0f) | ((target >>> 8) & 0xf0)
    bytes[at + 2] = ((target >>> 16) & 0x0f) | ((target >>> 7) & 0x10) | ((target << 4) & 0xe0)
    bytes[at + 3] = ((target >>> 4) & 0x7f) | ((target >>> 13) & 0x80)
    return 4
  }
  if ((code & 0x7f) !== 0x17) return 2
  if ((code & 0xe80) !== 0) {
    const second = bytes.readUInt32LE(at + 4)
    // Their registers differ: no pair.
    if (((code << 8) ^ (second - 3)) & 0xf8003) return 6
    bytes.writeUInt32LE((0x117 | (second << 12)) >>> 0, at)
    bytes.writeUInt32LE(((code & 0xfffff000) + (second >>> 20)) >>> 0, at + 4)
    return 8
  }
  const register = code >>> 27
  if (((code - 0x3117) << 18) >>> 0 >= (register & 0x1d)) return 4
  const target = (bytes.readUInt32BE(at + 4) - place) >>> 0
  bytes.writeUInt32LE((0x17 | (register << 7) | ((target + 0x800) & 0xfffff000)) >>> 0, at)
  bytes.writeUInt32LE(((code >>> 12) | (target << 20)) >>> 0, at + 4)
  return 8
})

/** BCJ for machines whose instructions stand in line. Names are those of xz. */
export const alignedFilters = { powerpc: powerPc, ia64, arm, armthumb: armThumb, sparc, arm64, riscv: riscV } as const
