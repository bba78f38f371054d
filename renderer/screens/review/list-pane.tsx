import { TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import type { RefObject } from 'react'
import type { MatterView, ReviewRow } from '../../../src/api/index.ts'
import { Empty } from '../../parts/panel.tsx'
import { text } from '../../text/en.ts'
import { DocumentList } from './document-list.tsx'
import type { ListItem } from './thread-order.ts'
import type { ReviewFilter } from './use-review-rows.ts'

const filters = Object.keys(text.review.filters) as ReviewFilter[]

/** A filter that would show nothing is not offered. */
function mayHold(filter: ReviewFilter, counts: MatterView['counts']): boolean {
  const held: Partial<Record<ReviewFilter, number>> = {
    undecided: counts.undecided,
    responsive: counts.responsive,
    'not-responsive': counts.notResponsive,
    marked: counts.marks,
    suggested: counts.suggestions,
    unviewed: counts.unviewed,
    added: counts.added,
    submitted: counts.submitted,
    approved: counts.approved,
    declined: counts.declined,
  }
  return held[filter] !== 0
}

interface Props {
  readonly filter: ReviewFilter
  readonly counts: MatterView['counts']
  readonly onFilter: (filter: ReviewFilter) => void
  readonly search: string
  readonly onSearch: (text: string) => void
  readonly searchField: RefObject<HTMLInputElement | null>
  readonly items: readonly ListItem[] | null
  readonly count: number
  /** The list is narrowed to documents that another screen pointed at. */
  readonly only: boolean
  readonly onAll: () => void
  readonly current: string | null
  readonly onOpen: (row: ReviewRow) => void
  readonly onMove: (by: 1 | -1) => void
  readonly onEnter: () => void
}

/** The left pane: what to show, and the documents. */
export function ListPane(props: Props) {
  const { filter, counts, onFilter, search, onSearch, searchField, items, count, only, onAll, current, onOpen, onMove, onEnter } = props
  const offered = (name: ReviewFilter) => mayHold(name, counts)
  return (
    <section className="pane list-pane" aria-label={text.review.list}>
      <div className="pane-tools">
        <TextInput
          ref={searchField}
          size="xs"
          aria-label={text.review.filterText}
          placeholder={text.review.filterText}
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => onSearch(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
          }}
        />
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look */}
        <div className="chips" role="group" aria-label={text.review.filterLabel}>
          {filters
            .filter((name) => name === filter || offered(name))
            .map((name) => (
              <button key={name} type="button" className="chip" aria-pressed={filter === name} onClick={() => onFilter(name)}>
                {text.review.filters[name]}
              </button>
            ))}
        </div>
        <p className="small quiet num" role="status">
          {text.review.rows(count)}
          {only && (
            <button type="button" className="link" onClick={onAll}>
              {text.review.showAll}
            </button>
          )}
        </p>
      </div>
      {items !== null && items.length === 0 ? (
        <Empty>{search === '' ? text.review.nothing : text.review.nothingFound}</Empty>
      ) : (
        <DocumentList items={items ?? []} current={current} onOpen={onOpen} onMove={onMove} onEnter={onEnter} />
      )}
    </section>
  )
}
