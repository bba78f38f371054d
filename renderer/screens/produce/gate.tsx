import { CircleAlert, CircleCheck, Info } from 'lucide-react'
import type { GateItem, GateView } from '../../../src/api/index.ts'
import { type Step, useRoute } from '../../core/router.ts'
import { Badge } from '../../parts/badge.tsx'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import { Standing } from '../review/standing.tsx'

const where: Record<GateItem['id'], Step | 'settings'> = {
  collected: 'identify',
  gone: 'identify',
  coded: 'review',
  namesakes: 'review',
  disposed: 'review',
  grounds: 'review',
  viewed: 'review',
  suggestions: 'review',
  approved: 'approve',
  signatures: 'approve',
  passphrases: 'settings',
  consistent: 'review',
  unhidden: 'review',
  originals: 'review',
  within: 'review',
  whole: 'review',
  engine: 'settings',
}

/** What must be in order before anything leaves, each missing thing with the way to it. */
export function Gate({ gate, matter }: { gate: GateView; matter: string }) {
  const { go, openStep } = useRoute()
  const { counts } = useMatter().view
  const placeOf = ({ id }: GateItem) => (id === 'approved' && counts.submitted === 0 ? 'review' : where[id])
  const missing = gate.items.filter((item) => !item.ok).length
  const open = (item: GateItem) => {
    // What nobody submitted, or what changed since it was approved, waits in Review: in Approve nothing of it would stand.
    const place = placeOf(item)
    if (place === 'settings') go({ screen: 'settings' })
    else
      openStep(
        matter,
        place,
        place === 'identify' ? undefined : item.documents[0],
        place === 'review' && item.documents.length > 0 ? item.documents : undefined,
      )
  }
  return (
    <section className="card" aria-label={text.produce.gate}>
      <div className="row">
        <h2 className="grow">{text.produce.gate}</h2>
        <Badge tone={gate.open ? 'green' : 'amber'} icon={gate.open ? CircleCheck : CircleAlert}>
          {gate.open ? text.produce.open : text.produce.closed(missing)}
        </Badge>
      </div>
      <ul className="gate">
        {gate.items.map((item) => (
          <li key={item.id}>
            {item.ok && item.documents.length > 0 ? (
              <Info size={16} className="outcome tone-accent" aria-label={text.produce.lookAt} role="img" />
            ) : item.ok ? (
              <CircleCheck size={16} className="outcome tone-green" aria-label={text.produce.done} role="img" />
            ) : (
              <CircleAlert size={16} className="outcome tone-amber" aria-label={text.produce.missing} role="img" />
            )}
            <div className="grow">
              <strong>{text.produce.items[item.id]}</strong>
              {item.ok ? ' · ' : <br />}
              <span className="quiet">{item.text}</span>
              {item.places !== undefined && <Standing places={item.places} matter={matter} />}
            </div>
            {(!item.ok || item.documents.length > 0) && (
              <button type="button" className="link" onClick={() => open(item)}>
                {item.documents.length > 0 && placeOf(item) === 'review' ? text.produce.show(item.documents.length) : text.produce.goThere}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
