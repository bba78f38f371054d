import { Button, Checkbox, Modal, Textarea } from '@mantine/core'
import { TriangleAlert } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { UserView } from '../../../src/api/index.ts'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { DialogActs } from '../../parts/dialog-acts.tsx'
import { focusFirstFault } from '../../parts/first-fault.ts'
import { Failure } from '../../parts/notice.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'

interface Props {
  /** Whose access is to be ended; null while the dialog is closed. */
  readonly person: UserView | null
  /** Whether nobody else of their role can sign in. */
  readonly last: boolean
  readonly onClose: () => void
}

/** Ends somebody's access: says first what that stops, what stays, and what it can't reach. */
export function EndAccess({ person, last, onClose }: Props) {
  const title = person === null ? '' : text.settings.endTitle(person.user)
  return (
    <Modal opened={person !== null} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': text.frame.close }}>
      {person !== null && <EndForm person={person} last={last} onClose={onClose} />}
    </Modal>
  )
}

function EndForm({ person, last, onClose }: { person: UserView; last: boolean; onClose: () => void }) {
  const [why, setWhy] = useState('')
  const [evenLast, setEvenLast] = useState(false)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setTried(true)
    if (why.trim() === '' || (last && !evenLast)) return focusFirstFault(event.currentTarget)
    setBusy(true)
    const answer = await attempt('user.end', { user: person.user, why: why.trim(), evenLast })
    setBusy(false)
    if ('error' in answer) return setError(answer.error)
    said(text.settings.endDone(person.user))
    return onClose()
  }
  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <p>{text.settings.endStops}</p>
      <p className="row settings-caution">
        <TriangleAlert size={16} aria-hidden />
        <span>{text.settings.endCopies}</span>
      </p>
      <Textarea
        label={text.settings.endWhy}
        description={text.settings.endWhyHint}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        error={tried && why.trim() === '' ? text.start.missing : null}
        maxLength={500}
        autosize
        minRows={2}
        data-autofocus
      />
      {last && person.role !== 'auditor' && (
        <>
          <p>{text.settings.endLast[person.role]}</p>
          <Checkbox
            label={text.settings.endEvenLast}
            checked={evenLast}
            onChange={(event) => setEvenLast(event.currentTarget.checked)}
            error={tried && !evenLast ? text.settings.endTickFirst : null}
          />
        </>
      )}
      <Failure error={error} />
      <DialogActs onCancel={onClose}>
        <Button type="submit" color="red" loading={busy}>
          {text.settings.endButton}
        </Button>
      </DialogActs>
    </form>
  )
}
