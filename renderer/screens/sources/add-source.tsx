import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { DialogActs } from '../../parts/dialog-acts.tsx'
import { Failure } from '../../parts/notice.tsx'
import { PathField } from '../../parts/path-field.tsx'
import { said, tell } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'

/** Adds a source. Indexing goes on after the dialog has closed: the status line then says where to look. */
export function AddSource({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Dialog opened={opened} onClose={onClose} title={text.sources.addTitle} size="lg">
      {opened && <AddForm onClose={onClose} />}
    </Dialog>
  )
}

/** How long a refusal (not a mailbox, no permission) may take to come back before the dialog leaves the job to the strip. */
const patienceMs = 1500

function AddForm({ onClose }: { onClose: () => void }) {
  const [path, setPath] = useState('')
  const [custodian, setCustodian] = useState('')
  const [label, setLabel] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    let left = false
    const name = label.trim() === '' ? path.trim() : label.trim()
    const adding = attempt('source.add', {
      paths: [path.trim()],
      ...(custodian.trim() === '' ? {} : { custodian: custodian.trim() }),
      ...(label.trim() === '' ? {} : { label: label.trim() }),
    }).then((answer) => {
      if (!('error' in answer)) {
        said(text.sources.added(name))
        if (!left) onClose()
        return
      }
      if (left) {
        tell(answer.error)
        return
      }
      setBusy(false)
      setError(answer.error)
    })
    const waited = new Promise<'later'>((resolve) => setTimeout(() => resolve('later'), patienceMs))
    if ((await Promise.race([adding, waited])) === 'later') {
      left = true
      said(text.sources.adding(name))
      onClose()
    }
  }
  const chooseFiles = async () => {
    const chosen = await window.desk?.chooseOpen('files')
    if (chosen?.[0] !== undefined) setPath(chosen[0])
  }

  return (
    <form className="stack" onSubmit={(event) => void submit(event)} noValidate>
      <PathField label={text.sources.addPath} description={text.sources.addPathHint} kind="source" value={path} onChange={setPath} />
      {window.desk !== undefined && (
        <div>
          <Button variant="default" onClick={() => void chooseFiles()}>
            {text.sources.chooseFiles}
          </Button>
        </div>
      )}
      <div className="row" style={{ alignItems: 'flex-start' }}>
        <TextInput
          className="grow"
          label={text.sources.addCustodian}
          description={text.sources.addCustodianHint}
          value={custodian}
          onChange={(event) => setCustodian(event.currentTarget.value)}
        />
        <TextInput
          className="grow"
          label={text.sources.addLabel}
          description={text.sources.addLabelHint}
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
      </div>
      <Failure error={error} />
      <DialogActs onCancel={onClose}>
        <Button type="submit" loading={busy} disabled={path.trim() === ''}>
          {text.sources.addButton}
        </Button>
      </DialogActs>
    </form>
  )
}
