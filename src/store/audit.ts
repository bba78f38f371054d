import { createHash, randomBytes } from 'node:crypto'
import type { MatterId, UserName } from '../model/index.ts'
import { canonicalJson } from '../model/index.ts'
import { type AuditPlace, checkpointBytes, headFault, headFaultEntry, readHead, writeHead } from './audit-head.ts'
import type { WritableDatabase } from './database.ts'
import { transact } from './database.ts'

/** What the dispatcher records of one write. */
export interface AuditRecord {
  readonly atMs: number
  readonly user: UserName
  readonly command: string
  readonly matter: MatterId | null
  /** `done`, `interrupted`, or the code of the error that it ended with. */
  readonly outcome: string
  /** Kept in the encrypted database only; the chain and its copies carry a salted commitment to it. */
  readonly payload: unknown
}

/** An entry as the chain hashes it; everything but `hash` itself, in this form, is what `hash` is taken over. */
export interface AuditEntry {
  readonly sequence: number
  readonly atMs: number
  readonly user: string
  readonly command: string
  readonly matter: string | null
  readonly outcome: string
  readonly commitment: string
  readonly previous: string
  readonly hash: string
}

export interface AuditHead {
  readonly entries: number
  readonly hash: string
}

export interface AuditFilter {
  readonly matter?: MatterId | undefined
  readonly user?: UserName | undefined
  readonly command?: string | undefined
  readonly limit: number
  readonly offset: number
}

/** The append-only log of everything that decides. */
export interface AuditLog {
  /** Notes durably that a write begins; finish it with `append(record, begun)`. */
  begin(record: Omit<AuditRecord, 'outcome'>): number
  append(record: AuditRecord, begun?: number): AuditEntry
  head(): AuditHead
  /** Signs the head with the signed-in user's key, in `audit-head.json` and in the database; records first if that file was lost. */
  checkpoint(atMs: number): void
  /** Newest first, with payloads. */
  list(filter: AuditFilter): { readonly total: number; readonly entries: readonly (AuditEntry & { readonly payload: unknown })[] }
}

export interface AuditSigner {
  readonly user: string
  readonly publicKey: string
  sign(bytes: Uint8Array): string
}

/** `previous` of the first entry. */
export const auditOrigin = '0'.repeat(64)
/** A checkpoint at least every so many entries. */
export const entriesPerCheckpoint = 100

/** SHA-256 over salt (as bytes) ‖ canonical JSON of the payload (UTF-8), hex. */
export function commitmentOf(salt: string, payload: unknown): string {
  return createHash('sha256').update(Buffer.from(salt, 'hex')).update(canonicalJson(payload)).digest('hex')
}

/** SHA-256 over the canonical JSON of the entry without its hash, hex. */
export function entryHash(entry: Omit<AuditEntry, 'hash'>): string {
  const { sequence, atMs, user, command, matter, outcome, commitment, previous } = entry
  return createHash('sha256').update(canonicalJson({ sequence, atMs, user, command, matter, outcome, commitment, previous })).digest('hex')
}

interface AuditRow {
  sequence: number
  at_ms: number
  user: string
  command: string
  matter: string | null
  outcome: string
  payload: string
  salt: string
  commitment: string
  previous: string
  hash: string
}

/** A row in the words of `AuditEntry`. */
export function entryOf(row: AuditRow): AuditEntry {
  const { sequence, at_ms, user, command, matter, outcome, commitment, previous, hash } = row
  return { sequence, atMs: at_ms, user, command, matter, outcome, commitment, previous, hash }
}

/**
 * The log over an open `workspace.db`. `signer` null: a user who must first change their passphrase signs nothing. `opened`: who opens it,
 * and when; an `audit-head.json` that does not vouch for the chain any more is recorded in it under their name.
 */
