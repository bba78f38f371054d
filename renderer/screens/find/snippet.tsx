import { useMediaQuery } from '@mantine/hooks'
import { Paperclip } from 'lucide-react'
import type { SearchHit } from '../../../src/api/index.ts'
import type { Columns } from '../../parts/data-table.tsx'
import { text } from '../../text/en.ts'
import { date, line, sender, unturned } from '../../text/format.ts'

/** A text with the matches in it set off. */
function Matched({ shown, hits }: { shown: string; hits: SearchHit['snippetHits'] }) {
  const parts: { start: number; end: number; hit: boolean }[] = []
  let at = 0
  for (const span of hits) {
    if (span.start > at) parts.push({ start: at, end: span.start, hit: false })
    parts.push({ start: span.start, end: span.end, hit: true })
    at = span.end
  }
  if (at < shown.length) parts.push({ start: at, end: shown.length, hit: false })
  return parts.map((part) =>
    part.hit ? (
      <b className="match" key={part.start}>
        {unturned(shown.slice(part.start, part.end))}
      </b>
    ) : (
      <span key={part.start}>{unturned(shown.slice(part.start, part.end))}</span>
    ),
  )
}

/** The words around a match. */
function Snippet({ hit }: { hit: SearchHit }) {
  return (
    <span className="snippet">
      <Matched shown={hit.snippet} hits={hit.snippetHits} />
    </span>
  )
}

function Subject({ hit }: { hit: SearchHit }) {
  return (
    <strong className="clip" title={line(hit.subject)}>
      {hit.subject === '' ? text.find.noSubject : <Matched shown={hit.subject} hits={hit.subjectHits} />}
    </strong>
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
    cell: ({ row }) => <span title={line(row.original.from)}>{sender(row.original.from)}</span>,
    meta: { width: 'minmax(88px, 0.6fr)' },
  },
  {
    id: 'subject',
    header: text.find.subject,
    cell: ({ row: { original: hit } }) => (
      <span className="hit">
        <span className="row">
          <Subject hit={hit} />
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
          <Subject hit={hit} />
          {attached(hit)}
        </span>
        <span className="row small quiet">
          <span className="clip" title={line(hit.from)}>
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
