import { Button, Select, TextInput } from '@mantine/core'
import { Pencil, Undo2 } from 'lucide-react'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { MatterView } from '../../../src/api/index.ts'
import type { ClockEvent, ClockEventKind, RecordedEvent } from '../../../src/model/index.ts'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { DateField } from '../../parts/date-field.tsx'
import { Failure } from '../../parts/notice.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { civil, date, today } from '../../text/format.ts'

const words = text.frame
const inBrief = ({ kind, on }: ClockEvent): string => `${words.events[kind]}, ${civil(on)}`
const idOf = (event: string): string => `clock-event-${event}`
const kinds = Object.keys(words.events).filter((kind) => kind !== 'received') as ClockEventKind[]

interface Amending {
  readonly event: string
  readonly how: 'correct' | 'take-back'
}

/** The events of the clock that stand, each to be corrected or taken back with a reason; below them those that no longer stand. */
export function ClockEvents({ view: { matter, corrections }, mayWrite }: { view: MatterView; mayWrite: boolean }) {
  const [amending, setAmending] = useState<Amending | null>(null)
  const events = matter.events.toSorted((one, other) => one.on.localeCompare(other.on))
  const receipts = events.filter(({ kind }) => kind === 'received').length
  const list = useRef<HTMLUListElement>(null)
  /** The event whose line gets the focus as soon as it is there: a correction is read again first. */
  const awaited = useRef<string | null>(null)
  const present = events.map(({ id }) => id).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever what stands has changed
  useEffect(() => {
    if (amending !== null || awaited.current === null) return
    const line = document.getElementById(idOf(awaited.current))
    if (line !== null) awaited.current = null
    ;(line ?? list.current)?.focus()
  }, [present, amending])
  const done = (focus: string | null): void => {
    awaited.current = focus ?? 'none'
    setAmending(null)
  }
  return (
    <section className="stack" aria-labelledby="clock-events">
      <h3 id="clock-events">{words.clockEvents}</h3>
      <ul className="clock-events" aria-labelledby="clock-events" tabIndex={-1} ref={list}>
        {events.map((event) => (
          <li key={event.id} id={idOf(event.id)} tabIndex={-1}>
            <div className="row">
              <span className="num">{civil(event.on)}</span>
              <span className="grow">
                {words.events[event.kind]}
                <br />
                <span className="small quiet">{words.clockBy(event.by, date(event.atMs))}</span>
              </span>
              {mayWrite && amending?.event !== event.id && (
                <>
                  <AmendButton event={event} how="correct" onAmend={setAmending} />
                  {(event.kind !== 'received' || receipts > 1) && <AmendButton event={event} how="take-back" onAmend={setAmending} />}
                </>
              )}
            </div>
            {amending?.event === event.id && <Amend matter={matter.id} event={event} how={amending.how} onDone={done} />}
          </li>
        ))}
      </ul>
      {corrections.length > 0 && (
        <details>
          <summary>{words.clockCorrected(corrections.length)}</summary>
          <ul className="clock-corrections small quiet">
            {corrections.map(({ event, instead, reason, by }) => (
              <li key={event.id}>{words.clockWas(inBrief(event), instead === null ? null : inBrief(instead), reason, by)}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

const amends = {
  correct: { icon: Pencil, short: words.clockCorrect, of: words.clockCorrectOf },
  'take-back': { icon: Undo2, short: words.clockTakeBack, of: words.clockTakeBackOf },
} as const

interface AmendButtonProps {
  readonly event: RecordedEvent
  readonly how: Amending['how']
  readonly onAmend: (amending: Amending) => void
}

function AmendButton({ event, how, onAmend }: AmendButtonProps) {
  const { icon: Icon, short, of } = amends[how]
  return (
    <button type="button" className="mini" aria-label={of(inBrief(event))} onClick={() => onAmend({ event: event.id, how })}>
      <Icon size={14} aria-hidden /> {short}
    </button>
  )
}

interface AmendProps {
  readonly matter: string
  readonly event: RecordedEvent
  readonly how: Amending['how']
  /** With the event whose line is to have the focus; the list where there is none. */
  readonly onDone: (focus: string | null) => void
}

function Amend({ matter, event, how, onDone }: AmendProps) {
  const [kind, setKind] = useState<ClockEventKind>(event.kind)
  const [on, setOn] = useState(event.on)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const submit = async (submitted: FormEvent): Promise<void> => {
    submitted.preventDefault()
    setTried(true)
    if (reason.trim() === '' || on === '') return
    const input = { matter, event: event.id, reason }
    const answer = how === 'correct' ? await attempt('matter.correct', { ...input, kind, on }) : await attempt('matter.take-back', input)
    if ('error' in answer) return setError(answer.error)
    const { is } = answer.result.corrected
    said(is === null ? words.clockSaidTakenBack(inBrief(event)) : words.clockSaidCorrected(inBrief(is)))
    onDone(answer.result.corrections.at(-1)?.instead?.id ?? null)
  }
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector<HTMLInputElement>(how === 'correct' ? 'input[type="date"]' : 'input')?.focus(), [how])
  const ofDay = error?.details['field'] === 'on'
  return (
    <form
      className="stack"
      ref={form}
      aria-label={(how === 'correct' ? words.clockCorrectOf : words.clockTakeBackOf)(inBrief(event))}
      onSubmit={(submitted) => void submit(submitted)}
    >
      {how === 'correct' && (
        <div className="clock-fields">
          {event.kind !== 'received' && (
            <Select
              label={words.clockEventKind}
              data={kinds.map((value) => ({ value, label: words.events[value] }))}
              value={kind}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              onChange={(value) => setKind((value ?? kind) as ClockEventKind)}
            />
          )}
          <DateField label={words.clockEventOn} value={on} onChange={setOn} error={tried && on === '' ? text.requests.emptyDay : ofDay} />
        </div>
      )}
      <TextInput
        label={words.clockReason}
        description={words.clockReasonHint}
        value={reason}
        onChange={(changed) => setReason(changed.currentTarget.value)}
        error={tried && reason.trim() === '' ? words.clockReasonMissing : null}
      />
      <Failure error={error} />
      <div className="row">
        <Button type="submit">{how === 'correct' ? words.clockCorrectSave : words.clockTakeBackSave}</Button>
        <Button variant="default" onClick={() => onDone(event.id)}>
          {words.cancel}
        </Button>
      </div>
    </form>
  )
}

/** Records a further event of the clock. */
export function RecordEvent({ matter }: { matter: string }) {
  const [kind, setKind] = useState<ClockEventKind>('identity-asked')
  const [on, setOn] = useState(today())
  const [error, setError] = useState<DeskError | null>(null)
  /** What was refused is said no longer of what stands there now. */
  const changed = (set: () => void): void => {
    set()
    setError(null)
  }
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const answer = await attempt('matter.event', { matter, kind, on })
    setError('error' in answer ? answer.error : null)
    if ('result' in answer) said(words.clockSaidRecorded(inBrief({ kind, on })))
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} aria-label={words.clockEvent}>
      <h3>{words.clockEvent}</h3>
      <div className="clock-fields">
        <Select
          label={words.clockEventKind}
          data={kinds.map((value) => ({ value, label: words.events[value] }))}
          value={kind}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          onChange={(value) => changed(() => setKind((value ?? kind) as ClockEventKind))}
        />
        <DateField label={words.clockEventOn} value={on} onChange={(day) => changed(() => setOn(day))} error={error !== null} />
      </div>
      <Failure error={error} />
      <div>
        <Button type="submit" variant="default" disabled={on === ''}>
          {words.clockEventAdd}
        </Button>
      </div>
    </form>
  )
}
