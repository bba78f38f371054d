import type { Migration } from './migrate.ts'

const sources = `
CREATE TABLE source (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('mbox', 'maildir', 'eml', 'emlx', 'sdbox', 'mdbox', 'msg', 'pst', 'archive')),
  path TEXT NOT NULL,
  label TEXT NOT NULL,
  custodian TEXT,
  chosen INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('indexing', 'complete', 'interrupted', 'unreachable')),
  added_at_ms INTEGER NOT NULL,
  elapsed_ms INTEGER NOT NULL DEFAULT 0,
  UNIQUE (path, kind)
) STRICT;
`

/**
 * Schema of index.db: what the sources gave. Rebuildable from them, so it holds no decision of anyone.
 *
 * A *container* is a file of an mbox source, or a folder of files (Maildir, .eml); its counters are the ledger, changed only in the
 * transaction that stores the messages they count. An *instance* is one occurrence of a message; a *document* is what instances are copies of.
 */
const documents = `
DROP TABLE IF EXISTS header_of;
DROP TABLE IF EXISTS header_search;
DROP TABLE IF EXISTS header_words;
DROP TABLE IF EXISTS text_moved;
DROP TABLE IF EXISTS thread_joined;
DROP TABLE IF EXISTS thread_progress;
DROP TABLE IF EXISTS search;
DROP TABLE IF EXISTS document_text;
DROP TABLE IF EXISTS exception;
DROP TABLE IF EXISTS participant;
DROP TABLE IF EXISTS display_name;
DROP TABLE IF EXISTS address;
DROP TABLE IF EXISTS instance;
DROP TABLE IF EXISTS document;
DROP TABLE IF EXISTS container;
UPDATE source SET state = 'interrupted';

-- name: path below the source's path, empty where the source itself is the file; name_bytes only where the name isn't UTF-8.
-- place: file and steps to a mailbox inside an archive or compressed file (jobs/ingest-place.ts); null for a file or folder that is just there.
-- position: bytes accounted for so far (mbox). listed: files found in the folder when it was last read.
CREATE TABLE container (
  number INTEGER PRIMARY KEY,
  source INTEGER NOT NULL REFERENCES source (number),
  name TEXT NOT NULL,
  name_bytes BLOB,
  generation INTEGER NOT NULL DEFAULT 1,
  folder TEXT NOT NULL,
  place TEXT,
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
-- text: row of its words and text in the text shards (index-shards.ts).
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
  problems TEXT NOT NULL,
  text INTEGER NOT NULL
) STRICT;
CREATE INDEX document_text ON document (text);
CREATE INDEX document_family ON document (family);
CREATE INDEX document_date ON document (date_ms);
CREATE INDEX document_owed ON document (number) WHERE extraction = 'pending';

-- offset: start of the message in its container, 0 in a file of its own; name: that file's name within the folder.
-- place: as of the container, for a message that has one of its own. file_key: the name without what a mail program may change by renaming (Maildir flags), so that a rescan knows it again.
CREATE TABLE instance (
  number INTEGER PRIMARY KEY,
  container INTEGER NOT NULL REFERENCES container (number),
  file_key TEXT NOT NULL,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_bytes BLOB,
  place TEXT,
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

-- name 0: written without a display name. By far the most rows, written by one function from numbers that it just got: references checked once more by the
-- database would cost as much as the rows.
CREATE TABLE participant (
  address INTEGER NOT NULL,
  role TEXT NOT NULL,
  document INTEGER NOT NULL,
  name INTEGER NOT NULL,
  PRIMARY KEY (address, role, document, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_document ON participant (document);
INSERT INTO display_name (number, name) VALUES (0, '');

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
`

/** What totals and facets read of every document found, without its wide row; and where each instance lies. */
const facts = `
CREATE INDEX document_facts ON document (number, family, date_ms);
CREATE INDEX instance_place ON instance (document, container);
DROP INDEX instance_document;
`

/** What a time holds, counted without reading any document's wide row. */
const times = `
DROP INDEX document_date;
CREATE INDEX document_date ON document (date_ms, has_header);
`

