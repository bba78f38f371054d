import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { DeskError } from '../core/desk-error.ts'
import { Dialog } from './dialog.tsx'
import { Failure } from './notice.tsx'
import { PathField } from './path-field.tsx'
import { said } from './tell.ts'
import { isWhole } from './whole-path.ts'

interface Props {
  readonly opened: boolean
  readonly onClose: () => void
  readonly words: {
    readonly exportTitle: string
    readonly exportHint: string
    readonly exportPath: string
    readonly exportButton: string
  }
  /** The name that the file is offered under. */
  readonly file: string
  /** Writes the file; gives what is said then, or why it couldn't be written. */
  readonly onWrite: (out: string) => Promise<string | { readonly error: DeskError }>
}

/** Asks where something is to be written, and stays where it could not be. */
export function ExportDialog({ opened, onClose, words, file, onWrite }: Props) {
  const [out, setOut] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const answer = await onWrite(out.trim())
    setBusy(false)
    if (typeof answer !== 'string') return setError(answer.error)
    said(answer)
    setError(null)
    return onClose()
  }
  return (
    <Dialog opened={opened} onClose={onClose} title={words.exportTitle} size="lg">
      <form className="stack" onSubmit={(event) => void submit(event)}>
        <p className="quiet">{words.exportHint}</p>
        <PathField label={words.exportPath} kind={{ save: file }} value={out} onChange={setOut} />
        <Failure error={error} />
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button type="submit" loading={busy} disabled={!isWhole(out.trim())}>
            {words.exportButton}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
