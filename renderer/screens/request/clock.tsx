import { Button, Popover, Select } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { MatterView } from '../../../src/api/index.ts'
import type { ClockEventKind } from '../../../src/model/index.ts'
import { act } from '../../core/act.ts'
import { useSession } from '../../core/session.ts'
import { DateField } from '../../parts/date-field.tsx'
import { Definitions } from '../../parts/definition.tsx'
import { Notice } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { civil, today } from '../../text/format.ts'
import { Due } from './due.tsx'

/** The clock at the right of the bar; a click shows the whole reckoning with its sources, and takes events. */
export function Clock({ view }: { view: MatterView }) {
  const [opened, setOpened] = useState(false)
  const { deadline } = view
  const { status } = useSession()
  const dates: (readonly [string, string])[] = [
    [text.frame.clockDue, deadline.due === null ? '–' : civil(deadline.due)],
    [text.frame.clockStrict, civil(deadline.strictDue)],
  ]
  if (deadline.extendedDue !== null) dates.push([text.frame.clockExtended, civil(deadline.extendedDue)])
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
          {status.role !== 'auditor' && <EventForm matter={view.matter.id} />}
          <p className="small quiet">{text.frame.clockNotAdvice}</p>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

const kinds = Object.keys(text.frame.events).filter((kind) => kind !== 'received') as ClockEventKind[]

function EventForm({ matter }: { matter: string }) {
  const [kind, setKind] = useState<ClockEventKind>('identity-asked')
  const [on, setOn] = useState(today())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void act('matter.event', { matter, kind, on })
  }
  return (
    <form className="stack" onSubmit={submit} aria-label={text.frame.clockEvent}>
      <h3>{text.frame.clockEvent}</h3>
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <Select
          className="grow"
          label={text.frame.clockEventKind}
          data={kinds.map((value) => ({ value, label: text.frame.events[value] }))}
          value={kind}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(value) => setKind((value ?? kind) as ClockEventKind)}
        />
        <DateField label={text.frame.clockEventOn} value={on} onChange={setOn} />
      </div>
      <div>
        <Button type="submit" variant="default" disabled={on === ''}>
          {text.frame.clockEventAdd}
        </Button>
      </div>
    </form>
  )
}
