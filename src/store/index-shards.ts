import { existsSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type OpenOptions, openDatabase, type ReadableDatabase, shareAttached, storeError, type WritableDatabase } from './database.ts'
import { indexMigrations, readAnewSince } from './index-schema.ts'
import { type Migration, migrate } from './migrate.ts'
import { createSharedTexts } from './shared-texts.ts'

/**
 * The words and the text of documents lie apart from their facts, in *text shards*: databases of their own, with the same key, each written by one worker
 * of a pass at a time, so that taking in text uses every core. A connection to the index has all shards attached (`text1` …).
 *
 * A row of a shard belongs to the documents that name it (`document.text`): those that say the same share one (shared-texts.ts). A shard commits before the
 * facts that name its rows, so a fact never lacks its text. Rows that nobody names are what a cut pass left: they can't be found, and the next pass removes them.
 */

/** So many shards every index has; with more workers than these the one writer of facts would be the narrow place. */
export const shardCount = 4
/** Numbers of rows over all shards: the shard's number times this, plus the row within it. */
export const shardSpan = 2 ** 40
/** Names under which the shards are attached, in order. */
export const shardNames: readonly string[] = Array.from({ length: shardCount }, (_, at) => `text${at + 1}`)

/** The columns of the search table in their order, already folded and cut into words. */
export const searchColumns = ['subject', 'body', 'quoted', 'filename', 'sender', 'recipients', 'copied'] as const

/** What the search table takes of a document. `body` is its own text, `quoted` what it repeats of earlier messages. */
export type SearchColumns = Readonly<Record<(typeof searchColumns)[number], string>>

/**
 * block: zstd of the UTF-8 of several texts, one after the other. place: where in them a row's text is, in bytes. The text given to `search` is folded and cut
 * into words beforehand (search/index-form.ts), so the plain tokenizer is right for every script; it keeps no text.
 *
 * What is committed is a segment; 20 are merged into one, and 20 of those once more. With 16, SQLite's default, that second merge, of nearly the whole index,
 * stopped a pass over a million messages of 4 kB for half a minute; with many more, every word looked for would be sought in as many segments.
 */
const shardSchema = (schema: string): string => `
CREATE TABLE ${schema}.block (number INTEGER PRIMARY KEY, content BLOB NOT NULL) STRICT;
CREATE TABLE ${schema}.place (row INTEGER PRIMARY KEY, block INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL) STRICT;
CREATE VIRTUAL TABLE ${schema}.search USING fts5 (
  ${searchColumns.join(', ')},
  content='', contentless_delete=1, tokenize='ascii'
);
INSERT INTO ${schema}.search (search, rank) VALUES ('hashsize', 67108864);
INSERT INTO ${schema}.search (search, rank) VALUES ('automerge', 0);
INSERT INTO ${schema}.search (search, rank) VALUES ('crisismerge', 20);
`

/** Steps of a shard, oldest first. A change here needs a step of the index that empties it. */
export const shardMigrations: readonly Migration[] = [{ version: 10, name: 'texts', sql: shardSchema('main') }]
/** The step of the index from which it has shards. */
const apartSince = 20

/** Pages kept decrypted while reading: those of the facts of tens of thousands of documents found, and of their words. */
const cacheKibibytes = { facts: 48 * 1024, shard: 12 * 1024 } as const

const newestIndex = indexMigrations.at(-1)?.version ?? 0

/** What a thread opens a shard, or a whole index, with. */
export interface ShardSeat {
  readonly path: string
  readonly key: Uint8Array
}

/** What a worker of a pass opens its shard with. */
export interface TextSeat extends ShardSeat {
  /** Which texts are stored (shared-texts.ts); the same for all workers. */
  readonly shared: Int32Array
}

const seats = new WeakMap<ReadableDatabase, readonly ShardSeat[]>()

/** The shards of an index by number, from 0. */
export function shardSeats(index: ReadableDatabase): readonly ShardSeat[] {
  const known = seats.get(index)
  if (!known) throw new Error('an index opened without its shards')
  return known
}

/** The same for the workers of one pass. */
export function textSeats(index: ReadableDatabase): readonly TextSeat[] {
  const shared = createSharedTexts()
  return shardSeats(index).map((seat) => ({ ...seat, shared }))
}

/** What another thread opens this index with. */
export function indexSeat(index: ReadableDatabase): ShardSeat {
  const [{ key } = { key: null }] = shardSeats(index)
  if (key === null) throw new Error('an index without shards')
  return { path: index.name, key }
}

/**
 * Opens an index with its shards, made or brought to the newest form where need be. Where all shards were deleted, or it was
 * written by a program that read mail otherwise, the index is emptied but for its sources, and where `index.db` was deleted with them, it is made anew: so a damaged index is rebuilt from the sources. In memory (`:memory:`) it can be read and queried, but no pass can run.
 *
 * @throws store/corrupt, store/newer-version, store/disk-full, store/no-permission, store/not-a-workspace
 */
export function openIndex(path: string, options: OpenOptions): WritableDatabase {
  const places = shardNames.map((name) => (path === ':memory:' ? path : shardPath(path, name)))
  const bare = path !== ':memory:' && !options.readonly && !places.some((place) => existsSync(place))
  const index = openDatabase(path, { ...options, create: options.create === true || bare })
  try {
    const version = Number(index.pragma('user_version', { simple: true }))
    const anew = bare || (version < readAnewSince && !options.readonly)
    // The step that put texts apart empties the index, and its sources stay.
    if (anew && version >= apartSince && version <= newestIndex) index.pragma(`user_version = ${apartSince - 1}`)
    const { key } = options
    // Before the index is brought to its newest form: cut in between, they are made again.
    if (anew && path !== ':memory:') for (const place of places) makeShard(place, key)
    // Dropping a table asks of each of its rows who refers to it, and for a document that would be looked up among all others.
    index.pragma('foreign_keys = OFF')
    migrate(index, indexMigrations)
    index.pragma('foreign_keys = ON')
    for (const [at, place] of places.entries()) attach(index, shardNames[at] ?? '', place, options)
    index.pragma(`cache_size = -${cacheKibibytes.facts}`)
    for (const name of shardNames) index.pragma(`${name}.cache_size = -${cacheKibibytes.shard}`)
    shareAttached(index)
    seats.set(
      index,
      places.map((place) => ({ path: place, key })),
    )
    return index
  } catch (error) {
    index.close()
    throw storeError(error, path)
  }
}

/** `index-text1.db` beside `index.db`. */
function shardPath(index: string, name: string): string {
  return join(dirname(index), `${basename(index, '.db')}-${name}.db`)
}

function makeShard(path: string, key: Uint8Array): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
  const shard = openDatabase(path, { key, create: true })
  try {
    migrate(shard, shardMigrations)
  } finally {
    shard.close()
  }
}

function attach(index: WritableDatabase, name: string, path: string, options: OpenOptions): void {
  if (path === ':memory:') {
    index.exec(`ATTACH ':memory:' AS ${name}`)
    index.exec(shardSchema(name))
    return
  }
  // By itself first: a missing or damaged file is met with its reason, and an older form brought to the newest.
  const shard = openDatabase(path, options)
  try {
    if (!options.readonly) migrate(shard, shardMigrations)
  } finally {
    shard.close()
  }
  index.prepare(`ATTACH ? AS ${name} KEY ?`).run(path, `x'${Buffer.from(options.key).toString('hex')}'`)
  if (options.readonly) return
  index.pragma(`${name}.synchronous = NORMAL`)
  index.pragma(`${name}.secure_delete = ON`)
}
