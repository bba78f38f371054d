import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** A check of a block, as its bytes stand in the file. */
export interface XzCheck {
  update(bytes: Uint8Array): void
  digest(): Buffer
}

/** The check with an id (The .xz File Format 1.2.1 §2.1.1.2); null for none, and for one that isn't defined. */
export function xzCheck(id: number): XzCheck | null {
  if (id === 1) return new Crc32()
  if (id === 4) return new Crc64()
  if (id !== 10) return null
  const hash = createHash('sha256')
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() }
}

class Crc32 implements XzCheck {
  private sum = 0

  update(bytes: Uint8Array): void {
    this.sum = crc32(bytes, this.sum)
  }

  digest(): Buffer {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32LE(this.sum)
    return bytes
  }
}

/** CRC-64 of ECMA-182, reflected (§6), in halves, since numbers hold 53 bits. */
class Crc64 implements XzCheck {
  private low = 0xffffffff | 0
  private high = 0xffffffff | 0

  update(bytes: Uint8Array): void {
    let low = this.low
    let high = this.high
    for (let at = 0; at < bytes.byteLength; at++) {
      const row = (low ^ (bytes[at] as number)) & 0xff
      low = ((low >>> 8) | (high << 24)) ^ (lowRows[row] as number)
      high = (high >>> 8) ^ (highRows[row] as number)
    }
    this.low = low
    this.high = high
  }

  digest(): Buffer {
    const bytes = Buffer.alloc(8)
    bytes.writeUInt32LE(~this.low >>> 0)
    bytes.writeUInt32LE(~this.high >>> 0, 4)
    return bytes
  }
}

const lowRows = new Int32Array(256)
const highRows = new Int32Array(256)
for (let row = 0; row < 256; row++) {
  let low = row
  let high = 0
  for (let bit = 0; bit < 8; bit++) {
    const odd = low & 1
    low = (low >>> 1) | (high << 31)
    high >>>= 1
    if (odd) {
      low ^= 0xd7870f42
      high ^= 0xc96c5795
    }
  }
  lowRows[row] = low
  highRows[row] = high
}