export function openAudit(
  main: WritableDatabase,
  where: AuditPlace,
  opened: { readonly user: UserName; readonly atMs: number },
  signer: () => AuditSigner | null,
): AuditLog {
  const last = main.prepare<[], { sequence: number; hash: string }>('SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1')
  const insert = main.prepare(
    `INSERT INTO audit (sequence, at_ms, user, command, matter, outcome, payload, salt, commitment, previous, hash)
     VALUES (@sequence, @atMs, @user, @command, @matter, @outcome, @payload, @salt, @commitment, @previous, @hash)`,
  )
  const lastCheckpoint = main.prepare<[], { sequence: number }>('SELECT max(sequence) AS sequence FROM audit_checkpoints')
  const isSignedBy = main.prepare<[number, string], { one: number }>(
    'SELECT 1 AS one FROM audit_checkpoints WHERE sequence = ? AND user = ?',
  )
  const insertCheckpoint = main.prepare(
    `INSERT INTO audit_checkpoints (sequence, head, at_ms, user, public_key, signature)
     VALUES (@sequence, @head, @atMs, @user, @publicKey, @signature)`,
  )
  const recorded = main.prepare<[string], { one: number }>(
    `SELECT 1 AS one FROM audit WHERE command = ? AND sequence > (SELECT coalesce(max(sequence), 0) FROM audit_checkpoints)`,
  )
  const insertBegun = main.prepare('INSERT INTO audit_begun (at_ms, user, command, matter, payload) VALUES (?, ?, ?, ?, ?)')
  const deleteBegun = main.prepare('DELETE FROM audit_begun WHERE id = ?')

  const head = (): AuditHead => {
    const row = last.get()
    return row ? { entries: row.sequence, hash: row.hash } : { entries: 0, hash: auditOrigin }
  }
  const append = (record: AuditRecord, begun?: number): AuditEntry => {
    const { entry, due } = transact(main, () => {
      const before = head()
      const salt = randomBytes(32).toString('hex')
      const payload = canonicalJson(record.payload ?? null)
      const open = {
        sequence: before.entries + 1,
        atMs: Math.trunc(record.atMs),
        user: record.user,
        command: record.command,
        matter: record.matter,
        outcome: record.outcome,
        commitment: commitmentOf(salt, JSON.parse(payload)),
        previous: before.hash,
      }
      const made = { ...open, hash: entryHash(open) }
      insert.run({ ...made, payload, salt })
      if (begun !== undefined) deleteBegun.run(begun)
      return { entry: made, due: made.sequence - (lastCheckpoint.get()?.sequence ?? 0) >= entriesPerCheckpoint }
    })
    if (due) checkpoint(record.atMs)
    return entry
  }
  /** Once after a signature: until the next one the file stays as it is. */
  const recordHeadFault = (atMs: number): void => {
    const fault = headFault(main, where)
    if (fault === null || recorded.get(headFaultEntry) !== undefined) return
    append({
      atMs,
      user: opened.user,
      command: headFaultEntry,
      matter: null,
      outcome: fault,
      payload: { beside: readHead(where.directory) },
    })
  }
  const checkpoint = (atMs: number): void => {
    const by = signer()
    if (!by || head().entries === 0) return
    recordHeadFault(atMs)
    const { entries, hash } = head()
    if (isSignedBy.get(entries, by.user) !== undefined) return
    const open = { sequence: entries, head: hash, atMs: Math.trunc(atMs), user: by.user }
    const made = { ...open, publicKey: by.publicKey, signature: by.sign(checkpointBytes(where.workspace, open)) }
    // The entries on the disk before the file that vouches for them: a power cut must not look like a cut-off chain. The file before the
    // row: a chain that has a signature always has had its file, so that a missing one is never the work of a crash.
    main.pragma('wal_checkpoint(FULL)')
    writeHead(where.directory, made)
    insertCheckpoint.run(made)
  }
  const closeBegun = (): void => {
    const rows = main
      .prepare<[], { id: number; at_ms: number; user: UserName; command: string; matter: MatterId | null; payload: string }>(
        'SELECT * FROM audit_begun ORDER BY id',
      )
      .all()
    for (const { id, at_ms, user, command, matter, payload } of rows) {
      append({ atMs: at_ms, user, command, matter, outcome: 'interrupted', payload: JSON.parse(payload) }, id)
    }
  }
  recordHeadFault(opened.atMs)
  closeBegun()

  return {
    begin: ({ atMs, user, command, matter, payload }) =>
      Number(insertBegun.run(Math.trunc(atMs), user, command, matter, canonicalJson(payload ?? null)).lastInsertRowid),
    append,
    head,
    checkpoint,
    list: (filter) => {
      const bind = { matter: filter.matter ?? null, user: filter.user ?? null, command: filter.command ?? null }
      const where = '(@matter IS NULL OR matter = @matter) AND (@user IS NULL OR user = @user) AND (@command IS NULL OR command = @command)'
      const total = main.prepare<[typeof bind], { total: number }>(`SELECT count(*) AS total FROM audit WHERE ${where}`).get(bind)
      const rows = main
        .prepare<[typeof bind & { limit: number; offset: number }], AuditRow>(
          `SELECT * FROM audit WHERE ${where} ORDER BY sequence DESC LIMIT @limit OFFSET @offset`,
        )
        .all({ ...bind, limit: filter.limit, offset: filter.offset })
      return { total: total?.total ?? 0, entries: rows.map((row) => ({ ...entryOf(row), payload: JSON.parse(row.payload) as unknown })) }
    },
  }
}
