import { entryOf } from './audit.ts'
import { listCheckpoints } from './audit-verify.ts'
import type { ReadableDatabase } from './database.ts'
import { listUsers, signingKeysOf } from './users.ts'

/** How to check a copy of the chain with nothing of ours: any SHA-256 and any Ed25519. */
const recipe = [
  'canonical(x) is JSON with object keys sorted, no white space, UTF-8 (RFC 8785).',
  'Entries are numbered from 1 without gaps. The first has 64 zeros as "previous"; every other one has the "hash" of the entry before it.',
  '"hash" of an entry = hex SHA-256 of canonical({atMs, command, commitment, matter, outcome, previous, sequence, user}).',
  '"commitment" = hex SHA-256 of (salt bytes followed by canonical(payload)). Salt and payload stay in the workspace; where one entry must be opened, both are handed over and anyone can recompute it.',
  'A checkpoint is a user\'s Ed25519 signature (hex, RFC 8032) over canonical({atMs, head, purpose: "disclosure-desk/audit-checkpoint", sequence, user, workspace}); "workspace" stands at the top of this file. "head" must be the hash of entry "sequence".',
  'The public key (SPKI, PEM) of a checkpoint must stand among the keys of its user. Compare those keys, and the head, with what earlier exports and the manifests of productions say.',
  'An entry with the command "audit.head" records that the newest signature, which is kept beside the log, was lost or did not fit: entries before it may have been cut off.',
  'With OpenSSL: write the signed text to the file message, the signature as bytes to the file signature, the key to key.pem; then: openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in message -sigfile signature',
]

/** The chain as it leaves the workspace: commitments in place of payloads, and all that is needed to verify it without the program. */
export function exportedAudit(main: ReadableDatabase, workspace: string, atMs: number): string {
  const entries = main.prepare<[], Parameters<typeof entryOf>[0]>('SELECT * FROM audit ORDER BY sequence').all().map(entryOf)
  const last = entries.at(-1)
  const document = {
    format: 'disclosure-desk-audit',
    version: 1,
    workspace,
    exportedAtMs: atMs,
    recipe,
    head: last?.hash ?? null,
    users: listUsers(main, workspace).map(({ user, role, addedBy, addedAtMs, ended }) => ({
      user,
      role,
      addedBy,
      addedAtMs,
      endedAtMs: ended?.atMs ?? null,
      endedBy: ended?.by ?? null,
      // A key that came with someone else's passphrase signs nothing that counts.
      publicKeys: signingKeysOf(main, workspace, user).map((key) => ({ publicKey: key.public_key, sinceMs: key.since_ms })),
    })),
    checkpoints: listCheckpoints(main),
    entries,
  }
  return `${JSON.stringify(document, null, 1)}\n`
}
