import { Button } from '@mantine/core'
import { Check, X } from 'lucide-react'
import { useMemo, useRef, useState } from 'react'
import type { ReviewRow } from '../../../src/api/index.ts'
import type { DocumentId } from '../../../src/model/index.ts'
import { act } from '../../core/act.ts'
import { useCommand } from '../../core/use-command.ts'
import { useKeys } from '../../core/use-keys.ts'
import { topOfMark } from '../../paper/margin-map.tsx'
import { KeyHint } from '../../parts/key-hint.tsx'
import { Failure, Notice } from '../../parts/notice.tsx'
import { Empty } from '../../parts/panel.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import { DocumentList } from '../review/document-list.tsx'
import { PaperPane } from '../review/paper-pane.tsx'
import '../review/decision.css'
import '../review/review.css'
import { outcomeOf } from '../review/row-state.tsx'
import { neighbour, rowsInOrder, threadOrder } from '../review/thread-order.ts'
import { useSpaceHeld } from '../review/use-review-keys.ts'
import { useShownReport } from '../review/use-shown-report.ts'
import { ChangedPanel } from './changed-panel.tsx'
import { DeclineDialog } from './decline-dialog.tsx'

interface Props {
  readonly rows: readonly ReviewRow[]
  /** Of these, those that differ from what a reviewer last approved or declined. */
  readonly changed: readonly DocumentId[]
  readonly wanted: string | null
  readonly label: string
}

/** Then by document: each is opened, read to its end, and approved or declined. Only what was shown can be approved. */
export function DocumentReview({ rows, changed, wanted, label }: Props) {
  const { matter, groundName } = useMatter()
  const items = useMemo(() => threadOrder(rows), [rows])
  const changedSince = useMemo(() => new Set(changed), [changed])
  const ordered = useMemo(() => rowsInOrder(items), [items])
  const [chosenRow, setChosenRow] = useState<string | null>(wanted)
  const current = ordered.find((row) => row.document === chosenRow)?.document ?? ordered[0]?.document ?? null
  const { data, latest, error } = useCommand('review.document', current === null ? null : { matter, document: current }, ['review'])
  const view = data ?? latest
  const [mark, setMark] = useState<string | null>(null)
  const [produced, setProduced] = useState(false)
  const [declining, setDeclining] = useState(false)
  const [busy, setBusy] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  const shown = useShownReport(matter, true)
  const viewed = data?.viewed === true
  const openedRows = ordered.filter((row) => row.viewed)

  const move = (by: 1 | -1) => {
    const next = neighbour(ordered, current, by, 'document')
    if (next !== null) setChosenRow(next.document)
  }
  const approve = async (documents: readonly DocumentId[]) => {
    if (documents.length === 0) return
    setBusy(true)
    const next = documents.length === 1 ? neighbour(ordered, current, 1, 'document') : null
    const done = await act('approval.approve', { matter, selection: { documents: [...documents] } })
    setBusy(false)
    if (done === null) return
    if (done.approved > 0) said(text.approve.approved(done.approved))
    if (done.refused.length > 0) said(`${text.approve.refused(done.refused.length)}: ${done.refused[0]?.why ?? ''}`)
    else if (next !== null) setChosenRow(next.document)
  }
  const chooseMark = (id: string) => {
    setMark(id)
    const element = scroller.current
    const top = element === null ? null : topOfMark(element, id)
    if (element !== null && top !== null) element.scrollTo({ top: top - element.clientHeight / 3 })
  }
  const scroll = (pages: number) => () => scroller.current?.scrollBy({ top: pages * ((scroller.current?.clientHeight ?? 400) - 48) })
  useSpaceHeld(setProduced)
  useKeys([
    ['j', () => move(1)],
    ['k', () => move(-1)],
    ['y', () => (viewed ? data !== null && !busy && void approve([data.document]) : said(text.approve.notShown))],
    ['x', () => data !== null && setDeclining(true)],
    ['ArrowDown', scroll(0.12)],
    ['ArrowUp', scroll(-0.12)],
    ['PageDown', scroll(1)],
    ['PageUp', scroll(-1)],
    ['Enter', (event) => (event.target instanceof HTMLButtonElement ? false : scroller.current?.focus())],
  ])

  if (ordered.length === 0) return <Empty>{text.approve.nothing}</Empty>
  const outcome = view === null ? null : outcomeOf(view)
  return (
    <div className="approve-documents" data-focus-home=".paper-scroll, [role='listbox']">
      <section className="list-side" aria-label={label}>
        <DocumentList
          items={items}
          changed={changedSince}
          current={current}
          onOpen={(row) => setChosenRow(row.document)}
          onMove={move}
          onEnter={() => scroller.current?.focus()}
        />
        <div className="submit-bar row">
          <Button
            className="grow"
            variant="default"
            disabled={openedRows.length === 0}
            loading={busy}
            onClick={() => void approve(openedRows.map((row) => row.document))}
            px={8}
          >
            {text.approve.approveOpened(openedRows.length)}
          </Button>
        </div>
      </section>
      <div className="approve-paper">
        <div className="approve-acts row">
          {view !== null && outcome !== null && (
            <span className="grow row">
              <outcome.icon size={16} aria-hidden className={`outcome tone-${outcome.tone}`} />
              <strong>{outcome.word}</strong>
              {view.ground !== null && (
                <span className="quiet">
                  {groundName(view.ground)} ({view.ground})
                </span>
              )}
            </span>
          )}
          <Button
            leftSection={<Check size={14} aria-hidden />}
            disabled={!viewed}
            title={viewed ? undefined : text.approve.openFirst}
            loading={busy}
            onClick={() => data !== null && void approve([data.document])}
            aria-keyshortcuts="y"
          >
            {text.approve.approve} <KeyHint keys="y" />
          </Button>
          <Button
            variant="default"
            leftSection={<X size={14} aria-hidden />}
            disabled={data === null}
            onClick={() => setDeclining(true)}
            aria-keyshortcuts="x"
          >
            {text.approve.decline} <KeyHint keys="x" />
          </Button>
        </div>
        <Failure error={error} />
        {view !== null && view.note !== '' && <Notice tone="accent">{view.note}</Notice>}
        {view !== null && view.suggestions > 0 && view.coding === 'responsive' && view.disposition !== 'withhold' && (
          <Notice tone="amber">{text.approve.suggestionsHere(view.suggestions)}</Notice>
        )}
        {view !== null && view.changedSinceApproval !== null && <ChangedPanel since={view.changedSinceApproval} surfaces={view.surfaces} />}
        {view !== null && (
          <div className="approve-sheet">
            <PaperPane
              view={view}
              scroller={scroller}
              chosen={mark}
              produced={produced}
              onProduced={setProduced}
              onChoose={chooseMark}
              onPick={null}
              onShown={shown}
              onOpen={(document) => setChosenRow(document)}
            />
          </div>
        )}
      </div>
      <DeclineDialog
        opened={declining}
        onClose={() => setDeclining(false)}
        onDecline={async (comment) => {
          if (data === null) return
          const done = await act('approval.decline', { matter, document: data.document, comment })
          if (done === null) return
          setDeclining(false)
          said(text.approve.declined)
        }}
      />
    </div>
  )
}