/** Where the bytes are that an exception in an archive is about, as a place (jobs/ingest-place.ts): no container or instance of it says so. */
const exceptionBytes = `
ALTER TABLE exception ADD COLUMN bytes_at TEXT;
`

/** By what a store of many messages (PST) is known to be what it was when its messages were read; null where they are files of their own. */
const stamp = `
ALTER TABLE container ADD COLUMN stamp TEXT;
`

/**
 * Which messages are one thread, where one alone can't say it: a key of a thread that is part of an earlier one, and that (index-threads.ts). up_to: the number of
 * the last document that was looked at for it.
 */
const threads = `
CREATE TABLE thread_joined (key TEXT PRIMARY KEY, earlier TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE thread_progress (up_to INTEGER NOT NULL) STRICT;
INSERT INTO thread_progress (up_to) VALUES (0);
`

/** Documents whose text was put in place of another (an attachment that the second pass read): the row they had. What a reader keeps in memory learns of it here. */
const moved = `
CREATE TABLE text_moved (number INTEGER PRIMARY KEY, document INTEGER NOT NULL, before INTEGER NOT NULL) STRICT;
`

/** Messages with attachments, counted and found without a look at those without. */
const carrying = `
CREATE INDEX document_carrying ON document (number, attachments) WHERE attachments > 0;
`

/**
 * Where an instance stands: 0 there as far as is known, 1 no longer in its folder or archive, 2 read when only its first half was written to a mailbox, whose
 * whole stands beside it. Instances of a container that vanished are not there whatever this says.
 */
const standing = `
ALTER TABLE instance ADD COLUMN standing INTEGER NOT NULL DEFAULT 0;
CREATE INDEX instance_standing ON instance (container) WHERE standing > 0;
`

/**
 * Words of headers that no document's text holds, each once: key is the column and the words. header_of: whose they are, copies of a document taken together.
 */
const headerWords = `
CREATE TABLE header_words (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE header_of (
  header INTEGER NOT NULL,
  document INTEGER NOT NULL,
  PRIMARY KEY (header, document)
) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE header_search USING fts5 (sender, recipients, copied, other, content='', tokenize='ascii');
`

/** Which attachment, inner part or header field an exception is about, as people know it. */
const exceptionPart = `
ALTER TABLE exception ADD COLUMN part TEXT;
`

/**
 * The step since which mail is read, folded and cut into words as it is now. An index from before would find less than the program promises (or other things), and
 * nobody would see it: `openIndex` empties it. To be raised with whatever changes what the index takes of a message.
 */
export const readAnewSince = 750

/**
 * Steps of index.db, oldest first. The index can be rebuilt from its sources, so a step may empty it, but for the sources themselves: the next rescan reads
 * them anew, and ids come out as they were.
 */
