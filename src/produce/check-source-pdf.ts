import { leakSearch } from './check-hits.ts'
import { pdfObjectLayers } from './check-native-pdf.ts'
import { canon, squash } from './check-normalise.ts'
import type { Findings } from './check-types.ts'
import type { Expectation } from './expectation.ts'
import type { Released } from './released.ts'

/**
 * A second witness on pages that are given as pictures, whose letters no search of the bundle finds. Every object of the original (form values, notes, the
 * appearances that are drawn of them) is read here without the library that reads and draws pages. What is redacted and stands in the original, and in nothing that
 * a reviewer was shown of it, had no place that could be marked: the picture may show it, so the bundle is kept back.
 */
export function checkSourcePdf(released: Released, path: string, expectation: Expectation, findings: Findings): void {
  const { source } = released
  const search = leakSearch(expectation.needles, expectation, findings.reader)
  const native = source.native()
  // Files within the file are on no page.
  pdfObjectLayers(Buffer.from(native), path, [source.id], search, () => undefined)
  if (search.hits.length === 0) return
  const shown = canon(source.surfaces.map(({ text }) => text).join('\n'))
  const squashed = squash(shown)
  const unseen = search.hits.some(({ needle }) => !shown.includes(canon(needle)) && !squashed.includes(squash(canon(needle))))
  if (unseen)
    findings.problem(
      'pdf-unread',
      path,
      'The original of these pages holds redacted text that no reviewer was shown, and its picture may show it. Withhold the attachment.',
    )
}
