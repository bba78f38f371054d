/**
 * LZMA (LZMA SDK, lzma-specification.txt): the decoder of xz and 7z, by chunks. The caller gives what is packed and takes what comes out; the
 * dictionary is all that is kept. Ours: no package found decodes it synchronously with bounded memory.
 */
const stateCount = 12
const probabilityInit = 1024

/** Where packed bytes come from; -1 at their end. */
export type ByteInput = () => number

/** Larger dictionaries are refused: one is allocated because a header says so. In bytes; `xz -9` uses 64 MB. */
export const maximumDictionary = 512 * 1024 * 1024

export class LzmaFault extends Error {}

/** Probabilities of a bit tree, all even at first. */
function tree(count: number): Uint16Array {
  return new Uint16Array(count).fill(probabilityInit)
}

interface LengthCoder {
  readonly choice: Uint16Array
  readonly low: Uint16Array
  readonly mid: Uint16Array
  readonly high: Uint16Array
}

function lengthCoder(): LengthCoder {
  return { choice: tree(2), low: tree(16 << 3), mid: tree(16 << 3), high: tree(256) }
}

export class LzmaDecoder {
  private readonly dictionary: Uint8Array
  private position = 0
  private filled = 0
  private range = 0
  private code = 0
  private input: ByteInput = () => -1
  private lc = 0
  private lp = 0
  private pb = 0
  private literals: Uint16Array = tree(0)
  private isMatch = tree(stateCount << 4)
  private isRep = tree(stateCount)
  private isRep0 = tree(stateCount)
  private isRep1 = tree(stateCount)
  private isRep2 = tree(stateCount)
  private isRep0Long = tree(stateCount << 4)
  private slots = tree(4 << 6)
  private special = tree(115)
  private align = tree(16)
  private matchLength = lengthCoder()
  private repLength = lengthCoder()
  private state = 0
  private rep0 = 0
  private rep1 = 0
  private rep2 = 0
  private rep3 = 0
  /** Bytes of a copy still to be made, since the output was full. */
  private owed = 0
  private total = 0
  /** Bytes that the last `decode` made. */
  made = 0

  constructor(dictionaryBytes: number) {
    if (dictionaryBytes > maximumDictionary) throw new LzmaFault('dictionary')
    this.dictionary = new Uint8Array(Math.max(4096, dictionaryBytes))
  }

  /** Sets lc, lp, pb from their byte. */
  setProperties(byte: number): void {
    if (byte >= 225) throw new LzmaFault('properties')
    this.lc = byte % 9
    this.lp = Math.floor(byte / 9) % 5
    this.pb = Math.floor(byte / 45)
    this.literals = tree(0x300 << (this.lc + this.lp))
  }

  resetState(): void {
    for (const each of [
      this.literals,
      this.isMatch,
      this.isRep,
      this.isRep0,
      this.isRep1,
      this.isRep2,
      this.isRep0Long,
      this.slots,
      this.special,
      this.align,
      ...[this.matchLength, this.repLength].flatMap((coder) => [coder.choice, coder.low, coder.mid, coder.high]),
    ]) {
      each.fill(probabilityInit)
    }
    this.state = 0
    this.rep0 = this.rep1 = this.rep2 = this.rep3 = 0
    this.owed = 0
  }

  resetDictionary(): void {
    this.position = 0
    this.filled = 0
    this.total = 0
  }

  /** Starts the range decoder on an input: its first five bytes. */
  startRange(input: ByteInput): void {
    this.input = input
    if (this.next() !== 0) throw new LzmaFault('range')
    this.range = 0xffffffff
    this.code = 0
    for (let index = 0; index < 4; index++) this.code = ((this.code << 8) | this.next()) >>> 0
  }

  /** Copies bytes that are stored as they are. */
  store(bytes: Uint8Array): void {
    for (const byte of bytes) this.put(byte)
  }

  /** Decodes up to `output.byteLength` bytes, counted in `made`; fewer only at an end mark, or where it throws for damage. */
  decode(output: Uint8Array): void {
    this.made = 0
    const wanted = output.byteLength
    while (this.made < wanted) {
      if (this.owed > 0) {
        const byte = this.back(this.rep0)
        this.put(byte)
        output[this.made++] = byte
        this.owed--
        continue
      }
      const positionState = this.total & ((1 << this.pb) - 1)
      if (this.bit(this.isMatch, (this.state << 4) + positionState) === 0) {
        const byte = this.literal()
        this.put(byte)
        output[this.made++] = byte
        this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6
        continue
      }
      const length = this.match(positionState)
      if (length === 0) return
      this.owed = length
    }
  }

