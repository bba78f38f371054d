import { CircleAlert, Clock, Pause, TriangleAlert } from 'lucide-react'
import type { MatterView } from '../../../src/api/index.ts'
import { Badge } from '../../parts/badge.tsx'
import { text } from '../../text/en.ts'
import { civilShort } from '../../text/format.ts'

/** The deadline in words: amber from seven days, red when overdue, always with its icon and word. */
export function Due({ view }: { view: MatterView }) {
  const { daysLeft, deadline, dueInForce } = view
  if (daysLeft === null || dueInForce === null) {
    return (
      <Badge tone="violet" icon={Pause}>
        {text.frame.paused} · {civilShort(deadline.strictDue)}
      </Badge>
    )
  }
  const words = daysLeft < 0 ? text.frame.overdue(-daysLeft) : text.frame.daysLeft(daysLeft)
  const tone = daysLeft < 0 ? 'red' : daysLeft <= 7 ? 'amber' : 'neutral'
  const icon = daysLeft < 0 ? CircleAlert : daysLeft <= 7 ? TriangleAlert : Clock
  return (
    <Badge tone={tone} icon={icon}>
      <span className="num">
        {words} · {civilShort(dueInForce)}
      </span>
    </Badge>
  )
}
