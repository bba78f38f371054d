import { createHmac, hkdfSync } from 'node:crypto'

/**
 * Bytes for one purpose, from the production's stored seed (HKDF-SHA256, RFC 5869). Everything that looks random in a rendition comes
 * from here, so that an interrupted production run again gives the same bytes.
 */
export function derive(seed: Uint8Array, purpose: string, length = 32): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', seed, new Uint8Array(0), `disclosure-desk/produce/1/${purpose}`, length))
}

/** `derive` as lower-case hex; `length` counts bytes. */
export function deriveHex(seed: Uint8Array, purpose: string, length = 16): string {
  return Buffer.from(derive(seed, purpose, length)).toString('hex')
}

/** The Message-ID of a document in this production, with angle brackets. `.invalid` is reserved (RFC 2606 §2): no mail can go there. */
export function messageIdFor(seed: Uint8Array, document: string): string {
  return `<${deriveHex(seed, `message-id:${document}`)}@production.invalid>`
}

/** A MIME boundary; `=_` cannot occur in quoted-printable or base64 text (RFC 2045 §6.7). */
export function boundaryFor(seed: Uint8Array, document: string, nth: number): string {
  return `=_${deriveHex(seed, `boundary:${document}:${nth}`)}`
}

/**
 * A redacted value's fingerprint for the internal log: HMAC-SHA256 under a key that never leaves the matter. Names are enumerable, so a
 * plain hash would give them away.
 */
export function valueFingerprint(seed: Uint8Array, value: string): string {
  return createHmac('sha256', derive(seed, 'log-value-key')).update(value, 'utf8').digest('hex')
}
