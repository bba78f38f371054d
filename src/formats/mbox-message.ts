import type { ByteSource, MboxDialect } from '../model/index.ts'
import { withLines } from './line-ends.ts'

const from = Buffer.from('From ')

/**
 * A message's bytes with the dialect's quoting undone: mboxrd takes one `>` off `>From `, `>>From ` …; mboxo and mboxcl quote
 * `From ` lines only, so only `>From ` loses its sign (what was `>From ` in the mail can't be told from it); mboxcl2 quotes nothing.
 * `raw` stays as it is; where nothing is quoted it is what is given back. Lines that all end in CR alone get LF for it: the parser of messages knows that and CRLF.
 */
export function unquoted(raw: Uint8Array, dialect: MboxDialect): Uint8Array {
  const lined = withLines(raw)
  if (dialect === 'mboxcl2') return lined
  const bytes = Buffer.from(lined.buffer, lined.byteOffset, lined.byteLength)
  const kept: Buffer[] = []
  let copied = 0
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 5)) {
    let sign = at
    while (sign > 0 && bytes[sign - 1] === 0x3e) sign--
    const signs = at - sign
    if (signs === 0 || (sign > 0 && bytes[sign - 1] !== 10) || (dialect !== 'mboxrd' && signs > 1)) continue
    kept.push(bytes.subarray(copied, sign))
    copied = sign + 1
  }
  if (kept.length === 0) return lined
  kept.push(bytes.subarray(copied))
  return Buffer.concat(kept)
}

/** The bytes of a message slice with the dialect's quoting undone. Always a copy. */
export function messageBytes(
  source: ByteSource,
  slice: { readonly offset: number; readonly length: number },
  dialect: MboxDialect,
): Uint8Array {
  return unquoted(Buffer.from(source.read(slice.offset, slice.length)), dialect)
}
