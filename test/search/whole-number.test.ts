import { describe, expect, it } from 'vitest'
import { cellsApart, standsEntry, standsWhole } from '../../src/search/index.ts'

describe('a number that stands in a text', () => {
  it.each([
    'Staff no. 4711.',
    'Staff nos. 4710,4711,4712',
    '{"staff":[4711,4712,4713]}',
    '4710,4711',
    'no. 4711,as before',
    '(4711)',
    'number_4711_old',
    '\uff08\uff14\uff17\uff11\uff11\uff09',
    'EMP\u00a04711',
    'No.\u20604711',
  ])('stands whole: %s', (text) => {
    expect(standsWhole(text, '4711')).toBe(true)
  })

  it.each([
    '12_4711',
    '12__4711',
    '4711___12',
    '12\u00a04711',
    '12\u30004711',
    '12\uff0d4711',
    '4711\uff0d12',
    '\uff11\uff12-4711',
    '4711-\uff11\uff12',
    '4711/\uff11\uff12',
    '12-\u00ad4711',
    '4711\u200b-\u200b12',
    '4711\u221212',
    '12--4711',
    '4711,50',
    '4711\uff0c50',
    '4711,50,',
    '12,4711',
    '4711.50',
  ])('is a piece of a longer one: %s', (text) => {
    expect(standsWhole(text, '4711')).toBe(false)
  })

  it.each(['06131/123456,06131/99', '06131/99,06131/123456', 'Jane Roe,06131-123456,198', 'Roe,06131 123456,5'])(
    'stands whole in a row of a table: %s',
    (text) => {
      expect(standsWhole(text, '06131 123456')).toBe(true)
    },
  )

  it('is a piece of thousands that commas part', () => {
    expect(standsWhole('Total 1,234,567', '234')).toBe(false)
    expect(standsWhole('Total 12,345,678.00', '345')).toBe(false)
    expect(standsWhole('Nos. 234,1234,56', '234')).toBe(true)
  })

  it.each([
    '+44 (0)20 7946 0100 ext. 12',
    '020 7946 0100 - Extn 12',
    '02079460100x12',
    '020 7946 0100 #12',
    '020 7946 0100-12',
    '020 7946 0100 -12',
    '(020) 7946 0100, Ext No. 12.',
    '020 7946 0100\nDurchwahl 12',
    '020 7946 0100 内線12',
  ])('stands with its extension: %j', (text) => {
    expect(standsWhole(text, '020 7946 0100 ext 12')).toBe(true)
  })

  it.each([
    '020 7946 0100\n12 High Street',
    '020 7946 0100. 12 people answer',
    '020 7946 0100 - 12 people answer',
    '020 7946 0100, 12 people answer',
    '020 7946 0100 12',
    '020 7946 0100/12',
    '0207946010012',
    '020 7946 0100 ext 13',
    '020 7946 0100 ext 123',
    '1020 7946 0100 ext 12',
    '020 7946 0100',
  ])('may stand without its extension: %j', (text) => {
    expect(standsWhole(text, '020 7946 0100 ext 12')).toBe(false)
  })

  it('is another’s telephone with an extension, and the same one where a word parts its last digits', () => {
    expect(standsWhole('Call 020 7946 0100 ext 13', '020 7946 0100')).toBe(false)
    expect(standsWhole('Call 020 7946 0100. Extra 13 people', '020 7946 0100')).toBe(true)
    expect(standsWhole('Call 06131 1234 Durchwahl 56', '06131 1234-56')).toBe(true)
  })
})

describe('a number in a table', () => {
  it.each([
    ['pay.csv', 'no,pay\n4711,200\n', true],
    ['PAY.CSV', '\n4711,200\n', true],
    ['pay.csv', 'no,pay\n9,"4711,20"\n', false],
    ['pay.csv', 'no,size\n9,5"\n4711,20\n', true],
    ['pay.csv', 'no;pay\n9;4711,20\n', false],
    ['pay.csv', 'no\tpay\n9\t4711,20\n', false],
    ['pay.txt', 'no,pay\n4711,200\n', false],
    [null, 'no,pay\n4711,200\n', false],
  ])('is parted from the next by a comma where commas part its cells: %s, %j', (filename, text, whole) => {
    expect(standsWhole(cellsApart(filename, text), '4711')).toBe(whole)
  })
})

describe('an entry of Exchange’s directory', () => {
  it.each([
    ['Undelivered to /O=CORP/OU=EXCH/CN=RECIPIENTS/CN=JROE.', true],
    ['</o=Corp/ou=Exch/cn=Recipients/cn=jroe>', true],
    ['/o=corp/ou=exch/cn=recipients/cn=jroe2', false],
    ['/o=corp/ou=exch/cn=recipients/cn=jroe.desk', false],
    ['/o=corp/ou=exch/cn=recipients/cn=jroe-roe', false],
    ['o=corp ou=exch cn=recipients cn=jroe', false],
    ['/o=corp/ou=exch/cn=recipients/cn=jroe.desk and /o=corp/ou=exch/cn=recipients/cn=jroe', true],
  ])('stands in a text as it is, or not: %s', (text, stands) => {
    expect(standsEntry(text, '/o=corp/ou=exch/cn=recipients/cn=jroe')).toBe(stands)
  })
})
