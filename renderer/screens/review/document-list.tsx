import { useVirtualizer } from '@tanstack/react-virtual'
import { BadgeCheck, Eye, History, MessageSquareWarning, Paperclip, Send } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { ReviewRow } from '../../../src/api/index.ts'
import { text } from '../../text/en.ts'
import { date, line, sender } from '../../text/format.ts'
import { OutcomeIcon } from './row-state.tsx'
import type { ListItem } from './thread-order.ts'

const heights = { thread: 28, row: 52 }
const states = { open: null, submitted: Send, approved: BadgeCheck, declined: MessageSquareWarning }

interface Props {
  readonly items: readonly ListItem[]
  readonly current: string | null
  /** Documents that differ from what a reviewer last approved or declined; only Approve tells. */
  readonly changed?: ReadonlySet<string>
  readonly onOpen: (row: ReviewRow) => void
  readonly onMove: (by: 1 | -1) => void
  readonly onEnter: () => void
}

/** The list of documents, grouped by thread, virtualised. */
export function DocumentList({ items, current, changed, onOpen, onMove, onEnter }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heights[items[index]?.kind ?? 'row'],
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 10,
  })
  const index = items.findIndex((item) => item.kind === 'row' && item.row.document === current)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another document scrolls
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' })
  }, [index])
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') onMove(1)
    else if (event.key === 'ArrowUp') onMove(-1)
    else if (event.key === 'Enter') onEnter()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div
      className="document-list"
      role="listbox"
      aria-label={text.review.list}
      tabIndex={0}
      ref={scroller}
      onKeyDown={pressed}
      aria-activedescendant={index >= 0 ? `document-${current}` : undefined}
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
        {virtual.getVirtualItems().map((virtualItem) => {
          const item = items[virtualItem.index]
          if (item === undefined) return null
          const style = { height: virtualItem.size, transform: `translateY(${virtualItem.start}px)` }
          return item.kind === 'thread' ? (
            <div key={item.key} className="list-thread clip" style={style} role="presentation">
              {text.review.thread(line(item.subject) || text.review.noSubject, item.messages)}
            </div>
          ) : (
            <Row
              key={item.key}
              item={item}
              current={item.row.document === current}
              changed={changed?.has(item.row.document) ?? false}
              style={style}
              onOpen={onOpen}
            />
          )
        })}
      </div>
    </div>
  )
}

interface RowProps {
  readonly item: Extract<ListItem, { kind: 'row' }>
  readonly current: boolean
  readonly changed: boolean
  readonly style: { readonly height: number; readonly transform: string }
  readonly onOpen: (row: ReviewRow) => void
}

function Row({ item, current, changed, style, onOpen }: RowProps) {
  const { row } = item
  const State = states[row.state]
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox handles the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus and names the active option
    <div
      id={`document-${row.document}`}
      role="option"
      aria-selected={current}
      className="list-row"
      data-grouped={item.grouped}
      data-kind={row.kind}
      style={style}
      onClick={() => onOpen(row)}
    >
      <OutcomeIcon row={row} />
      <span className="list-text">
        <span className="row">
          <span className="grow clip list-from" title={line(row.from)} data-unviewed={!row.viewed}>
            {row.kind === 'attachment' ? (
              <>
                <Paperclip size={12} aria-label={text.review.attachment} /> {line(row.subject)}
              </>
            ) : (
              sender(row.from)
            )}
          </span>
          <span className="small quiet num">{row.date === null ? '' : date(row.date)}</span>
        </span>
        <span className="row">
          <span className="grow clip quiet">
            {row.kind === 'attachment' ? row.controlNumber : line(row.subject) || text.review.noSubject}
          </span>
          {changed && <History size={14} aria-label={text.approve.changed.badge} role="img" className="state-changed" />}
          {row.suggestions > 0 && (
            <span className="count-chip chip-suggested" title={text.review.suggestionsCount(row.suggestions)}>
              {row.suggestions}
              <span className="hidden-visually"> {text.review.suggestionsCount(row.suggestions)}</span>
            </span>
          )}
          {row.marks > 0 && (
            <span className="count-chip" title={text.review.marks(row.marks)}>
              {row.marks}
              <span className="hidden-visually"> {text.review.marks(row.marks)}</span>
            </span>
          )}
          {row.viewed && row.state === 'open' && <Eye size={12} className="quiet" aria-label={text.review.opened} />}
          {State !== null && <State size={14} aria-label={text.review.states[row.state]} className={`state-${row.state}`} />}
        </span>
      </span>
    </div>
  )
}
