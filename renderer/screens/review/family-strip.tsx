import { FileImage, FileText, Mail, Paperclip } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ReviewRow } from '../../../src/api/index.ts'
import { text } from '../../text/en.ts'
import { line } from '../../text/format.ts'

const icon = (row: ReviewRow) =>
  row.kind === 'message'
    ? Mail
    : /\.(png|jpe?g|gif|webp|bmp|tiff?)$/i.test(row.subject)
      ? FileImage
      : /\.(pdf|docx?|txt|csv|ics)$/i.test(row.subject)
        ? FileText
        : Paperclip

/** The message and its attachments as a strip below the paper; each opens in place. */
export function FamilyStrip({
  rows,
  current,
  onOpen,
}: {
  rows: readonly ReviewRow[]
  current: string
  onOpen: (document: string) => void
}) {
  const strip = useRef<HTMLElement>(null)
  // Whatever opened it, by a key or from a list: the one that is open stands in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks again whenever another one is open
  useEffect(() => {
    strip.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [current])
  if (rows.length < 2) return null
  return (
    <nav className="family-strip" aria-label={text.review.attachments} ref={strip}>
      {rows.map((row) => {
        const Icon = icon(row)
        return (
          <button
            key={row.document}
            type="button"
            className="family-item"
            aria-current={row.document === current || undefined}
            title={row.kind === 'message' ? undefined : line(row.subject)}
            onClick={() => onOpen(row.document)}
          >
            <Icon size={16} aria-hidden />
            <span className="clip">{row.kind === 'message' ? text.review.message : line(row.subject)}</span>
            {row.marks > 0 && <span className="count-chip">{row.marks}</span>}
          </button>
        )
      })}
    </nav>
  )
}
