/** Every expected failure has a code `room/reason`; messages and details never hold mail content, names or queries. */
export const errorCodes = [
  'api/unknown-command',
  'api/bad-input',
  'api/not-signed-in',
  'api/not-allowed',
  'api/own-access',
  'api/last-of-role',
  'api/cancelled',
  'api/internal',
  'api/incomplete-program',
  'hosts/usage',
  'hosts/no-browser',
  'hosts/output-exists',
  'hosts/cannot-write',
  'store/not-a-workspace',
  'store/workspace-exists',
  'store/wrong-passphrase',
  'store/passphrase-must-change',
  'store/passphrase-weak',
  'store/corrupt',
  'store/newer-version',
  'store/in-use',
  'store/disk-full',
  'store/disk-failed',
  'store/no-permission',
  'store/unknown-user',
  'store/user-exists',
  'store/access-ended',
  'store/audit-broken',
  'formats/not-a-mailbox',
  'formats/cannot-read',
  'jobs/source-vanished',
  'jobs/source-exists',
  'jobs/unknown-source',
  'jobs/unknown-exception',
  'jobs/place-unreadable',
  'jobs/place-changed',
  'jobs/unknown-sample',
  'jobs/nothing-to-sample',
  'jobs/worker-failed',
  'jobs/already-running',
  'search/syntax',
  'search/empty-query',
  'law/unknown-regime',
  'law/bad-date',
  'law/unknown-ground',
  'matter/unknown',
  'matter/reference-taken',
  'matter/unknown-event',
  'matter/unknown-document',
  'matter/unknown-surface',
  'matter/unknown-mark',
  'matter/bad-span',
  'matter/nothing-stands',
  'matter/ground-needed',
  'matter/comment-needed',
  'matter/not-submitted',
  'matter/own-proposal',
  'matter/needs-legal-reviewer',
  'matter/not-viewed',
  'matter/nothing-collected',
  'matter/undecided',
  'matter/protected-subject',
  'produce/gate-closed',
  'produce/no-print-engine',
  'produce/no-needles',
  'produce/leak',
  'produce/control-failed',
  'produce/undecodable',
  'produce/missing-glyphs',
  'produce/bundle-unreadable',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/** Flat facts that help the user (a path, a position, a count); never content of mail. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

/** An expected failure, told to the user. Hostile or damaged mail is not one: that is a processing exception in a result. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

/** Told where a part of the program can't be loaded. What the loader says of it names the program's own files, never mail. */
export function incompleteProgram(error: unknown): AppError {
  const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  return new AppError('api/incomplete-program', 'A part of the program can’t be loaded. Install it again.', { reason }, error)
}

/** Fails on a bug of ours; reported as `api/internal`, without the message reaching the user. */
export function assert(condition: unknown, claim: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${claim}`)
}
