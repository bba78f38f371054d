import type { AuditVerdict } from '../model/index.ts'
import type { AuditEntry } from './audit.ts'
import { auditOrigin, commitmentOf, entryHash, entryOf } from './audit.ts'
import { type AuditCheckpoint, type AuditPlace, headFaultEntry, isSigned, readHead } from './audit-head.ts'
import type { ReadableDatabase } from './database.ts'
import { certificateProblem, listUsers } from './users.ts'

/** What a check of the chain found. */
type AuditRow = Parameters<typeof entryOf>[0]

/**
 * Checks every hash, commitment and signature of the chain, its length against the newest checkpoint in the database and the one beside it
 * (or what the chain itself records of that having been lost), and the users' roles against the signatures of who added them. What no
 * check on one machine can see is a whole workspace put back to an older copy: for that the head is printed in every production and
 * export.
 */
export function verifyAudit(main: ReadableDatabase, where: AuditPlace): AuditVerdict {
  const problems: string[] = []
  let brokenAt: number | null = null
  const broken = (sequence: number, problem: string): void => {
    problems.push(problem)
    brokenAt = Math.min(brokenAt ?? sequence, sequence)
  }
  const heads = new Map<number, string>([[0, auditOrigin]])
  let previous: Pick<AuditEntry, 'sequence' | 'hash'> = { sequence: 0, hash: auditOrigin }
  for (const row of main.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY sequence').iterate()) {
    const entry = entryOf(row)
    const at = `Entry ${entry.sequence}`
    if (entry.sequence !== previous.sequence + 1)
      broken(previous.sequence + 1, `${at} follows entry ${previous.sequence}: some are missing.`)
    else if (entry.previous !== previous.hash) broken(entry.sequence, `${at} does not link to the one before it.`)
    if (entryHash(entry) !== entry.hash) broken(entry.sequence, `${at} was changed: its hash does not fit.`)
    if (!payloadFits(row)) broken(entry.sequence, `The payload of entry ${entry.sequence} was changed: its commitment does not fit.`)
    if (entry.command === headFaultEntry) broken(entry.sequence, headFaultInWords(entry))
    heads.set(entry.sequence, entry.hash)
    previous = entry
  }
  for (const { user } of listUsers(main, where.workspace)) {
    const problem = certificateProblem(main, where.workspace, user)
    if (problem) problems.push(`User record: ${problem}.`)
  }

  const checkpoints = listCheckpoints(main)
  const check = (checkpoint: AuditCheckpoint, place: string): void => {
    const { sequence, head } = checkpoint
    if (!isSigned(main, where.workspace, checkpoint)) {
      broken(sequence, `The signature over entry ${sequence} ${place} is not valid.`)
    } else if (sequence > previous.sequence) {
      broken(
        previous.sequence + 1,
        `The chain ends at entry ${previous.sequence}, but entry ${sequence} was signed ${place}: the end was cut off.`,
      )
    } else if (heads.get(sequence) !== head) {
      broken(sequence, `What was signed at entry ${sequence} ${place} is not what stands there.`)
    }
  }
  for (const checkpoint of checkpoints) check(checkpoint, 'in the workspace')
  const beside = readHead(where.directory)
  if (beside === 'damaged') problems.push('The file audit-head.json is damaged.')
  else if (beside) check(beside, 'in audit-head.json')
  else if (checkpoints.length > 0) problems.push('The file audit-head.json, which keeps the newest signature, is missing.')

  return {
    ok: problems.length === 0,
    entries: previous.sequence,
    head: previous.hash,
    brokenAt,
    checkpoints: checkpoints.length,
    problems: problems.slice(0, 100),
  }
}

/** Signed checkpoints, oldest first. */
export function listCheckpoints(main: ReadableDatabase): readonly AuditCheckpoint[] {
  return main
    .prepare<[], AuditCheckpoint>(
      'SELECT sequence, head, at_ms AS atMs, user, public_key AS publicKey, signature FROM audit_checkpoints ORDER BY sequence, at_ms',
    )
    .all()
}

/** Such an entry stands for good: a log whose newest signature was once lost can have lost entries with it. */
function headFaultInWords({ sequence, outcome, atMs }: AuditEntry): string {
  const what =
    outcome === 'store/audit-head-missing'
      ? 'was missing'
      : outcome === 'store/audit-head-damaged'
        ? 'was damaged'
        : 'held a signature that did not fit the log'
  const time = new Date(atMs).toISOString().slice(0, 19)
  return `Entry ${sequence} records that audit-head.json ${what} at ${time} UTC: entries before it may have been cut off. Compare with an earlier export or production.`
}

function payloadFits(row: AuditRow): boolean {
  try {
    return commitmentOf(row.salt, JSON.parse(row.payload)) === row.commitment
  } catch {
    return false
  }
}
