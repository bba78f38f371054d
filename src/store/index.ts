/**
 * store: the encrypted SQLite of the workspace. Schema, migrations, queries, keys, users, audit chain.
 * `main` (workspace.db) holds users, matters' keys and the audit chain; `index.db` what the sources gave; `matters/M1.db` one request.
 */

export type { AuditCheckpoint, AuditEntry, AuditFilter, AuditHead, AuditLog, AuditRecord } from './audit.ts'
export * from './database.ts'
export * from './index-documents.ts'
export * from './index-ledger.ts'
export { indexMigrations } from './index-schema.ts'
export * from './index-sources.ts'
export * from './index-statements.ts'
export * from './index-writer.ts'
export { userNames } from './keys-file.ts'
export * from './matter-acts.ts'
export * from './matter-approvals.ts'
export * from './matter-decisions.ts'
export * from './matter-documents.ts'
export * from './matter-header.ts'
export * from './matter-marks.ts'
export * from './matter-productions.ts'
export * from './matter-schema.ts'
export * from './migrate.ts'
export * from './open-workspace.ts'
export type { StoredUser } from './users.ts'
export type { SignIn } from './workspace.ts'
export { createWorkspace, isWorkspace, openWorkspace } from './workspace.ts'
