import { Button, Modal } from '@mantine/core'
import { Send } from 'lucide-react'
import { useState } from 'react'
import type { ReviewRow, StandingView, SubmittedView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { call } from '../../core/client.ts'
import { toDeskError } from '../../core/desk-error.ts'
import { DialogActs } from '../../parts/dialog-acts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { said, tell } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { line } from '../../text/format.ts'
import { Standing } from './standing.tsx'
import { allRows, type ReviewFilter } from './use-review-rows.ts'

/** Documents of a reason that are listed; the list of Review has them all. */
const shownEach = 12

interface Left {
  readonly suggested: readonly ReviewRow[]
  readonly unopened: readonly ReviewRow[]
  readonly standing: StandingView
}

/** What of the documents that would leave was not decided, or not read to its end, so far. */
async function leftOver(matter: string): Promise<Left> {
  const [suggested, unopened, standing] = await Promise.all([
    allRows(matter, 'suggested'),
    allRows(matter, 'unviewed'),
    call('review.standing', { matter }),
  ])
  return { suggested: suggested.filter(leaves), unopened: unopened.filter(leaves), standing }
}

interface Props {
  readonly matter: string
  readonly rows: readonly ReviewRow[]
  readonly onOpen: (document: string) => void
  readonly onFilter: (filter: ReviewFilter) => void
}

/** Whether a document is to leave, whole or redacted, and goes to the second person with the next submission. */
const leaves = ({ coding, disposition, state }: ReviewRow): boolean =>
  coding === 'responsive' && (disposition === 'release' || disposition === 'redact') && (state === 'open' || state === 'declined')

/** Submits what is decided to the second person; asks first where something of it was left undecided or unread, and says what is not ready and why. */
export function SubmitBar({ matter, rows, onOpen, onFilter }: Props) {
  const [busy, setBusy] = useState(false)
  const [notReady, setNotReady] = useState<SubmittedView['notReady']>([])
  const [left, setLeft] = useState<Left | null>(null)
  const ask = async () => {
    setBusy(true)
    const found = await leftOver(matter).catch((failure: unknown) => tell(toDeskError(failure)))
    setBusy(false)
    if (found === undefined) return
    if (found.suggested.length + found.unopened.length + found.standing.total === 0) await submit()
    else setLeft(found)
  }
  const lookAt = (filter: ReviewFilter, [first]: readonly ReviewRow[]) => {
    setLeft(null)
    onFilter(filter)
    if (first !== undefined) onOpen(first.document)
  }
  const submit = async () => {
    setLeft(null)
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
      <Button className="grow" loading={busy} leftSection={<Send size={14} aria-hidden />} onClick={() => void ask()} px={8}>
        {text.review.submit}
      </Button>
      <Modal
        opened={left !== null}
        onClose={() => setLeft(null)}
        title={text.review.submitAsk}
        size="lg"
        closeButtonProps={{ 'aria-label': text.frame.close }}
      >
        {left !== null && (
          <div className="stack">
            {left.standing.total > 0 && (
              <Notice tone="amber">
                {text.review.standing.submit(left.standing.total, left.standing.documents.length)}{' '}
                {left.standing.originals > 0 && text.review.standing.originals(left.standing.originals)}
                <Standing places={left.standing.places} matter={matter} onMarked={() => void ask()} />
              </Notice>
            )}
            {left.suggested.length > 0 && (
              <div className="row">
                <p className="grow">
                  {text.review.submitSuggestions(
                    left.suggested.reduce((sum, row) => sum + row.suggestions, 0),
                    left.suggested.length,
                  )}
                </p>
                <Button variant="default" onClick={() => lookAt('suggested', left.suggested)}>
                  {text.review.submitLook(left.suggested.length)}
                </Button>
              </div>
            )}
            {left.unopened.length > 0 && (
              <div className="row">
                <p className="grow">{text.review.submitUnopened(left.unopened.length)}</p>
                <Button variant="default" onClick={() => lookAt('unviewed', left.unopened)}>
                  {text.review.submitLook(left.unopened.length)}
                </Button>
              </div>
            )}
            <DialogActs onCancel={() => setLeft(null)}>
              <Button onClick={() => void submit()}>{text.review.submitAnyway}</Button>
            </DialogActs>
          </div>
        )}
      </Modal>
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
                  <span className="quiet">{line(name(document)?.subject ?? '')}</span>
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
