import { describe, expect, it } from 'vitest'
import { docx, ooxml, paragraph, xlsx } from './office-file.ts'
import { read } from './read-office.ts'

describe('a Word document', () => {
  it('is read with its words put together again across runs, and its tables with a tab between cells', async () => {
    const runs = '<w:p><w:r><w:t>Jane</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t> Ro</w:t></w:r><w:r><w:t>e</w:t></w:r></w:p>'
    const table = `<w:tbl><w:tr><w:tc>${paragraph('Name')}</w:tc><w:tc>${paragraph('Pay')}</w:tc></w:tr><w:tr><w:tc>${paragraph('Roe')}${paragraph('Jane')}</w:tc><w:tc>${paragraph('100')}</w:tc></w:tr></w:tbl>`
    expect((await read(docx(runs + table + paragraph('End')))).shown).toBe('Jane Roe\nName\tPay\nRoe\nJane\t100\nEnd')
  })

  it('shows what was inserted, and lists what was deleted, by whom, as hidden', async () => {
    const body =
      '<w:p><w:r><w:t>We </w:t></w:r><w:del w:author="Ann" w:date="2026-01-02T10:00:00Z"><w:r><w:delText>fired Jane</w:delText></w:r></w:del>' +
      '<w:ins w:author="Bob"><w:r><w:t>agreed</w:t></w:r></w:ins></w:p>' +
      '<w:tbl><w:tr><w:trPr><w:del w:author="Ann"/></w:trPr><w:tc><w:p><w:r><w:delText>old row</w:delText></w:r></w:p></w:tc></w:tr></w:tbl>'
    const { shown, hidden } = await read(docx(body))
    expect(shown).toBe('We agreed')
    expect(hidden).toEqual(['deleted by Ann on 2026-01-02: fired Jane', 'tracked change: inserted by Bob', 'deleted table row: old row'])
  })

  it('lists hidden text, fields, link targets, descriptions and properties as hidden', async () => {
    const body =
      '<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:hyperlink r:id="h1"><w:r><w:t>link</w:t></w:r></w:hyperlink>' +
      '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>MERGEFIELD who</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>!</w:t><w:fldChar w:fldCharType="end"/></w:r>' +
      '<w:r><w:drawing><wp:docPr descr="Photo of Jane"/><a:blip/></w:drawing></w:r></w:p>'
    const parts = { 'docProps/core.xml': '<cp:coreProperties><dc:creator>Carol</dc:creator></cp:coreProperties>' }
    const { shown, hidden } = await read(docx(body, parts, [['h1', 'hyperlink', 'https://x.example/jane', true]]))
    expect(shown).toBe('link![picture]')
    expect(hidden).toEqual([
      'hidden text: secret',
      'link: https://x.example/jane',
      'field: MERGEFIELD who',
      'description of a picture: Photo of Jane',
      'property “creator”: Carol',
    ])
  })

  it('shows a page or a text that is inserted from a file, where Word shows it', async () => {
    const chunk = (id: string) => `<w:altChunk r:id="${id}"/>`
    const file = docx(
      paragraph('Before') + chunk('c1') + chunk('c2') + paragraph('After'),
      {
        'word/one.html': '<html><body><p>Jane <b>Roe</b> was here</p><div style="display:none">unseen</div></body></html>',
        'word/two.txt': 'and left',
      },
      [
        ['c1', 'aFChunk', 'one.html'],
        ['c2', 'aFChunk', 'two.txt'],
      ],
    )
    const { shown, hidden, problems } = await read(file)
    expect(shown).toBe('Before\nJane Roe was here\nand left\nAfter')
    expect(hidden).toEqual(['not shown: unseen'])
    expect(problems).toEqual([])
  })

  it('holds other files, whose text is hidden text, and says so', async () => {
    const inner = docx(paragraph('Jane is in the inner file'), {
      'word/embeddings/deeper.docx': docx(paragraph('and Roe in one deeper')),
    })
    const file = docx(
      `${paragraph('Outer')}<w:altChunk r:id="c1"/>`,
      {
        'word/embeddings/inner.docx': inner,
        'word/embeddings/oleObject1.bin': Buffer.from([0, 1, 2, 3]),
        'word/chunk.docx': docx(paragraph('inserted from a file')),
      },
      [['c1', 'aFChunk', 'chunk.docx']],
    )
    const { shown, hidden, problems } = await read(file)
    expect(shown).toBe('Outer')
    expect(hidden).toEqual(
      expect.arrayContaining([
        'text of an embedded file: Jane is in the inner file',
        expect.stringContaining('and Roe in one deeper'),
        'text of an embedded file: inserted from a file',
        'embedded file: word/embeddings/oleObject1.bin',
      ]),
    )
    expect([...problems].sort()).toEqual(['files-within', 'unreadable-attachment'])
  })

  it('lists as hidden what its other parts say, and nothing of those that say how it looks', async () => {
    const { shown, hidden } = await read(
      docx(paragraph('Agenda'), {
        'word/settings.xml':
          '<w:settings><w:zoom w:val="best"/><w:docVars><w:docVar w:name="client" w:val="Zoe Quill"/></w:docVars></w:settings>',
        'word/glossary/document.xml':
          '<w:glossaryDocument><w:p><w:r><w:t>Dear Zo</w:t></w:r><w:r><w:t>e Quill</w:t></w:r></w:p></w:glossaryDocument>',
        'word/people.xml': '<w15:people><w15:person w15:author="Bo Lind"/></w15:people>',
        'word/fontTable.xml': '<w:fonts><w:font w:name="Inter">Inter</w:font></w:fonts>',
        'customXml/item1.xml': `<case>${'x '.repeat(3000)}<subject>Zoe Quill</subject></case>`,
      }),
    )
    expect(shown).toBe('Agenda')
    expect(hidden.filter((line) => !line.startsWith('kept in customXml'))).toEqual([
      'document variable: client Zoe Quill',
      'kept in word/glossary/document.xml: Dear Zoe Quill',
      'kept in word/people.xml: Bo Lind',
    ])
    expect(hidden.find((line) => line.startsWith('kept in customXml'))).toMatch(/x Zoe Quill$/u)
  })

  it('shows comments, notes, headers and footers under headings of their own, so that they can be marked and released', async () => {
    const parts = {
      'word/comments.xml': `<w:comments><w:comment w:id="7" w:author="Dan">${paragraph('Too soft on Jane')}</w:comment></w:comments>`,
      'word/footnotes.xml': `<w:footnotes><w:footnote w:id="0" w:type="separator">${paragraph('-')}</w:footnote><w:footnote w:id="2">${paragraph('See file')}</w:footnote></w:footnotes>`,
      'word/header1.xml': `<w:hdr>${paragraph('Confidential')}</w:hdr>`,
      'word/header2.xml': `<w:hdr>${paragraph('')}</w:hdr>`,
    }
    const body = '<w:p><w:r><w:t>Text</w:t><w:footnoteReference w:id="2"/><w:commentReference w:id="7"/></w:r></w:p>'
    const { shown } = await read(
      docx(body, parts, [
        ['a', 'comments', 'comments.xml'],
        ['b', 'footnotes', 'footnotes.xml'],
        ['c', 'header', 'header1.xml'],
        ['d', 'header', 'header2.xml'],
      ]),
    )
    expect(shown).toBe(
      'Text[1][comment 1]\n\nFootnotes\n\n[1] See file\n\nHeader\n\nConfidential\n\nComments\n\n[comment 1] Dan: Too soft on Jane',
    )
  })

  it('numbers lists as Word does', async () => {
    const level = (at: number, format: string, text: string): string =>
      `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`
    const numbering = `<w:numbering><w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '%1.%2)')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`
    const item = (text: string, at: number): string => paragraph(text, `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="1"/></w:numPr>`)
    const body = item('One', 0) + item('First', 1) + item('Second', 1) + item('Two', 0)
    const { shown } = await read(docx(body, { 'word/numbering.xml': numbering }, [['n', 'numbering', 'numbering.xml']]))
    expect(shown.replaceAll('\u00a0', ' ')).toBe('1. One\n1.a) First\n1.b) Second\n2. Two')
  })

  it('resolves no entity but those of XML, and reads nothing from outside', async () => {
    const bytes = ooxml('word/document.xml', 'openxmlformats-officedocument.wordprocessingml.document', {
      'word/document.xml': `<!DOCTYPE x [<!ENTITY a "boom"><!ENTITY b SYSTEM "file:///etc/passwd">]><w:document>${paragraph('&a;&b;&amp;&#x41;')}</w:document>`,
    })
    expect((await read(bytes)).shown).toBe('&a;&b;&A')
  })

  it('reads the newer of two twins, and text boxes where they stand', async () => {
    const box = `<w:txbxContent>${paragraph('In a box')}</w:txbxContent>`
    const body = `<w:p><w:r><mc:AlternateContent><mc:Choice>${box}</mc:Choice><mc:Fallback>${box}</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>After</w:t></w:r></w:p>`
    expect((await read(docx(body))).shown.match(/In a box/g)).toHaveLength(1)
  })
})

