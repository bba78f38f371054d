import { parseHtml } from '../../src/formats/index.ts'
import {
  asId,
  type DocumentId,
  type Ground,
  type Mark,
  type MarkState,
  type Region,
  type Span,
  type Surface,
} from '../../src/model/index.ts'

export const document: DocumentId = asId('m00000000000000000001')

export const grounds: readonly Ground[] = [ground('EU-15(4)', 'third party'), ground('PRIV', 'legal advice')]

function ground(code: string, short: string): Ground {
  return { code, jurisdiction: 'any', short, sentence: '', test: [], source: '', confirmed: true, kind: 'exemption' }
}

const blank = { document, part: '1', tree: null, page: null, image: null, producible: true, hash: '' } as const

export function textSurface(text: string): Surface {
  return { ...blank, id: asId('t:1'), kind: 'text', text }
}

export function htmlSurface(html: string): Surface {
  const { text, tree } = parseHtml(html)
  return { ...blank, id: asId('w:1'), kind: 'html', text, tree }
}

let count = 0

export function mark(surface: Surface, where: Span | { region: Region }, state: MarkState = 'proposed', code = 'EU-15(4)'): Mark {
  count += 1
  return {
    id: asId(`K${count}`),
    document: surface.document,
    surface: surface.id,
    span: 'region' in where ? null : where,
    region: 'region' in where ? where.region : null,
    ground: code,
    note: '',
    origin: { kind: 'person', by: 'ann', score: null, why: null },
    group: null,
    state,
    proposer: asId('ann'),
    approver: null,
    createdAtMs: 0,
  }
}

/** The span of the only place where `needle` stands. */
export function spanOf(surface: Surface, needle: string): Span {
  const start = surface.text.indexOf(needle)
  if (start < 0 || surface.text.includes(needle, start + 1)) throw new Error(`"${needle}" must stand once`)
  return { start, end: start + needle.length }
}
