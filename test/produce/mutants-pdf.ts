import { deflateSync } from 'node:zlib'
import { NAME } from './mails.ts'
import { edit, type Mutant, mutant, onPage, PIXELS, PLAIN_NAME, PRINTED, pdfObject, proof, shape, stream, utf16 } from './mutant.ts'

const hex = (text: string | Uint8Array) => Buffer.from(text).toString('hex')
/** Something between two objects or behind the last. */
const between = (text: string) => (pdf: string) => pdf.replace(/endobj\n/, (end) => `${end}${text}\n`)

const printed: readonly (readonly [number, string, (pdf: string) => string, Partial<Mutant>?])[] = [
  [37, 'an unreachable literal', pdfObject(`(${PLAIN_NAME})`, null)],
  [37, 'an unreachable literal in octal', pdfObject(`(Zoe \\121uill\\\nfeather)`, null), proof(/\\121uill/)],
  [37, 'an unreachable hexadecimal string', pdfObject(`<${hex(PLAIN_NAME)}>`, null), proof(/Quillfeather/, 'hex')],
  [37, 'an unreachable UTF-16 string', pdfObject(`<${hex(utf16(NAME))}>`, null), proof(/\0Q\0u\0i/, 'hex')],
  [37, 'an unreachable UTF-8 string', pdfObject(`<EFBBBF${hex(NAME)}>`, null), proof(/Quillfeather/, 'hex')],
  [
    37,
    'an array of glyphs in an unreachable stream',
    pdfObject(stream('BT [(Zo) 12 (e Quill) -3 (feather)] TJ ET'), null),
    proof(/\(e Quill\) -3 \(feather\)/, 'inflated'),
  ],
  [
    37,
    'glyphs one by one',
    pdfObject(stream([...PLAIN_NAME].map((glyph, at) => `BT ${at * 7} 0 Td (${glyph === ' ' ? '\\040' : glyph}) Tj ET`).join('\n')), null),
    proof(/\(Q\) Tj/, 'inflated'),
  ],
  [37, 'a name of an object', pdfObject('/Zoe#20Quillfeather', null), proof(/Zoe#20Quill/)],
  [
    37,
    'an object stream',
    pdfObject(`<< /Type /ObjStm /N 1 /First 4 /Length ${8 + PLAIN_NAME.length} >>\nstream\n9 0 (${PLAIN_NAME})\n\nendstream`, null),
  ],
  [
    37,
    'bytes behind a packed stream',
    (pdf) =>
      pdf
        .replace(/\/Length (\d+)\n>>\nstream\n/, (_, length: string) => `/Length ${Number(length) + 17}\n>>\nstream\n`)
        .replace(/\n?endstream/, () => `\n${PLAIN_NAME}\nendstream`),
  ],
  [38, 'a second revision', (pdf) => `${pdf}\n9 0 obj\n(${PLAIN_NAME})\nendobj\nstartxref\n0\n%%EOF\n`],
  [38, 'an earlier revision', (pdf) => pdf.replace('trailer\n<<', `trailer\n<<\n/Prev 17`), shape(/Prev/)],
  [38, 'an object that stands twice', between(`1 0 obj\n(${PLAIN_NAME})\nendobj`)],
  [38, 'bytes between objects', between(PLAIN_NAME)],
  [38, 'a comment between objects', between(`% ${PLAIN_NAME}`)],
  [38, 'a comment within an object', (pdf) => pdf.replace('/Type /Catalog', `/Type /Catalog % ${PLAIN_NAME}\n`)],
  [38, 'bytes behind the end', (pdf) => `${pdf}${PLAIN_NAME}`],
  [38, 'bytes before the beginning', (pdf) => `${PLAIN_NAME}\n${pdf}`],
  [38, 'a note in the cross-reference table', (pdf) => pdf.replace(/xref\n0 \d+\n/, (table) => `${table}${PLAIN_NAME}\n`)],
  [39, 'a title', (pdf) => pdf.replace('/Producer', `/Title (${PLAIN_NAME})\n/Producer`)],
  [39, 'another producer', (pdf) => pdf.replace(/\/Producer \(?<?[^)>]*[)>]/, `/Producer (${PLAIN_NAME})`)],
  [39, 'the name as a time', (pdf) => pdf.replace('/Producer', `/ModDate (D:20260105100000Z)\n/Producer`), shape(/20260105/)],
  [39, 'an id of the original', (pdf) => pdf.replace(/\/ID \[[^\]]*\]/, `/ID [ (${PLAIN_NAME}) (${PLAIN_NAME}) ]`)],
  [39, 'XMP', pdfObject(stream(`<x:xmpmeta>${PLAIN_NAME}</x:xmpmeta>`), 'Metadata'), proof(/Quillfeather/, 'inflated')],
  [39, 'private data of a program', pdfObject(`<< /App << /Private (${PLAIN_NAME}) >> >>`, 'PieceInfo')],
  [40, 'an annotation', onPage(`/Annots [ << /Subtype /Text /Contents (${PLAIN_NAME}) >> ]`)],
  [40, 'a link', onPage(`/Annots [ << /Subtype /Link /A << /S /URI /URI (mailto:${PLAIN_NAME}) >> >> ]`)],
  [40, 'a form', pdfObject(`<< /Fields [ << /T (guest) /V (${PLAIN_NAME}) >> ] >>`, 'AcroForm')],
  [40, 'outlines', pdfObject(`<< /Type /Outlines /Title (${PLAIN_NAME}) >>`, 'Outlines')],
  [40, 'named destinations', pdfObject(`<< /Dests << /Names [ (${PLAIN_NAME}) null ] >> >>`, 'Names')],
  [40, 'page labels', pdfObject(`<< /Nums [ 0 << /P (${PLAIN_NAME}) >> ] >>`, 'PageLabels')],
  [41, 'an embedded file', pdfObject(`<< /EmbeddedFiles << /Names [ (${PLAIN_NAME}) ] >> >>`, 'Names')],
  [41, 'an associated file', pdfObject(`[ << /Type /Filespec /UF (${PLAIN_NAME}) >> ]`, 'AF')],
  [41, 'a script', pdfObject(`<< /S /JavaScript /JS (app.alert\\("${PLAIN_NAME}"\\)) >>`, 'OpenAction')],
  [41, 'an action of a page', onPage(`/AA << /O << /S /JavaScript /JS (${PLAIN_NAME}) >> >>`)],
  [41, 'a thumbnail', onPage('/Thumb 1 0 R'), shape(/Thumb/)],
  [41, 'a portfolio', pdfObject(`<< /Schema << /N (${PLAIN_NAME}) >> >>`, 'Collection')],
  [42, 'optional content', pdfObject('<< /OCGs [ ] >>', 'OCProperties'), shape(/OCProperties/)],
  [42, 'invisible text', pdfObject(stream(`BT 3 Tr (${PLAIN_NAME}) Tj ET`), null), proof(/3 Tr/, 'inflated')],
  [42, 'text far outside the page', pdfObject(stream(`BT -9000 0 Td (${PLAIN_NAME}) Tj ET`), null), proof(/-9000/, 'inflated')],
  [42, 'white text', pdfObject(stream(`1 g BT (${PLAIN_NAME}) Tj ET`), null), proof(/1 g BT/, 'inflated')],
  [42, 'an inline image', pdfObject(stream(`BI /W 16 /H 1 ID ${PLAIN_NAME} EI`), null), proof(/BI \/W/, 'inflated')],
  [42, 'a comment in a stream', pdfObject(stream(`q\n% ${PLAIN_NAME}\nQ`), null), proof(/% Zoe/, 'inflated')],
  [42, 'a crop box', onPage('/CropBox [0 0 100 100]'), shape(/CropBox/)],
  [43, 'a structure tree', pdfObject(`<< /Type /StructTreeRoot /ActualText (${PLAIN_NAME}) >>`, 'StructTreeRoot')],
  [
    43,
    'actual text of marked content',
    pdfObject(stream(`/Span << /ActualText (${PLAIN_NAME}) >> BDC EMC`), null),
    proof(/ActualText/, 'inflated'),
  ],
  [43, 'a language', pdfObject(`(${PLAIN_NAME})`, 'Lang')],
]

