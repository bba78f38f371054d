import { ChevronRight, CircleCheck, TriangleAlert } from 'lucide-react'
import type { LedgerException, LedgerView } from '../../../src/api/index.ts'
import { Badge } from '../../parts/badge.tsx'
import { text } from '../../text/en.ts'
import { count, size } from '../../text/format.ts'

const shown = 100

/** Exceptions by reason, the largest group first. */
export function groupExceptions(exceptions: readonly LedgerException[]): readonly (readonly [string, readonly LedgerException[]])[] {
  const groups = new Map<string, LedgerException[]>()
  for (const exception of exceptions) {
    const group = groups.get(exception.code)
    if (group === undefined) groups.set(exception.code, [exception])
    else group.push(exception)
  }
  return [...groups].sort((left, right) => right[1].length - left[1].length || (left[0] < right[0] ? -1 : 1))
}

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
