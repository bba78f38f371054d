import { describe, expect, it } from 'vitest'
import { officeLimits } from '../../src/formats/limits.ts'
import { readRtf } from '../../src/formats/office/rtf.ts'
import { fc } from '../properties.ts'

function read(rtf: string): { shown: string; hidden: string[] } {
  const result = readRtf(Buffer.from(rtf, 'latin1'))
  if (result.kind === 'html') return { shown: result.html, hidden: [] }
  return { shown: result.content.text, hidden: result.content.hidden.split('\n').filter((line) => line !== '') }
}

describe('an RTF file', () => {
  it.each([
    [
      'bytes of the code page of the font',
      String.raw`{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0 caf\'e9 \f1 \'cf\'f0\'e8}`,
      'café При',
    ],
    ['two bytes for one character, in pieces', String.raw`{\rtf1{\fonttbl{\f0\fcharset128 A;}}\f0\'83\'65\'83X}`, 'テス'],
    ['Unicode with what stands for it in older readers', String.raw`{\rtf1\uc1 \u233?\uc2\u8364\'80\'80!{\uc0\u50\u49}}`, 'é€!21'],
    ['a character in two halves', String.raw`{\rtf1\u-10240?\u-8958?}`, '\u{10102}'],
    [
      'paragraphs, line ends after a backslash, tabs and typographic signs',
      '{\\rtf1 a\\par b\\\nc\\tab d\\emdash e\\~f}',
      'a\nb\nc\td—e\u00a0f',
    ],
    [
      'rows and cells',
      String.raw`{\rtf1\trowd\intbl Name\cell Pay\cell\row\trowd\intbl Jane\cell 7\cell\row\pard After\par}`,
      'Name\tPay\nJane\t7\nAfter',
    ],
    ['the Unicode half of a pair', String.raw`{\rtf1{\upr{old}{\*\ud{n\u233?w}}} x}`, 'néw x'],
    ['no binary data', '{\\rtf1 a{\\*\\x\\bin4 }}}}b}c}', 'ac'],
  ])('is read: %s', (_, rtf, shown) => {
    expect(read(rtf).shown.trim()).toBe(shown)
  })

  it('shows notes, comments and page headers under headings of their own', () => {
    const rtf = String.raw`{\rtf1{\header Secret\par}Text{\footnote See file}{\*\atnauthor Dan}{\*\annotation Hm} end\par}`
    expect(read(rtf).shown).toBe('Text[1][comment 1] end\n\nNotes\n\n[1] See file\n\nHeader\n\nSecret\n\nComments\n\n[comment 1] Dan: Hm')
  })

  it('lists hidden and deleted text, fields and properties as hidden', () => {
    const rtf = String.raw`{\rtf1{\info{\author Ann}}a{\v unseen}{\deleted gone}{\field{\*\fldinst HYPERLINK "https://x.example"}{\fldrslt link}}}`
    expect(read(rtf)).toEqual({
      shown: 'alink',
      hidden: ['property “author”: Ann', 'hidden text: unseen', 'deleted text: gone', 'field: HYPERLINK "https://x.example"'],
    })
  })

  it('shows what is seen by a property, a formula, or the state of a form: WordArt, math, entries taken and boxes ticked', () => {
    const rtf =
      String.raw`{\rtf1 Art: {\shp{\*\shpinst{\sp{\sn fillColor}{\sv 255}}{\sp{\sn gtextUNICODE}{\sv Jane Roe}}{\sp{\sn wzDescription}{\sv Jane at work}}}} Math: {\mmath{\*\moMath{\mfPr{\mtype bar}}{\mr\mscr0 pay=9}}} ` +
      String.raw`City: {\field{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2\ffres1{\*\ffname town}{\*\ffl Bonn}{\*\ffl Ulm}}}}{\fldrslt }} Ill: {\field{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25\ffdefres1}}}{\fldrslt}} ` +
      String.raw`Name: {\field{\*\fldinst FORMTEXT {\*\formfield{\fftype0{\*\ffdeftext nobody}}}}{\fldrslt Al}}}`
    const { shown, hidden } = read(rtf)
    expect(shown).toBe('Art: Jane Roe Math: pay=9 City: Ulm Ill: ☑ Name: Al')
    expect(hidden).toEqual([
      'shape property “wzDescription”: Jane at work',
      'kept in ffname: town',
      'entry of a form field: Bonn',
      'entry of a form field: Ulm',
      'field: FORMDROPDOWN',
      'field: FORMCHECKBOX',
      'form field: nobody',
      'field: FORMTEXT',
    ])
  })

  it('lists as hidden whatever else somebody wrote into it, and neither data nor how it looks', () => {
    const rtf =
      String.raw`{\rtf1{\fonttbl{\f0{\*\panose 020b0604020202020204}{\*\falt Other};}}{\stylesheet{\*\cs10 \additive Default;}}{\*\themedata ${'504b0304'.repeat(20)}}` +
      String.raw`{\*\revtbl{Unknown;}{Jane Roe;}}{\*\mailmerge{\*\mmquery SELECT Roe}}{\*\docvar{client}{Zoe}}{\*\unheardof of {\b Quill}}{\*\hexdata ${'0a1b2c3d'.repeat(20)}}` +
      String.raw`Text{\*\bkmkstart about-roe}{\*\bkmkend about-roe}{\*\xmlopen\xmlns1{\factoidname PersonName}{\xmlattr\xmlattrname n{\xmlattrvalue Bo}}}` +
      String.raw`{\pict{\*\picprop{\sp{\sn wzDescription}{\sv Roe asleep}}}\pngblip 89504e47}{\*\atnid JR}{\*\atnauthor Dan}{\*\annotation Hm}}`
    const { shown, hidden } = read(rtf)
    expect(shown).toBe('Text[picture][comment 1]\n\nComments\n\n[comment 1] Dan: Hm')
    expect(hidden).toEqual([
      'revision author: Unknown; Jane Roe;',
      'kept in mmquery: SELECT Roe',
      'document variable: client Zoe',
      'kept in unheardof: of Quill',
      'bookmark: about-roe',
      'smart tag: PersonName',
      'kept in xmlopen: n Bo',
      'shape property “wzDescription”: Roe asleep',
      'initials: JR',
    ])
  })

  it('of a hundred thousand destinations that nobody has heard of is read in bounds', () => {
    const result = readRtf(
      Buffer.from(`{\\rtf1 ${Array.from({ length: 100_000 }, (_, at) => `{\\*\\x${'y'.repeat(20)} word ${at} of many}`).join('')}}`),
    )
    expect(result.kind === 'document' ? result.content.hidden.length : 0).toBeLessThanOrEqual(officeLimits.hiddenLength + 100)
  })

  const problems = (rtf: string) => {
    const result = readRtf(Buffer.from(rtf, 'latin1'))
    return result.kind === 'document' ? result.content.problems : result.problems
  }

  it('nested deeper than the limit keeps what its destinations hold, and says so', () => {
    const rtf = `{\\rtf1${'{'.repeat(1100)} deep {\\*\\foo kept}{\\footnote note}${'}'.repeat(1100)} after}`
    const { shown, hidden } = read(rtf)
    expect([shown.includes('deep'), shown.includes('note'), shown.includes('after'), hidden]).toEqual([
      true,
      true,
      true,
      ['kept in foo: kept'],
    ])
    expect(problems(rtf)).toEqual(['too-deep'])
  })

  it('that wraps a mail’s HTML and isn’t read in whole says so', () => {
    expect(problems(`{\\rtf1\\fromhtml1 body{\\footnote ${'word '.repeat(210_000)}}}`)).toEqual(['too-large'])
  })

  it('that wraps a mail’s HTML gives the HTML back (MS-OXRTFEX)', () => {
    const rtf = String.raw`{\rtf1\ansi\fromhtml1{\*\htmltag64 <p>}a \htmlrtf rtf only\htmlrtf0 <b{\*\htmltag72 </p>}{\*\mhtmltag <x>}}`
    expect(read(rtf).shown).toBe('<p>a &lt;b</p>')
  })

  it('however it is damaged, is read without a throw', () => {
    const pieces = fc.constantFrom(
      ...[
        '{',
        '}',
        '\\',
        '\\par ',
        '\\cell',
        '\\row',
        '\\intbl ',
        '\\pard',
        '\\u-1',
        "\\'8",
        '\\bin99999999 ',
        '{\\*\\x',
        '\\v',
        '\\f9',
        'text',
      ],
      ...['{\\fonttbl', '{\\footnote ', '{\\field', '\\uc16', '\\nestcell', '\\nestrow', '{\\header ', '{\\pict', '\\deleted', '\\htmlrtf'],
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 200 }), fc.boolean(), (parts, html) => {
        const result = readRtf(Buffer.from(`{\\rtf1${html ? '\\fromhtml1' : ''} ${parts.join('')}`, 'latin1'))
        if (result.kind === 'document') expect(result.content.text.isWellFormed()).toBe(true)
      }),
      { seed: 20261125, numRuns: 1000 },
    )
  })

  it('of a hundred thousand nested groups is read at once', () => {
    expect(read(`{\\rtf1 ${'{'.repeat(100_000)}deep${'}'.repeat(100_000)} end}`).shown).toBe('deep end')
  })
})
