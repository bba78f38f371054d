import { hash, randomBytes } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import type { JobControl, UserName } from '../model/index.ts'
import { AppError } from '../model/index.ts'
import { LeakError, type Produced, type ProductionTools, produce, refuseExisting } from '../produce/index.ts'
import type { StartedProduction, WritableDatabase } from '../store/index.ts'
import {
  failProduction,
  findStartedProduction,
  finishProduction,
  insertProduction,
  renditionCache,
  setPendingFiles,
  storeError,
  writeFileAtomic,
} from '../store/index.ts'
import { gate } from './gate.ts'
import { inputFrom, inputsHash, type Snapshot, type Surroundings, snapshotOf } from './production-input.ts'
import type { Verifier } from './signatures.ts'

export interface ProductionOrder {
  readonly formats: readonly ('eml' | 'mbox' | 'pdf')[]
  readonly out: string
  /** Where the passphrase is written, in place of being shown; null to show it. */
  readonly passphraseOut: string | null
  readonly user: UserName
  readonly now: () => number
}

export interface ProducedHere extends Produced {
  readonly production: StartedProduction['id']
}

/**
 * Gate, seed, render, bundle, check, release, record. Cut anywhere and ordered again, it goes on with the same seed, snapshot, page numbers and
 * renditions; only the encryption and its passphrase are new, since the passphrase is stored nowhere. What was changed or withdrawn while it ran keeps the bundle back.
 *
 * @throws produce/gate-closed, hosts/output-exists, and what `produce` throws
 */
export async function runProduction(
  database: WritableDatabase,
  verifier: Verifier,
  surroundings: Surroundings,
  order: ProductionOrder,
  tools: Omit<ProductionTools, 'cache'>,
): Promise<ProducedHere> {
  passGate(database, verifier, tools)
  const snapshot = snapshotOf(database, surroundings, false)
  const inputs = inputsHash(snapshot, order.formats)
  const known = findStartedProduction(database, inputs)
  if (known !== null) takeBackUnrecorded(known, order)
  if (order.formats.includes('pdf') && tools.printEngine === null) throw new AppError('produce/no-print-engine', tools.printEngineHint)
  refuseExisting(order.out)
  if (order.passphraseOut !== null) refuseExisting(order.passphraseOut)
  const started =
    known ??
    insertProduction(database, {
      seed: randomBytes(32),
      formats: order.formats,
      inputs,
      user: order.user,
      startedAtMs: order.now(),
      snapshot: JSON.stringify(snapshot),
    })
  tools.control.checkpoint('produce/started')
  const input = inputFrom(database, JSON.parse(started.snapshot) as Snapshot, started)
  const cache = renditionCache(database, started.id)
  const refuseChanged = (): void => {
    passGate(database, verifier, tools)
    if (inputsHash(snapshotOf(database, surroundings, false), order.formats) !== inputs) throw new ChangedMeanwhile()
  }
  const control = noting(database, started, order, tools.control, refuseChanged)
  try {
    const produced = await produce(input, { formats: order.formats, out: order.out }, { ...tools, control, cache })
    try {
      if (order.passphraseOut !== null) writeLetter(database, started, order.passphraseOut, produced)
      const { sha256, documents, pages, withheld, pageMap } = produced
      finishProduction(database, { id: started.id, out: order.out, sha256, documents, pages, withheld, pageMap, atMs: order.now() })
    } catch (error) {
      // What nothing was noted of must not lie about, ready to be sent.
      takeBack(produced, order)
      throw error
    }
    tools.control.checkpoint('produce/recorded')
    return { ...produced, production: started.id }
  } catch (error) {
    // The same decisions would leak again: whoever changes them starts another production. So does who changed them meanwhile.
    if (error instanceof LeakError || error instanceof ChangedMeanwhile) failProduction(database, started.id)
    throw error
  }
}

