/** PDFs that were made to harm whoever reads them, each of a few hundred bytes. */

const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
const stream = (dictionary: string, content: string): string =>
  `<< ${dictionary} /Length ${content.length} >>\nstream\n${content}\nendstream`
const words = (text: string): string => `BT /F 12 Tf 20 100 Td (${text}) Tj ET`
const page = (resources: string): string =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << ${resources} >> >>`

/** A PDF of these objects, the first the catalog; `misplaced` ones are said to lie where object 4 does. */
function pdf(objects: readonly string[], misplaced: readonly number[] = []): Uint8Array {
  let text = '%PDF-1.7\n'
  const places = objects.map((object, index) => {
    const place = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const rows = places.map((place, index) => `${`${misplaced.includes(index + 1) ? places[3] : place}`.padStart(10, '0')} 00000 n \n`)
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}`
  return Buffer.from(`${text}${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`, 'latin1')
}

const onePage = ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>']

/** Harmless. */
export function plainPdf(text: string): Uint8Array {
  return pdf([...onePage, page('/Font << /F 5 0 R >>'), stream('', words(text)), font])
}

/** Four pages, two of them not where the table of objects says: pdf.js finds them, and leaves a rejection behind for which nobody waits. */
export function damagedPdf(text: string): Uint8Array {
  const pages = [6, 7, 8, 9]
  const kids = pages.map((number) => `${number} 0 R`).join(' ')
  const each = page('/Font << /F 5 0 R >>')
  const tree = `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`
  return pdf(['<< /Type /Catalog /Pages 2 0 R >>', tree, '<< >>', stream('', words(text)), font, ...pages.map(() => each)], [7, 9])
}

/** A font that gives two thousand million characters one width. */
export function greedyPdf(): Uint8Array {
  const cid = '/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [0 2000000000 500]'
  const descriptor =
    '<< /Type /FontDescriptor /FontName /Arial /Flags 4 /FontBBox [0 0 1 1] /ItalicAngle 0 /Ascent 1 /Descent 0 /StemV 1 >>'
  return pdf([
    ...onePage,
    page('/Font << /F 5 0 R >>'),
    stream('', 'BT /F 9 Tf <00410042> Tj ET'),
    '<< /Type /Font /Subtype /Type0 /BaseFont /Arial /Encoding /Identity-H /DescendantFonts [6 0 R] >>',
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Arial ${cid} /FontDescriptor ${descriptor} >>`,
  ])
}

/** Text as any other, in colours that are tables of thirty million entries each: greedy only where what a page draws is read. */
export function greedyDrawing(text: string): Uint8Array {
  const colours = Array.from({ length: 6 }, (_, index) => `/C${index} [/DeviceN [/A /B] /DeviceRGB ${index + 6} 0 R]`)
  const table = stream('/FunctionType 0 /Domain [0 1 0 1] /Range [0 1 0 1 0 1] /Size [3300 3300] /BitsPerSample 8', 'abc')
  const painted = colours.map((_, index) => `/C${index} cs 0.5 0.5 scn`).join(' ')
  return pdf([
    ...onePage,
    page(`/Font << /F 5 0 R >> /ColorSpace << ${colours.join(' ')} >>`),
    stream('', `${painted} ${words(text)}`),
    font,
    ...colours.map(() => table),
  ])
}

/** Forms that paint each other ten times each, twelve deep. */
export function endlessPdf(): Uint8Array {
  const first = 6
  const forms = Array.from({ length: 12 }, (_, index) => {
    const resources = `/Resources << /Font << /F 5 0 R >> /XObject << /X ${first + index + 1} 0 R >> >>`
    return stream(`/Type /XObject /Subtype /Form /BBox [0 0 9 9] ${resources}`, index < 11 ? '/X Do '.repeat(10) : words('a'))
  })
  return pdf([...onePage, page(`/XObject << /X ${first} 0 R >>`), stream('', '/X Do'), font, ...forms])
}
