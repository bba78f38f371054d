import { matterTables } from './matter-schema-tables.ts'
import type { Migration } from './migrate.ts'

/**
 * One request's database. Decisions are events (`act`, `change`) that nothing overwrites or deletes; `decision` and the changeable
 * columns of `mark` are their projection, kept in the same transaction so that lists and counts are plain SQL.
 */
export const matterMigrations: readonly Migration[] = [
  ...matterTables,
  {
    version: 90,
    name: 'opened without surfaces',
    sql: `
-- Who opened a document that has nothing to show but its placeholder; of others \`viewed\` tells, surface by surface.
CREATE TABLE opened (
  user TEXT NOT NULL,
  document TEXT NOT NULL REFERENCES document (id),
  at_ms INTEGER NOT NULL,
  PRIMARY KEY (document, user)
) STRICT, WITHOUT ROWID;
-- A change takes back what others were shown of the document; in bulk that is asked once for each.
CREATE INDEX viewed_document ON viewed (document, surface);`,
  },
  {
    version: 100,
    name: 'found and gone',
    sql: `
-- Messages that a collection found and that could not be read from their source any more. query: empty where the accepted forms found them.
CREATE TABLE gone (
  document TEXT NOT NULL,
  query TEXT NOT NULL,
  source TEXT NOT NULL,
  locator TEXT NOT NULL,
  PRIMARY KEY (document, query)
) STRICT, WITHOUT ROWID;`,
  },
  {
    version: 110,
    name: 'gone as a pass found it',
    sql: `
-- Whether a pass over the source had found it gone by then; else a rescan may find it elsewhere in its mailbox.
ALTER TABLE gone ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 1;`,
  },
  {
    version: 120,
    name: 'what samples were drawn from',
    sql: `
-- messages: of each message that a sample was drawn from, eight bytes of the SHA-256 of its id, in order. Samples drawn before have no row.
CREATE TABLE sampled_from (
  sample INTEGER PRIMARY KEY REFERENCES sample (number),
  messages BLOB NOT NULL
) STRICT;
CREATE TRIGGER sampled_from_kept BEFORE UPDATE ON sampled_from BEGIN SELECT RAISE(ABORT, 'a sample stays as it was drawn'); END;
CREATE TRIGGER sampled_from_stays BEFORE DELETE ON sampled_from BEGIN SELECT RAISE(ABORT, 'a sample stays as it was drawn'); END;`,
  },
  {
    version: 130,
    name: 'addresses refused as another person',
    sql: `
-- another: an address that was refused as another person's of the name, whatever it is shown with.
ALTER TABLE form ADD COLUMN another INTEGER NOT NULL DEFAULT 0 CHECK (another IN (0, 1));`,
  },
  {
    version: 140,
    name: 'what was set aside with a person',
    sql: `
-- Documents coded not responsive because their person (twin) was refused, by the last act that did so: where that no longer holds, neither does the coding.
CREATE TABLE set_aside (
  document TEXT PRIMARY KEY REFERENCES document (id),
  twin TEXT NOT NULL,
  act INTEGER NOT NULL REFERENCES act (id)
) STRICT, WITHOUT ROWID;`,
  },
  {
    version: 150,
    name: 'what an approval signs',
    sql: `
-- payload: version of what was signed. Approvals given before signed less: nothing of a document's own facts but its hashes and number.
ALTER TABLE approval ADD COLUMN payload INTEGER NOT NULL DEFAULT 1;`,
  },
  {
    version: 160,
    name: 'corrections of the clock',
    sql: `
-- The receipt is an event as others are, so that it can be corrected as they are.
INSERT INTO clock_event (kind, day, user, at_ms) SELECT 'received', received, created_by, created_at_ms FROM matter;
CREATE TRIGGER clock_event_kept BEFORE UPDATE ON clock_event BEGIN SELECT RAISE(ABORT, 'clock events are corrected, never overwritten'); END;
CREATE TRIGGER clock_event_stays BEFORE DELETE ON clock_event BEGIN SELECT RAISE(ABORT, 'clock events are corrected, never deleted'); END;
-- An event that no longer stands, and what does in its place: null where it was taken back.
CREATE TABLE clock_correction (
  number INTEGER PRIMARY KEY,
  event INTEGER NOT NULL UNIQUE REFERENCES clock_event (seq),
  instead INTEGER REFERENCES clock_event (seq),
  reason TEXT NOT NULL CHECK (reason <> ''),
  user TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER clock_correction_kept BEFORE UPDATE ON clock_correction BEGIN SELECT RAISE(ABORT, 'a correction stays as it was'); END;
CREATE TRIGGER clock_correction_stays BEFORE DELETE ON clock_correction BEGIN SELECT RAISE(ABORT, 'a correction stays as it was'); END;`,
  },
  {
    version: 170,
    name: 'revisions',
    sql: `
-- Each correction of whom a request concerns and where is looked. dropped: forms that ceased to be looked for with it. collection: the last collection until then, 0 for none;
-- by_forms: whether what the accepted forms find had been collected by then.
CREATE TABLE revision (
  number INTEGER PRIMARY KEY,
  subject_before TEXT NOT NULL,
  subject TEXT NOT NULL,
  scope_before TEXT NOT NULL,
  scope TEXT NOT NULL,
  dropped TEXT NOT NULL,
  collection INTEGER NOT NULL,
  by_forms INTEGER NOT NULL,
  reason TEXT NOT NULL,
  user TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;
CREATE TRIGGER revision_kept BEFORE UPDATE ON revision BEGIN SELECT RAISE(ABORT, 'a revision stays as it was'); END;
CREATE TRIGGER revision_stays BEFORE DELETE ON revision BEGIN SELECT RAISE(ABORT, 'a revision stays as it was'); END;
-- Empty where the accepted forms were collected.
ALTER TABLE collection ADD COLUMN query TEXT NOT NULL DEFAULT '';`,
  },
  {
    version: 180,
    name: 'traces of writing',
    sql: `
-- One row for each write, of whatever kind: an older copy of this file lacks those that came after it.
CREATE TABLE written (
  number INTEGER PRIMARY KEY,
  word TEXT NOT NULL
) STRICT;`,
  },
  {
    version: 190,
    name: 'places that stay',
    sql: `
-- cleared: redacted text stands there again and means something else.
CREATE TABLE mark_with_cleared (
  number INTEGER PRIMARY KEY,
  document TEXT NOT NULL,
  surface TEXT NOT NULL,
  start_at INTEGER,
  end_at INTEGER,
  region TEXT,
  note TEXT NOT NULL,
  origin TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('suggested', 'proposed', 'approved', 'declined', 'dismissed', 'superseded', 'cleared')),
  ground TEXT NOT NULL,
  grp TEXT,
  proposer TEXT,
  approver TEXT,
  changed_by TEXT,
  FOREIGN KEY (document, surface) REFERENCES surface (document, id),
  CHECK ((start_at IS NULL) = (end_at IS NULL) AND (region IS NULL) <> (start_at IS NULL))
) STRICT;
INSERT INTO mark_with_cleared SELECT number, document, surface, start_at, end_at, region, note, origin, created_at_ms, state, ground, grp, proposer, approver,
  changed_by FROM mark;
DROP TRIGGER mark_stays;
DROP TABLE mark;
ALTER TABLE mark_with_cleared RENAME TO mark;
CREATE INDEX mark_document ON mark (document, state);
CREATE INDEX mark_group ON mark (grp);
CREATE TRIGGER mark_stays BEFORE DELETE ON mark BEGIN SELECT RAISE(ABORT, 'marks are superseded, never deleted'); END;`,
  },
  {
    version: 200,
    name: 'older copies found',
    sql: `
-- Each time when this file was found to be an older copy of itself. collection: its last collection then, 0 for none; by_forms: whether what the accepted forms find was among them.
CREATE TABLE older_copy (
  number INTEGER PRIMARY KEY,
  collection INTEGER NOT NULL,
  by_forms INTEGER NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;`,
  },
]
