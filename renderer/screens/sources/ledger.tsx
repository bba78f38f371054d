import { ChevronRight, CircleCheck, TriangleAlert } from 'lucide-react'
import type { LedgerView } from '../../../src/api/index.ts'
import { Badge } from '../../parts/badge.tsx'
import { text } from '../../text/en.ts'
import { count, size } from '../../text/format.ts'
import { groupExceptions } from './group-exceptions.ts'

const shown = 100

/** The completeness ledger in one line each for messages and bytes, then what was not read in whole, with what to do. */
export function Ledger({ ledger }: { ledger: LedgerView }) {
  const { totals, bytes } = ledger
  const groups = groupExceptions(ledger.exceptions)
  return (
    <section className="card stack" aria-label={text.sources.ledger}>
      <div className="row">
        <h2 className="grow">{text.sources.ledger}</h2>
        <Badge tone={ledger.reconciles ? 'green' : 'amber'} icon={ledger.reconciles ? CircleCheck : TriangleAlert}>
          {ledger.reconciles ? text.sources.reconciles : text.sources.notReconciles}
        </Badge>
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
            <ul className="mono">
              {group.slice(0, shown).map((exception) => (
                <li key={`${exception.source}${exception.locator}`}>
                  {exception.source} {exception.locator}
                </li>
              ))}
              {group.length > shown && <li>{text.sources.more(group.length - shown)}</li>}
            </ul>
          </details>
        ))}
      </div>
    </section>
  )
}