export const indexMigrations: readonly Migration[] = [
  { version: 10, name: 'sources', sql: sources },
  { version: 20, name: 'documents, their text apart', sql: documents },
  { version: 30, name: 'facts of what is found', sql: facts },
  { version: 40, name: 'what a time holds', sql: times },
  { version: 50, name: 'bytes of an exception in an archive', sql: exceptionBytes },
  { version: 60, name: 'stamp of a store', sql: stamp },
  { version: 70, name: 'threads joined', sql: threads },
  { version: 90, name: 'words that end in sigma', sql: '' },
  { version: 100, name: 'texts moved', sql: moved },
  { version: 110, name: 'messages with attachments', sql: carrying },
  { version: 120, name: 'bodies whose decoding lost something', sql: '' },
  { version: 130, name: 'where messages stand', sql: standing },
  { version: 140, name: 'letters after numbers, words of file names', sql: '' },
  { version: 150, name: 'addresses in texts as one word', sql: '' },
  { version: 160, name: 'what PDFs and Office files hold beside their pages', sql: '' },
  { version: 190, name: 'words of headers', sql: headerWords },
  { version: 200, name: 'text beside the parts of a message, texts without a charset', sql: '' },
  { version: 210, name: 'quoted text by what HTML and Notes set off', sql: '' },
  { version: 215, name: 'Japanese headers of several encoded words', sql: '' },
  { version: 220, name: 'all numbers and addresses of long texts', sql: '' },
  { version: 230, name: 'pieces of messages', sql: '' },
  { version: 240, name: 'zips joined, long texts beyond ASCII', sql: '' },
  { version: 250, name: 'addresses in links and behind labels, mailboxes that forward, text/enriched', sql: '' },
  { version: 260, name: 'what further parts of Office files say', sql: '' },
  { version: 270, name: 'filters of xz and 7z', sql: '' },
  { version: 280, name: 'damaged files of archives in mail', sql: '' },
  { version: 290, name: 'what items of Outlook keep in properties', sql: '' },
  { version: 300, name: 'which part an exception is about', sql: exceptionPart },
  { version: 310, name: 'further entries of tar', sql: '' },
  { version: 320, name: 'objects and links attached to items of Outlook', sql: '' },
  { version: 330, name: 'texts of two and four bytes a letter', sql: '' },
  { version: 340, name: 'all that OpenDocument files say', sql: '' },
  { version: 350, name: 'what Outlook calls people and subjects', sql: '' },
  { version: 360, name: 'all that RTF files say', sql: '' },
  { version: 370, name: 'files signed as they are, texts with a stray zero', sql: '' },
  { version: 380, name: 'words that style sheets put in, what pages say of themselves', sql: '' },
  { version: 390, name: 'second subjects, headers of parts', sql: '' },
  { version: 400, name: 'texts with a stray zero, by one byte a letter', sql: '' },
  { version: 410, name: 'entries of directories with their blanks', sql: '' },
  { version: 420, name: 'for whom a list sends', sql: '' },
  { version: 430, name: 'comments within addresses', sql: '' },
  { version: 440, name: 'what is damaged in a mail store', sql: '' },
  { version: 450, name: 'addresses within those of lists and forwarders', sql: '' },
  { version: 460, name: 'text in records, and text that only calls itself UTF-16', sql: '' },
  { version: 470, name: 'signed mail in any number of pieces, all forms of an Outlook body', sql: '' },
  { version: 480, name: 'comments beside names', sql: '' },
  { version: 490, name: 'headers that came back', sql: '' },
  { version: 500, name: 'objects in RTF', sql: '' },
  { version: 510, name: 'fields of a header that servers on the way write', sql: '' },
  { version: 520, name: 'groups nested deep in RTF', sql: '' },
  { version: 530, name: 'readings above signs', sql: '' },
  { version: 540, name: 'attachments that Thunderbird took out', sql: '' },
  { version: 550, name: 'names in zips, files in yEnc', sql: '' },
  { version: 560, name: 'texts of Outlook behind a zero', sql: '' },
  { version: 570, name: 'texts of two bytes a letter with control characters', sql: '' },
  { version: 580, name: 'what is there of a cut winmail.dat, checksums of large stores', sql: '' },
  { version: 590, name: 'extensions of telephone numbers', sql: '' },
  { version: 600, name: 'pages of two charsets', sql: '' },
  { version: 610, name: 'names in zips in old code pages', sql: '' },
  { version: 620, name: 'protected subjects', sql: '' },
  { version: 630, name: 'short texts of two bytes a letter, readings without an end', sql: '' },
  { version: 640, name: 'threads of messages in pieces', sql: '' },
  { version: 650, name: 'names in tars in old code pages', sql: '' },
  { version: 660, name: 'beginnings of messages in pieces', sql: '' },
  { version: 670, name: 'further fields of protected headers', sql: '' },
  { version: 680, name: 'binary workbooks', sql: '' },
  { version: 690, name: 'names in archives that are sources in old code pages', sql: '' },
  { version: 700, name: 'places of files that are kept elsewhere, charsets within names', sql: '' },
  { version: 710, name: 'what texts say in escapes', sql: '' },
  { version: 720, name: 'whom keys and certificates name, texts in addresses, further fields of parts', sql: '' },
  { version: 730, name: 'what pictures say, who signed a PDF, any field that names somebody', sql: '' },
  { version: 740, name: 'what stands among the shared texts of binary workbooks', sql: '' },
  { version: readAnewSince, name: 'comments in archives', sql: '' },
]
