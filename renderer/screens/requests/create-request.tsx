import { Button, Modal, Select, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { useCommand } from '../../core/use-command.ts'
import { DateField } from '../../parts/date-field.tsx'
import { DialogActs } from '../../parts/dialog-acts.tsx'
import { Failure } from '../../parts/notice.tsx'
import { inWords } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { today } from '../../text/format.ts'
import { type AskedValues, fieldId, lookAtField, PersonFields, ScopeFields, useSeedFaults } from './asked-fields.tsx'

interface Fields extends AskedValues {
  readonly received: string
  readonly regime: string
  readonly reference: string
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
  custodians: [],
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

function CreateForm({ onClose, onCreated }: Omit<Props, 'opened'>) {
  const [fields, setFields] = useState<Fields>({ ...blank, received: today() })
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const referenceTaken = error?.code === 'matter/reference-taken'
  const regimes = useCommand('regime.list', {})
  const set = (part: Partial<Fields>) => {
    setFields((before) => ({ ...before, ...part }))
    if (typeof error?.details['field'] === 'string' && error.details['field'] in part) setError(null)
  }
  const noName = fields.subject.trim() === ''
  /** What is said of a field, beside it; what concerns none stands with the buttons. */
  const faultOf = (field: keyof Fields): string | null => {
    if (field === 'subject' && tried && noName) return text.requests.missingName
    if (field === 'received' && tried && fields.received === '') return text.requests.emptyDay
    if (field === 'received' && fields.received > today()) return text.requests.futureDay
    return error?.details['field'] === field ? inWords(error) : null
  }
  const beside = error !== null && (referenceTaken || Object.hasOwn(blank, String(error.details['field'])))
  const faults = useSeedFaults(fields)
  const noForm = [fields.emails, fields.names, fields.phones, fields.identifiers].every((list) => list.length === 0) && noName

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (noName || noForm || fields.received === '' || fields.received > today()) return lookAtField(noName ? 'subject' : 'received')
    const [faulty] = faults
    if (faulty !== undefined) return lookAtField(faulty.field)
    setBusy(true)
    const answer = await attempt('matter.create', {
      subject: fields.subject.trim(),
      names: fields.names,
      emails: fields.emails,
      phones: fields.phones,
      identifiers: fields.identifiers,
      received: fields.received,
      regime: fields.regime,
      custodians: fields.custodians,
      sources: fields.sources,
      ...(fields.reference.trim() === '' ? {} : { reference: fields.reference.trim() }),
      ...(fields.from === '' ? {} : { from: fields.from }),
      ...(fields.to === '' ? {} : { to: fields.to }),
    })
    setBusy(false)
    if ('error' in answer) {
      setError(answer.error)
      lookAtField(answer.error.code === 'matter/reference-taken' ? 'reference' : String(answer.error.details['field'] ?? ''))
    } else {
      onClose()
      onCreated(answer.result.matter)
    }
  }

  return (
    <form className="create-form" onSubmit={(event) => void submit(event)} noValidate>
      <PersonFields values={fields} onChange={set} faultOf={faultOf} faults={faults} />
      <fieldset>
        <legend>{text.requests.clock}</legend>
        <DateField
          id={fieldId('received')}
          label={text.requests.receivedOn}
          value={fields.received}
          onChange={(received) => set({ received })}
          error={faultOf('received')}
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
          id={fieldId('reference')}
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
      <ScopeFields values={fields} onChange={set} faultOf={faultOf} />
      <div className="create-acts stack">
        <Failure error={(beside ? null : error) ?? regimes.error} />
        <DialogActs onCancel={onClose}>
          <Button type="submit" id={fieldId('submit')} loading={busy}>
            {text.requests.createButton}
          </Button>
        </DialogActs>
      </div>
    </form>
  )
}
