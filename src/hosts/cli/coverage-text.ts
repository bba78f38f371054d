import type { Output } from '../../api/index.ts'
import { textList, textTable } from './text-table.ts'

/** What searches see, and what they cannot look into. */
export function coverageText(coverage: Output<'search.coverage'>): string {
  const reasons = textTable(
    ['COUNT', 'WHAT', 'WHY'],
    coverage.reasons.map(({ count, code, reason }) => [count, code, reason]),
  )
  const counts = textList([
    ['Sources', coverage.sources],
    ['Searched in whole', coverage.indexed],
    ['Searched in part', coverage.partial],
    ['Not taken in yet', coverage.pending],
    ['Not taken in at all', coverage.failed],
    ['Gone from their source', coverage.gone],
    ['Encrypted, not read', coverage.encrypted],
    ['Attachments owed', coverage.pendingAttachments],
    ['Pictures and scans without text', coverage.noText],
    ['Not read to the end', coverage.unfinished.join(', ') || 'none'],
  ])
  return reasons === '' ? counts : `${counts}\n${reasons}`
}
