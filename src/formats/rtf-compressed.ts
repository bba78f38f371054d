/** Compressed RTF of a message body (MS-OXRTFCP 2.2): LZ77 over a window of 4 kB that starts with what RTF commonly starts with. */
const prefilled =
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx'
const compressedMark = 0x75465a4c
const plainMark = 0x414c454d
const windowBytes = 4096
/** Attack: a small property declaring gigabytes. */
const maximumBytes = 256 * 1024 * 1024

/** The RTF; of one that is damaged what could be decoded, which is fewer bytes than it declares. */
export function decompressRtf(bytes: Uint8Array): { readonly rtf: Buffer; readonly whole: boolean } {
  const input = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (input.byteLength < 16) return { rtf: Buffer.alloc(0), whole: input.byteLength === 0 }
  const declared = input.readUInt32LE(4)
  const mark = input.readUInt32LE(8)
  const rawBytes = Math.min(declared, maximumBytes)
  const rtf =
    mark === plainMark ? input.subarray(16, 16 + rawBytes) : mark === compressedMark ? decompressed(input, rawBytes) : Buffer.alloc(0)
  // Some writers count the rest of the header in.
  return { rtf, whole: rtf.byteLength + 12 >= declared }
}

function decompressed(input: Buffer, rawBytes: number): Buffer {
  const window = Buffer.alloc(windowBytes, 0x20)
  window.write(prefilled, 'latin1')
  // Two bytes make at most seventeen: the declared size is not trusted for the allocation.
  const output = Buffer.alloc(Math.min(rawBytes, input.byteLength * 17))
  let to = prefilled.length
  let made = 0
  let from = 16
  const put = (byte: number): void => {
    output[made++] = byte
    window[to] = byte
    to = (to + 1) % windowBytes
  }
  while (from < input.byteLength && made < output.byteLength) {
    const control = input[from++] ?? 0
    for (let bit = 0; bit < 8 && made < output.byteLength; bit++) {
      if ((control & (1 << bit)) === 0) {
        const byte = input[from++]
        if (byte === undefined) return output.subarray(0, made)
        put(byte)
        continue
      }
      if (from + 2 > input.byteLength) return output.subarray(0, made)
      const word = input.readUInt16BE(from)
      from += 2
      const offset = word >> 4
      // A copy of what stands at the write position is the end mark.
      if (offset === to) return output.subarray(0, made)
      for (let count = (word & 15) + 2, at = offset; count > 0 && made < output.byteLength; count--, at++)
        put(window[at % windowBytes] as number)
    }
  }
  return output.subarray(0, made)
}
