import { Button } from '@mantine/core'
import { CircleAlert, CircleCheck, LoaderCircle, type LucideIcon, RefreshCw, TriangleAlert } from 'lucide-react'
import type { SourceView } from '../../../src/api/index.ts'
import { Badge, type Tone } from '../../parts/badge.tsx'
import { Meter } from '../../parts/meter.tsx'
import { text } from '../../text/en.ts'
import { count, size } from '../../text/format.ts'
import { type SourcesAtPath, sum } from './by-path.ts'
import { rescanEach } from './rescan.ts'

const states: Record<SourceView['state'], { tone: Tone; icon: LucideIcon }> = {
  indexing: { tone: 'accent', icon: LoaderCircle },
  complete: { tone: 'green', icon: CircleCheck },
  interrupted: { tone: 'amber', icon: TriangleAlert },
  unreachable: { tone: 'red', icon: CircleAlert },
}

/** What lies at one path as a card: what it is, and what became of its messages as one bar and in figures. */
export function SourceCard({ at, mayWrite }: { at: SourcesAtPath; mayWrite: boolean }) {
  const notRead = sum(at, 'exceptions')
  // What was read to its end and lacks a message must not look as if nothing were missing.
  const lacks = at.state === 'complete' && notRead > 0
  const state = states[lacks ? 'interrupted' : at.state]
  const parts: readonly { label: string; value: number; tone: Tone }[] = [
    { label: text.sources.indexed, value: sum(at, 'indexed'), tone: 'green' },
    { label: text.sources.partial, value: sum(at, 'partial'), tone: 'amber' },
    { label: text.sources.failed, value: notRead, tone: 'red' },
    { label: text.sources.pending, value: sum(at, 'pending'), tone: 'neutral' },
  ]
  const duplicates = sum(at, 'duplicates')
  const attachments = sum(at, 'attachments')
  const kinds = at.sources.map(({ kind, found }) =>
    at.sources.length === 1 ? text.sources.kinds[kind] : text.sources.kindWith(text.sources.kinds[kind], count(found)),
  )
  const terms = [
    ...kinds,
    size(sum(at, 'bytes')),
    ...(attachments > 0 ? [text.sources.attachmentsIn(attachments)] : []),
    text.sources.custodianIs(at.custodians.join(', ') || text.sources.noCustodian),
  ]
  return (
    <article className="card source-card" aria-label={at.label}>
      <div className="row">
        <h3 className="grow source-name">{at.label}</h3>
        <Badge tone={state.tone} icon={state.icon}>
          {lacks ? text.sources.completeBut(count(notRead)) : text.sources.states[at.state]}
        </Badge>
      </div>
      <p className="quiet small terms">
        {terms.map((term) => (
          <span key={term}>{term}</span>
        ))}
      </p>
      <p className="mono quiet source-path">{at.path}</p>
      <Meter parts={parts} total={sum(at, 'found')} label={text.sources.ledger} />
      <div className="row source-foot">
        <dl className="source-figures grow">
          <div>
            <dt>{text.sources.found}</dt>
            <dd>{count(sum(at, 'found'))}</dd>
          </div>
          {parts
            .filter(({ label, value }) => value > 0 || label === text.sources.indexed)
            .map(({ label, value, tone }) => (
              <div key={label}>
                <dt>
                  <span className={`dot tone-${tone}`} aria-hidden />
                  {label}
                </dt>
                <dd>{count(value)}</dd>
              </div>
            ))}
          {duplicates > 0 && (
            <div>
              <dt title={text.sources.duplicatesHint}>{text.sources.duplicates}</dt>
              <dd>{count(duplicates)}</dd>
            </div>
          )}
        </dl>
        {mayWrite && (
          <Button
            variant="default"
            size="xs"
            leftSection={<RefreshCw size={14} aria-hidden />}
            disabled={at.state === 'indexing'}
            aria-label={text.sources.rescanOf(at.label)}
            onClick={() => void rescanEach(at.sources.map(({ id }) => id))}
          >
            {text.sources.rescan}
          </Button>
        )}
      </div>
    </article>
  )
}
