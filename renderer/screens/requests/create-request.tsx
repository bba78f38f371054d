import { Button, Modal, MultiSelect, Select, TagsInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { useCommand } from '../../core/use-command.ts'
import { DateField } from '../../parts/date-field.tsx'
import { Failure } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { today } from '../../text/format.ts'

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

function CreateForm({ onClose, onCreated }: Omit<Props, 'opened'>) {
  const [fields, setFields] = useState<Fields>({ ...blank, received: today() })
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const regimes = useCommand('regime.list', {})
  const sources = useCommand('source.list', {})
  const set = (part: Partial<Fields>) => setFields((before) => ({ ...before, ...part }))
  const referenceTaken = error?.code === 'matter/reference-taken'
  const noName = fields.subject.trim() === ''
  const noForm = [fields.emails, fields.names, fields.phones, fields.identifiers].every((list) => list.length === 0) && noName

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (noName || noForm || fields.received === '') return
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
    if ('error' in answer) setError(answer.error)
    else {
      onClose()
      onCreated(answer.result.matter)
    }
  }

  return (
    <form className="create-form" onSubmit={(event) => void submit(event)} noValidate>
      <fieldset>
        <legend>{text.requests.who}</legend>
        <TextInput
          className="wide"
          label={text.requests.name}
          description={text.requests.nameHint}
          value={fields.subject}
          onChange={(event) => set({ subject: event.currentTarget.value })}
          error={tried && noName ? text.requests.missingName : null}
          data-autofocus
        />
        <TagsInput
          label={text.requests.emails}
          description={text.requests.emailsHint}
          value={fields.emails}
          onChange={(emails) => set({ emails })}
          acceptValueOnBlur
          splitChars={[',', ';', ' ']}
        />
        <TagsInput
          label={text.requests.names}
          description={text.requests.namesHint}
          value={fields.names}
          onChange={(names) => set({ names })}
          acceptValueOnBlur
          splitChars={[',', ';']}
        />
        <TagsInput
          label={text.requests.phones}
          value={fields.phones}
          onChange={(phones) => set({ phones })}
          acceptValueOnBlur
          splitChars={[',', ';']}
        />
        <TagsInput
          label={text.requests.identifiers}
          value={fields.identifiers}
          onChange={(identifiers) => set({ identifiers })}
          acceptValueOnBlur
          splitChars={[',', ';']}
        />
      </fieldset>
      <fieldset>
        <legend>{text.requests.clock}</legend>
        <DateField
          label={text.requests.receivedOn}
          value={fields.received}
          onChange={(received) => set({ received })}
          error={tried && fields.received === '' ? text.requests.emptyDay : null}
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
        <DateField label={text.requests.to} value={fields.to} onChange={(to) => set({ to })} />
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
      <Failure error={referenceTaken ? regimes.error : (error ?? regimes.error)} />
      <div className="row dialog-acts">
        <Button variant="default" onClick={onClose}>
          {text.frame.cancel}
        </Button>
        <Button type="submit" loading={busy}>
          {text.requests.createButton}
        </Button>
      </div>
    </form>
  )
}
