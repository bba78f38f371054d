import { createHash } from 'node:crypto'
import {
  attachmentParts,
  directReader,
  locatedBytes,
  parseMessage,
  partBytes,
  partText,
  surfacesOfAttachment,
  surfacesOfMessage,
} from '../../src/formats/index.ts'
import {
  asId,
  type Coding,
  type Disposition,
  type DocumentId,
  type Ground,
  type Mark,
  type MarkId,
  type ProductionId,
  type Region,
  type UserName,
} from '../../src/model/index.ts'
import type { ProductionDocument, ProductionInput, ProductionTools } from '../../src/produce/input.ts'

/** What a reviewer decided about one document of a fixture; documents are named by their place: message number, attachment part. */
export interface Decision {
  readonly coding?: Coding
  readonly disposition?: Disposition
  readonly ground?: string
  readonly nativeRelease?: boolean
  readonly viewed?: boolean
  /** Texts to mark, everywhere in the document unless a surface is named: `['Jane Roe', 'h:from']`. */
  readonly mark?: readonly (string | readonly [text: string, surface: string])[]
  readonly boxes?: readonly (readonly [surface: string, region: Region])[]
}

export const grounds: readonly Ground[] = [
  {
    code: 'EU-15(4)',
    jurisdiction: 'eu',
    short: 'third party',
    sentence: 'It concerns another person.',
    test: [],
    source: 'GDPR Art. 15(4)',
    confirmed: true,
    kind: 'exemption',
  },
  {
    code: 'UK-19',
    jurisdiction: 'uk',
    short: 'legal privilege',
    sentence: 'It is confidential legal advice.',
    test: [],
    source: 'DPA 2018 Sch. 2 para 19',
    confirmed: true,
    kind: 'privilege',
  },
]

/** A raw message from header lines and a body; line ends become CRLF. */
export function raw(text: string): Uint8Array {
  return Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'utf8')
}

let marks = 0

function markOf(document: DocumentId, surface: Mark['surface'], span: Mark['span'], region: Region | null): Mark {
  marks++
  return {
    id: asId<MarkId>(`K${marks}`),
    document,
    surface,
    span,
    region,
    ground: 'EU-15(4)',
    note: '',
    origin: { kind: 'person', by: 'ines', score: null, why: null },
    group: null,
    state: 'approved',
    proposer: asId<UserName>('ines'),
    approver: asId<UserName>('lena'),
    createdAtMs: Date.UTC(2026, 0, 5),
  }
}

/** A production of raw messages: surfaces are extracted and frozen by the real reader, and each attachment becomes a document. */
export async function production(
  messages: readonly Uint8Array[],
  decisions: Readonly<Record<string, Decision>> = {},
  changes: Partial<ProductionInput> = {},
): Promise<ProductionInput> {
  marks = 0
  const documents: ProductionDocument[] = []
  for (const [index, bytes] of messages.entries()) {
    const parsed = parseMessage(bytes)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const id = asId<DocumentId>(`m${sha256.slice(0, 20)}`)
    const header = {
      from: parsed.from,
      to: parsed.to,
      cc: parsed.cc,
      bcc: parsed.bcc,
      dateMs: parsed.date.atMs,
      messageId: parsed.messageId,
      inReplyTo: parsed.inReplyTo,
      references: parsed.references,
    }
    const add = (
      name: string,
      document: Pick<
        ProductionDocument,
        'id' | 'kind' | 'parent' | 'part' | 'type' | 'filename' | 'header' | 'surfaces' | 'sha256' | 'native' | 'contentId'
      >,
    ) => {
      const decision = decisions[name] ?? {}
      const spans = (decision.mark ?? []).flatMap((entry) => {
        const [text, only] = typeof entry === 'string' ? [entry, null] : entry
        return document.surfaces
          .filter((surface) => only === null || surface.id === only)
          .flatMap((surface) =>
            places(surface.text, text).map((start) => markOf(document.id, surface.id, { start, end: start + text.length }, null)),
          )
      })
      const boxes = (decision.boxes ?? []).map(([surface, region]) => markOf(document.id, asId(surface), null, region))
      const all = [...spans, ...boxes]
      documents.push({
        ...document,
        controlNumber: `CTRL-${String(documents.length + 1).padStart(6, '0')}`,
        coding: decision.coding ?? 'responsive',
        privilege: 'none',
        disposition: decision.disposition ?? (all.length > 0 ? 'redact' : 'release'),
        ground: decision.ground ?? null,
        note: '',
        marks: all,
        viewed: decision.viewed ?? true,
        proposer: asId<UserName>('ines'),
        approver: asId<UserName>('lena'),
        approvedAtMs: Date.UTC(2026, 0, 6),
        approvalSignature: 'sig',
        copies: 1,
        sources: [{ label: 'S1', locator: `cur/${index}`, custodian: null }],
        nativeRelease: decision.nativeRelease ?? false,
      })
    }
    add(String(index), {
      id,
      kind: 'message',
      parent: null,
      part: '',
      type: 'message/rfc822',
      filename: null,
      header,
      surfaces: surfacesOfMessage(id, parsed, bytes, 'UTC'),
      sha256,
      native: () => bytes,
      contentId: null,
    })
    for (const located of attachmentParts(parsed)) {
      const inside = locatedBytes(bytes, located)
      const content = Buffer.from(partBytes(inside, located.part).bytes)
      const hash = createHash('sha256').update(content).digest('hex')
      const attachment = asId<DocumentId>(
        `a${createHash('sha256').update(hash).update(located.path).update(id).digest('hex').slice(0, 20)}`,
      )
      const { message, type, filename, charset, contentId } = located.part
      const { surfaces } = await surfacesOfAttachment(attachment, { part: located.path, type, filename, bytes: content, charset, message })
      add(`${index}:${located.path}`, {
        id: attachment,
        kind: 'attachment',
        parent: id,
        part: located.path,
        type,
        filename,
        header:
          message === null
            ? null
            : {
                from: message.from,
                to: message.to,
                cc: message.cc,
                bcc: message.bcc,
                dateMs: message.date.atMs,
                messageId: message.messageId,
                inReplyTo: message.inReplyTo,
                references: message.references,
              },
        surfaces,
        sha256: hash,
        native: () => content,
        contentId,
      })
    }
  }
  void partText
  return {
    production: asId<ProductionId>('P1'),
    seed: Buffer.alloc(32, 7),
    reference: 'SAR-2026-001',
    subjectName: 'Anna Berg',
    producedOn: '2026-02-01',
    timeZone: 'Europe/Berlin',
    regime: 'eu-de',
    grounds,
    groundsVersion: '1',
    received: '2026-01-04',
    due: '2026-02-04',
    searches: { sources: ['S1'] },
    ledger: { found: 2, indexed: 2, partial: 0, exceptions: 0, duplicates: 0 },
    auditHead: { entries: 12, hash: 'ab'.repeat(32) },
    documents,
    ...changes,
  }
}

function places(text: string, part: string): number[] {
  const found: number[] = []
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found.push(at)
  return found
}

/** Tools without a print engine; checkpoints are noted in order. */
export function tools(changes: Partial<ProductionTools> = {}): ProductionTools & { readonly points: string[] } {
  const cache = new Map<string, Uint8Array>()
  const points: string[] = []
  return {
    printEngine: null,
    printEngineHint: 'Install Chromium.',
    control: { signal: new AbortController().signal, report: () => {}, checkpoint: (name) => void points.push(name) },
    reader: directReader,
    cache: { get: (key) => cache.get(key) ?? null, put: (key, bytes) => void cache.set(key, bytes) },
    points,
    ...changes,
  }
}