describe('a workbook', () => {
  const text = (reference: string, value: string, attributes = ''): string =>
    `<c r="${reference}" t="inlineStr" ${attributes}><is><t>${value}</t></is></c>`

  it('is read sheet by sheet, columns below each other', async () => {
    const sheet = `<sheetData><row>${text('A1', 'Name')}${text('C1', 'Pay')}</row><row>${text('A2', 'Jane')}<c r="C2"><v>1234567890123456</v></c></row></sheetData>`
    expect((await read(xlsx([{ name: 'Staff', content: sheet }]))).shown).toBe(
      'Staff\n\nName\t\tPay\nJane\t\t1234567890123456'.replaceAll('\t\t', '\t'),
    )
  })

  it('shows dates as dates, whichever the order of day and month would be', async () => {
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="10"/></cellXfs></styleSheet>'
    const sheet =
      '<sheetData><row><c r="A1" s="1"><v>45292</v></c><c r="B1" s="2"><v>0.255</v></c><c r="C1"><v>0.1000000000000001</v></c></row></sheetData>'
    const bytes = xlsx([{ name: 'S', content: sheet }], { 'xl/styles.xml': styles }, [['st', 'styles', 'styles.xml']])
    expect((await read(bytes)).shown).toBe('S\n\n2024-01-01\t25.5%\t0.1')
  })

  it('lists hidden sheets, rows and columns and formulas as hidden, and comments as shown', async () => {
    const sheet =
      '<cols><col min="2" max="2" hidden="1"/></cols><sheetData>' +
      `<row>${text('A1', 'Jane')}${text('B1', 'dismiss')}<c r="C1"><f>B1*2</f><v>7</v></c></row><row hidden="1">${text('A2', 'Roe')}${text('C2', 'ill')}</row></sheetData>`
    const parts = {
      'xl/comments1.xml': `<comments><authors><author>Eve</author></authors><commentList><comment ref="A1" authorId="0"><text><t>keep an eye on her</t></text></comment></commentList></comments>`,
    }
    const bytes = xlsx(
      [
        { name: 'Staff', content: sheet },
        { name: 'Salaries', state: 'veryHidden', content: `<sheetData><row>${text('A1', 'Roe')}${text('B1', '90000')}</row></sheetData>` },
      ],
      parts,
      [],
      [['c', 'comments', '../comments1.xml']],
    )
    const { shown, hidden } = await read(bytes)
    expect(shown).toBe('Staff\n\nJane\t7\n\nComments\n\nA1, Eve: keep an eye on her')
    expect(hidden).toEqual([
      'hidden column B1: dismiss',
      'formula: C1 =B1*2',
      'hidden row: Roe | ill',
      'hidden sheet “Salaries”: Roe | 90000',
    ])
  })

  it('lists as hidden what it keeps of who changed it and what stood there', async () => {
    const { hidden } = await read(
      xlsx([{ name: 'Staff', content: '<sheetData/>' }], {
        'xl/revisions/userNames.xml': '<users><userInfo name="Bo Lind" id="1"/></users>',
        'xl/revisions/revisionLog1.xml': '<revisions><rcc><oc t="inlineStr"><is><t>Zoe Quill</t></is></oc></rcc></revisions>',
      }),
    )
    expect(hidden).toEqual(['kept in xl/revisions/userNames.xml: Bo Lind', 'kept in xl/revisions/revisionLog1.xml: Zoe Quill'])
  })

  it('keeps the rows of a long table apart, past the bound of the tree', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, row) => `<row>${text(`A${row}`, `a${row}`)}${text(`B${row}`, `b${row}`)}${text(`C${row}`, `c${row}`)}</row>`,
    )
    const { shown } = await read(xlsx([{ name: 'L', content: `<sheetData>${rows.join('')}</sheetData>` }]))
    const lines = shown.split('\n')
    expect(lines[2]).toBe('a0\tb0\tc0')
    expect(lines.at(-1)).toBe('a19999\tb19999\tc19999')
    expect(lines.filter((line) => /^a(\d+)\tb\1\tc\1$/.test(line))).toHaveLength(20_000)
  })
})

