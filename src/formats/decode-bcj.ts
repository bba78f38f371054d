import type { ByteSource } from '../model/index.ts'
import { type ByteStream, piecesOf } from './byte-stream.ts'

const pieceBytes = 256 * 1024
/** Bytes of an instruction: the opcode and an address of four. */
const instructionBytes = 5

/**
 * Undoes BCJ for x86, the filter that 7z puts before its packer for programs: the target of each CALL (E8) and JMP (E9) was made absolute, so that the same
 * target reads the same, and becomes relative to its place again. Which bytes count as an instruction depends on those of the three before.
 */
export function* decodeBcjX86(source: ByteSource): ByteStream {
  const filter = new X86Filter()
  let held = new Uint8Array(0)
  for (const { bytes } of piecesOf(source, pieceBytes)) {
    const buffer = Buffer.concat([held, bytes])
    const done = filter.undo(buffer)
    held = Uint8Array.from(buffer.subarray(done))
    if (done > 0) yield buffer.subarray(0, done)
  }
  // An instruction that is cut by the end was never changed.
  if (held.byteLength > 0) yield held
}

/** By the marks of the last three bytes: whether an opcode here may be one, and which byte of the address would then tell that it isn't. */
const allowed = [true, true, true, false, true, false, false, false] as const
const tellingByte = [0, 1, 2, 2, 3, 3, 3, 3] as const

/** Targets are within 16 MB, so that the highest byte only extends the sign. */
const isSign = (byte: number): boolean => byte === 0 || byte === 0xff

class X86Filter {
  /** Of all the bytes undone before. */
  private position = 0
  /** Which of the last three bytes were opcodes of nothing, a bit each. */
  private marks = 0

  /** Undoes what can be told from the bytes there are; gives how many that are. */
  undo(bytes: Buffer): number {
    const end = bytes.byteLength - (instructionBytes - 1)
    if (end <= 0) return 0
    let last = -1
    let marks = this.marks
    let at = 0
    for (; at < end; at++) {
      if (((bytes[at] ?? 0) & 0xfe) !== 0xe8) continue
      const distance = at - last
      last = at
      marks = distance > 3 ? 0 : (marks << (distance - 1)) & 7
      const telling = bytes[at + 4 - (tellingByte[marks] ?? 0)] ?? 0
      if (marks !== 0 && (!allowed[marks] || isSign(telling))) marks = (marks << 1) | 1
      else if (!isSign(bytes[at + 4] ?? 0)) marks = (marks << 1) | 1
      else {
        bytes.writeUInt32LE(relative(bytes.readUInt32LE(at + 1), this.position + at + instructionBytes, marks), at + 1)
        at += 4
      }
    }
    const distance = at - last
    this.marks = distance > 3 ? 0 : marks << (distance - 1)
    this.position = (this.position + at) >>> 0
    return at
  }
}

/** The target once more relative; taken from another base where the byte that would have told then looks like a sign. */
function relative(absolute: number, next: number, marks: number): number {
  const target = (absolute - next) >>> 0
  const shift = (tellingByte[marks] ?? 0) * 8
  if (marks === 0 || !isSign((target >>> (24 - shift)) & 0xff)) return extended(target)
  return extended(((target ^ (2 ** (32 - shift) - 1)) - next) >>> 0)
}

/** 25 bits, the highest of them carried on as the sign. */
function extended(target: number): number {
  const low = target & 0x01ffffff
  return (low & 0x01000000 ? low | 0xfe000000 : low) >>> 0
}
