import { Button, Modal } from '@mantine/core'
import { Send } from 'lucide-react'
import { useState } from 'react'
import type { ReviewRow, SubmittedView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'

/** Documents of a reason that are listed; the list of Review has them all. */
const shownEach = 12

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
  const reasons = [...Map.groupBy(notReady, ({ why }) => why)].map(
    ([why, entries]) => [why, entries.map((entry) => entry.document)] as const,
  )
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
        {reasons.map(([why, documents]) => (
          <section key={why} className="not-ready" aria-label={why}>
            <h3>
              {why} <span className="quiet num">{text.review.rows(documents.length)}</span>
            </h3>
            <ul>
              {documents.slice(0, shownEach).map((document) => (
                <li key={document}>
                  <button
                    type="button"
                    className="link"
                    onClick={() => {
                      setNotReady([])
                      onOpen(document)
                    }}
                  >
                    {name(document)?.controlNumber ?? document}
                  </button>{' '}
                  <span className="quiet">{name(document)?.subject}</span>
                </li>
              ))}
            </ul>
            {documents.length > shownEach && <p className="quiet">{text.review.notReadyMore(documents.length - shownEach)}</p>}
          </section>
        ))}
      </Modal>
    </div>
  )
}
