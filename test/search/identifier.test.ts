import { describe, expect, it } from 'vitest'
import { asIdentifier, indexBreak, indexWords, joinedIdentifiers } from '../../src/search/index.ts'
import { unlessItHangs } from '../hang.ts'
import { fc } from '../properties.ts'

describe('a number written in groups', () => {
  it.each([
    ['12 34-56/78', '12345678'],
    ['Nr. 12 34-56/78 of 2024', '12345678'],
    ['EMP-00417', 'emp00417'],
    ['EMP 00417', 'emp00417'],
    ['(020) 7946-0018', '02079460018'],
    ['DE89 3704 0044 0532 0130 00', 'de89370400440532013000'],
    ['12.34.56.78', '12345678'],
    ['2024_0031', '20240031'],
    ['12\u00a0345\u00a0678', '12345678'],
    ['No. 00-4711-A of May', '004711a'],
    ['12345678-Z.', '12345678z'],
    ['QQ 12 34 56 C', 'qq123456c'],
    ['12 34-A 56', '1234a56'],
    ['see G.L. 4711', 'gl4711'],
    ['G.L.-47/11', 'gl4711'],
    ['EMP–00417', 'emp00417'],
    ['EMP\u201100417', 'emp00417'],
    ['EMP - 00417', 'emp00417'],
    ['EMP: 00417', 'emp00417'],
    ['the (EMP)00417 of', 'emp00417'],
    ['PERSNR-00417', 'persnr00417'],
    ['GB29 NWBK 6016 1331 9268 19', 'gb29nwbk60161331926819'],
    ['NL91-ABNA-0417-1643-00', 'nl91abna0417164300'],
    ['020\u202f7946\u20090018', '02079460018'],
    ['+44 (0)20 7946 0018 ext. 12', '0207946001812'],
    ['(020) 7946 0018 - Extn 12', '0207946001812'],
    ['02079460018 x 12', '0207946001812'],
    ['020 7946 0018, Ext No. 12', '0207946001812'],
    ['tel:+442079460018;ext=12', '44207946001812'],
    ['020 7946 0018 #12', '0207946001812'],
    ['020 7946 0018\nExt: 12', '0207946001812'],
    ['06131 1234 Durchwahl 56', '06131123456'],
    ['+33 1 55 00 12 34 (poste 56)', '3315500123456'],
    ['+48 22 555 12 34 wew. 56', '4822555123456'],
  ])('%j is in the index joined too', (text, joined) => {
    expect(joinedIdentifiers(text)).toContain(joined)
  })

  it.each([
    '12345678',
    'call me in 2024',
    'at 9 or 10',
    '1234\n5678',
    '1234, 5678',
    'a-b-c',
    '4711-and',
    '4711 A',
    '12345-day',
    'room: 12345',
    'ABCDEFGHI-12345',
    'On 12345',
    'EMP)00417',
    '02079460018 ext',
    '02079460018\nx 12',
    '02079460018 exact 12',
    '1234 x 12',
    'room 12 ext 12',
  ])('nothing is added for %j', (text) => {
    expect([...joinedIdentifiers(text)]).toEqual([])
  })

  it.each([
    ['12345678', '12345678'],
    ['12 34-56/78', '12345678'],
    ['EMP-00417', 'emp00417'],
    ['EMP00417', 'emp00417'],
    ['00-4711-A', '004711a'],
    ['004711A', '004711a'],
    ['QQ 12 34 56 C', 'qq123456c'],
    ['G.L. 4711', 'gl4711'],
    ['GL-4711', 'gl4711'],
    ['PERSNR-00417', 'persnr00417'],
    ['GB29 NWBK 6016 1331 9268 19', 'gb29nwbk60161331926819'],
    ['020 7946 0018 ext. 12', '0207946001812'],
    ['02079460018x12', '0207946001812'],
    ['GB29 NWBK', null],
    ['4711 and', null],
    ['meeting 2024', null],
    ['to a 2024', null],
    ['2024', null],
    ['jane', null],
    ['annual budget 2024', null],
  ])('the term %j is looked for as %j', (term, joined) => {
    expect(asIdentifier(term)).toBe(joined)
  })

  it('is parted from the text by a word that no query can hold', () => {
    expect(indexBreak.trim()).not.toBe('')
    expect(indexWords(indexBreak)).toEqual([])
  })

  it('meets however both sides punctuate it', () => {
    const mark = fc.constantFrom('', ' ', '-', '/', '.')
    const groups = fc.array(fc.stringMatching(/^[0-9]{2,4}$/), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(
        groups,
        fc.array(mark, { minLength: 4, maxLength: 4 }),
        fc.array(mark, { minLength: 4, maxLength: 4 }),
        (parts, one, two) => {
          const write = (marks: readonly string[]): string => parts.reduce((text, part, at) => text + (marks[at - 1] ?? '') + part)
          const term = asIdentifier(write(two))
          fc.pre(term !== null)
          const written = `No. ${write(one)}, please`
          const words = new Set([...joinedIdentifiers(written), ...(written.match(/[0-9]+/gu) ?? [])])
          expect(words).toContain(term)
        },
      ),
    )
  })

  it.each([
    ['1 ', 0],
    ['a', 0],
    ['1a', 0],
    ['12-', 6],
    ['EMP-', 0],
  ])('costs time in proportion to the text: %j repeated', (piece, identifiers) => {
    expect(unlessItHangs(() => new Set(joinedIdentifiers(piece.repeat(1_000_000 / piece.length))))).toHaveProperty('size', identifiers)
  })
})
