import { Button, Modal, MultiSelect, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { useCommand } from '../../core/use-command.ts'
import { DateField } from '../../parts/date-field.tsx'
import { Failure } from '../../parts/notice.tsx'
import { inWords } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { today } from '../../text/format.ts'
import { SeedField } from './seed-field.tsx'

interface Fields {
  readonly subject: string
  readonly names: string[]
  readonly emails: string[]
  readonly phones: string[]
  readonly identifiers: string[]
  readonly received: string
  readonly regime: string
  readonly reference: string
  readonly from: string
  readonly to: string
  readonly sources: string[]
}

const blank: Fields = {
  subject: '',
  names: [],
  emails: [],
  phones: [],
  identifiers: [],
  received: '',
  regime: 'eu-ie',
  reference: '',
  from: '',
  to: '',
  sources: [],
}

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly onCreated: (matter: string) => void
}

/** Opens a request: the person, the clock, the scope. */
export function CreateRequest({ opened, onClose, onCreated }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={text.requests.create} size="xl" closeButtonProps={{ 'aria-label': text.frame.close }}>
      {opened && <CreateForm onClose={onClose} onCreated={onCreated} />}
    </Modal>
  )
}

const idOf = (field: string): string => `request-${field}`

/** Gives the focus to the field that was refused, or to the button where it is none by itself: a refusal below the fold is no refusal. */
function lookAt(field: string): void {
  requestAnimationFrame(() => {
    const found = document.getElementById(idOf(field)) ?? document.getElementById(idOf('submit'))
    found?.focus()
    // What is said of it stands below it, where the buttons would cover it.
    found?.scrollIntoView({ block: 'center' })
  })
}

function CreateForm({ onClose, onCreated }: Omit<Props, 'opened'>) {
  const [fields, setFields] = useState<Fields>({ ...blank, received: today() })
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const referenceTaken = error?.code === 'matter/reference-taken'
  const regimes = useCommand('regime.list', {})
  const sources = useCommand('source.list', {})
  const set = (part: Partial<Fields>) => {
    setFields((before) => ({ ...before, ...part }))
    if (typeof error?.details['field'] === 'string' && error.details['field'] in part) setError(null)
  }
  /** What is said of a field, beside it; what concerns none stands with the buttons. */
  const faultOf = (field: keyof Fields): string | null => (error?.details['field'] === field ? inWords(error) : null)
  const { emails, names, phones, identifiers } = fields
  const lists = { emails, names, phones, identifiers }
  // What is checked is what was entered, not each letter of the name while it is typed.
  const checked = useCommand('matter.check', lists, ['sources'])
  const faults = checked.data?.faults ?? []
  const seedOf = (field: keyof typeof lists) => ({
    id: idOf(field),
    value: fields[field],
    onChange: (value: string[]) => set({ [field]: value }),
    faults: faults.filter((fault) => fault.field === field),
    error: faultOf(field),
  })
  const beside = error !== null && (referenceTaken || Object.hasOwn(blank, String(error.details['field'])))
  const noName = fields.subject.trim() === ''
  const noForm = [fields.emails, fields.names, fields.phones, fields.identifiers].every((list) => list.length === 0) && noName

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (noName || noForm || fields.received === '') return lookAt(noName ? 'subject' : 'received')
    const [faulty] = faults
    if (faulty !== undefined) return lookAt(faulty.field)
    setBusy(true)
    const answer = await attempt('matter.create', {
      subject: fields.subject.trim(),
      names: fields.names,
      emails: fields.emails,
      phones: fields.phones,
      identifiers: fields.identifiers,
      received: fields.received,
      regime: fields.regime,
      sources: fields.sources,
      ...(fields.reference.trim() === '' ? {} : { reference: fields.reference.trim() }),
      ...(fields.from === '' ? {} : { from: fields.from }),
      ...(fields.to === '' ? {} : { to: fields.to }),
    })
    setBusy(false)
    if ('error' in answer) {
      setError(answer.error)
      lookAt(answer.error.code === 'matter/reference-taken' ? 'reference' : String(answer.error.details['field'] ?? ''))
    } else {
      onClose()
      onCreated(answer.result.matter)
    }
  }

  return (
    <form className="create-form" onSubmit={(event) => void submit(event)} noValidate>
      <fieldset>
        <legend>{text.requests.who}</legend>
        <TextInput
          id={idOf('subject')}
          className="wide"
          label={text.requests.name}
          description={text.requests.nameHint}
          value={fields.subject}
          onChange={(event) => set({ subject: event.currentTarget.value })}
          error={tried && noName ? text.requests.missingName : faultOf('subject')}
          data-autofocus
        />
        <SeedField {...seedOf('emails')} label={text.requests.emails} description={text.requests.emailsHint} split={[',', ';', ' ']} />
        <SeedField {...seedOf('names')} label={text.requests.names} description={text.requests.namesHint} />
        <SeedField {...seedOf('phones')} label={text.requests.phones} />
        <SeedField {...seedOf('identifiers')} label={text.requests.identifiers} />
      </fieldset>
      <fieldset>
        <legend>{text.requests.clock}</legend>
        <DateField
          id={idOf('received')}
          label={text.requests.receivedOn}
          value={fields.received}
          onChange={(received) => set({ received })}
          error={tried && fields.received === '' ? text.requests.emptyDay : faultOf('received')}
        />
        <Select
          label={text.requests.regime}
          data={(regimes.data?.regimes ?? []).map((regime) => ({ value: regime.id, label: regime.label }))}
          value={fields.regime}
          searchable
          allowDeselect={false}
          onChange={(value) => set({ regime: value ?? fields.regime })}
        />
        <TextInput
          id={idOf('reference')}
          className="wide"
          label={text.requests.reference}
          description={text.requests.referenceHint}
          value={fields.reference}
          onChange={(event) => {
            set({ reference: event.currentTarget.value })
            if (referenceTaken) setError(null)
          }}
          error={referenceTaken ? text.requests.referenceTaken : null}
        />
      </fieldset>
      <fieldset>
        <legend>{text.requests.scope}</legend>
        <DateField label={text.requests.from} value={fields.from} onChange={(from) => set({ from })} />
        <DateField id={idOf('to')} label={text.requests.to} value={fields.to} onChange={(to) => set({ to })} error={faultOf('to')} />
        <MultiSelect
          className="wide"
          label={text.requests.inSources}
          description={text.requests.scopeHint}
          placeholder={fields.sources.length === 0 ? text.requests.allSources : ''}
          data={(sources.data?.sources ?? []).map((source) => ({ value: source.id, label: source.label }))}
          value={fields.sources}
          onChange={(list) => set({ sources: list })}
        />
      </fieldset>
      <div className="create-acts stack">
        <Failure error={(beside ? null : error) ?? regimes.error} />
        <div className="row dialog-acts">
          <Button variant="default" onClick={onClose}>
            {text.frame.cancel}
          </Button>
          <Button type="submit" id={idOf('submit')} loading={busy}>
            {text.requests.createButton}
          </Button>
        </div>
      </div>
    </form>
  )
}