  private match(positionState: number): number {
    if (this.bit(this.isRep, this.state) === 0) {
      this.rep3 = this.rep2
      this.rep2 = this.rep1
      this.rep1 = this.rep0
      const length = this.length(this.matchLength, positionState)
      this.state = this.state < 7 ? 7 : 10
      this.rep0 = this.distance(length)
      if (this.rep0 === 0xffffffff) return 0
      this.mustReach()
      return length
    }
    if (this.filled === 0) throw new LzmaFault('distance')
    if (this.bit(this.isRep0, this.state) === 0) {
      if (this.bit(this.isRep0Long, (this.state << 4) + positionState) === 0) {
        this.state = this.state < 7 ? 9 : 11
        this.mustReach()
        return 1
      }
    } else {
      let distance: number
      if (this.bit(this.isRep1, this.state) === 0) distance = this.rep1
      else {
        if (this.bit(this.isRep2, this.state) === 0) distance = this.rep2
        else {
          distance = this.rep3
          this.rep3 = this.rep2
        }
        this.rep2 = this.rep1
      }
      this.rep1 = this.rep0
      this.rep0 = distance
    }
    this.mustReach()
    const length = this.length(this.repLength, positionState)
    this.state = this.state < 7 ? 8 : 11
    return length
  }

  private mustReach(): void {
    if (this.rep0 >= this.filled) throw new LzmaFault('distance')
  }

  private literal(): number {
    const previous = this.filled === 0 ? 0 : this.back(0)
    const context = ((this.total & ((1 << this.lp) - 1)) << this.lc) + (previous >> (8 - this.lc))
    const base = 0x300 * context
    let symbol = 1
    if (this.state >= 7) {
      let matched = this.back(this.rep0)
      while (symbol < 0x100) {
        const matchBit = (matched >> 7) & 1
        matched <<= 1
        const bit = this.bit(this.literals, base + ((1 + matchBit) << 8) + symbol)
        symbol = (symbol << 1) | bit
        if (matchBit !== bit) break
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.bit(this.literals, base + symbol)
    return symbol & 0xff
  }

  private length(coder: LengthCoder, positionState: number): number {
    if (this.bit(coder.choice, 0) === 0) return 2 + this.tree(coder.low, positionState << 3, 3)
    if (this.bit(coder.choice, 1) === 0) return 10 + this.tree(coder.mid, positionState << 3, 3)
    return 18 + this.tree(coder.high, 0, 8)
  }

  private distance(length: number): number {
    const slot = this.tree(this.slots, Math.min(length - 2, 3) << 6, 6)
    if (slot < 4) return slot
    const direct = (slot >> 1) - 1
    const base = (2 | (slot & 1)) * 2 ** direct
    if (slot < 14) return base + this.reverse(this.special, base - slot, direct)
    return base + this.direct(direct - 4) * 16 + this.reverse(this.align, 0, 4)
  }

  private tree(probabilities: Uint16Array, offset: number, count: number): number {
    let symbol = 1
    for (let index = 0; index < count; index++) symbol = (symbol << 1) | this.bit(probabilities, offset + symbol)
    return symbol - (1 << count)
  }

  private reverse(probabilities: Uint16Array, offset: number, count: number): number {
    let symbol = 1
    let value = 0
    for (let index = 0; index < count; index++) {
      const bit = this.bit(probabilities, offset + symbol)
      symbol = (symbol << 1) | bit
      value |= bit << index
    }
    return value
  }

  private direct(count: number): number {
    let value = 0
    for (let index = 0; index < count; index++) {
      this.range >>>= 1
      const bit = this.code >= this.range ? 1 : 0
      if (bit === 1) this.code = (this.code - this.range) >>> 0
      this.normalise()
      value = value * 2 + bit
    }
    return value
  }

  private bit(probabilities: Uint16Array, index: number): number {
    const probability = probabilities[index] as number
    const bound = (this.range >>> 11) * probability
    let bit = 0
    if (this.code < bound) {
      this.range = bound
      probabilities[index] = probability + ((2048 - probability) >> 5)
    } else {
      this.range = (this.range - bound) >>> 0
      this.code = (this.code - bound) >>> 0
      probabilities[index] = probability - (probability >> 5)
      bit = 1
    }
    this.normalise()
    return bit
  }

  private normalise(): void {
    if (this.range >= 0x1000000) return
    this.range = (this.range << 8) >>> 0
    this.code = ((this.code << 8) | this.next()) >>> 0
  }

  private next(): number {
    const byte = this.input()
    if (byte < 0) throw new LzmaFault('input')
    return byte
  }

  private back(distance: number): number {
    const at = this.position - distance - 1
    return this.dictionary[at < 0 ? at + this.dictionary.byteLength : at] as number
  }

  private put(byte: number): void {
    this.dictionary[this.position] = byte
    this.position = this.position + 1 === this.dictionary.byteLength ? 0 : this.position + 1
    if (this.filled < this.dictionary.byteLength) this.filled++
    this.total = (this.total + 1) >>> 0
  }
}
