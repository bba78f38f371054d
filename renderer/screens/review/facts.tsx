import { Button, Textarea } from '@mantine/core'
import { Mail, Paperclip } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReviewDocumentView } from '../../../src/api/index.ts'
import { text } from '../../text/en.ts'
import { dateTime, line } from '../../text/format.ts'
import { OutcomeIcon } from './row-state.tsx'

interface Props {
  readonly view: ReviewDocumentView
  readonly onNote: (note: string) => Promise<void>
  readonly onOpen: (document: string) => void
}

/** Why the document is here, its family, its copies, its history, and a note. */
export function Facts({ view, onNote, onOpen }: Props) {
  const [note, setNote] = useState(view.note)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document brings its own note
  useEffect(() => setNote(view.note), [view.document, view.note])
  return (
    <>
      <section aria-label={text.review.why}>
        <h3>{text.review.why}</h3>
        {view.refused !== null && (
          <p role="note" className="small refused-note">
            {text.review.refused} {text.identify.leftOutBy[view.refused.evidence](view.refused.twin)}.
          </p>
        )}
        {view.provenance.length === 0 ? (
          <p className="small quiet">{text.review.whyFamily}</p>
        ) : (
          <ul className="terms">
            {view.provenance.map(({ term, places }) => (
              <li key={term}>
                {term}
                {places.length > 0 && <span className="small quiet"> · {text.review.foundIn(places)}</span>}
              </li>
            ))}
          </ul>
        )}
      </section>
      {view.familyRows.length > 1 && (
        <section aria-label={text.review.family}>
          <h3>{text.review.family}</h3>
          <ul>
            {view.familyRows.map((row) => (
              <li key={row.document}>
                <button
                  type="button"
                  className="family-line"
                  aria-current={row.document === view.document || undefined}
                  onClick={() => onOpen(row.document)}
                >
                  <OutcomeIcon row={row} />
                  {row.kind === 'message' ? <Mail size={14} aria-hidden /> : <Paperclip size={14} aria-hidden />}
                  <span className="grow clip">{line(row.subject) || text.review.noSubject}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-label={text.review.copies}>
        <h3>
          {text.review.copies} <span className="quiet num">{view.instances.length}</span>
        </h3>
        {view.instances.length > 1 && <p className="small quiet">{text.review.copiesHint}</p>}
        <ul className="small">
          {view.instances.slice(0, 20).map((instance) => (
            <li key={`${instance.source}${instance.locator}`} className="mark-words" title={instance.locator}>
              {instance.sourceLabel}
              {instance.folder !== '' && ` · ${instance.folder}`}
              {instance.custodian !== null && <span className="quiet"> · {instance.custodian}</span>}
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={text.review.note}>
        <Textarea
          size="xs"
          label={text.review.note}
          autosize
          minRows={2}
          maxRows={6}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {note !== view.note && (
          <Button size="compact-sm" variant="default" mt={4} onClick={() => void onNote(note)}>
            {text.review.saveNote}
          </Button>
        )}
      </section>
      <section aria-label={text.review.history}>
        <h3>{text.review.history}</h3>
        {view.history.length === 0 && <p className="small quiet">{text.review.noHistory}</p>}
        <ul className="small">
          {view.history.map((entry) => (
            <li key={`${entry.atMs}${entry.what}`}>
              {entry.what}{' '}
              <span className="quiet num">
                {entry.user}, {dateTime(entry.atMs)}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
