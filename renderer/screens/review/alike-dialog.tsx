import { Button, Checkbox, Modal, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { ReviewDocumentView, ReviewRow } from '../../../src/api/index.ts'
import type { DocumentId } from '../../../src/model/index.ts'
import { useCommand } from '../../core/use-command.ts'
import { DialogActs } from '../../parts/dialog-acts.tsx'
import { Failure } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { date, line, sender } from '../../text/format.ts'
import { OutcomeIcon, outcomeOf } from './row-state.tsx'

const words = text.review.alike

interface Props {
  readonly matter: string
  readonly view: ReviewDocumentView
  readonly opened: boolean
  readonly onClose: () => void
  /** The dialog is gone from the page. */
  readonly onGone: () => void
  readonly onDecide: (documents: readonly DocumentId[]) => void
}

/** Carries the decision of a document over to its thread or its near-copies: each is listed, and can be left out, before anything is decided. */
export function AlikeDialog({ matter, view, opened, onClose, onGone, onDecide }: Props) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      onExitTransitionEnd={onGone}
      title={words.title}
      size="lg"
      closeButtonProps={{ 'aria-label': text.frame.close }}
      // The keys of Review decide about the document below: none of them is meant here.
      onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
    >
      {opened && <AlikeForm key={view.document} matter={matter} view={view} onClose={onClose} onDecide={onDecide} />}
    </Modal>
  )
}

function AlikeForm({ matter, view, onClose, onDecide }: Omit<Props, 'opened' | 'onGone'>) {
  const [by, setBy] = useState<'copies' | 'thread'>('copies')
  const { data, error } = useCommand('review.alike', { matter, document: view.document, by })
  const [out, setOut] = useState<ReadonlySet<string>>(new Set())
  const others = (data?.rows ?? []).filter((row) => row.document !== view.document)
  const chosen = others.filter((row) => !out.has(row.document))
  const toggle = (document: string) => {
    const next = new Set(out)
    if (!next.delete(document)) next.add(document)
    setOut(next)
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen.length > 0 && view.coding !== 'undecided') onDecide(chosen.map(({ document }) => document))
      }}
    >
      <p>{view.coding === 'undecided' ? words.undecided : words.decision(view.controlNumber, decisionWords(view))}</p>
      <SegmentedControl
        aria-label={words.by}
        value={by}
        onChange={(value) => setBy(value === 'thread' ? 'thread' : 'copies')}
        data={[
          { value: 'copies', label: words.copies },
          { value: 'thread', label: words.thread },
        ]}
      />
      <p className="small quiet">{by === 'copies' ? words.copiesHint : words.threadHint}</p>
      <Failure error={error} />
      {data !== null && others.length === 0 && <p>{words.none}</p>}
      <fieldset className="alike-list stack">
        <legend className="hidden-visually">{words.list}</legend>
        {others.map((row) => (
          <AlikeRow key={row.document} row={row} checked={!out.has(row.document)} onToggle={() => toggle(row.document)} />
        ))}
      </fieldset>
      <p className="small quiet">{words.marksHint}</p>
      <DialogActs onCancel={onClose}>
        <Button type="submit" disabled={chosen.length === 0 || view.coding === 'undecided'}>
          {words.decide(chosen.length)}
        </Button>
      </DialogActs>
    </form>
  )
}

function AlikeRow({ row, checked, onToggle }: { row: ReviewRow; checked: boolean; onToggle: () => void }) {
  return (
    <div className="row">
      <Checkbox
        className="grow"
        checked={checked}
        onChange={onToggle}
        label={`${row.controlNumber} · ${row.subject === '' ? text.review.noSubject : line(row.subject)}`}
        description={`${sender(row.from)}, ${date(row.date)}`}
      />
      <OutcomeIcon row={row} />
    </div>
  )
}

function decisionWords(view: ReviewDocumentView): string {
  const outcome = view.disposition === null ? '' : `, ${text.review.dispositions[view.disposition]}`
  const privilege = view.privilege === 'none' ? '' : `, ${outcomeOf(view).word}`
  return `${text.review.codings[view.coding]}${outcome}${view.ground === null ? '' : ` (${view.ground})`}${privilege}`
}
