import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { surfacesOfAttachment } from '../../src/formats/index.ts'
import { asId } from '../../src/model/index.ts'
import { corpora, describeWithCorpora } from '../corpora.ts'

const fileOf = (name: string): Buffer => readFileSync(corpora(`documents/tika/${name}`))

async function read(
  name: string,
  bytes = fileOf(name),
): Promise<{ readonly shown: string; readonly hidden: string; readonly problems: readonly string[] }> {
  const { surfaces, problems } = await surfacesOfAttachment(
    asId('a1'),
    { part: '1', type: 'application/octet-stream', filename: name, bytes },
    { words: false },
  )
  return {
    shown: surfaces
      .filter(({ producible, kind }) => producible && kind !== 'filename')
      .map(({ text }) => text)
      .join('\n'),
    hidden: surfaces
      .filter(({ producible }) => !producible)
      .map(({ text }) => text)
      .join('\n'),
    problems: problems.map(({ code }) => code),
  }
}

/** Words that Tika's own tests look for in these files (tika-parsers, Apache-2.0), and what only the reviewer may see. */
const wanted: readonly (readonly [file: string, shown: readonly string[], hidden: readonly string[]])[] = [
  ['testWORD.docx', ['Sample Word Document'], []],
  [
    'testWORD_various.docx',
    [
      'Here is a text box',
      'This is a footnote.',
      'This is the header text.',
      'This is the footer text.',
      'ゾルゲと尾崎、淡々と最期',
      'Row 1 Col 1\tRow 1 Col 2\tRow 1 Col 3',
    ],
    ['link: http://tika.apache.org/', 'property “creator”: Michael McCandless'],
  ],
  ['testWORD_numbered_list.docx', ['add a list here', '1)'], []],
  [
    'testWORD_text_box.docx',
    [
      'This text is inside of a text box in the body of the document.',
      'This text is inside of a text box in the header of the document.',
      'This text is inside of a text box in the footer of the document.',
    ],
    [],
  ],
  ['testComment.docx', ['Here is some text', 'Here is a comment'], []],
  ['testWORD_charts.docx', ['Chart'], []],
  ['footnotes.docx', ['[1]'], []],
  ['testEXCEL.xlsx', ['Sample Excel Worksheet', 'Numbers and their Squares', '9'], []],
  ['testEXCEL-formats.xlsx', ['1599.99', '2.5%', '2009-10-03'], []],
  ['testEXCEL_textbox.xlsx', ['some autoshape'], []],
  ['testEXCEL_headers_footers.xlsx', ['Header - Corporate Spreadsheet', 'Footer - Corporate Spreadsheet'], []],
  ['testComment.xlsx', ['Here is a comment'], []],
  ['testEXCEL_charts.xlsx', ['peach'], []],
  ['testDataConnections.xlsx', [], ['data connection']],
  [
    'testEXCEL_various.xlsb',
    [
      'This is a string',
      '123456789012345',
      'date\t2017-03-09',
      'formulaErr\t#NAME?',
      'OddLeftHeader\tOddCenterHeader',
      'FirstPageRightFooter',
      'test WordArt',
      'myChartTitle',
      'B11, Allison, Timothy B.: Allison, Timothy B.: test comment',
    ],
    ['link: http://tika.apache.org/', 'C:\\Users\\tallison\\', 'macro: xl/vbaProject.bin', 'property “creator”: Allison, Timothy B.'],
  ],
  ['testEXCEL_charts.xlsb', ['January\t5', 'wants a peach'], []],
  ['testEXCEL_diagramData.xlsb', ['SmartArt text#1.'], []],
  ['test-columnar.xlsb', ['90%\t88.88888889%\t1977-12-18\t1991-09-09 01:46:40\t05:28:03'], ['property “creator”: sas user']],
  ['testPPT.pptx', ['Attachment Test', 'This is a test file data with the same content as every other file being tested for', 'Rajiv'], []],
  ['testPPT_various.pptx', ['Footnote appears here', 'Row 2 Col 2', 'ゾルゲと尾崎、淡々と最期'], []],
  [
    'testPPT_various2.pptx',
    ['This is a reply to the initial comment', 'NotesTableSlide2', 'SLIDE3ChartTitle', 'SmartList1', 'MASTERTEXTBOX'],
    ['This slide is hidden', 'embedded file'],
  ],
  ['testPPT_groups.pptx', ['WordArt'], []],
  [
    'testODFwithOOo3.odt',
    ['Tika is part of the Lucene project.', 'Solr', 'one embedded', 'This is of course a simple footnote'],
    ['This is a rectangle with a blue background'],
  ],
  ['testFooter.odt', ['Here is some text', 'footer'], []],
  ['testFooter.ods', ['Here is a footer in the center area'], []],
  ['testMasterFooter.odp', ['Master footer is here'], []],
  ['test-columnar.ods', ['This is row 10 of 10'], []],
  ['testWORD.doc', ['Sample Word Document'], []],
  [
    'testWORD_various.doc',
    [
      'Here is a text box',
      'Footnote appears here',
      'This is a footnote.',
      'Row 1 Col 1\tRow 1 Col 2\tRow 1 Col 3',
      'ゾルゲと尾崎、淡々と最期',
    ],
    ['http://tika.apache.org'],
  ],
  ['testComment.doc', ['Here is some text', 'Here is a comment'], []],
  ['testEXCEL.xls', ['Sample Excel Worksheet', 'Numbers and their Squares', '15\t225', 'Written and saved in Microsoft Excel X for'], []],
  ['testEXCEL_5.xls', ['Sample Excel Worksheet', 'Numbers and their Squares', '15\t225'], []],
  ['testEXCEL-formats.xls', ['1599.99', '2.5%', '2009-10-03'], []],
  ['testEXCEL_dateFormats.xls', ['2018-09-20', '1996-08-10'], []],
  ['testEXCEL_textbox.xls', ['this is some autoshape text'], []],
  ['testEXCEL-charts.xls', ['WhamPuff', 'fizzlepuff'], []],
  ['testEXCEL_headers_footers.xls', ['Header - Corporate Spreadsheet', 'Footer - Corporate Spreadsheet'], []],
  ['testEXCEL_hyperlinks.xls', [], ['link: mailto:user@tika.apache.org?subject=help']],
  ['testEXCEL_phonetic.xls', ['日本オラクル'], []],
  ['testEXCEL_WORKBOOK_in_capitals.xls', ['Inventarliste für GALIPLAN', '8182539.17'], []],
  [
    'testEXCEL_extra_metadata.xls',
    ['anchor cell', 'This is a comment', '1\t3 7\t9'],
    ['hidden sheet “hidden-sheet”: hidden sheet', 'hidden row', 'hidden column'],
  ],
  ['testComment.xls', ['Here is some text', 'A1, Author: Author: Here is a comment'], []],
  ['testEXCEL_embeded.xls', ['The quick brown fox'], ['embedded file']],
  ['testPPT.ppt', ['Sample Powerpoint Slide', 'Created with Microsoft'], []],
  [
    'testPPT_various.ppt',
    ['Row 1 Col 1', 'Row 2 Col 3', 'Here is a text box', 'Footnote appears here', 'Bullet 2', 'ゾルゲと尾崎、淡々と最期'],
    ['text outside of the slides'],
  ],
  ['testPPT_groups.ppt', ['Text box5', 'WordArt2', 'Ungrouped text box'], []],
  ['testComment.ppt', ['Comment, Michael McCandless: Here is a comment'], []],
  ['testPPT_masterFooter.ppt', ['Master footer is here'], []],
  ['testRTF.rtf', ['Test d’indexation Word'], ['property “company”: Universite Laval']],
  [
    'testRTFVarious.rtf',
    ['Here is a text box', 'Row 1 Col 1', 'ゾルゲと尾崎、淡々と最期', 'Footnote appears here', 'This is a footnote.'],
    ['HYPERLINK "http://tika.apache.org"'],
  ],
  ['testRTFJapanese.rtf', ['ゾルゲと尾崎、淡々と最期'], []],
  ['testRTFWord2010CzechCharacters.rtf', ['starověké židovské náboženské'], []],
  ['testRTFWindowsCodepage1250.rtf', ['zażółć gęślą jaźń'], []],
  ['testPDF.pdf', ['Apache Tika'], []],
  ['testHTML_utf8.html', ['åäö'], []],
]

