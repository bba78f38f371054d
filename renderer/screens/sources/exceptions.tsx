import { Button } from '@mantine/core'
import { ChevronRight, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import type { LedgerException, LedgerView } from '../../../src/api/index.ts'
import { text } from '../../text/en.ts'
import { byPath } from './by-path.ts'
import { RawBytes } from './raw-bytes.tsx'
import { rescanEach } from './rescan.ts'

/** Places of each reason that are listed; of the others only how many there are. */
export const placesShown = 100
/** So many at first: whoever goes by keys gets to the next reason without passing a hundred. */
const placesAtFirst = 10

type Reason = LedgerView['reasons'][number]

/** What was not read in whole, by reason, with what to do: first that by which mail may be missing, then what is noted. */
export function Exceptions({ ledger, mayWrite }: { ledger: LedgerView; mayWrite: boolean }) {
  const [opened, setOpened] = useState<LedgerException | null>(null)
  const places = Map.groupBy(ledger.exceptions, ({ code }) => code)
  const paths = byPath(ledger.sources)
  // Of one path there is nothing to tell apart.
  const labels = new Map(paths.length === 1 ? [] : paths.flatMap(({ label, sources }) => sources.map(({ id }) => [id, label] as const)))
  const groups = [
    { title: text.sources.losses, reasons: ledger.reasons.filter(({ loss }) => loss) },
    { title: text.sources.notes, reasons: ledger.reasons.filter(({ loss }) => !loss) },
  ].filter(({ reasons }) => reasons.length > 0)
  return (
    <section className="card stack" aria-label={text.sources.exceptions}>
      {ledger.reasons.every(({ loss }) => !loss) && <p>{text.sources.noExceptions}</p>}
      {groups.map(({ title, reasons }) => (
        <div key={title}>
          <h2 className="exceptions-title">{title}</h2>
          {reasons.map((reason) => (
            <ReasonGroup
              key={reason.code}
              reason={reason}
              places={places.get(reason.code) ?? []}
              labels={labels}
              mayWrite={mayWrite}
              onOpen={setOpened}
            />
          ))}
        </div>
      ))}
      <RawBytes exception={opened} onClose={() => setOpened(null)} />
    </section>
  )
}

interface PlacesProps {
  readonly places: readonly LedgerException[]
  readonly labels: ReadonlyMap<LedgerException['source'], string>
  readonly onOpen: (exception: LedgerException) => void
}

function ReasonGroup({ reason, mayWrite, ...rest }: PlacesProps & { readonly reason: Reason; readonly mayWrite: boolean }) {
  return (
    <details className="exception">
      <summary>
        <ChevronRight size={16} aria-hidden />
        <span className="grow exception-reason">{reason.reason}</span>
        <span className="quiet num exception-count">{text.sources.exceptionsOf(reason.count)}</span>
      </summary>
      <div className="exception-body">
        <p>
          <span className="quiet">{text.sources.whatToDo}: </span>
          {reason.whatToDo}
        </p>
        {mayWrite && reason.rescan.length > 0 && (
          <Button
            className="exception-retry"
            variant="default"
            size="xs"
            leftSection={<RefreshCw size={14} aria-hidden />}
            aria-label={text.sources.retryOf(reason.reason)}
            onClick={() => void rescanEach(reason.rescan)}
          >
            {text.sources.retry}
          </Button>
        )}
        <Places {...rest} total={reason.count} />
      </div>
    </details>
  )
}

/** With a name of its own for each, which stays when others are listed before it: one place may be listed twice. */
function keyed(places: readonly LedgerException[]): readonly (readonly [key: string, exception: LedgerException])[] {
  const times = new Map<string, number>()
  return places.map((exception) => {
    const place = JSON.stringify([exception.source, exception.locator, exception.part])
    const time = times.get(place) ?? 0
    times.set(place, time + 1)
    return [`${time} ${place}`, exception]
  })
}

function Places({ places, labels, onOpen, total }: PlacesProps & { readonly total: number }) {
  const [all, setAll] = useState(false)
  const shown = all ? places : places.slice(0, placesAtFirst)
  return (
    <>
      <ul>
        {keyed(shown).map(([key, exception]) => {
          const label = labels.get(exception.source)
          return (
            <li key={key} className="exception-place">
              <button type="button" className="place-button" title={text.sources.openRaw} onClick={() => onOpen(exception)}>
                <bdi className="mono">{exception.locator}</bdi>
                {exception.part !== null && <bdi className="place-part"> › {exception.part}</bdi>}
              </button>
              {exception.gone !== undefined && <span className="quiet"> {text.sources.goneOf(exception.gone)}</span>}
              {label !== undefined && <span className="quiet small"> {text.sources.inSource(label)}</span>}
            </li>
          )
        })}
      </ul>
      {shown.length < places.length && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          {text.sources.showMore(places.length - shown.length)}
        </button>
      )}
      {shown.length === places.length && total > places.length && <p className="quiet">{text.sources.more(total - places.length)}</p>}
    </>
  )
}
