import type { Migration } from './migrate.ts'

/** The tables of a request's database: what it is about, documents, decisions, approvals, productions. What came to them since: `matter-schema.ts`. */
export const matterTables: readonly Migration[] = [
  {
    version: 10,
    name: 'header',
    sql: `
CREATE TABLE matter (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  reference TEXT NOT NULL,
  subject TEXT NOT NULL,
  scope TEXT NOT NULL,
  regime TEXT NOT NULL,
  received TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT;
CREATE TABLE clock_event (
  seq INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  day TEXT NOT NULL,
  user TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE form (
  form TEXT NOT NULL,
  kind TEXT NOT NULL,
  accepted INTEGER CHECK (accepted IN (0, 1)),
  why TEXT NOT NULL,
  user TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (kind, form)
) STRICT, WITHOUT ROWID;`,
  },
  {
    version: 20,
    name: 'documents',
    sql: `
CREATE TABLE family (
  id TEXT PRIMARY KEY,
  raw_sha256 TEXT NOT NULL,
  raw_bytes INTEGER NOT NULL,
  raw BLOB NOT NULL
) STRICT;
CREATE TABLE document (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('message', 'attachment')),
  family TEXT NOT NULL REFERENCES family (id),
  parent TEXT REFERENCES document (id),
  part TEXT NOT NULL,
  type TEXT NOT NULL,
  filename TEXT,
  size_bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  date_ms INTEGER,
  sender TEXT NOT NULL,
  subject TEXT NOT NULL,
  header TEXT,
  thread TEXT NOT NULL,
  problems TEXT NOT NULL,
  surfaces BLOB NOT NULL,
  squashed BLOB NOT NULL,
  collected_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX document_family ON document (family, number);
CREATE INDEX document_thread ON document (thread, number);
CREATE TABLE surface (
  document TEXT NOT NULL REFERENCES document (id),
  id TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  kind TEXT NOT NULL,
  producible INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (document, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE instance (
  document TEXT NOT NULL REFERENCES document (id),
  source TEXT NOT NULL,
  source_label TEXT NOT NULL,
  custodian TEXT,
  locator TEXT NOT NULL,
  folder TEXT NOT NULL,
  flags TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (document, source, locator)
) STRICT, WITHOUT ROWID;
CREATE TABLE provenance (
  document TEXT NOT NULL REFERENCES document (id),
  term TEXT NOT NULL,
  PRIMARY KEY (document, term)
) STRICT, WITHOUT ROWID;`,
  },
  {
    version: 30,
    name: 'decisions',
    sql: `
CREATE TABLE act (
  id INTEGER PRIMARY KEY,
  user TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
  words TEXT NOT NULL,
  of INTEGER REFERENCES act (id),
  stack TEXT NOT NULL CHECK (stack IN ('none', 'done', 'undone', 'gone')),
  redoable INTEGER NOT NULL CHECK (redoable IN (0, 1))
) STRICT;
CREATE INDEX act_stack ON act (user, stack, id);
CREATE TABLE change (
  seq INTEGER PRIMARY KEY,
  act INTEGER NOT NULL REFERENCES act (id),
  document TEXT NOT NULL REFERENCES document (id),
  field TEXT NOT NULL CHECK (field IN ('coding', 'privilege', 'disposition', 'note', 'review', 'mark')),
  target TEXT NOT NULL,
  before TEXT,
  after TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;
CREATE INDEX change_act ON change (act, seq);
CREATE INDEX change_document ON change (document, seq);
CREATE TRIGGER change_kept BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'decisions are never overwritten'); END;
CREATE TRIGGER change_stays BEFORE DELETE ON change BEGIN SELECT RAISE(ABORT, 'decisions are never deleted'); END;
CREATE TABLE mark (
  number INTEGER PRIMARY KEY,
  document TEXT NOT NULL,
  surface TEXT NOT NULL,
  start_at INTEGER,
  end_at INTEGER,
  region TEXT,
  note TEXT NOT NULL,
  origin TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('suggested', 'proposed', 'approved', 'declined', 'dismissed', 'superseded')),
  ground TEXT NOT NULL,
  grp TEXT,
  proposer TEXT,
  approver TEXT,
  changed_by TEXT,
  FOREIGN KEY (document, surface) REFERENCES surface (document, id),
  CHECK ((start_at IS NULL) = (end_at IS NULL) AND (region IS NULL) <> (start_at IS NULL))
) STRICT;
CREATE INDEX mark_document ON mark (document, state);
CREATE INDEX mark_group ON mark (grp);
CREATE TRIGGER mark_stays BEFORE DELETE ON mark BEGIN SELECT RAISE(ABORT, 'marks are superseded, never deleted'); END;
CREATE TABLE decision (
  document TEXT PRIMARY KEY REFERENCES document (id),
  coding TEXT NOT NULL DEFAULT 'undecided' CHECK (coding IN ('responsive', 'not-responsive', 'undecided')),
  coding_by TEXT,
  privilege TEXT NOT NULL DEFAULT 'none' CHECK (privilege IN ('none', 'advice', 'litigation')),
  privilege_by TEXT,
  disposition TEXT CHECK (disposition IN ('release', 'redact', 'withhold')),
  disposition_by TEXT,
  ground TEXT,
  native INTEGER NOT NULL DEFAULT 0,
  note TEXT NOT NULL DEFAULT '',
  note_by TEXT,
  state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'submitted', 'approved', 'declined')),
  submitted_by TEXT,
  approval INTEGER REFERENCES approval (id),
  decline INTEGER REFERENCES decline (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_state ON decision (state);
CREATE TABLE viewed (
  user TEXT NOT NULL,
  document TEXT NOT NULL,
  surface TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (user, document, surface),
  FOREIGN KEY (document, surface) REFERENCES surface (document, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE approval (
  id INTEGER PRIMARY KEY,
  document TEXT NOT NULL REFERENCES document (id),
  hash TEXT NOT NULL,
  approver TEXT NOT NULL,
  signature TEXT NOT NULL,
  viewed INTEGER NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER approval_stays BEFORE DELETE ON approval BEGIN SELECT RAISE(ABORT, 'approvals are never deleted'); END;
CREATE TABLE decline (
  id INTEGER PRIMARY KEY,
  document TEXT NOT NULL REFERENCES document (id),
  user TEXT NOT NULL,
  comment TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;`,
  },
  {
    version: 40,
    name: 'productions',
    sql: `
CREATE TABLE production (
  number INTEGER PRIMARY KEY,
  seed BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('started', 'released', 'failed')),
  formats TEXT NOT NULL,
  inputs TEXT NOT NULL,
  user TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  pages_before INTEGER NOT NULL,
  snapshot BLOB NOT NULL,
  pending TEXT,
  pages INTEGER,
  documents INTEGER,
  withheld INTEGER,
  out TEXT,
  sha256 TEXT,
  page_map TEXT,
  released_at_ms INTEGER
) STRICT;
CREATE TABLE rendition (
  production INTEGER NOT NULL REFERENCES production (number),
  key TEXT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (production, key)
) STRICT;`,
  },
  {
    version: 60,
    name: 'validation samples, saved searches, places of terms',
    sql: `
-- confidence and margin as shares of one. population: messages in scope and not in the review set when it was drawn.
CREATE TABLE sample (
  number INTEGER PRIMARY KEY,
  seed TEXT NOT NULL,
  confidence REAL NOT NULL,
  margin REAL NOT NULL,
  population INTEGER NOT NULL,
  size INTEGER NOT NULL,
  user TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER sample_kept BEFORE UPDATE ON sample BEGIN SELECT RAISE(ABORT, 'a sample stays as it was drawn'); END;
CREATE TRIGGER sample_stays BEFORE DELETE ON sample BEGIN SELECT RAISE(ABORT, 'a sample stays as it was drawn'); END;
CREATE TABLE sampled (
  sample INTEGER NOT NULL REFERENCES sample (number),
  ordinal INTEGER NOT NULL,
  document TEXT NOT NULL,
  relevant INTEGER CHECK (relevant IN (0, 1)),
  user TEXT,
  at_ms INTEGER,
  PRIMARY KEY (sample, ordinal),
  UNIQUE (sample, document)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER sampled_stays BEFORE DELETE ON sampled BEGIN SELECT RAISE(ABORT, 'a sample stays as it was drawn'); END;
CREATE TABLE saved_search (
  name TEXT PRIMARY KEY,
  query TEXT NOT NULL,
  user TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE provenance ADD COLUMN places TEXT NOT NULL DEFAULT '';`,
  },
  {
    version: 70,
    name: 'twins',
    sql: `
-- Families that a bare name found and that are somebody else's of that name. One row a family; kept when readmitted.
CREATE TABLE refused (
  family TEXT PRIMARY KEY,
  terms TEXT NOT NULL,
  twin TEXT NOT NULL,
  evidence TEXT NOT NULL CHECK (evidence IN ('headers', 'text', 'thread', 'organisation')),
  at_ms INTEGER NOT NULL,
  readmitted_by TEXT,
  readmitted_at_ms INTEGER
) STRICT, WITHOUT ROWID;`,
  },
  {
    version: 80,
    name: 'collections',
    sql: `
-- Each time that mail was collected. partly: how many sources in scope were not read to their end then.
CREATE TABLE collection (
  number INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  partly INTEGER NOT NULL
) STRICT;
CREATE TRIGGER collection_kept BEFORE UPDATE ON collection BEGIN SELECT RAISE(ABORT, 'a collection stays as it was'); END;
CREATE TRIGGER collection_stays BEFORE DELETE ON collection BEGIN SELECT RAISE(ABORT, 'a collection stays as it was'); END;`,
  },
]