const rebuilt: readonly (readonly [number, string, (pdf: string) => string, Partial<Mutant>?])[] = [
  [
    44,
    'a font of the original on a rebuilt page',
    pdfObject('<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Original >>', null),
    shape(/ABCDEF\+Original/),
  ],
  [
    44,
    'a map from glyphs to text',
    pdfObject(stream(`beginbfchar\n<01> <${hex(utf16(PLAIN_NAME))}>\nendbfchar`), null),
    proof(/beginbfchar/, 'inflated'),
  ],
  [45, 'a soft mask', (pdf) => pdf.replace('/Subtype /Image', '/Subtype /Image\n/SMask 1 0 R'), shape(/SMask/)],
  [45, 'an alternate picture', (pdf) => pdf.replace('/Subtype /Image', '/Subtype /Image\n/Alternates [ 1 0 R ]'), shape(/Alternates/)],
  [45, 'a picture with losses', (pdf) => pdf.replace('/Filter /FlateDecode', '/Filter /DCTDecode'), shape(/DCT/)],
  [46, 'a text layer of the original', pdfObject(stream(`BT 3 Tr (${PLAIN_NAME}) Tj ET`), null), proof(/Quillfeather/, 'inflated')],
]

/** Leaks in PDF: `safety.md` 37–46, 48. */
export const pdfMutants: readonly Mutant[] = [
  ...printed.map(([number, what, change, more]) => mutant(number, what, change, PRINTED, more)),
  ...rebuilt.map(([number, what, change, more]) => mutant(number, what, change, PIXELS, more)),
  {
    numbers: [45, 48],
    what: 'a box that does not cover its picture',
    where: /^pdf\/CTRL-000009\.pdf/,
    mutate: edit(PIXELS, (pdf) => {
      const match = /\/Width (\d+)\n\/Height (\d+)[\s\S]*?\/Length (\d+)\n>>\nstream\n/.exec(pdf)
      if (match === null) throw new Error('no picture')
      const start = match.index + match[0].length
      const rows = deflateSync(Buffer.alloc(Number(match[1]) * Number(match[2]) * 3, 200)).toString('latin1')
      return `${pdf.slice(0, start).replace(new RegExp(`/Length ${match[3]}\n>>\nstream\n$`), `/Length ${rows.length}\n>>\nstream\n`)}${rows}${pdf.slice(start + Number(match[3]))}`
    }),
    ...shape(/^\xc8{100}/, 'inflated'),
  },
]
