import type { ByteSource, MboxDialect } from '../model/index.ts'

const from = Buffer.from('From ')

/**
 * The bytes of a message slice with the dialect's quoting undone: mboxrd takes one `>` off `>From `, `>>From ` …; mboxo and mboxcl quote
 * `From ` lines only, so only `>From ` loses its sign (what was `>From ` in the mail can't be told from it); mboxcl2 quotes nothing.
 * Always a copy.
 */
export function messageBytes(
  source: ByteSource,
  slice: { readonly offset: number; readonly length: number },
  dialect: MboxDialect,
): Uint8Array {
  const raw = Buffer.from(source.read(slice.offset, slice.length))
  if (dialect === 'mboxcl2') return raw
  let written = 0
  let copied = 0
  for (let at = raw.indexOf(from); at >= 0; at = raw.indexOf(from, at + 5)) {
    let sign = at
    while (sign > 0 && raw[sign - 1] === 0x3e) sign--
    const signs = at - sign
    if (signs === 0 || (sign > 0 && raw[sign - 1] !== 10) || (dialect !== 'mboxrd' && signs > 1)) continue
    // Moves the kept bytes together in place: the output is never longer than what was read.
    raw.copyWithin(written, copied, sign)
    written += sign - copied
    copied = sign + 1
  }
  if (copied === 0) return raw
  raw.copyWithin(written, copied, raw.length)
  return raw.subarray(0, written + raw.length - copied)
}
