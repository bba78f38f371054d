import { Button } from '@mantine/core'
import { ChevronRight, CircleCheck, Download, RefreshCw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { LedgerException, LedgerView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { Badge } from '../../parts/badge.tsx'
import { text } from '../../text/en.ts'
import { count, size } from '../../text/format.ts'
import { ExportLedger } from './export-ledger.tsx'
import { RawBytes } from './raw-bytes.tsx'

/** Places of each reason that are listed; of the others only how many there are. */
export const placesShown = 100

/** The completeness ledger in one line each for messages and bytes, then what was not read in whole, with what to do. */
export function Ledger({ ledger, mayWrite }: { ledger: LedgerView; mayWrite: boolean }) {
  const [opened, setOpened] = useState<LedgerException | null>(null)
  const [exporting, setExporting] = useState(false)
  const { totals, bytes } = ledger
  const places = Map.groupBy(ledger.exceptions, ({ code }) => code)
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
            size(bytes.unread),
          )}
        </span>
      </p>
      <div>
        <h3>{text.sources.exceptions}</h3>
        {ledger.reasons.length === 0 && <p className="quiet">{text.sources.noExceptions}</p>}
        {ledger.reasons.map(({ code, count: total, reason, whatToDo, rescan }) => (
          <details className="exception" key={code}>
            <summary>
              <ChevronRight size={16} aria-hidden />
              <strong>{reason}</strong>
              <span className="quiet num">{text.sources.exceptionsOf(total)}</span>
            </summary>
            <p>
              <span className="quiet">{text.sources.whatToDo}: </span>
              {whatToDo}
            </p>
            {mayWrite && rescan.length > 0 && (
              <p>
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<RefreshCw size={14} aria-hidden />}
                  aria-label={text.sources.retryOf(reason)}
                  onClick={() => void retry(rescan)}
                >
                  {text.sources.retry}
                </Button>
              </p>
            )}
            <Places places={places.get(code) ?? []} total={total} onOpen={setOpened} />
          </details>
        ))}
      </div>
      <RawBytes exception={opened} onClose={() => setOpened(null)} />
      <ExportLedger opened={exporting} onClose={() => setExporting(false)} />
    </section>
  )
}

function Places(props: {
  readonly places: readonly LedgerException[]
  readonly total: number
  readonly onOpen: (exception: LedgerException) => void
}) {
  const { places, total, onOpen } = props
  return (
    <ul className="mono">
      {places.map((exception, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one place may be listed twice, and the list only changes as a whole
        <li key={`${at} ${exception.source} ${exception.locator}`}>
          <button type="button" className="place-button" title={text.sources.openRaw} onClick={() => onOpen(exception)}>
            {exception.source} {exception.locator}
          </button>
          {exception.gone !== undefined && <span className="quiet"> {text.sources.goneOf(exception.gone)}</span>}
        </li>
      ))}
      {total > places.length && <li>{text.sources.more(total - places.length)}</li>}
    </ul>
  )
}

/** Reads sources again, one after the other. */
async function retry(sources: LedgerView['reasons'][number]['rescan']): Promise<void> {
  for (const source of sources) await act('source.rescan', { source })
}
