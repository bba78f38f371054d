import { createHash } from 'node:crypto'
import { attachmentParts, locatedBytes, parseMessage, partBytes } from '../formats/index.ts'
import { computeDeadline, deadlineInput, dueInForce, groundsFor, groundsVersion } from '../law/index.ts'
import type { DocumentId, Mark, MessagePart, ProblemCode, ProductionId } from '../model/index.ts'
import { AppError, asId, canonicalJson, inScope } from '../model/index.ts'
import type { ProductionDocument, ProductionInput } from '../produce/index.ts'
import type { ReadableDatabase, StoredDocument } from '../store/index.ts'
import {
  ledgerSums,
  listSources,
  liveStates,
  readApproval,
  readDecisions,
  readDocument,
  readDocuments,
  readInstances,
  readMarks,
  readMatter,
  readRaw,
} from '../store/index.ts'
import { givenPassphrases, type Verifier } from './signatures.ts'
import { surfacesOf } from './surface-cache.ts'

type FrozenDocument = Omit<ProductionDocument, 'surfaces' | 'native' | 'contentId'>

/** A production's input without what the request's database keeps anyway: what is stored when it starts, and read again when it goes on. */
export interface Snapshot extends Omit<ProductionInput, 'documents' | 'production' | 'seed' | 'pagesBefore'> {
  readonly documents: readonly FrozenDocument[]
}

/** Facts that come from outside the request's database. */
export interface Surroundings {
  readonly index: ReadableDatabase
  readonly auditHead: { readonly entries: number; readonly hash: string }
  readonly timeZone: string
  /** The civil date that stands for now in every rendition. */
  readonly producedOn: string
  readonly people: Pick<Verifier, 'passphraseFrom'>
}

/** The decisions and facts of this moment. `draft` takes documents that nobody approved yet, for a preview. */
export function snapshotOf(database: ReadableDatabase, surroundings: Surroundings, draft: boolean): Snapshot {
  const matter = readMatter(database)
  const { counts } = ledgerSums(surroundings.index, null)
  const searched = listSources(surroundings.index).filter((source) => inScope(matter.scope, source))
  return {
    reference: matter.reference,
    subjectName: matter.subject.name,
    producedOn: surroundings.producedOn,
    timeZone: surroundings.timeZone,
    regime: matter.regime,
    grounds: groundsFor(matter.regime),
    groundsVersion,
    received: matter.received,
    due: dueInForce(computeDeadline(deadlineInput(matter.received, matter.regime, matter.events))),
    searches: { sources: searched.map(({ label }) => label) },
    ledger: {
      found: counts.found,
      indexed: counts.indexed,
      partial: counts.partial,
      exceptions: counts.exceptions,
      duplicates: counts.duplicates,
    },
    auditHead: surroundings.auditHead,
    documents: documentsOf(database, draft, surroundings.people),
  }
}

/** Every document with the decisions and marks of this moment, approved or not. */
export function draftDocuments(database: ReadableDatabase): readonly FrozenDocument[] {
  return documentsOf(database, true, { passphraseFrom: () => null })
}

function documentsOf(database: ReadableDatabase, draft: boolean, people: Surroundings['people']): readonly FrozenDocument[] {
  const decisions = readDecisions(database)
  // All that an approval signs (approval-payload.ts), whatever else was noted of a mark since.
  const marks = Map.groupBy(readMarks(database, { states: liveStates }), ({ document }) => document)
  const stays = Map.groupBy(readMarks(database, { states: ['cleared'] }), ({ document }) => document)
  const everyMark = Map.groupBy(readMarks(database), ({ document }) => document)
  return readDocuments(database).map((document) => {
    const own = (stays.get(document.id) ?? []).flatMap(({ id, surface, span, note, proposer, createdAtMs }) =>
      span === null ? [] : [{ id, surface, span, note, proposer, createdAtMs }],
    )
    const decision = decisions.get(document.id)
    const approval = decision?.review.approval === null || decision === undefined ? null : readApproval(database, decision.review.approval)
    if (decision === undefined || (approval === null && !draft)) {
      throw new AppError('produce/gate-closed', 'A document has not been approved.', { documents: [document.id] })
    }
    const instances = readInstances(database, document.id)
    const given = givenPassphrases(database, people, decision, everyMark.get(document.id) ?? [])
    const nobody = asId<ProductionDocument['proposer']>('')
    return {
      id: document.id,
      controlNumber: document.controlNumber,
      kind: document.kind,
      parent: document.parent,
      part: document.part,
      type: document.type,
      filename: document.filename,
      header: document.header,
      coding: decision.coding.value,
      privilege: decision.privilege.value,
      disposition: decision.disposition.value,
      ground: decision.disposition.ground,
      note: decision.note.value,
      marks: (marks.get(document.id) ?? []).map(({ changedBy: _changedBy, ...mark }): Mark => mark),
      ...(own.length === 0 ? {} : { stays: own }),
      viewed: approval?.viewed ?? false,
      ...(given.length === 0 ? {} : { givenPassphrases: given }),
      proposer: decision.disposition.by ?? decision.coding.by ?? nobody,
      approver: approval?.approver ?? nobody,
      approvedAtMs: approval?.atMs ?? 0,
      approvalSignature: approval?.signature ?? '',
      copies: Math.max(0, instances.length - 1),
      sha256: document.sha256,
      sources: instances.map(({ sourceLabel, locator, custodian }) => ({ label: sourceLabel, locator, custodian })),
      nativeRelease: decision.disposition.native,
      ...(lacksContent(document) ? { incomplete: true } : {}),
    }
  })
}

