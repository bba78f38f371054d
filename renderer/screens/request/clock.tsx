import { Popover } from '@mantine/core'
import { useState } from 'react'
import type { MatterView } from '../../../src/api/index.ts'
import { useSession } from '../../core/session.ts'
import { Definitions } from '../../parts/definition.tsx'
import { Notice } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { civil } from '../../text/format.ts'
import { ClockEvents, RecordEvent } from './clock-events.tsx'
import { Due } from './due.tsx'

/** The clock at the right of the bar; a click shows the whole reckoning with its sources, and takes events. */
export function Clock({ view }: { view: MatterView }) {
  const [opened, setOpened] = useState(false)
  const { deadline } = view
  const mayWrite = useSession().status.role !== 'auditor'
  const dates: (readonly [string, string])[] = [
    [text.frame.clockDue, deadline.due === null ? '–' : civil(deadline.due)],
    [text.frame.clockStrict, civil(deadline.strictDue)],
  ]
  if (deadline.extendedDue !== null)
    dates.push([deadline.extended ? text.frame.clockExtendedTo : text.frame.clockExtended, civil(deadline.extendedDue)])
  if (deadline.noticeBy !== null) dates.push([text.frame.clockNotice, civil(deadline.noticeBy)])
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus>
      <Popover.Target>
        <button type="button" className="clock" onClick={() => setOpened(!opened)} aria-expanded={opened} title={text.frame.clockTitle}>
          <Due view={view} />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={text.frame.clockTitle}>
        <div className="clock-sheet stack">
          <h2>{text.frame.clockTitle}</h2>
          {deadline.due === null && <Notice tone="violet">{text.frame.clockPausedLong}</Notice>}
          <Definitions items={dates} />
          <ClockEvents view={view} mayWrite={mayWrite} />
          {mayWrite && <RecordEvent matter={view.matter.id} />}
          <h3>{text.frame.clockSteps}</h3>
          <ol className="clock-basis">
            {deadline.basis.map((basis) => (
              <li key={`${basis.step}${basis.date}`}>
                <span className="num">{basis.date === null ? '' : civil(basis.date)}</span>
                <span>
                  {basis.step}
                  <br />
                  <span className="small quiet">{basis.source}</span>
                </span>
              </li>
            ))}
          </ol>
          <p className="small quiet">{text.frame.clockNotAdvice}</p>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
