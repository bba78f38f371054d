import { Check, CircleDashed, TriangleAlert, X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { FormView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { Badge } from '../../parts/badge.tsx'
import { Empty } from '../../parts/panel.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { date, sender } from '../../text/format.ts'

const groups = ['address', 'name', 'nickname', 'misspelling', 'login', 'number'] as const
const keyOf = (form: FormView): string => `${form.kind} ${form.form}`

interface Props {
  readonly matter: string
  readonly forms: readonly FormView[]
  readonly mayWrite: boolean
  /** A decision was refused: what is shown here is older than what stands. */
  readonly onRefused: () => void
}

/** Proposed forms in groups; arrows move, `a` accepts, `x` refuses, `u` takes the last decision back. */
export function FormList({ matter, forms, mayWrite, onRefused }: Props) {
  const ordered = groups.flatMap((group) => forms.filter((form) => form.group === group))
  // A decision may bring further forms, so the active one is known by itself and not by its place.
  const [chosen, setChosen] = useState('')
  const found = ordered.findIndex((form) => keyOf(form) === chosen)
  const active = Math.max(0, found)
  const setActive = (index: number): void => {
    const form = ordered[index]
    if (form !== undefined) setChosen(keyOf(form))
  }
  /** What was decided here, the last first, with what stood before: `u` goes back to it, wherever the cursor is by then. */
  const decided = useRef<FormView[]>([])
  const put = async (form: FormView, accepted: boolean | null, word: string) => {
    if (!mayWrite) return false
    const done = await act('matter.form', { matter, form: form.form, kind: form.kind, accepted })
    if (done === null) onRefused()
    else said(word)
    return done !== null
  }
  const decide = async (form: FormView, accepted: boolean | null) => {
    decided.current.unshift(form)
    if (!(await put(form, accepted, text.identify.stands(form.form, accepted))))
      decided.current = decided.current.filter((one) => one !== form)
  }
  const undo = (here: FormView | undefined) => {
    const before = decided.current.shift()
    if (before !== undefined) {
      setChosen(keyOf(before))
      void put(before, before.accepted, text.identify.undone(before.form, before.accepted))
    } else if (here !== undefined && here.accepted !== null) void decide(here, null)
    else said(text.identify.nothingToUndo)
  }
  const pressed = (event: KeyboardEvent) => {
    const form = ordered[active]
    const decision = event.key === 'a' ? true : event.key === 'x' ? false : undefined
    const plain = !event.ctrlKey && !event.metaKey
    if (event.key === 'ArrowDown' || event.key === 'j') setActive(Math.min(ordered.length - 1, active + 1))
    else if (event.key === 'ArrowUp' || event.key === 'k') setActive(Math.max(0, active - 1))
    else if (form !== undefined && decision !== undefined && plain) {
      void decide(form, decision)
      setActive(Math.min(ordered.length - 1, active + 1))
    } else if (event.key === 'u' && plain) undo(form)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (forms.length === 0) return <Empty>{text.identify.none}</Empty>
  return (
    <div
      className="form-list"
      role="listbox"
      aria-label={text.identify.forms}
      tabIndex={0}
      onKeyDown={pressed}
      aria-activedescendant={`form-${active}`}
    >
      {mayWrite && <p className="small quiet form-keys">{text.identify.keys}</p>}
      {groups.map((name) => {
        const group = ordered.filter((form) => form.group === name)
        if (group.length === 0) return null
        return (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a listbox
          <div key={name} role="group" aria-label={text.identify.groups[name]}>
            <h3 className="form-group">{text.identify.groups[name]}</h3>
            {group.map((form) => {
              const index = ordered.indexOf(form)
              return (
                <FormRow
                  key={keyOf(form)}
                  form={form}
                  index={index}
                  active={index === active}
                  mayWrite={mayWrite}
                  onPick={() => setActive(index)}
                  onDecide={(decided, accepted) => void decide(decided, accepted)}
                />
              )
            })}
          </div>
        )
      })}
    </div>
  )
}

interface RowProps {
  readonly form: FormView
  readonly index: number
  readonly active: boolean
  readonly mayWrite: boolean
  readonly onPick: () => void
  readonly onDecide: (form: FormView, accepted: boolean | null) => void
}

function FormRow({ form, index, active, mayWrite, onPick, onDecide }: RowProps) {
  const [example] = form.examples
  const state =
    form.accepted === null
      ? { tone: 'neutral' as const, icon: CircleDashed, word: text.identify.open }
      : form.accepted
        ? { tone: 'green' as const, icon: Check, word: text.identify.accepted }
        : { tone: 'red' as const, icon: X, word: text.identify.refused }
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox handles the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus and names the active option
    <div role="option" id={`form-${index}`} aria-selected={active} className="form-row" onClick={onPick}>
      <span className="grow">
        <strong className="form-name">{form.form}</strong>
        <span className="small quiet">
          {form.why}
          {form.documents > 0 && `; ${text.identify.together(form.together)}`}
        </span>
        {form.flagged !== null && (
          <span className="form-flag small">
            <TriangleAlert size={12} aria-hidden /> {form.flagged === 'common' ? text.identify.common(form.others) : text.identify.shared}
          </span>
        )}
        {example !== undefined && (
          <q className="form-example small quiet" title={text.identify.exampleIn(sender(example.from), date(example.date))}>
            {example.line}
          </q>
        )}
      </span>
      <span className="small quiet num form-count">{text.identify.documents(form.documents, form.unique)}</span>
      <span className="form-state">
        <Badge tone={state.tone} icon={state.icon}>
          {state.word}
        </Badge>
      </span>
      {mayWrite && (
        <span className="row form-acts">
          <button
            type="button"
            tabIndex={-1}
            className="mini"
            aria-pressed={form.accepted === true}
            aria-label={text.identify.acceptOf(form.form)}
            onClick={() => onDecide(form, form.accepted === true ? null : true)}
          >
            <Check size={14} aria-hidden /> {text.identify.accept}
          </button>
          <button
            type="button"
            tabIndex={-1}
            className="mini"
            aria-pressed={form.accepted === false}
            aria-label={text.identify.refuseOf(form.form)}
            onClick={() => onDecide(form, form.accepted === false ? null : false)}
          >
            <X size={14} aria-hidden /> {text.identify.refuse}
          </button>
        </span>
      )}
    </div>
  )
}
