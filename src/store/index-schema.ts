import type { Migration } from './migrate.ts'

/**
 * Schema of index.db: what the sources gave. Rebuildable from them, so it holds no decision of anyone.
 *
 * A *container* is a file of an mbox source, or a folder of files (Maildir, .eml); its counters are the ledger, changed only in the
 * transaction that stores the messages they count. An *instance* is one occurrence of a message; a *document* is what instances are copies of.
 */
const documents = `
CREATE TABLE source (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('mbox', 'maildir', 'eml')),
  path TEXT NOT NULL,
  label TEXT NOT NULL,
  custodian TEXT,
  state TEXT NOT NULL CHECK (state IN ('indexing', 'complete', 'interrupted', 'unreachable')),
  added_at_ms INTEGER NOT NULL,
  elapsed_ms INTEGER NOT NULL DEFAULT 0,
  UNIQUE (path, kind)
) STRICT;

-- name: path below the source's path, empty where the source itself is the file; name_bytes only where the name isn't UTF-8.
-- position: bytes accounted for so far (mbox). listed: files found in the folder when it was last read.
CREATE TABLE container (
  number INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source (number),
  name TEXT NOT NULL,
  name_bytes BLOB,
  generation INTEGER NOT NULL DEFAULT 1,
  folder TEXT NOT NULL,
  dialect TEXT,
  state TEXT NOT NULL CHECK (state IN ('pending', 'reading', 'done', 'vanished', 'failed')),
  position INTEGER NOT NULL DEFAULT 0,
  size_bytes INTEGER NOT NULL DEFAULT 0,
  modified_ms INTEGER NOT NULL DEFAULT 0,
  sha256 BLOB,
  listed INTEGER NOT NULL DEFAULT 0,
  indexed INTEGER NOT NULL DEFAULT 0,
  partial INTEGER NOT NULL DEFAULT 0,
  exceptions INTEGER NOT NULL DEFAULT 0,
  duplicates INTEGER NOT NULL DEFAULT 0,
  message_bytes INTEGER NOT NULL DEFAULT 0,
  separator_bytes INTEGER NOT NULL DEFAULT 0,
  exception_bytes INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source, name, generation)
) STRICT;

-- hash: canonical hash of a message, SHA-256 of an attachment's decoded bytes. family: number of the family's message.
-- extraction: 'pending' while the second pass owes the text of this attachment.
CREATE TABLE document (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('message', 'attachment')),
  parent INTEGER REFERENCES document (number),
  family INTEGER NOT NULL REFERENCES document (number),
  part TEXT NOT NULL,
  type TEXT NOT NULL,
  filename TEXT,
  size_bytes INTEGER NOT NULL,
  hash BLOB NOT NULL,
  has_header INTEGER NOT NULL,
  date_ms INTEGER,
  date_raw TEXT,
  sender TEXT NOT NULL,
  recipients TEXT NOT NULL,
  copied TEXT NOT NULL,
  subject TEXT NOT NULL,
  message_id TEXT,
  refs TEXT NOT NULL,
  thread TEXT NOT NULL,
  attachments INTEGER NOT NULL,
  extraction TEXT NOT NULL CHECK (extraction IN ('done', 'pending', 'failed', 'none')),
  problems TEXT NOT NULL
) STRICT;
CREATE INDEX document_family ON document (family);
CREATE INDEX document_date ON document (date_ms);
CREATE INDEX document_message_id ON document (message_id) WHERE message_id IS NOT NULL;
CREATE INDEX document_thread ON document (thread);
CREATE INDEX document_owed ON document (number) WHERE extraction = 'pending';

-- offset: start of the message in its container, 0 in a file of its own; name: that file's name within the folder.
-- file_key: the name without what a mail program may change by renaming (Maildir flags), so that a rescan knows it again.
CREATE TABLE instance (
  number INTEGER PRIMARY KEY,
  container INTEGER NOT NULL REFERENCES container (number),
  file_key TEXT NOT NULL,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_bytes BLOB,
  document INTEGER NOT NULL REFERENCES document (number),
  sha256 BLOB NOT NULL,
  duplicate INTEGER NOT NULL,
  partial INTEGER NOT NULL,
  flags TEXT NOT NULL,
  bcc TEXT NOT NULL,
  problems TEXT NOT NULL,
  UNIQUE (container, file_key, offset)
) STRICT;
CREATE INDEX instance_document ON instance (document);

CREATE TABLE address (
  number INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  domain TEXT NOT NULL
) STRICT;
CREATE INDEX address_domain ON address (domain);

CREATE TABLE display_name (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

-- name 0: written without a display name.
CREATE TABLE participant (
  address INTEGER NOT NULL REFERENCES address (number),
  role TEXT NOT NULL CHECK (role IN ('from', 'sender', 'reply-to', 'to', 'cc', 'bcc')),
  document INTEGER NOT NULL REFERENCES document (number),
  name INTEGER NOT NULL REFERENCES display_name (number),
  PRIMARY KEY (address, role, document, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_document ON participant (document);
INSERT INTO display_name (number, name) VALUES (0, '');

-- zstd of the UTF-8 text; apart from the search table, which keeps no text.
CREATE TABLE document_text (
  document INTEGER PRIMARY KEY REFERENCES document (number),
  content BLOB NOT NULL
) STRICT;

-- counted: a message found and not taken in; else a note about one that was, or about a file that isn't mail.
CREATE TABLE exception (
  number INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source (number),
  container INTEGER REFERENCES container (number),
  locator TEXT NOT NULL,
  code TEXT NOT NULL,
  place TEXT NOT NULL,
  counted INTEGER NOT NULL,
  length INTEGER NOT NULL,
  UNIQUE (source, locator, code, place)
) STRICT;

-- body: a document's own text, quoted: what it repeats of earlier messages.
-- The text given to it is folded and cut into words beforehand (search/index-form.ts), so the plain tokenizer is right for every script.
CREATE VIRTUAL TABLE search USING fts5 (
  subject, body, quoted, filename, sender, recipients, copied,
  content='', contentless_delete=1, tokenize='ascii'
);
INSERT INTO search (search, rank) VALUES ('hashsize', 67108864);
INSERT INTO search (search, rank) VALUES ('automerge', 0);
`

/** Steps of index.db, oldest first. */
export const indexMigrations: readonly Migration[] = [{ version: 10, name: 'documents', sql: documents }]
