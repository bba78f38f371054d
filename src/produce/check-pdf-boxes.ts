import { isImage } from './check-pdf.ts'
import type { PdfFile, PdfValue } from './check-pdf-objects.ts'
import { checkBoxes } from './check-png.ts'
import type { Findings } from './check-types.ts'
import { boxesOf } from './pixels.ts'
import type { Released } from './released.ts'

const number = (entries: ReadonlyMap<string, PdfValue>, key: string): number => {
  const value = entries.get(key)
  return value?.kind === 'word' ? Number(value.text) : Number.NaN
}

/** The pictures of a PDF that was rebuilt from pixels: one for each page that was shown, redacted boxes of one colour. */
export function checkPdfBoxes(file: PdfFile, path: string, released: Released, findings: Findings): void {
  const images = [...file.objects.values()].filter((object) => object.value.kind === 'dict' && isImage(object.value.entries))
  const surfaces = released.source.surfaces.filter((surface) => surface.producible && (surface.page !== null || surface.image !== null))
  if (images.length !== surfaces.length)
    findings.problem('page-count', path, `This PDF has ${images.length} pictures where ${surfaces.length} pages were released.`)
  for (const [index, object] of images.entries()) {
    const surface = surfaces[index]
    if (surface === undefined || object.value.kind !== 'dict' || object.stream === null) continue
    const widthPx = number(object.value.entries, 'Width')
    const heightPx = number(object.value.entries, 'Height')
    const where = `${path} › page ${index + 1}`
    if (object.stream.length !== widthPx * heightPx * 3) {
      findings.problem('pdf-picture', where, 'A picture holds more or less than its pixels.')
      continue
    }
    const data = new Uint8ClampedArray(widthPx * heightPx * 4).fill(255)
    for (let from = 0, to = 0; from < object.stream.length; from += 3, to += 4) {
      data[to] = object.stream[from] ?? 0
      data[to + 1] = object.stream[from + 1] ?? 0
      data[to + 2] = object.stream[from + 2] ?? 0
    }
    checkBoxes({ widthPx, heightPx, data }, boxesOf(surface, released, widthPx, heightPx), where, findings)
  }
}
