import { AppError, type DocumentId } from '../model/index.ts'
import type { ProductionInput, ProductionTools } from './input.ts'
import { pageHtml } from './page-html.ts'
import { fromPixels, fromPrint } from './pdf.ts'
import { imagePage, pdfPages } from './pixels.ts'
import { print } from './print-readable.ts'
import { flatten, releaseAll } from './released.ts'

/** The pages of one document as they will be, numbers aside. @throws `matter/unknown-document`, `produce/no-print-engine` */
export async function previewDocument(
  input: ProductionInput,
  document: DocumentId,
  tools: Pick<ProductionTools, 'printEngine' | 'printEngineHint' | 'control' | 'reader'>,
): Promise<Uint8Array> {
  for (const family of releaseAll(input)) {
    const released = flatten(family).find((candidate) => candidate.source.id === document)
    if (released === undefined) continue
    if (released.form === 'pages')
      return await fromPixels(await pdfPages(released, tools.reader, tools.control.signal), input.seed, 'preview', null)
    if (released.form === 'pixels') return await fromPixels([await imagePage(released, tools.reader)], input.seed, 'preview', null)
    return await fromPrint(await print(tools, pageHtml(released, family)), input.seed, 'preview', null)
  }
  throw new AppError('matter/unknown-document', 'This document is not in the review set.', { document })
}
