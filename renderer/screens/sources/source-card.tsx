import { Button } from '@mantine/core'
import { CircleAlert, CircleCheck, LoaderCircle, type LucideIcon, RefreshCw, TriangleAlert } from 'lucide-react'
import type { SourceView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { Badge, type Tone } from '../../parts/badge.tsx'
import { Meter } from '../../parts/meter.tsx'
import { text } from '../../text/en.ts'
import { count, size } from '../../text/format.ts'

const states: Record<SourceView['state'], { tone: Tone; icon: LucideIcon }> = {
  indexing: { tone: 'accent', icon: LoaderCircle },
  complete: { tone: 'green', icon: CircleCheck },
  interrupted: { tone: 'amber', icon: TriangleAlert },
  unreachable: { tone: 'red', icon: CircleAlert },
}

/** One source as a card: what it is, and what became of its messages as one bar. */
export function SourceCard({ source, mayWrite }: { source: SourceView; mayWrite: boolean }) {
  const state = states[source.state]
  const parts: readonly { label: string; value: number; tone: Tone }[] = [
    { label: text.sources.indexed, value: source.indexed, tone: 'green' },
    { label: text.sources.partial, value: source.partial, tone: 'amber' },
    { label: text.sources.failed, value: source.exceptions, tone: 'red' },
    { label: text.sources.pending, value: source.pending, tone: 'neutral' },
  ]
  return (
    <article className="card source-card" aria-label={source.label}>
      <div className="row">
        <h2 className="grow clip">{source.label}</h2>
        <Badge tone={state.tone} icon={state.icon}>
          {text.sources.states[source.state]}
        </Badge>
      </div>
      <p className="quiet">
        {text.sources.kinds[source.kind]} · {size(source.bytes)} · {text.sources.custodian}: {source.custodian ?? text.sources.noCustodian}
      </p>
      <p className="mono quiet">{source.path}</p>
      <Meter parts={parts} total={source.found} label={text.sources.ledger} />
      <dl className="source-figures">
        <div>
          <dt>{text.sources.found}</dt>
          <dd>{count(source.found)}</dd>
        </div>
        {parts.map((part) => (
          <div key={part.label}>
            <dt>
              <span className={`dot tone-${part.tone}`} aria-hidden />
              {part.label}
            </dt>
            <dd>{count(part.value)}</dd>
          </div>
        ))}
        <div>
          <dt title={text.sources.duplicatesHint}>{text.sources.duplicates}</dt>
          <dd>{count(source.duplicates)}</dd>
        </div>
        <div>
          <dt>{text.sources.attachments}</dt>
          <dd>{count(source.attachments)}</dd>
        </div>
      </dl>
      {mayWrite && (
        <div>
          <Button
            variant="default"
            leftSection={<RefreshCw size={16} aria-hidden />}
            disabled={source.state === 'indexing'}
            aria-label={text.sources.rescanOf(source.label)}
            onClick={() => void act('source.rescan', { source: source.id })}
          >
            {text.sources.rescan}
          </Button>
        </div>
      )}
    </article>
  )
}
