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

/** Columns of the results. */
export const hitColumns: Columns<SearchHit> = [
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
          {hit.attachments > 0 && (
            <span className="small quiet row" title={text.find.attachments(hit.attachments)}>
              <Paperclip size={12} aria-label={text.find.attachments(hit.attachments)} />
            </span>
          )}
          {hit.duplicates > 0 && <span className="small quiet">{text.find.duplicates(hit.duplicates)}</span>}
        </span>
        <Snippet hit={hit} />
      </span>
    ),
    meta: { width: 'minmax(160px, 2fr)' },
  },
]
