import { Button } from '@mantine/core'
import { ChevronRight, CircleCheck, Download, RefreshCw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { LedgerException, LedgerView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { Badge } from '../../parts/badge.tsx'
import { text } from '../../text/en.ts'
import { count, size } from '../../text/format.ts'
import { ExportLedger } from './export-ledger.tsx'
import { groupExceptions } from './group-exceptions.ts'
import { RawBytes } from './raw-bytes.tsx'

const shown = 100

/** The completeness ledger in one line each for messages and bytes, then what was not read in whole, with what to do. */
export function Ledger({ ledger, mayWrite }: { ledger: LedgerView; mayWrite: boolean }) {
  const [opened, setOpened] = useState<LedgerException | null>(null)
  const [exporting, setExporting] = useState(false)
  const { totals, bytes } = ledger
  const groups = groupExceptions(ledger.exceptions)
  return (
    <section className="card stack" aria-label={text.sources.ledger}>
      <div className="row">
        <h2 className="grow">{text.sources.ledger}</h2>
        <Badge tone={ledger.reconciles ? 'green' : 'amber'} icon={ledger.reconciles ? CircleCheck : TriangleAlert}>
          {ledger.reconciles ? text.sources.reconciles : text.sources.notReconciles}
        </Badge>
        <Button variant="default" leftSection={<Download size={16} aria-hidden />} onClick={() => setExporting(true)}>
          {text.sources.exportButton}
        </Button>
      </div>
      <p className="ledger-sum">
        {text.sources.ledgerSum(
          count(totals.found),
          count(totals.indexed),
          count(totals.partial),
          count(totals.exceptions),
          count(totals.pending),
        )}
        <br />
        <span className="quiet">
          {text.sources.bytesSum(
            size(bytes.total),
            size(bytes.messages),
            size(bytes.separators),
            size(bytes.exceptions),
            size(bytes.pending),
          )}
        </span>
      </p>
      <div>
        <h3>{text.sources.exceptions}</h3>
        {groups.length === 0 && <p className="quiet">{text.sources.noExceptions}</p>}
        {groups.map(([code, group]) => (
          <details className="exception" key={code}>
            <summary>
              <ChevronRight size={16} aria-hidden />
              <strong>{group[0]?.reason}</strong>
              <span className="quiet num">{text.sources.exceptionsOf(group.length)}</span>
            </summary>
            <p>
              <span className="quiet">{text.sources.whatToDo}: </span>
              {group[0]?.whatToDo}
            </p>
            {mayWrite && group.some(({ rescanHelps }) => rescanHelps) && (
              <p>
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<RefreshCw size={14} aria-hidden />}
                  aria-label={text.sources.retryOf(group[0]?.reason ?? '')}
                  onClick={() => void retry(group.filter(({ rescanHelps }) => rescanHelps))}
                >
                  {text.sources.retry}
                </Button>
              </p>
            )}
            <ul className="mono">
              {group.slice(0, shown).map((exception) => (
                <li key={`${exception.source} ${exception.locator}`}>
                  <button type="button" className="place-button" title={text.sources.openRaw} onClick={() => setOpened(exception)}>
                    {exception.source} {exception.locator}
                  </button>
                </li>
              ))}
              {group.length > shown && <li>{text.sources.more(group.length - shown)}</li>}
            </ul>
          </details>
        ))}
      </div>
      <RawBytes exception={opened} onClose={() => setOpened(null)} />
      <ExportLedger opened={exporting} onClose={() => setExporting(false)} />
    </section>
  )
}

/** Reads again the sources in which these stand, one after the other. */
async function retry(group: readonly LedgerException[]): Promise<void> {
  for (const source of new Set(group.map((exception) => exception.source))) await act('source.rescan', { source })
}
