import { inflateSync } from 'node:zlib'
import { type PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib'

// Strings in a property list are hexadecimal, or literal where they are ASCII: a bracket that is mirrored in text from right to left is `(>)` or `(\()`.
const begin = /\/[A-Za-z]+\s*(?:<<(?:[^<>()]|<[0-9A-Fa-f\s]*>|\((?:[^()\\]|\\[\s\S])*\))*>>|\/[A-Za-z0-9]+)\s*BDC(?=\s)/g
const bareBegin = /\/[A-Za-z]+\s+BMC(?=\s)/g
const end = /(^|\s)EMC(?=\s|$)/g
/** A content stream is made of operators; data of other kinds is left alone. */
const drawn = new Set(['/XObject'])

/**
 * Takes marked content (ISO 32000-1 §14.6) out of what a print engine drew: Chromium writes an ActualText beside a glyph that several characters
 * share or that is drawn mirrored, and a released page holds text once, as it is drawn. What it draws is hexadecimal, so an operator's name never stands in one.
 */
export function withoutMarkedContent(document: PDFDocument): void {
  const contents = new Set(document.getPages().flatMap(({ node }) => node.Contents() ?? []))
  for (const [reference, object] of document.context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFRawStream)) continue
    const { dict } = object
    const isForm = drawn.has(String(dict.get(PDFName.of('Type')))) && String(dict.get(PDFName.of('Subtype'))) === '/Form'
    if (!isForm && !contents.has(object) && dict.has(PDFName.of('Type'))) continue
    const text = plainText(object)
    if (text === null || !/\b(?:BDC|BMC)\b/.test(text)) continue
    const rest = text.replace(begin, '').replace(bareBegin, '').replace(end, '$1')
    const kept = document.context.flateStream(Buffer.from(rest, 'latin1'))
    for (const [key, value] of dict.entries()) {
      if (!['Length', 'Filter', 'DecodeParms'].includes(key.decodeText())) kept.dict.set(key, value)
    }
    document.context.assign(reference, kept)
  }
}

/** A stream's operators; null where it is compressed in a way that print engines don't use. */
function plainText({ dict, contents }: PDFRawStream): string | null {
  const filter = dict.get(PDFName.of('Filter'))
  if (filter === undefined) return Buffer.from(contents).toString('latin1')
  if (String(filter) !== '/FlateDecode') return null
  try {
    return inflateSync(contents).toString('latin1')
  } catch {
    return null
  }
}