/** A name was marked, or an approval withdrawn, while the bundle was made: what was made isn't what stands approved now. */
class ChangedMeanwhile extends AppError {
  constructor() {
    super(
      'produce/gate-closed',
      'Decisions were changed while the bundle was made, so it was not released. Produce once more: the documents are as they are approved now.',
    )
  }
}

function passGate(database: WritableDatabase, verifier: Verifier, tools: Omit<ProductionTools, 'cache'>): void {
  const { open, items } = gate(database, verifier, { available: tools.printEngine !== null, hint: tools.printEngineHint })
  if (open) return
  const closed = items.filter(({ ok }) => !ok)
  throw new AppError('produce/gate-closed', `The gate is closed: ${closed.map(({ text }) => text).join('; ')}.`, {
    items: closed.map(({ id }) => id),
    documents: [...new Set(closed.flatMap(({ documents }) => documents))].slice(0, 100),
    places: closed
      .flatMap(({ places = [] }) => places.map((place) => `${place.controlNumber} ${place.surface ?? 'page'} ${place.start}–${place.end}`))
      .slice(0, 100),
  })
}

/**
 * Before the checked bundle gets its name: looks once more whether it may (minutes have gone since), and notes its hash, so that a run cut after that can tell
 * its own file.
 */
function noting(
  database: WritableDatabase,
  started: StartedProduction,
  order: ProductionOrder,
  control: JobControl,
  refuseChanged: () => void,
): JobControl {
  return {
    signal: control.signal,
    report: (progress) => control.report(progress),
    checkpoint: (name) => {
      if (name === 'produce/checked') {
        refuseChanged()
        const sha256 = hashFile(`${order.out}.partial`)
        if (sha256 !== null) setPendingFiles(database, started.id, { out: order.out, sha256, letter: null, letterSha256: null })
      }
      control.checkpoint(name)
    },
  }
}

/** Writes the passphrase. */
function writeLetter(database: WritableDatabase, started: StartedProduction, path: string, produced: Produced): void {
  const bytes = letterOf(produced)
  setPendingFiles(database, started.id, { out: produced.bundle, sha256: produced.sha256, letter: path, letterSha256: hashOf(bytes) })
  refuseExisting(path)
  try {
    writeFileAtomic(path, bytes)
  } catch (error) {
    const known = storeError(error, path)
    if (known instanceof AppError && known.code === 'store/disk-full')
      throw new AppError(
        known.code,
        'The disk on which the passphrase is to be written is full. Make room and order it again; nothing was released.',
        { path },
        error,
      )
    throw new AppError(
      'hosts/cannot-write',
      'The passphrase cannot be written there. Check the folder; nothing was released.',
      { path },
      error,
    )
  }
}

const letterOf = ({ passphrase }: Produced): Buffer => Buffer.from(`${passphrase}\n`)

/** Removes what this run released, and no other file that stands there. */
function takeBack(produced: Produced, { passphraseOut }: ProductionOrder): void {
  removeOwn(produced.bundle, produced.sha256)
  if (passphraseOut !== null) removeOwn(passphraseOut, hashOf(letterOf(produced)))
}

function removeOwn(path: string, sha256: string | null): void {
  if (sha256 !== null && hashFile(path) === sha256) rmSync(path)
}

/** What an interrupted run had released but not recorded: nobody got its passphrase, so nobody can open it. Only its very own files. */
function takeBackUnrecorded({ pending }: StartedProduction, order: ProductionOrder): void {
  if (pending === null) return
  if (pending.out === order.out) removeOwn(pending.out, pending.sha256)
  if (pending.letter !== null && pending.letter === order.passphraseOut) removeOwn(pending.letter, pending.letterSha256)
}

const hashOf = (bytes: Uint8Array): string => hash('sha256', bytes, 'hex')

function hashFile(path: string): string | null {
  try {
    return hashOf(readFileSync(path))
  } catch {
    return null
  }
}
