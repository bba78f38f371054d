import { Ban, Circle, CircleCheck, CircleHelp, CircleMinus, type LucideIcon, Scale, ScissorsLineDashed } from 'lucide-react'
import type { ReviewRow } from '../../../src/api/index.ts'
import type { Tone } from '../../parts/badge.tsx'
import { text } from '../../text/en.ts'

/** What was decided of a document, as one icon with its word. */
export function outcomeOf(row: Pick<ReviewRow, 'coding' | 'privilege' | 'disposition'>): { icon: LucideIcon; tone: Tone; word: string } {
  if (row.coding === 'not-responsive') return { icon: CircleMinus, tone: 'neutral', word: text.review.codings['not-responsive'] }
  if (row.coding === 'undecided') return { icon: Circle, tone: 'neutral', word: text.review.codings.undecided }
  if (row.privilege !== 'none') return { icon: Scale, tone: 'violet', word: text.review.privileges[row.privilege] }
  if (row.disposition === 'withhold') return { icon: Ban, tone: 'red', word: text.review.dispositions.withhold }
  if (row.disposition === 'redact') return { icon: ScissorsLineDashed, tone: 'amber', word: text.review.dispositions.redact }
  if (row.disposition === 'release') return { icon: CircleCheck, tone: 'green', word: text.review.dispositions.release }
  return { icon: CircleHelp, tone: 'accent', word: text.review.codings.responsive }
}

/** The outcome as an icon that says its word to screen readers and on hover. */
export function OutcomeIcon({ row }: { row: ReviewRow }) {
  const { icon: Icon, tone, word } = outcomeOf(row)
  return (
    <span className={`outcome tone-${tone}`} title={word}>
      <Icon size={16} aria-label={word} role="img" />
    </span>
  )
}
