import type { SourceView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'

/** Reads sources again, one after the other, and says when that is done; where one fails, that is told and the others wait. */
export async function rescanEach(sources: readonly SourceView['id'][]): Promise<void> {
  for (const source of sources) if ((await act('source.rescan', { source })) === null) return
  said(text.sources.rescanned)
}