/** What of an attachment no rendition of ours can show: it wasn't read, or is no page and no text of it. */
const lacking: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'files-within',
  'beside-pages',
  'attachment-missing',
  'unreadable-attachment',
  'piece-of-message',
  'password-protected',
  'encrypted',
  'attachments-apart',
  'damaged-in-store',
  'cut-short',
  'too-large',
  'too-many-parts',
  'too-deep',
  'timeout',
  'out-of-memory',
  'parser-failed',
])

function lacksContent({ kind, problems }: Pick<StoredDocument, 'kind' | 'problems'>): boolean {
  return kind === 'attachment' && problems.some(({ code }) => lacking.has(code))
}

/** What makes two snapshots the same production: formats, decisions, signatures. Not the day or the audit chain's length. */
export function inputsHash(snapshot: Snapshot, formats: readonly string[]): string {
  const { documents, reference, subjectName, groundsVersion: version } = snapshot
  return createHash('sha256')
    .update(canonicalJson({ formats: [...formats].sort(), reference, subjectName, version, documents }))
    .digest('hex')
}

/** The whole input again: frozen surfaces and native bytes come from the request's database. */
export function inputFrom(
  database: ReadableDatabase,
  snapshot: Snapshot,
  production: { readonly id: ProductionId; readonly seed: Uint8Array; readonly pagesBefore: number },
): ProductionInput {
  const contents = familyContents(database)
  return {
    ...snapshot,
    production: production.id,
    seed: production.seed,
    pagesBefore: production.pagesBefore,
    documents: snapshot.documents.map((document) => {
      const stored = readDocument(database, document.id)
      return {
        ...document,
        surfaces: surfacesOf(database, document.id),
        contentId: document.kind === 'message' ? null : (contents(stored)?.part?.contentId ?? null),
        native: () => contents(stored).bytes(),
      }
    }),
  }
}

/** A document's decoded bytes, checked against the hash it was collected with; null part for the message itself. @throws store/corrupt */
export function familyContents(
  database: ReadableDatabase,
): (document: StoredDocument) => { readonly part: MessagePart | null; bytes(): Uint8Array } {
  // One family at a time: its documents stand next to each other.
  let open: {
    readonly family: DocumentId
    readonly raw: Uint8Array
    readonly parts: Map<string, ReturnType<typeof attachmentParts>[number]>
  } | null = null
  const familyOf = (family: DocumentId): NonNullable<typeof open> => {
    if (open?.family === family) return open
    const raw = readRaw(database, family)
    open = { family, raw, parts: new Map(attachmentParts(parseMessage(raw)).map((located) => [located.path, located])) }
    return open
  }
  return (document) => {
    const located = document.kind === 'message' ? null : (familyOf(document.family).parts.get(document.part) ?? null)
    return {
      part: located?.part ?? null,
      bytes: () => {
        const { raw } = familyOf(document.family)
        const bytes = located === null ? raw : partBytes(locatedBytes(raw, located), located.part).bytes
        if (createHash('sha256').update(bytes).digest('hex') !== document.sha256) {
          throw new AppError(
            'store/corrupt',
            'A collected document no longer has the content it was collected with. Restore the workspace from a backup.',
          )
        }
        return bytes
      },
    }
  }
}