describe('a presentation', () => {
  const shape = (text: string, inside = ''): string =>
    `<p:sp><p:nvSpPr><p:cNvPr/>${inside}</p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`

  it('is read slide by slide with notes and comments; a hidden slide is listed as hidden', async () => {
    const parts = {
      'ppt/presentation.xml':
        '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="b"/><p:sldId id="257" r:id="a"/></p:sldIdLst></p:presentation>',
      'ppt/slides/one.xml': `<p:sld>${shape('First')}${shape('4', '<p:nvPr><p:ph type="sldNum"/></p:nvPr>')}</p:sld>`,
      'ppt/slides/two.xml': `<p:sld show="0">${shape('Lay off Jane')}</p:sld>`,
      'ppt/notes/one.xml': `<p:notes>${shape('Say nothing')}</p:notes>`,
      'ppt/comments/one.xml': '<p:cmLst><p:cm authorId="3" dt="2026-02-03T00:00:00"><p:text>Really?</p:text></p:cm></p:cmLst>',
      'ppt/commentAuthors.xml': '<p:cmAuthorLst><p:cmAuthor id="3" name="Fay"/></p:cmAuthorLst>',
    }
    const rels = {
      'ppt/presentation.xml': [
        ['a', 'slide', 'slides/two.xml'],
        ['b', 'slide', 'slides/one.xml'],
        ['c', 'commentAuthors', 'commentAuthors.xml'],
      ],
      'ppt/slides/one.xml': [
        ['n', 'notesSlide', '../notes/one.xml'],
        ['k', 'comments', '../comments/one.xml'],
      ],
    } as const
    const { shown, hidden } = await read(
      ooxml('ppt/presentation.xml', 'openxmlformats-officedocument.presentationml.presentation', parts, rels),
    )
    expect(shown).toBe('Slide 1\n\nFirst\n\nNotes to slide 1\n\nSay nothing\n\nComments on slide 1\n\nFay, 2026-02-03: Really?')
    expect(hidden).toEqual(['hidden slide 2: Lay off Jane'])
  })
})
