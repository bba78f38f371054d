import { createHash } from 'node:crypto'
import { groundsFor, groundsVersion } from '../law/index.ts'
import type { ProductionId } from '../model/index.ts'
import { asId } from '../model/index.ts'
import { type Foresight, foresee } from '../produce/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { readMatter } from '../store/index.ts'
import { draftDocuments } from './production-input.ts'
import { surfacesOf } from './surface-cache.ts'

/**
 * What the leak check would refuse if the request were produced as it stands, approved or not. Documents that nobody decided yet are left
 * out: nothing of them could leave.
 */
export function foreseen(database: ReadableDatabase): Foresight {
  const { reference, subject, regime, received } = readMatter(database)
  const documents = draftDocuments(database)
  if (!documents.some(({ marks, disposition }) => marks.length > 0 || disposition === 'withhold')) return { places: [], wrapped: [] }
  const state = stateOf(documents)
  const before = known.get(database)
  if (before?.state === state) return before.found
  const found = foresee({
    production: asId<ProductionId>('P0'),
    seed: new Uint8Array(32),
    reference,
    subjectName: subject.name,
    producedOn: received,
    timeZone: 'UTC',
    regime,
    grounds: groundsFor(regime),
    groundsVersion,
    received,
    due: null,
    searches: { sources: [] },
    ledger: { found: 0, indexed: 0, partial: 0, exceptions: 0, duplicates: 0 },
    auditHead: { entries: 0, hash: '' },
    documents: documents.map((document) => ({
      ...document,
      ...(document.coding === 'undecided' || document.disposition === null ? { coding: 'not-responsive' as const } : {}),
      surfaces: surfacesOf(database, document.id),
      native: () => new Uint8Array(),
    })),
  })
  known.set(database, { state, found })
  return found
}

/** The last answer of each open request: surfaces never change, so the decisions say all. */
const known = new WeakMap<object, { readonly state: string; readonly found: Foresight }>()

function stateOf(documents: ReturnType<typeof draftDocuments>): string {
  const decided = documents.map(({ id, coding, disposition, ground, nativeRelease, marks, stays }) => [
    id,
    coding,
    disposition,
    ground,
    nativeRelease,
    marks.map((mark) => [mark.surface, mark.span, mark.region, mark.ground]),
    stays,
  ])
  return createHash('sha256').update(JSON.stringify(decided)).digest('hex')
}
