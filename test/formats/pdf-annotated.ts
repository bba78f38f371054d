import { appearance, form, handmadePdf, stream } from './pdf-file.ts'

/** The person of these fixtures, invented. */
export const NAME = 'Zacharias Complainant'

const field = (entries: string, rect = '10 100 200 120') => `<</Type/Annot/Subtype/Widget/P 3 0 R/Rect[${rect}]${entries}>>`
const text = `/FT/Tx/T(applicant)/V(${NAME})/DA(/Helv 9 Tf 0 g)`
const zapf = '/Type/XObject/Subtype/Form/BBox[0 0 20 20]/Resources<</Font<</ZaDb<</Type/Font/Subtype/Type1/BaseFont/ZapfDingbats>>>>>>'

/** PDFs whose page draws the name by an annotation or a form field. */
export const drawn: Readonly<Record<string, Buffer>> = {
  'a text field with an appearance': handmadePdf({
    page: '/Annots[6 0 R]',
    catalog: form('6 0 R'),
    objects: [field(`${text}/AP<</N 7 0 R>>`), appearance(NAME)],
  }),
  'a text field whose appearance the reader makes': handmadePdf({
    page: '/Annots[6 0 R]',
    catalog: form('6 0 R', '/NeedAppearances true'),
    objects: [field(text)],
  }),
  'a text field of one box a letter': handmadePdf({
    page: '/Annots[6 0 R]',
    catalog: form('6 0 R', '/NeedAppearances true'),
    objects: [field(`${text}/MaxLen 30/Ff 16777216`, '10 100 290 120')],
  }),
  'a text field whose appearance is older than its value': handmadePdf({
    page: '/Annots[6 0 R]',
    catalog: form('6 0 R'),
    objects: [field(`${text}/AP<</N 7 0 R>>`), appearance('Zacharias C.')],
  }),
  'a choice': handmadePdf({
    page: '/Annots[6 0 R]',
    catalog: form('6 0 R', '/NeedAppearances true'),
    objects: [field(`/FT/Ch/Ff 131072/T(who)/V(z)/Opt[[(a)(Anna Berg)][(z)(${NAME})]]/DA(/Helv 9 Tf 0 g)`)],
  }),
  'a text box': handmadePdf({
    page: '/Annots[6 0 R]',
    objects: [`<</Type/Annot/Subtype/FreeText/Rect[10 100 200 120]/Contents(${NAME})/DA(/F1 9 Tf)/AP<</N 7 0 R>>>>`, appearance(NAME)],
  }),
  'a stamp': handmadePdf({
    page: '/Annots[6 0 R]',
    objects: ['<</Type/Annot/Subtype/Stamp/Rect[10 100 200 120]/AP<</N 7 0 R>>>>', appearance(`Received: ${NAME}`)],
  }),
  'a text box on a page that is turned': handmadePdf({
    page: '/Rotate 90/Annots[6 0 R]',
    objects: [`<</Type/Annot/Subtype/FreeText/Rect[10 100 200 120]/Contents(${NAME})/DA(/F1 9 Tf)/AP<</N 7 0 R>>>>`, appearance(NAME)],
  }),
}

