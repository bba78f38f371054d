import type { ProductionDocument, ProductionInput } from './input.ts'
import { cutsOf, markerFor } from './redaction.ts'
import type { Row } from './schedule.ts'
import { valueFingerprint } from './seeds.ts'

export const internalColumns = [
  'log id',
  'reference',
  'production',
  'document',
  'document id',
  'sha256',
  'sources',
  'custodians',
  'part',
  'surface',
  'start',
  'end',
  'page',
  'box',
  'value hmac-sha256',
  'action',
  'ground',
  'jurisdiction',
  'code table',
  'source of ground',
  'justification',
  'origin',
  'origin by',
  'score',
  'why',
  'group',
  'proposer',
  'proposed at',
  'approver',
  'approved at',
  'approval signature',
  'viewed',
  'passphrases given by others',
  'replacement',
] as const

const iso = (atMs: number) => (Number.isFinite(atMs) && Math.abs(atMs) < 8e15 ? new Date(atMs).toISOString() : '')

function common(input: ProductionInput, document: ProductionDocument, code: string): Row {
  const ground = input.grounds.find((candidate) => candidate.code === code)
  return {
    reference: input.reference,
    production: input.production,
    document: document.controlNumber,
    'document id': document.id,
    sha256: document.sha256,
    sources: document.sources.map((source) => `${source.label} ${source.locator}`).join('; '),
    custodians: [...new Set(document.sources.flatMap((source) => (source.custodian === null ? [] : [source.custodian])))].join('; '),
    ground: code,
    jurisdiction: ground?.jurisdiction ?? '',
    'code table': input.groundsVersion,
    'source of ground': ground?.source ?? '',
    approver: document.approver,
    'approved at': iso(document.approvedAtMs),
    'approval signature': document.approvalSignature,
    viewed: document.viewed ? 'yes' : 'no',
    'passphrases given by others': (document.givenPassphrases ?? []).map(({ user, giver }) => `${user} from ${giver}`).join('; '),
  }
}

/**
 * The internal redaction log: a row for each redaction, each place of redacted text that was let stand and each document withheld, with who, when and why. A value
 * stands in it only as an HMAC under a key of this production.
 */
export function internalRows(input: ProductionInput): Row[] {
  return input.documents.flatMap((document): Row[] => {
    const marks = document.marks.map((mark): Row => {
      const surface = document.surfaces.find((candidate) => candidate.id === mark.surface)
      const [cut] = surface === undefined || mark.span === null ? [] : cutsOf(surface, [mark], input.grounds)
      const box = mark.region
      return {
        ...common(input, document, mark.ground),
        'log id': mark.id,
        part: surface?.part ?? '',
        surface: mark.surface,
        start: mark.span === null ? '' : String(mark.span.start),
        end: mark.span === null ? '' : String(mark.span.end),
        page: box === null ? String(surface?.page?.number ?? '') : String(box.page),
        box: box === null ? '' : [box.x, box.y, box.width, box.height].join(' '),
        'value hmac-sha256': cut === undefined ? '' : valueFingerprint(input.seed, surface?.text.slice(cut.start, cut.end) ?? ''),
        action: 'redact',
        justification: mark.note,
        origin: mark.origin.kind,
        'origin by': mark.origin.by,
        score: mark.origin.score === null ? '' : String(mark.origin.score),
        why: mark.origin.why ?? '',
        group: mark.group ?? '',
        proposer: mark.proposer ?? document.proposer,
        'proposed at': iso(mark.createdAtMs),
        approver: mark.approver ?? document.approver,
        replacement: box === null ? markerFor(mark.ground, input.grounds) : 'box of one colour',
      }
    })
    const stays = (document.stays ?? []).map(({ id, surface: of, span, note, proposer, createdAtMs }): Row => {
      const surface = document.surfaces.find((candidate) => candidate.id === of)
      return {
        ...common(input, document, ''),
        'log id': id,
        part: surface?.part ?? '',
        surface: of,
        start: String(span.start),
        end: String(span.end),
        page: String(surface?.page?.number ?? ''),
        'value hmac-sha256': valueFingerprint(input.seed, surface?.text.slice(span.start, span.end) ?? ''),
        action: 'let stand',
        justification: note,
        origin: 'person',
        'origin by': proposer ?? document.proposer,
        proposer: proposer ?? document.proposer,
        'proposed at': iso(createdAtMs),
      }
    })
    if (document.disposition !== 'withhold' || document.coding !== 'responsive') return [...marks, ...stays]
    return [
      ...marks,
      ...stays,
      {
        ...common(input, document, document.ground ?? ''),
        'log id': `W-${document.controlNumber}`,
        surface: 'whole document',
        action: 'withhold',
        justification: document.note,
        origin: 'person',
        'origin by': document.proposer,
        proposer: document.proposer,
        replacement: 'placeholder',
      },
    ]
  })
}

export const privilegeColumns = [
  'log id',
  'document',
  'kind',
  'date',
  'privilege',
  'withheld or redacted',
  'codes',
  'description',
  'custodians',
  'pages',
  'approver',
] as const

/**
 * The privilege log: each document flagged as privileged of which something is kept back. Dates and people stay out, since they may reveal
 * the advice; the internal log has the document's id.
 */
export function privilegeRows(input: ProductionInput): Row[] {
  return input.documents
    .filter(
      (document) =>
        document.privilege !== 'none' &&
        document.coding === 'responsive' &&
        (document.disposition === 'withhold' || document.marks.length > 0),
    )
    .map((document, index) => ({
      'log id': `PL-${index + 1}`,
      document: document.controlNumber,
      kind: document.kind,
      date: document.header?.dateMs === null || document.header === null ? '' : iso(document.header.dateMs).slice(0, 10),
      privilege: document.privilege,
      'withheld or redacted': document.disposition === 'withhold' ? 'withheld' : 'redacted',
      codes: [...new Set([...document.marks.map((mark) => mark.ground), ...(document.ground === null ? [] : [document.ground])])]
        .sort()
        .join(' '),
      description:
        document.privilege === 'advice'
          ? 'Communication for the purpose of legal advice'
          : 'Communication for the purpose of legal proceedings',
      custodians: [...new Set(document.sources.flatMap((source) => (source.custodian === null ? [] : [source.custodian])))].join('; '),
      pages: '',
      approver: document.approver,
    }))
}
