import { Button } from '@mantine/core'
import { CircleCheck, Download, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { LedgerView } from '../../../src/api/index.ts'
import { Badge } from '../../parts/badge.tsx'
import { text } from '../../text/en.ts'
import { count } from '../../text/format.ts'
import { ExportLedger } from './export-ledger.tsx'

/** The completeness ledger in one line each for messages and bytes: what was found, and that it is all accounted for. */
export function LedgerSums({ ledger }: { ledger: LedgerView }) {
  const [exporting, setExporting] = useState(false)
  const { totals, bytes, reconciles } = ledger
  return (
    <section className="card ledger-sums" aria-label={text.sources.ledger}>
      <div className="grow">
        <div className="row row-wrap">
          <h2>{text.sources.ledger}</h2>
          <Badge tone={reconciles ? 'green' : 'amber'} icon={reconciles ? CircleCheck : TriangleAlert}>
            {reconciles ? text.sources.reconciles : text.sources.notReconciles}
          </Badge>
        </div>
        <Equation
          terms={[
            [count(totals.found), text.sources.sumFound],
            [count(totals.indexed), text.sources.sumIndexed],
            [count(totals.partial), text.sources.sumPartial],
            [count(totals.exceptions), text.sources.sumFailed],
            [count(totals.pending), text.sources.sumPending],
          ]}
        />
        <Equation
          small
          terms={[
            [count(bytes.total), text.sources.bytesTotal],
            [count(bytes.messages), text.sources.bytesMessages],
            [count(bytes.separators), text.sources.bytesSeparators],
            [count(bytes.exceptions), text.sources.bytesExceptions],
            [count(bytes.pending), text.sources.bytesPending],
            [count(bytes.unread), text.sources.bytesUnread],
          ]}
        />
      </div>
      <Button variant="default" leftSection={<Download size={16} aria-hidden />} onClick={() => setExporting(true)}>
        {text.sources.exportButton}
      </Button>
      <ExportLedger opened={exporting} onClose={() => setExporting(false)} />
    </section>
  )
}

/** A sum with what it is made of; a line ends between two terms, never within one. */
function Equation({ terms, small = false }: { terms: readonly (readonly [figure: string, unit: string])[]; small?: boolean }) {
  return (
    <p className={`num ledger-equation${small ? ' quiet small' : ''}`}>
      {terms.map(([figure, unit], at) => (
        <span key={unit}>
          {at > 0 && `${at === 1 ? '=' : '+'} `}
          <strong>{figure}</strong> {unit}{' '}
        </span>
      ))}
    </p>
  )
}
