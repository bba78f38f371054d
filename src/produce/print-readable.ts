import { AppError } from '../model/index.ts'
import { missingGlyphs } from './check-glyphs.ts'
import { readPdfObjects } from './check-pdf-objects.ts'
import type { ProductionInput, ProductionTools } from './input.ts'
import { glyphProbeHtml } from './page-html.ts'
import { fromPrint } from './pdf.ts'
import type { Released } from './released.ts'
import { asDrawn } from './shared-glyphs.ts'

/** @throws `produce/no-print-engine` */
export async function print(
  tools: Pick<ProductionTools, 'printEngine' | 'printEngineHint' | 'control'>,
  html: string,
): Promise<Uint8Array> {
  if (tools.printEngine === null) throw new AppError('produce/no-print-engine', tools.printEngineHint)
  return await tools.printEngine.print(html, tools.control.signal)
}

/** Characters that a page may lack without loss: they draw nothing. */
const drawsNothing = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}]/u

/**
 * Prints a page and makes sure that no character came out as an empty box: one that no font of this machine has is named instead, as
 * `[U+1F9EA]`, and the page printed once more. @throws `produce/missing-glyphs`, `produce/no-print-engine`
 */
export async function printReadable(tools: ProductionTools, input: ProductionInput, released: Released, html: string): Promise<Uint8Array> {
  const purpose = `print:${released.source.id}`
  const first = await fromPrint(await print(tools, html), input.seed, purpose, null)
  if (missingGlyphs(readPdfObjects(first)) === 0) return first
  const text = html.slice(html.indexOf('<body>'))
  const unusual = [...new Set(text)].filter((character) => character > '\u024f' && !drawsNothing.test(character))
  const lacking = new Set<string>()
  for (let at = 0; at < unusual.length; at += 200) {
    const batch = unusual.slice(at, at + 200)
    const { pages } = await tools.reader.pdf(await print(tools, glyphProbeHtml(batch)))
    const found = asDrawn(pages.map((page) => page.text).join('\n'))
    for (const character of batch) if (!found.includes(asDrawn(character))) lacking.add(character)
  }
  const body = Array.from(text, (character) =>
    lacking.has(character) ? `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]` : character,
  ).join('')
  const second = await fromPrint(await print(tools, html.slice(0, html.indexOf('<body>')) + body), input.seed, purpose, null)
  if (missingGlyphs(readPdfObjects(second)) > 0)
    throw new AppError(
      'produce/missing-glyphs',
      `Document ${released.number} holds characters that no font on this machine can show. Install fonts for its script (on Debian: fonts-noto), or produce eml and mbox alone.`,
      { document: released.number },
    )
  return second
}
