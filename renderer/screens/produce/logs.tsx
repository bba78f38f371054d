import { Button, Select } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/notice.tsx'
import { PathField } from '../../parts/path-field.tsx'
import { said } from '../../parts/tell.ts'
import { isWhole, withEnding } from '../../parts/whole-path.ts'
import { text } from '../../text/en.ts'

const formats = ['csv', 'json', 'pdf'] as const
type Edition = 'internal' | 'requester' | 'privilege'

const titles: Record<Edition, string> = {
  internal: text.produce.logInternal,
  requester: text.produce.logRequester,
  privilege: text.produce.logPrivilege,
}

/** The editions of the redaction log, to write to files; what is withheld as legal advice by itself, for whoever must defend it. */
export function Logs({ matter, reference }: { matter: string; reference: string }) {
  const [edition, setEdition] = useState<Edition | null>(null)
  return (
    <section className="card" aria-label={text.produce.logs}>
      <h2>{text.produce.logs}</h2>
      <div className="row row-wrap" style={{ marginTop: 8 }}>
        {(['internal', 'requester', 'privilege'] as const).map((one) => (
          <Button key={one} variant="default" onClick={() => setEdition(one)}>
            {titles[one]}…
          </Button>
        ))}
      </div>
      <Dialog opened={edition !== null} onClose={() => setEdition(null)} title={edition === null ? '' : titles[edition]} size="lg">
        {edition !== null && <LogForm matter={matter} reference={reference} edition={edition} onDone={() => setEdition(null)} />}
      </Dialog>
    </section>
  )
}

function LogForm({ matter, reference, edition, onDone }: { matter: string; reference: string; edition: Edition; onDone: () => void }) {
  const [format, setFormat] = useState<(typeof formats)[number]>('csv')
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
    said(text.produce.logWritten(answer.result.rows, answer.result.out))
    return onDone()
  }
  return (
    <form className="stack" onSubmit={(event) => void write(event)}>
      <Select
        label={text.produce.logFormat}
        data={formats.map((value) => ({ value, label: value.toUpperCase() }))}
        value={format}
        allowDeselect={false}
        onChange={(value) => {
          const next = (value ?? 'csv') as typeof format
          setFormat(next)
          setOut((before) => withEnding(before, formats, next))
        }}
      />
      <PathField label={text.produce.logOut} kind={{ save: name }} value={out} onChange={setOut} />
      <Failure error={error} />
      <div className="row" style={{ justifyContent: 'flex-end' }}>
        <Button type="submit" loading={busy} disabled={!isWhole(out.trim())}>
          {text.produce.logWrite}
        </Button>
      </div>
    </form>
  )
}
