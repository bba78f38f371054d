/**
 * PDFs written by hand, object by object, so that a test says exactly what stands in them: one page of 300 by 300 points that shows `content`, its font as /F1 and
 * /Helv, and whatever is given beside it. Objects 1 to 5 are catalog, pages, page, content and Info; further ones count from 6.
 */
export interface PdfParts {
  /** Drawing operators of the page. */
  readonly content?: string
  /** Entries of the page's dictionary. */
  readonly page?: string
  /** Entries of the catalog. */
  readonly catalog?: string
  /** Entries of the Info dictionary. */
  readonly info?: string
  /** Objects from number 6 on. */
  readonly objects?: readonly string[]
}

const font = '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'
const fonts = `<</Font<</F1 ${font}/Helv ${font}>>>>`

export function stream(data: string, entries = ''): string {
  return `<<${entries}/Length ${Buffer.byteLength(data, 'latin1')}>>stream\n${data}\nendstream`
}

/** An appearance stream that shows a text, 9 points high. */
export function appearance(text: string, width = 190, height = 20): string {
  return stream(`BT /F1 9 Tf 2 5 Td (${text}) Tj ET`, `/Type/XObject/Subtype/Form/BBox[0 0 ${width} ${height}]/Resources${fonts}`)
}

/** Catalog entries of a form with these fields. */
export function form(fields: string, entries = ''): string {
  return `/AcroForm<</Fields[${fields}]/DR${fonts}/DA(/Helv 9 Tf 0 g)${entries}>>`
}

export function handmadePdf({ content, page = '', catalog = '', info = '', objects = [] }: PdfParts): Buffer {
  const all = [
    `<</Type/Catalog/Pages 2 0 R${catalog}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources${fonts}${page}>>`,
    stream(content ?? 'BT /F1 12 Tf 20 250 Td (Page text) Tj ET'),
    `<<${info}>>`,
    ...objects,
  ]
  let file = '%PDF-1.7\n'
  const offsets = all.map((object, index) => {
    const at = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const table = file.length
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  file += `xref\n0 ${all.length + 1}\n0000000000 65535 f \n${rows}trailer<</Size ${all.length + 1}/Root 1 0 R/Info 5 0 R>>\nstartxref\n${table}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}
