import type { Migration } from './migrate.ts'

/**
 * The schema of `workspace.db`: users and their public keys, the keys of requests, the audit chain. The triggers make the chain
 * append-only for every statement of ours; against someone with the key it is the hashes and signatures that tell.
 */
export const mainMigrations: readonly Migration[] = [
  {
    version: 10,
    name: 'users, matter keys, audit chain',
    sql: `
      CREATE TABLE workspace (
        id TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL
      ) STRICT;

      -- The certificate is the adder's signature over name, role and first key: a role edited in the file is seen.
      CREATE TABLE users (
        name TEXT PRIMARY KEY,
        role TEXT NOT NULL,
        must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
        added_by TEXT NOT NULL,
        added_at_ms INTEGER NOT NULL,
        certificate TEXT NOT NULL
      ) STRICT;

      -- Every signing key a user ever had. A provisional one came with a passphrase that someone else knows: it signs nothing that counts.
      CREATE TABLE user_keys (
        id INTEGER PRIMARY KEY,
        user TEXT NOT NULL REFERENCES users (name),
        public_key TEXT NOT NULL,
        provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
        since_ms INTEGER NOT NULL
      ) STRICT;
      CREATE INDEX user_keys_by_user ON user_keys (user, id);

      -- A destroyed request keeps its row without its key: its number is never given again.
      CREATE TABLE matter_keys (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        wrapped_key BLOB,
        created_at_ms INTEGER NOT NULL,
        destroyed_at_ms INTEGER
      ) STRICT;

      CREATE TABLE audit (
        sequence INTEGER PRIMARY KEY,
        at_ms INTEGER NOT NULL,
        user TEXT NOT NULL,
        command TEXT NOT NULL,
        matter TEXT,
        outcome TEXT NOT NULL,
        payload TEXT NOT NULL,
        salt TEXT NOT NULL,
        commitment TEXT NOT NULL,
        previous TEXT NOT NULL,
        hash TEXT NOT NULL
      ) STRICT;
      CREATE INDEX audit_by_matter ON audit (matter, sequence);
      CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;
      CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit chain is append-only'); END;

      CREATE TABLE audit_checkpoints (
        sequence INTEGER NOT NULL,
        head TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        user TEXT NOT NULL,
        public_key TEXT NOT NULL,
        signature TEXT NOT NULL,
        PRIMARY KEY (sequence, user)
      ) STRICT, WITHOUT ROWID;
      CREATE TRIGGER audit_checkpoints_no_update BEFORE UPDATE ON audit_checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;
      CREATE TRIGGER audit_checkpoints_no_delete BEFORE DELETE ON audit_checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints are append-only'); END;

      -- What was begun and has no entry yet; a row that outlives its process becomes an entry "interrupted" at the next opening.
      CREATE TABLE audit_begun (
        id INTEGER PRIMARY KEY,
        at_ms INTEGER NOT NULL,
        user TEXT NOT NULL,
        command TEXT NOT NULL,
        matter TEXT,
        payload TEXT NOT NULL
      ) STRICT;
    `,
  },
  {
    version: 20,
    name: 'vouched keys',
    sql: `
      -- The first key's signature over a later one: a key that was put in from outside has none that fits.
      ALTER TABLE user_keys ADD COLUMN voucher TEXT;
    `,
  },
  {
    version: 30,
    name: 'newest acts',
    sql: `
      -- The newest act of a request as last seen, and its hash: an older copy of the request's own file put in its place lacks it.
      ALTER TABLE matter_keys ADD COLUMN act INTEGER;
      ALTER TABLE matter_keys ADD COLUMN act_hash TEXT;
    `,
  },
  {
    version: 40,
    name: 'newest writes',
    sql: `
      -- The newest trace of writing in a request's own file, as last seen: an act alone tells nothing of mail collected or people refused.
      ALTER TABLE matter_keys DROP COLUMN act;
      ALTER TABLE matter_keys DROP COLUMN act_hash;
      ALTER TABLE matter_keys ADD COLUMN written INTEGER;
      ALTER TABLE matter_keys ADD COLUMN written_word TEXT;
    `,
  },
  {
    version: 50,
    name: 'access ended and given again',
    sql: `
      -- Whose access was ended keeps their row, keys and name: what they signed stays verifiable, and nobody else is ever taken for them. The newest row counts;
      -- each is signed by who wrote it, and a return vouches for the key that came with its passphrase.
      CREATE TABLE user_access (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        user TEXT NOT NULL REFERENCES users (name),
        kind TEXT NOT NULL CHECK (kind IN ('ended', 'returned')),
        by_user TEXT NOT NULL REFERENCES users (name),
        at_ms INTEGER NOT NULL,
        why TEXT,
        public_key TEXT,
        signature TEXT NOT NULL,
        CHECK ((kind = 'ended') = (why IS NOT NULL)),
        CHECK ((kind = 'returned') = (public_key IS NOT NULL))
      ) STRICT;
      CREATE INDEX user_access_by_user ON user_access (user, id);
      CREATE TRIGGER user_access_no_update BEFORE UPDATE ON user_access BEGIN SELECT RAISE(ABORT, 'who was ended is append-only'); END;
      CREATE TRIGGER user_access_no_delete BEFORE DELETE ON user_access BEGIN SELECT RAISE(ABORT, 'who was ended is append-only'); END;
    `,
  },
]
