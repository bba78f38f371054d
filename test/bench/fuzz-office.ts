import { docx, odf, ooxml, xlsx } from '../formats/office-file.ts'
import { form, handmadePdf, stream } from '../formats/pdf-file.ts'
import { below, mutated, pick, type Random, wordsOf } from './fuzz-random.ts'

const wordTags =
  'p r t tbl tr tc pPr rPr vanish del ins moveFrom drawing txbxContent footnoteReference commentReference fldChar instrText hyperlink br tab gridSpan sdt Fallback AlternateContent pict numPr numId ilvl sym'.split(
    ' ',
  )
const sheetTags = 'sheetData row c v f is t r rPh cols col hyperlink dataValidation formula1 oddHeader'.split(' ')
const slideTags = 'sp txBody p r t br fld tbl tr tc cNvPr ph pic blip graphicFrame pPr rPr'.split(' ')
const odfTags =
  'text:p text:h text:span text:list text:list-item text:s text:note text:note-body text:note-citation office:annotation dc:creator table:table table:table-row table:table-cell table:table-column draw:page draw:frame svg:title text:tracked-changes text:changed-region text:deletion presentation:notes draw:image'.split(
    ' ',
  )
const htmlTags = 'p div table tr td ul li a span style script b font template svg title select option br img pre plaintext'.split(' ')
const attributes: readonly string[] = [
  '',
  '',
  '',
  'val="1"',
  'val="999999999"',
  'hidden="1"',
  'r="XFD1048576"',
  'table:number-columns-repeated="1000000"',
  'id="7"',
  't="s"',
  'style="display:none"',
  'min="1" max="16384" hidden="1"',
  'text:c="100000000"',
  'gridSpan="-1"',
  'fldCharType="begin"',
]

/** Markup of the format's own elements, well-formed or not. */
function xmlCase(random: Random, tags: readonly string[], prefix: string, runBytes: number): string {
  const out: string[] = []
  const name = prefix === '' ? '' : `${prefix}:`
  const words = tags.flatMap((tag) => [
    `<${name}${tag}>`,
    `</${name}${tag}>`,
    `<${name}${tag}/>`,
    `<${name}${tag} val="`,
    `<${name}${tag}>text</${name}${tag}>`,
  ])
  const open: string[] = []
  for (let count = below(random, 1 << (2 + below(random, 11))); count > 0; count--) {
    const roll = random()
    if (roll < 0.45) {
      const tag = `${name}${pick(random, tags)}`
      const attribute = pick(random, attributes)
      const single = random() < 0.2
      out.push(`<${tag}${attribute === '' ? '' : ` ${attribute}`}${single ? '/' : ''}>`)
      if (!single) open.push(tag)
    } else if (roll < 0.75 && open.length > 0) out.push(`</${random() < 0.9 ? open.pop() : pick(random, tags)}>`)
    else
      out.push(
        pick(random, ['text', ' ', '&amp;', '&#0;', '&#xD800;', '\u0000', '4711', '<![CDATA[x', '<!--', '\ud83d', 'ü', '-->', ']]>']),
      )
  }
  if (runBytes > 0) out.splice(below(random, out.length + 1), 0, wordsOf(random, words, 3, runBytes).join(''))
  if (random() < 0.7) while (open.length > 0) out.push(`</${open.pop()}>`)
  return out.join('')
}

export function pptxCase(random: Random, runBytes: number): Buffer {
  return ooxml(
    'ppt/presentation.xml',
    'openxmlformats-officedocument.presentationml.presentation',
    {
      'ppt/presentation.xml': '<p:presentation><p:sldIdLst><p:sldId id="1" r:id="a"/></p:sldIdLst></p:presentation>',
      'ppt/slides/one.xml': `<p:sld>${xmlCase(random, slideTags, 'a', runBytes)}</p:sld>`,
    },
    { 'ppt/presentation.xml': [['a', 'slide', 'slides/one.xml']], 'ppt/slides/one.xml': [['s', 'slideLayout', 'one.xml']] },
  )
}

const rtfWords: readonly string[] = [
  '{',
  '{',
  '}',
  '}',
  '\\par ',
  '\\cell',
  '\\row',
  '\\intbl ',
  '\\pard',
  '\\u-1 ',
  '\\u55357?',
  "\\'83",
  '\\bin9 ',
  '{\\*\\x ',
  '\\v',
  '\\f9',
  'text',
  '{\\fonttbl{\\f9\\fcharset128 x;}}',
  '{\\footnote ',
  '{\\field{\\*\\fldinst x}',
  '\\uc16',
  '\\nestcell',
  '{\\header ',
  '{\\pict',
  '\\deleted',
  '\\htmlrtf',
  '{\\*\\htmltag ',
  '\\ansicpg99999',
]

