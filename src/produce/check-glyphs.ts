import type { PdfFile, PdfValue } from './check-pdf-objects.ts'

/**
 * How many glyphs of a PDF are `.notdef`, the empty box that a font draws for a character that it lacks: code 0 of a composite font with
 * the identity encoding (ISO 32000-2 §9.7.5.2), which is what the print engine writes.
 */
export function missingGlyphs(file: PdfFile): number {
  const resolve = (value: PdfValue | undefined): PdfValue | undefined =>
    value?.kind === 'ref' ? file.objects.get(value.text)?.value : value
  const entry = (value: PdfValue | undefined, key: string) => {
    const found = resolve(value)
    return found?.kind === 'dict' ? found.entries.get(key) : undefined
  }
  let missing = 0
  for (const object of file.objects.values()) {
    const resources = resolve(entry(object.value, 'Resources'))
    const fonts = resolve(entry(resources, 'Font'))
    if (resources === undefined || fonts?.kind !== 'dict') continue
    const composite = new Set(
      [...fonts.entries].flatMap(([name, font]) =>
        resolve(entry(font, 'Subtype'))?.kind === 'name' && subtype(resolve(font)) === 'Type0' ? [name] : [],
      ),
    )
    const contents = entry(object.value, 'Contents')
    const streams = contents?.kind === 'array' ? contents.items : contents === undefined ? [] : [contents]
    for (const stream of streams) {
      const content = stream.kind === 'ref' ? (file.objects.get(stream.text)?.stream ?? null) : null
      if (content !== null) missing += countIn(content.toString('latin1'), composite)
    }
  }
  return missing
}

function subtype(value: PdfValue | undefined): string {
  const found = value?.kind === 'dict' ? value.entries.get('Subtype') : undefined
  return found?.kind === 'name' ? found.text : ''
}

function countIn(content: string, composite: ReadonlySet<string>): number {
  let missing = 0
  let wide = false
  for (const match of content.matchAll(/\/([^\s/[\]<>()]+)\s+[-+.\d]+\s+Tf|<([0-9A-Fa-f\s]+)>|\((?:\\.|[^\\()])*\)/gs)) {
    if (match[1] !== undefined) wide = composite.has(match[1])
    else if (wide && match[2] !== undefined)
      missing +=
        match[2]
          .replace(/\s/g, '')
          .match(/.{4}/g)
          ?.filter((code) => code === '0000').length ?? 0
  }
  return missing
}
