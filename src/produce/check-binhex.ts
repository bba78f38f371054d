const alphabet = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
const block = /\(This file must be converted with BinHex[^\r\n]*\r?\n\s*:([^:]*)(:?)/g

/** Files in BinHex 4.0 (RFC 1741 §5, app. A): the name, the data and the resources of each; null where they are not whole. */
export function binHexFiles(text: string): (Uint8Array | null)[] {
  return [...text.matchAll(block)].flatMap(([, body = '', end]) =>
    end === ':' ? forks(expanded(sixBits(body.replace(/\s/g, '')))) : [null],
  )
}

function sixBits(letters: string): number[] {
  const out: number[] = []
  let [bits, held] = [0, 0]
  for (const letter of letters) {
    bits = ((bits << 6) | Math.max(0, alphabet.indexOf(letter))) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    out.push((bits >> held) & 255)
  }
  return out
}

/** 0x90 and a count repeat the byte before; 0x90 and zero is the byte itself. */
function expanded(bytes: readonly number[]): Buffer {
  const out: number[] = []
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte !== 0x90) {
      out.push(byte)
      continue
    }
    const count = bytes[++at] ?? 0
    if (count === 0) out.push(byte)
    else for (let again = 1; again < count; again++) out.push(out.at(-1) ?? 0)
  }
  return Buffer.from(out)
}

/** Length and name, a zero, kind and maker of four letters each, flags, both lengths, and a checksum behind each of the three. */
function forks(bytes: Buffer): (Uint8Array | null)[] {
  const named = 1 + (bytes[0] ?? 0)
  const head = named + 21
  if (bytes.length < head) return [null]
  const [data, resources] = [bytes.readUInt32BE(named + 11), bytes.readUInt32BE(named + 15)]
  if (bytes.length < head + data + resources + 4) return [null]
  const behind = head + data + 2
  return [bytes.subarray(1, named), bytes.subarray(head, head + data), bytes.subarray(behind, behind + resources)]
}