const flat = (text: string): string => text.replace(/[ \u00a0\n]+/g, ' ')

describeWithCorpora('documents of Tika’s tests', () => {
  const names = readdirSync(corpora('documents/tika'))

  it('are all read without a throw', async () => {
    expect(names.length).toBeGreaterThan(550)
    for (const name of names) await read(name)
  })

  it.each(wanted)('%s: its words are shown, what it keeps unseen is listed as hidden', async (name, shown, hidden) => {
    const found = await read(name)
    expect(shown.filter((words) => !flat(found.shown).includes(words))).toEqual([])
    expect(hidden.filter((words) => !flat(found.hidden).includes(words))).toEqual([])
  })

  it.each([
    'testEXCEL.xls',
    'testEXCEL_1img.xls',
    'testEXCEL_big_numbers.xls',
    'testEXCEL_headers_footers.xls',
    'testEXCEL_textbox.xls',
    'testPPT_2imgs.ppt',
  ])('%s shows every word that the same file shows in the newer format', async (name) => {
    const [old, newer] = await Promise.all([read(name), read(`${name}x`)])
    const words = (text: string): string[] => text.match(/[\p{L}\p{N}]{2,}/gu) ?? []
    const there = new Set(words(old.shown))
    expect([...new Set(words(newer.shown))].filter((word) => !there.has(word))).toEqual([])
  })

  it.each(['testWORD.doc', 'testEXCEL.xls', 'testPPT.ppt'])('%s, of which a chain of sectors ends too early, is told', async (name) => {
    const whole = fileOf(name)
    const before = await read(name, whole)
    const table = (whole.readUInt32LE(76) + 1) * 512
    let told = 0
    for (let at = table; at < table + 128; at += 4) {
      const bent = Buffer.from(whole)
      bent.writeUInt32LE(0xfffffffe, at)
      const now = await read(name, bent)
      if (now.shown === before.shown && now.hidden === before.hidden) continue
      expect(now.problems).not.toEqual([])
      told++
    }
    expect(told).toBeGreaterThan(0)
  })

  it('with a password are told as protected', async () => {
    const locked = names.filter((name) =>
      /^(?:protected_(?:normal|upper)_case\.docx|protectedFile\.xlsx|testWORD_protected_passtika\.docx|testEXCEL_protected_passtika(?:_2)?\.xlsx|testPPT_protected_passtika\.pptx?|testEXCEL_protected_passtika\.xls|password\.xls|testODTEncrypted\.odt)$/.test(
        name,
      ),
    )
    expect(locked.length).toBeGreaterThan(6)
    for (const name of locked) expect([name, (await read(name)).problems]).toEqual([name, ['password-protected']])
  })
})
