import type { BcjFilter } from './bcj-filter.ts'

/** Bytes of an instruction: the opcode and an address of four. */
const instructionBytes = 5

/** By the marks of the last three bytes: whether an opcode here may be one, and which byte of the address would then tell that it isn't. */
const allowed = [true, true, true, false, true, false, false, false] as const
const tellingByte = [0, 1, 2, 2, 3, 3, 3, 3] as const

/** Targets are within 16 MB, so that the highest byte only extends the sign. */
const isSign = (byte: number): boolean => byte === 0 || byte === 0xff

/** BCJ for x86: the targets of CALL (E8) and JMP (E9). Which bytes count as an instruction depends on those of the three before. */
export class X86Filter implements BcjFilter {
  /** Which of the last three bytes were opcodes of nothing, a bit each. */
  private marks = 0

  undo(bytes: Buffer, position: number): number {
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
        bytes.writeUInt32LE(relative(bytes.readUInt32LE(at + 1), position + at + instructionBytes, marks), at + 1)
        at += 4
      }
    }
    const distance = at - last
    this.marks = distance > 3 ? 0 : marks << (distance - 1)
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
