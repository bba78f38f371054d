import { Button, Modal, TextInput } from '@mantine/core'
import { Pencil } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { Output } from '../../../src/api/index.ts'
import type { Matter } from '../../../src/model/index.ts'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { useSession } from '../../core/session.ts'
import { Failure } from '../../parts/notice.tsx'
import { inWords, said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { type AskedValues, fieldId, lookAtField, PersonFields, ScopeFields, useSeedFaults } from '../requests/asked-fields.tsx'
import '../requests/requests.css'
import { EditConsequences, EditHistory } from './edit-consequences.tsx'
import { useMatter } from './matter-context.ts'

const words = text.requests.edit

/** A button that opens the correction of whom a request concerns and where is looked; nothing for who only reads. */
export function EditRequest({ label }: { label: string }) {
  const { view } = useMatter()
  const [opened, setOpened] = useState(false)
  const close = (): void => setOpened(false)
  if (useSession().status.role === 'auditor') return null
  return (
    <>
      <button type="button" className="mini" aria-label={words.title} onClick={() => setOpened(true)}>
        <Pencil size={14} aria-hidden /> {label}
      </button>
      <Modal opened={opened} onClose={close} title={words.title} size="xl" closeButtonProps={{ 'aria-label': text.frame.close }}>
        {opened && <EditForm view={view} onClose={close} />}
      </Modal>
    </>
  )
}

const valuesOf = ({ subject: { name, ...known }, scope }: Matter): AskedValues => ({
  subject: name,
  names: [...known.names],
  emails: [...known.emails],
  phones: [...known.phones],
  identifiers: [...known.identifiers],
  from: scope.from ?? '',
  to: scope.to ?? '',
  custodians: [...scope.custodians],
  sources: [...scope.sources],
})

function EditForm({ view, onClose }: { view: Output<'matter.show'>; onClose: () => void }) {
  const { matter } = view
  const [values, setValues] = useState(() => valuesOf(matter))
  const [reason, setReason] = useState('')
  const [error, setError] = useState<DeskError | null>(null)
  const [busy, setBusy] = useState(false)
  /** What the correction would do, once it is asked for; null while the form is filled in. */
  const [foreseen, setForeseen] = useState<Output<'matter.edit-preview'> | null>(null)
  const faults = useSeedFaults(values)
  const noName = values.subject.trim() === ''
  const [tried, setTried] = useState(false)
  const change = (part: Partial<AskedValues>): void => {
    setValues((before) => ({ ...before, ...part }))
    setError(null)
  }
  const field = error?.details['field']
  const beside = typeof field === 'string' && Object.hasOwn(values, field)
  const faultOf = (name: keyof AskedValues): string | null => {
    if (name === 'subject' && tried && noName) return text.requests.missingName
    return error !== null && field === name ? inWords(error) : null
  }
  const asked = { matter: matter.id, ...values, subject: values.subject.trim(), from: values.from || null, to: values.to || null }

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setTried(true)
    if (noName) return lookAtField('subject')
    const [faulty] = faults
    if (faulty !== undefined) return lookAtField(faulty.field)
    setBusy(true)
    if (foreseen === null) {
      const answer = await attempt('matter.edit-preview', asked)
      setBusy(false)
      if ('result' in answer) return setForeseen(answer.result)
      setError(answer.error)
      return lookAtField(String(answer.error.details['field'] ?? ''))
    }
    const answer = await attempt('matter.edit', { ...asked, reason })
    setBusy(false)
    if ('error' in answer) {
      setForeseen(null)
      setError(answer.error)
      return lookAtField(String(answer.error.details['field'] ?? ''))
    }
    said(words.done(answer.result.revision.reopened.length, answer.result.revision.collectAgain))
    onClose()
  }

  return (
    <form className="create-form" onSubmit={(event) => void submit(event)} noValidate>
      {foreseen === null ? (
        <>
          <p className="quiet">{words.note}</p>
          <PersonFields values={values} onChange={change} faultOf={faultOf} faults={faults} />
          <ScopeFields values={values} onChange={change} faultOf={faultOf} />
          <TextInput
            label={words.reason}
            description={words.reasonHint}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <EditHistory view={view} />
        </>
      ) : (
        <EditConsequences foreseen={foreseen} />
      )}
      <div className="create-acts stack">
        <Failure error={beside ? null : error} />
        <div className="row dialog-acts">
          <Button variant="default" onClick={foreseen === null ? onClose : () => setForeseen(null)}>
            {foreseen === null ? text.frame.cancel : text.frame.back}
          </Button>
          <Button type="submit" id={fieldId('submit')} loading={busy}>
            {foreseen === null ? words.next : words.save}
          </Button>
        </div>
      </div>
    </form>
  )
}
