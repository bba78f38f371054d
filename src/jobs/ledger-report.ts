import type { Ledger } from '../model/index.ts'
import type { Report } from '../produce/index.ts'

const counted = ['found', 'indexed', 'partial', 'pending', 'exceptions', 'duplicates'] as const
const columns = [
  'row',
  'source',
  'label',
  'custodian',
  'path',
  'kind',
  'state',
  ...counted,
  'bytes',
  'code',
  'where',
  'reason',
  'what to do',
]

/** The ledger as a table for the file: a row a source, the totals, then a row an exception. */
export function ledgerReport(ledger: Ledger): Report {
  const figures = (counts: Ledger['totals']) => Object.fromEntries(counted.map((name) => [name, String(counts[name])]))
  const sources = ledger.sources.map((source) => ({
    row: 'source',
    source: source.id,
    label: source.label,
    custodian: source.custodian ?? '',
    path: source.path,
    kind: source.kind,
    state: source.state,
    ...figures(source),
    bytes: String(source.bytes),
  }))
  const state = ledger.reconciles ? 'reconciles' : 'does not reconcile'
  const exceptions = ledger.exceptions.map(({ source, code, locator, reason, whatToDo }) => ({
    row: 'exception',
    source,
    code,
    where: locator,
    reason,
    'what to do': whatToDo,
  }))
  const total = { row: 'total', state, ...figures(ledger.totals), bytes: String(ledger.bytes.total) }
  return { title: 'Completeness ledger', columns, rows: [...sources, total, ...exceptions], notes: [] }
}
