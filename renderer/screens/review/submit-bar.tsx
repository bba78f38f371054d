import { Button, Modal } from '@mantine/core'
import { Send } from 'lucide-react'
import { useState } from 'react'
import type { ReviewRow, SubmittedView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'

/** Submits what is decided to the second person; says what is not ready and why. */
export function SubmitBar({ matter, rows, onOpen }: { matter: string; rows: readonly ReviewRow[]; onOpen: (document: string) => void }) {
  const [busy, setBusy] = useState(false)
  const [notReady, setNotReady] = useState<SubmittedView['notReady']>([])
  const submit = async () => {
    setBusy(true)
    const done = await act('review.submit', { matter })
    setBusy(false)
    if (done === null) return
    if (done.submitted > 0 || done.notReady.length === 0) said(text.review.submitted(done.submitted))
    setNotReady(done.notReady)
  }
  const name = (document: string) => rows.find((row) => row.document === document)
  return (
    <div className="submit-bar row">
      <Button className="grow" loading={busy} leftSection={<Send size={14} aria-hidden />} onClick={() => void submit()} px={8}>
        {text.review.submit}
      </Button>
      <Modal
        opened={notReady.length > 0}
        onClose={() => setNotReady([])}
        title={text.review.notReady(notReady.length)}
        size="lg"
        closeButtonProps={{ 'aria-label': text.frame.close }}
      >
        <ul className="not-ready">
          {notReady.slice(0, 200).map((entry) => (
            <li key={`${entry.document}${entry.why}`}>
              <button
                type="button"
                className="link"
                onClick={() => {
                  setNotReady([])
                  onOpen(entry.document)
                }}
              >
                {name(entry.document)?.controlNumber ?? entry.document}
              </button>{' '}
              <span className="quiet">{name(entry.document)?.subject}</span> · {entry.why}
            </li>
          ))}
        </ul>
      </Modal>
    </div>
  )
}