/** PDFs that keep the name where no page shows it, by the hidden line in which a reviewer reads it. */
export const kept: Readonly<Record<string, readonly [pdf: Buffer, line: string, told: 'beside-pages' | 'files-within' | null]>> = {
  'a text field without an appearance': [
    handmadePdf({ page: '/Annots[6 0 R]', catalog: form('6 0 R'), objects: [field(text)] }),
    `value of a form field: ${NAME}`,
    'beside-pages',
  ],
  'a hidden text field': [
    handmadePdf({ page: '/Annots[6 0 R]', catalog: form('6 0 R'), objects: [field(`/F 2${text}/AP<</N 7 0 R>>`), appearance(NAME)] }),
    `value of a form field: ${NAME}`,
    'beside-pages',
  ],
  'a text field on no page': [
    handmadePdf({ catalog: form('6 0 R'), objects: [field(text)] }),
    `value of a form field: ${NAME}`,
    'beside-pages',
  ],
  'a choice that was not made': [
    handmadePdf({
      page: '/Annots[6 0 R]',
      catalog: form('6 0 R', '/NeedAppearances true'),
      objects: [field(`/FT/Ch/Ff 131072/T(who)/V(a)/Opt[[(a)(Anna Berg)][(z)(${NAME})]]/DA(/Helv 9 Tf 0 g)`)],
    }),
    `choice of a form field: ${NAME}`,
    null,
  ],
  'a text box without an appearance': [
    handmadePdf({
      page: '/Annots[6 0 R]',
      objects: [`<</Type/Annot/Subtype/FreeText/Rect[10 100 200 120]/Contents(${NAME})/DA(/F1 9 Tf)>>`],
    }),
    `text box: ${NAME}`,
    'beside-pages',
  ],
  'a sticky note': [
    handmadePdf({ page: '/Annots[6 0 R]', objects: [`<</Type/Annot/Subtype/Text/Rect[10 100 30 120]/Contents(${NAME})/T(Anna)>>`] }),
    `note: ${NAME}`,
    'beside-pages',
  ],
  'a highlight with a note': [
    handmadePdf({
      page: '/Annots[6 0 R 7 0 R]',
      objects: [
        `<</Type/Annot/Subtype/Highlight/Rect[20 245 100 262]/QuadPoints[20 262 100 262 20 245 100 245]/C[1 1 0]/Contents(${NAME})/Popup 7 0 R>>`,
        '<</Type/Annot/Subtype/Popup/Rect[100 100 200 200]/Parent 6 0 R>>',
      ],
    }),
    `note: ${NAME}`,
    'beside-pages',
  ],
  'the author of a note': [
    handmadePdf({ page: '/Annots[6 0 R]', objects: [`<</Type/Annot/Subtype/Text/Rect[10 100 30 120]/T(${NAME})>>`] }),
    `author of a note: ${NAME}`,
    null,
  ],
  'a bookmark': [
    handmadePdf({
      catalog: '/Outlines 6 0 R',
      objects: ['<</Type/Outlines/First 7 0 R/Last 7 0 R/Count 1>>', `<</Title(${NAME})/Parent 6 0 R>>`],
    }),
    `bookmark: ${NAME}`,
    null,
  ],
  'a title': [handmadePdf({ info: `/Title(${NAME})` }), `title: ${NAME}`, null],
  XMP: [
    handmadePdf({
      catalog: '/Metadata 6 0 R',
      objects: [
        stream(
          `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>${NAME}</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>`,
          '/Type/Metadata/Subtype/XML',
        ),
      ],
    }),
    `metadata: ${NAME}`,
    null,
  ],
  'a file attached to a page': [
    handmadePdf({
      page: '/Annots[6 0 R]',
      objects: [
        '<</Type/Annot/Subtype/FileAttachment/Rect[10 100 30 120]/FS 7 0 R>>',
        '<</Type/Filespec/F(list.txt)/EF<</F 8 0 R>>>>',
        stream(`Guests\n${NAME}`, '/Type/EmbeddedFile'),
      ],
    }),
    `text of an embedded file: ${NAME}`,
    'files-within',
  ],
  'a portfolio': [
    handmadePdf({
      catalog: '/Collection<</Type/Collection/View/D>>/Names<</EmbeddedFiles<</Names[(letter.eml)6 0 R]>>>>',
      objects: [
        '<</Type/Filespec/F(letter.eml)/EF<</F 7 0 R>>>>',
        stream(`From: a@x.example\r\nTo: b@x.example\r\nSubject: Case\r\n\r\n${NAME}\r\n`, '/Type/EmbeddedFile'),
      ],
    }),
    `text of an embedded file: ${NAME}`,
    'files-within',
  ],
}

/** A box that can be ticked, ticked. */
export const ticked = handmadePdf({
  page: '/Annots[6 0 R]',
  catalog: form('6 0 R'),
  objects: [
    field('/FT/Btn/T(agree)/V/Yes/AS/Yes/AP<</N<</Yes 7 0 R/Off 8 0 R>>>>', '10 100 30 120'),
    stream('BT /ZaDb 12 Tf 2 2 Td (4) Tj ET', zapf),
    stream('', zapf),
  ],
})

/** A stamp that is a picture, a form of XFA alone, and layers of which one is switched off. */
export const pictured = handmadePdf({
  page: '/Annots[6 0 R]',
  objects: [
    '<</Type/Annot/Subtype/Stamp/Rect[10 100 200 120]/AP<</N 7 0 R>>>>',
    stream('q 190 0 0 20 0 0 cm /I Do Q', '/Type/XObject/Subtype/Form/BBox[0 0 190 20]/Resources<</XObject<</I 8 0 R>>>>'),
    stream('\x00\xff', '/Type/XObject/Subtype/Image/Width 2/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray'),
  ],
})
export const xfa = handmadePdf({
  content: 'BT /F1 12 Tf 20 250 Td (Please wait) Tj ET',
  catalog: '/AcroForm<</Fields[]/XFA 6 0 R>>',
  objects: [stream(`<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><applicant>${NAME}</applicant></xdp:xdp>`)],
})
export const layers = handmadePdf({
  content: '/OC /L1 BDC BT /F1 12 Tf 20 250 Td (Shown layer) Tj ET EMC /OC /L2 BDC BT /F1 12 Tf 20 200 Td (Layer switched off) Tj ET EMC',
  page: '/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>/Properties<</L1 6 0 R/L2 7 0 R>>>>',
  catalog: '/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[7 0 R]>>>>',
  objects: ['<</Type/OCG/Name(One)>>', '<</Type/OCG/Name(Two)>>'],
})
