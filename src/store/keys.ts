import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  sign as cryptoSign,
  verify as cryptoVerify,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  scrypt,
} from 'node:crypto'
import { fieldsOf, isWholeNumber } from './stored-fields.ts'

/** scrypt parameters (RFC 7914); `N` is the cost, memory is 128 · N · r bytes. */
export interface Kdf {
  readonly name: 'scrypt'
  readonly N: number
  readonly r: number
  readonly p: number
}

/** Parameters as a file has them; null for what is none, or asks for more than any slot needs. */
export function readKdf(raw: unknown): Kdf | null {
  const { name, N, r, p } = fieldsOf(raw)
  if (name !== 'scrypt' || !isWholeNumber(N, 2, 2 ** 20) || !isWholeNumber(r, 1, 16) || !isWholeNumber(p, 1, 16)) return null
  return { name, N, r, p }
}

/** What new slots get: 128 MiB and about 0.4 s a guess on one core. */
export const defaultKdf: Kdf = { name: 'scrypt', N: 2 ** 17, r: 8, p: 1 }

export const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** The key that a passphrase opens a slot with. The passphrase is normalised (NFKC), so that keyboards that compose differently agree. */
export function deriveSlotKey(passphrase: string, salt: Uint8Array, kdf: Kdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { N: kdf.N, r: kdf.r, p: kdf.p, maxmem: 256 * kdf.N * kdf.r }
    scrypt(passphrase.normalize('NFKC'), salt, keyBytes, options, (error, key) => (error ? reject(error) : resolve(key)))
  })
}

/** A key for one purpose from the master key (HKDF-SHA256, RFC 5869); the workspace's id is the salt. */
export function deriveKey(master: Uint8Array, workspaceId: string, purpose: 'main' | 'index' | 'matter-wrap'): Buffer {
  return Buffer.from(hkdfSync('sha256', master, workspaceId, `disclosure-desk/${purpose}/1`, keyBytes))
}

/** AES-256-GCM with a fresh nonce: nonce ‖ ciphertext ‖ tag. `bound` (associated data) says what for, so that wraps can't be swapped. */
export function wrap(key: Uint8Array, secret: Uint8Array, bound: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(bound))
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
}

/** Opens what `wrap` made; null with another key, another purpose, or one bit changed. */
export function unwrap(key: Uint8Array, wrapped: Uint8Array, bound: string): Buffer | null {
  if (wrapped.length < nonceBytes + tagBytes) return null
  const bytes = Buffer.from(wrapped)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(bound))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch {
    return null
  }
}

/** A user's own signing key: private as PKCS#8 DER (to be wrapped), public as SPKI PEM. */
export interface SigningKey {
  readonly privateDer: Buffer
  readonly publicPem: string
}

export function newSigningKey(): SigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    privateDer: privateKey.export({ type: 'pkcs8', format: 'der' }),
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}

/** The key pair of an unwrapped private key; its public half is computed, never taken from the file beside it. */
export function signingKeyFrom(privateDer: Buffer): SigningKey {
  const privateKey = createPrivateKey({ key: privateDer, format: 'der', type: 'pkcs8' })
  return { privateDer, publicPem: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString() }
}

/** Ed25519 (RFC 8032) over the bytes, as hex. */
export function signBytes(privateDer: Buffer, bytes: Uint8Array): string {
  return cryptoSign(null, bytes, createPrivateKey({ key: privateDer, format: 'der', type: 'pkcs8' })).toString('hex')
}

export function verifyBytes(publicPem: string, bytes: Uint8Array, signature: string): boolean {
  if (!/^[0-9a-f]{128}$/.test(signature)) return false
  try {
    return cryptoVerify(null, bytes, createPublicKey(publicPem), Buffer.from(signature, 'hex'))
  } catch {
    return false
  }
}
