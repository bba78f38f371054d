import { Button, Modal, Select } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { Failure } from '../../parts/notice.tsx'
import { PathField } from '../../parts/path-field.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'

type Edition = 'internal' | 'requester'

/** The two editions of the redaction log, to write to files. */
export function Logs({ matter, reference }: { matter: string; reference: string }) {
  const [edition, setEdition] = useState<Edition | null>(null)
  return (
    <section className="card" aria-label={text.produce.logs}>
      <h2>{text.produce.logs}</h2>
      <div className="row row-wrap" style={{ marginTop: 8 }}>
        <Button variant="default" onClick={() => setEdition('internal')}>
          {text.produce.logInternal}…
        </Button>
        <Button variant="default" onClick={() => setEdition('requester')}>
          {text.produce.logRequester}…
        </Button>
      </div>
      <Modal
        opened={edition !== null}
        onClose={() => setEdition(null)}
        title={edition === 'requester' ? text.produce.logRequester : text.produce.logInternal}
        size="lg"
        closeButtonProps={{ 'aria-label': text.frame.close }}
      >
        {edition !== null && <LogForm matter={matter} reference={reference} edition={edition} onDone={() => setEdition(null)} />}
      </Modal>
    </section>
  )
}

function LogForm({ matter, reference, edition, onDone }: { matter: string; reference: string; edition: Edition; onDone: () => void }) {
  const [format, setFormat] = useState<'csv' | 'json' | 'pdf'>('csv')
  const [out, setOut] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const name = `${reference.replace(/[^\p{L}\p{N}._-]+/gu, '-')}-${edition}.${format}`
  const write = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const answer = await attempt('log.write', { matter, edition, format, out: out.trim() })
    setBusy(false)
    if ('error' in answer) return setError(answer.error)
    said(text.produce.logWritten(answer.result.rows))
    return onDone()
  }
  return (
    <form className="stack" onSubmit={(event) => void write(event)}>
      <Select
        label={text.produce.logFormat}
        data={['csv', 'json', 'pdf'].map((value) => ({ value, label: value.toUpperCase() }))}
        value={format}
        allowDeselect={false}
        onChange={(value) => setFormat((value ?? 'csv') as typeof format)}
      />
      <PathField label={text.produce.logOut} kind={{ save: name }} value={out} onChange={setOut} />
      <Failure error={error} />
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button type="submit" loading={busy} disabled={out.trim() === ''}>
          {text.produce.logWrite}
        </Button>
      </div>
    </form>
  )
}
