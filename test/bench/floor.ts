import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ReadBuffer } from '../../src/jobs/ingest-file.ts'
import { PlaceReader } from '../../src/jobs/ingest-place.ts'
import { createTuning } from '../../src/jobs/ingest-tuning.ts'
import { digestMessage, type ReadInstance, storeTexts } from '../../src/jobs/worker-digest.ts'
import { type IngestBatch, openIndex, openTextWriter, textSeats, transact, writeBatches } from '../../src/store/index.ts'

/**
 * What taking a Maildir in is made of, step by step in one thread, by the functions of a pass: opening, reading and hashing the files; that with reading the messages and making
 * them ready for the index; storing words and texts; storing facts. Each twice: the first time V8 compiles. All but the reading is the floor that no faster reader gets below.
 *
 * `node --max-old-space-size=8000 test/bench/floor.ts MAILDIR` prints processor time, in seconds. All messages are held in memory, and copies are made ready once more.
 */
const { positionals } = parseArgs({ allowPositionals: true })
const [maildir = ''] = positionals
const paths = readdirSync(maildir, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => Buffer.from(join(entry.parentPath, entry.name)))
const home = mkdtempSync(join(tmpdir(), 'desk-floor-'))
const messagesTogether = 500
/** UTF-16 code units a commit. */
const unitsTogether = 4 * 1024 * 1024

async function measured<Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> {
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  process.stdout.write(`${name.padEnd(40)}${((user + system) / 1e6).toFixed(2).padStart(8)}\n`)
  return result
}

const reader = new PlaceReader(new ReadBuffer())

function readFiles(): void {
  for (const path of paths) reader.message(path, [])
}

async function readMessages(): Promise<readonly ReadInstance[]> {
  const read: ReadInstance[] = []
  for (const path of paths) {
    const { raw } = reader.message(path, [])
    const name = path.toString()
    const occurrence = { fileKey: name, offset: 0, name, nameBytes: null, place: null, locator: name, flags: '' }
    read.push(await digestMessage(raw, raw.bytes, occurrence, { known: () => null }))
  }
  return read
}

const index = (name: string): ReturnType<typeof openIndex> => openIndex(join(home, name), { key: new Uint8Array(32).fill(1), create: true })

function writeTexts(database: ReturnType<typeof openIndex>, read: readonly ReadInstance[]): IngestBatch['instances'] {
  const [seat] = textSeats(database)
  if (!seat) throw new Error('an index without shards')
  const texts = openTextWriter(seat, 0)
  const stored = read.map((instance) => {
    if (texts.waiting > unitsTogether) texts.commit()
    return storeTexts(instance, texts)
  })
  texts.close()
  return stored
}

function writeFacts(database: ReturnType<typeof openIndex>, digested: IngestBatch['instances']): void {
  database.exec(`INSERT INTO source (number, kind, path, label, state, added_at_ms) VALUES (1, 'maildir', '/', '', 'indexing', 0);
    INSERT INTO container (number, source, name, folder, state) VALUES (1, 1, '', '', 'reading')`)
  const tuning = createTuning(database)
  const nothing = { listed: 0, sizeDelta: 0, separatorBytes: 0, exceptionBytes: 0, failed: [], notes: [] }
  for (let position = 0; position < digested.length; position += messagesTogether) {
    const instances = digested.slice(position, position + messagesTogether)
    transact(database, () => writeBatches(database, [{ ...nothing, source: 1, container: 1, position, instances }]))
  }
  tuning.restore()
}

try {
  process.stdout.write(`${paths.length} files\n`)
  for (const turn of ['first', 'again']) {
    const database = index(`${turn}.db`)
    await measured(`files opened, read and hashed, ${turn}`, readFiles)
    const read = await measured(`  and read for the index, ${turn}`, readMessages)
    const digested = await measured(`words and texts stored, ${turn}`, () => writeTexts(database, read))
    await measured(`facts stored, ${turn}`, () => writeFacts(database, digested))
    database.close()
  }
} finally {
  rmSync(home, { recursive: true, force: true })
}
