import type { ByteLedger, Ledger, LedgerException, SourceId } from '../model/index.ts'
import type { LongReport } from '../produce/index.ts'
import type { ReadableDatabase } from '../store/index.ts'
import { ledgerEntries, readLedger } from './ledger.ts'

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
  'bytes of messages',
  'bytes between messages',
  'bytes outside any message',
  'bytes waiting',
  'bytes in files not taken in',
  'code',
  'where',
  'part',
  'reason',
  'what to do',
]

/**
 * The ledger as a table for the file: a row a source, the totals, then a row an exception, however many there are: they are taken one by one as they are written.
 *
 * @throws jobs/unknown-source
 */
export function ledgerReport(index: ReadableDatabase, source: SourceId | null): LongReport {
  return reportOf(readLedger(index, source, 0), () => ledgerEntries(index, source))
}

/** The total and what it is the sum of. */
function byteFigures({ total, messages, separators, exceptions, pending, unread }: ByteLedger): Readonly<Record<string, string>> {
  const parts = { messages, separators, exceptions, pending, unread }
  const names = {
    messages: 'bytes of messages',
    separators: 'bytes between messages',
    exceptions: 'bytes outside any message',
    pending: 'bytes waiting',
    unread: 'bytes in files not taken in',
  } as const
  const each = (Object.keys(names) as (keyof typeof names)[]).map((part) => [names[part], String(parts[part])])
  return { bytes: String(total), ...Object.fromEntries(each) }
}

function reportOf(ledger: Ledger, entries: () => Iterable<LedgerException>): LongReport {
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
    ...byteFigures(source.byteLedger),
  }))
  const state = ledger.reconciles ? 'reconciles' : 'does not reconcile'
  const total = { row: 'total', state, ...figures(ledger.totals), ...byteFigures(ledger.bytes) }
  return {
    title: 'Completeness ledger',
    columns,
    rows: function* () {
      yield* sources
      yield total
      for (const { source, code, locator, part, reason, whatToDo } of entries())
        yield { row: 'exception', source, code, where: locator, part: part ?? '', reason, 'what to do': whatToDo }
    },
  }
}
