import type { DocumentId, Instance, Scope } from '../model/index.ts'
import type { NumberAndFamily } from '../search/index.ts'
import {
  type DocumentRecord,
  type InstanceRecord,
  instancesOf,
  listFamilies,
  type PackedFamily,
  packFamily,
  type ReadableDatabase,
} from '../store/index.ts'
import { freezeFamily, storedInstance } from './freeze.ts'
import { PlaceReader } from './ingest-place.ts'
import { placeOf } from './instance-place.ts'
import { termPlaces } from './term-places.ts'
import { findTerm, type Term } from './term-search.ts'
import { readPlace } from './worker-extract.ts'
import type { Step } from './worker-loop.ts'

/** What a thread that collects is asked: what a term finds and where it stands, or some families as the request will hold them. Nothing of it writes. */
export type CollectTask =
  | { readonly kind: 'term'; readonly term: Term; readonly scope: Scope; readonly timeZone: string }
  | { readonly kind: 'families'; readonly wanted: readonly WantedFamily[]; readonly timeZone: string }

export interface WantedFamily {
  /** Of its message. */
  readonly number: number
  /** In the review set already: only what may be new of it is wanted. */
  readonly known: boolean
  /** The message, where somebody has read it already; null: it is to be read from its source. */
  readonly bytes: Uint8Array | null
}

export interface FoundTerm {
  readonly kind: 'term'
  readonly found: readonly NumberAndFamily[]
  /** Of each document found, in their order. */
  readonly places: readonly string[]
}
export interface ReadFamilies {
  readonly kind: 'families'
  readonly families: readonly ReadFamily[]
}
export type CollectResult = FoundTerm | ReadFamilies

/** A family read. `packed`: as it is written; null where it is known already. `vanished`: no copy of it can be read any more. */
export interface ReadFamily {
  readonly vanished: boolean
  readonly packed: PackedFamily | null
  readonly documents: readonly { readonly number: number; readonly id: DocumentId; readonly instances: readonly Instance[] }[]
}

/** Answers one. Each family is one step. */
export async function collectTask(index: ReadableDatabase, task: CollectTask, step: Step): Promise<CollectResult> {
  if (task.kind === 'term') {
    const found = findTerm(index, task.term, task.scope, task.timeZone)
    const documents = found.map(([document]) => document)
    return { kind: 'term', found, places: termPlaces(index, task.term.queries, documents, task.timeZone) }
  }
  const numbers = task.wanted.map(({ number }) => number)
  const records = listFamilies(index, numbers)
  const instances = instancesOf(index, numbers)
  const reader = new PlaceReader()
  const families: ReadFamily[] = []
  try {
    for (const [at, wanted] of task.wanted.entries()) {
      step(at)
      families.push(await readOne(wanted, records.get(wanted.number) ?? [], instances.get(wanted.number) ?? [], reader, task.timeZone))
    }
  } finally {
    reader.close()
  }
  return { kind: 'families', families }
}

async function readOne(
  wanted: WantedFamily,
  family: readonly DocumentRecord[],
  instances: readonly InstanceRecord[],
  reader: PlaceReader,
  timeZone: string,
): Promise<ReadFamily> {
  const documents = family.map((record) => ({
    number: record.number,
    id: record.id,
    instances: instances.map((instance) => storedInstance(instance, record)),
  }))
  if (wanted.known) return { vanished: false, packed: null, documents }
  const raw = wanted.bytes ?? readRaw(instances, reader)
  if (raw === null) return { vanished: true, packed: null, documents }
  return { vanished: false, packed: packFamily(await freezeFamily(family, instances, raw, timeZone)), documents }
}

/** The message from the first copy that still has the content that was indexed; null where none has. */
function readRaw(instances: readonly InstanceRecord[], reader: PlaceReader): Uint8Array | null {
  for (const instance of instances) {
    try {
      const { raw, bytes } = readPlace(placeOf(instance), reader)
      if (raw.sha256 === Buffer.from(instance.sha256).toString('hex')) return bytes
    } catch {
      // The next copy may still be reachable.
    }
  }
  return null
}
