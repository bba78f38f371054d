/**
 * store: the encrypted SQLite of the workspace. Schema, migrations, queries, keys, users, audit chain.
 * `main` (workspace.db) holds users, matters' keys and the audit chain; `index.db` what the sources gave; `matters/M1.db` one request.
 */
export * from './database.ts'
export * from './migrate.ts'
export * from './open-workspace.ts'
