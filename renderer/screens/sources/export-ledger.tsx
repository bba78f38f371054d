import { Button, Modal } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { Failure } from '../../parts/notice.tsx'
import { PathField } from '../../parts/path-field.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'

/** Writes the ledger as CSV, for the file of a request. */
export function ExportLedger({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const [out, setOut] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const answer = await attempt('ledger.write', { format: 'csv', out: out.trim() })
    setBusy(false)
    if ('error' in answer) return setError(answer.error)
    said(text.sources.exported(answer.result.rows))
    setError(null)
    return onClose()
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={text.sources.exportTitle}
      size="lg"
      closeButtonProps={{ 'aria-label': text.frame.close }}
    >
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <p className="quiet">{text.sources.exportHint}</p>
        <PathField label={text.sources.exportPath} kind={{ save: 'ledger.csv' }} value={out} onChange={setOut} />
        <Failure error={error} />
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button type="submit" loading={busy} disabled={out.trim() === ''}>
            {text.sources.exportButton}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
