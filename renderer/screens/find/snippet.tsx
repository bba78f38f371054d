import { useMediaQuery } from '@mantine/hooks'
import { Paperclip } from 'lucide-react'
import type { SearchHit } from '../../../src/api/index.ts'
import type { Columns } from '../../parts/data-table.tsx'
import { text } from '../../text/en.ts'
import { date, sender } from '../../text/format.ts'

/** The words around a match, with the matches set off. */
export function Snippet({ hit }: { hit: SearchHit }) {
  const parts: { start: number; end: number; hit: boolean }[] = []
  let at = 0
  for (const span of hit.snippetHits) {
    if (span.start > at) parts.push({ start: at, end: span.start, hit: false })
    parts.push({ start: span.start, end: span.end, hit: true })
    at = span.end
  }
  if (at < hit.snippet.length) parts.push({ start: at, end: hit.snippet.length, hit: false })
  return (
    <span className="snippet">
      {parts.map((part) =>
        part.hit ? (
          <b key={part.start}>{hit.snippet.slice(part.start, part.end)}</b>
        ) : (
          <span key={part.start}>{hit.snippet.slice(part.start, part.end)}</span>
        ),
      )}
    </span>
  )
}

const attached = (hit: SearchHit) =>
  hit.attachments > 0 && (
    <span className="small quiet row" title={text.find.attachments(hit.attachments)}>
      <Paperclip size={12} aria-label={text.find.attachments(hit.attachments)} />
    </span>
  )
const copies = (hit: SearchHit) =>
  hit.duplicates > 0 && <span className="small quiet hit-copies">{text.find.duplicates(hit.duplicates)}</span>

const wideColumns: Columns<SearchHit> = [
  {
    id: 'date',
    header: text.find.date,
    cell: ({ row }) => <span className="num">{date(row.original.date)}</span>,
    meta: { width: '92px' },
  },
  {
    id: 'from',
    header: text.find.from,
    cell: ({ row }) => <span title={row.original.from}>{sender(row.original.from)}</span>,
    meta: { width: 'minmax(88px, 0.6fr)' },
  },
  {
    id: 'subject',
    header: text.find.subject,
    cell: ({ row: { original: hit } }) => (
      <span className="hit">
        <span className="row">
          <strong className="clip">{hit.subject || text.find.noSubject}</strong>
          {attached(hit)}
          {copies(hit)}
        </span>
        <Snippet hit={hit} />
      </span>
    ),
    meta: { width: 'minmax(160px, 2fr)' },
  },
]

const narrowColumns: Columns<SearchHit> = [
  {
    id: 'hit',
    header: text.find.hit,
    cell: ({ row: { original: hit } }) => (
      <span className="hit">
        <span className="row">
          <strong className="clip" title={hit.subject}>
            {hit.subject || text.find.noSubject}
          </strong>
          {attached(hit)}
        </span>
        <span className="row small quiet">
          <span className="clip" title={hit.from}>
            {sender(hit.from)}
          </span>
          <span className="num hit-copies">{date(hit.date)}</span>
          {copies(hit)}
        </span>
        <Snippet hit={hit} />
      </span>
    ),
    meta: { width: 'minmax(0, 1fr)' },
  },
]

/** Whether the window has no room for a table of messages in columns beside what they say. */
export const useNarrowTable = (): boolean => useMediaQuery('(max-width: 1280px)', undefined, { getInitialValueInEffect: false }) === true

/** How results stand in a table: in columns where there is room, else in three lines each. */
export function useHitTable(): { readonly columns: Columns<SearchHit>; readonly rowHeight: number } {
  return useNarrowTable() ? { columns: narrowColumns, rowHeight: 68 } : { columns: wideColumns, rowHeight: 52 }
}