export function rtfCase(random: Random, runBytes: number): Buffer {
  const words = wordsOf(random, rtfWords, 12, runBytes)
  return Buffer.from(`{\\rtf1${random() < 0.3 ? '\\fromhtml1' : ''} ${words.join('')}`, 'latin1')
}

export const wordCase = (random: Random, runBytes: number): Buffer =>
  docx(xmlCase(random, wordTags, 'w', runBytes), unreadParts(random, runBytes))
export const sheetCase = (random: Random, runBytes: number): Buffer =>
  xlsx([{ name: 'S', content: xmlCase(random, sheetTags, '', runBytes) }])
export const odfCase = (random: Random, runBytes: number): Buffer =>
  odf(pick(random, ['text', 'spreadsheet', 'presentation']), xmlCase(random, odfTags, '', runBytes))
export const htmlCase = (random: Random, runBytes: number): Buffer => Buffer.from(`<html>${xmlCase(random, htmlTags, '', runBytes)}`)

/** Parts that no reader knows, which are looked through for words. */
function unreadParts(random: Random, runBytes: number): Readonly<Record<string, string>> {
  if (random() < 0.7) return {}
  const words = ['<a>', '</a>', '<a b="c">', 'text', 'AAAA', ' ', '\n', '{', '<![CDATA[', ']]>', '&lt;', '<?x?>']
  return { 'customXml/item1.xml': wordsOf(random, words, 6, random() < 0.5 ? runBytes : 0).join('') }
}

const drawing: readonly string[] = [
  ...[
    'BT ',
    'ET ',
    '/F1 9 Tf ',
    '20 250 Td ',
    '(text) Tj ',
    '[(a) -500 (b)] TJ ',
    '<00410042> Tj ',
    'T* ',
    '1 0 0 1 9 9 Tm ',
    '3 Tr ',
    'q ',
    'Q ',
  ],
  ...[
    '/X Do ',
    '/Span <</ActualText(y)>> BDC ',
    'EMC ',
    'BI /W 1 /H 1 ID x EI ',
    '(',
    '<',
    '<<',
    '>>',
    '[',
    ']',
    '\\',
    '%',
    '1e99 ',
    '9999999999 ',
  ],
]
const pdfValues: readonly string[] = [
  ...[
    '/Annots[6 0 R]',
    '/Subtype/Text',
    '/Contents(note)',
    '/Contents<feff0041>',
    '/Rect[0 0 9 9]',
    '/FT/Tx',
    '/V(value)',
    '/T(name)',
    '/Kids[6 0 R 6 0 R]',
  ],
  ...[
    '/Parent 6 0 R',
    '/Next 6 0 R',
    '/First 6 0 R',
    '/Title(t)',
    '/Names[(a)6 0 R]',
    '/EF<</F 7 0 R>>',
    '/AA 6 0 R',
    '/MK<</CA(x)>>',
    '/Filter/FlateDecode',
  ],
  ...[
    '/Type/Annot',
    '/Type/Filespec',
    '/Type/EmbeddedFile',
    '/F(a.txt)',
    '/Opt[(a)(b)]',
    '/JS(x)',
    '/S/JavaScript',
    '/AP<</N 7 0 R>>',
    '<<',
    '>>',
    '[',
    ']',
  ],
]

/** A PDF: drawing operators, and objects that refer to each other and themselves. */
export function pdfCase(random: Random, runBytes: number): Buffer {
  const values = (run: number): string => wordsOf(random, pdfValues, 4, run).join('')
  const file = handmadePdf({
    content: wordsOf(random, drawing, 7, random() < 0.5 ? runBytes : 0).join(''),
    page: random() < 0.5 ? `/Annots[6 0 R 7 0 R]${values(0)}` : '',
    catalog: pick(random, ['', form('6 0 R 7 0 R'), '/Outlines 6 0 R', '/Names<</EmbeddedFiles 6 0 R>>', '/OpenAction 6 0 R']),
    info: `/Title(${random() < 0.3 ? wordsOf(random, drawing, 3, runBytes).join('') : 't'})`,
    objects: [`<<${values(random() < 0.5 ? runBytes : 0)}>>`, stream(wordsOf(random, drawing, 5, 0).join(''), values(0))],
  })
  return random() < 0.7 ? file : Buffer.from(mutated(random, file))
}
