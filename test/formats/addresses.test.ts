import { describe, expect, it } from 'vitest'
import { parseAddresses } from '../../src/formats/addresses.ts'
import { addressListText } from '../../src/formats/surfaces-header.ts'
import { unlessItHangs } from '../hang.ts'
import { fc } from '../properties.ts'
import { utf8 } from './mail.ts'

/** `name <address>`, with the group in front where there is one. */
function shown(raw: string): string[] {
  return parseAddresses(raw).map(({ name, address, group }) => `${group === null ? '' : `${group}: `}${name} <${address}>`)
}

describe('an address field', () => {
  const table: readonly (readonly [rule: string, raw: string, expected: readonly string[]])[] = [
    ['is empty', '', []],
    ['holds a bare address', 'ann@shop.test', [' <ann@shop.test>']],
    ['puts the domain in lower case and leaves the local part', 'Ann.B@SHOP.Test', [' <Ann.B@shop.test>']],
    ['holds a name and an address', 'Ann Berg <ann@shop.test>', ['Ann Berg <ann@shop.test>']],
    ['holds several, and white space of all kinds', ' a@x.test ,\tBo <b@x.test>,c@x.test', [' <a@x.test>', 'Bo <b@x.test>', ' <c@x.test>']],
    ['quotes a name with a comma', '"Berg, Ann" <ann@x.test>', ['Berg, Ann <ann@x.test>']],
    ['escapes inside quotes', '"Ann \\"Bee\\" Berg" <ann@x.test>', ['Ann "Bee" Berg <ann@x.test>']],
    ['cuts an unquoted name at its comma', 'Berg, Ann <ann@x.test>', ['Berg, Ann <ann@x.test>']],
    ['lists cut names', 'Berg, Ann <a@x.test>, Frost, Bo <b@x.test>', ['Berg, Ann <a@x.test>', 'Frost, Bo <b@x.test>']],
    ['keeps a cut name apart from an address before it', 'c@x.test, Berg, Ann <a@x.test>', [' <c@x.test>', 'Berg, Ann <a@x.test>']],
    ['names people without addresses', 'Ann Berg, Bo Frost', ['Ann Berg <>', 'Bo Frost <>']],
    ['names a person and then an address', 'Ann Berg, b@x.test', ['Ann Berg <>', ' <b@x.test>']],
    ['comments a name', 'ann@x.test (Ann Berg)', ['Ann Berg <ann@x.test>']],
    ['nests comments', 'ann@x.test (Ann (of (Shop)) Berg)', ['Ann (of (Shop)) Berg <ann@x.test>']],
    ['comments within an address', 'ann.berg(Ann)@x.test', ['Ann <ann.berg@x.test>']],
    ['comments before a domain', 'ann.berg (at work) @x.test', ['at work <ann.berg@x.test>']],
    ['comments within an address in brackets', 'Ann <ann.berg(at work)@x.test>', ['Ann (at work) <ann.berg@x.test>']],
    [
      'comments beside a name',
      utf8('Ann (née Berg) <ann@x.test>, Bo Frost (EXT) <b@x.test>'),
      ['Ann (née Berg) <ann@x.test>', 'Bo Frost (EXT) <b@x.test>'],
    ],
    ['comments beside an encoded name', '=?utf-8?Q?J=C3=BCrgen?= (=?utf-8?Q?f=C3=BCr?= Ann) <j@x.test>', ['Jürgen (für Ann) <j@x.test>']],
    ['comments a name without an address', utf8('Ann (née Berg)'), ['Ann (née Berg) <>']],
    ['has a domain alone', 'Ann Berg <@x.test>', ['Ann Berg <@x.test>']],
    ['comments behind', 'Ann <ann@x.test> (work)', ['Ann (work) <ann@x.test>']],
    ['misses its brackets', 'Ann Berg ann@x.test', ['Ann Berg <ann@x.test>']],
    ['misses its closing bracket', 'Ann <ann@x.test, Bo <b@x.test>', ['Ann <ann@x.test>', 'Bo <b@x.test>']],
    ['doubles its brackets', 'Ann <<ann@x.test>>', ['Ann <ann@x.test>']],
    ['never closes a quote', '"Ann <ann@x.test>', ['"Ann <ann@x.test>']],
    ['never closes a comment', 'Ann (oh <ann@x.test>', ['Ann (oh <ann@x.test>']],
    ['routes (RFC 5322 §4.4)', 'Ann <@one.test,@two.test:ann@x.test>', ['Ann <ann@x.test>']],
    ['holds a group', 'Team: a@x.test, Bo <b@x.test>;', ['Team:  <a@x.test>', 'Team: Bo <b@x.test>']],
    ['holds an empty group', 'undisclosed-recipients:;', ['undisclosed-recipients:  <>']],
    ['holds an empty group without its end', 'Undisclosed recipients:', ['Undisclosed recipients:  <>']],
    ['goes on after a group', 'T: a@x.test; , c@x.test', ['T:  <a@x.test>', ' <c@x.test>']],
    ['has a colon in a name that is no group', 'Re: Ann <ann@x.test>', ['Re: Ann <ann@x.test>']],
    ['separates by semicolons, as Outlook does', 'a@x.test; Bo <b@x.test>', [' <a@x.test>', 'Bo <b@x.test>']],
    ['quotes the local part', '"ann berg"@x.test', [' <"ann berg"@x.test>']],
    ['puts blanks around the @', 'ann @ x.test', [' <ann@x.test>']],
    ['names a domain literal', 'ann@[192.0.2.1], b@[IPv6:2001:db8::1]', [' <ann@[192.0.2.1]>', ' <b@[ipv6:2001:db8::1]>']],
    ['holds a mailto link', '<mailto:ann@x.test>, mailto:b@x.test', [' <ann@x.test>', ' <b@x.test>']],
    ["holds Outlook's single quotes", "'Ann Berg' <ann@x.test>, 'b@x.test'", ['Ann Berg <ann@x.test>', ' <b@x.test>']],
    ['keeps an apostrophe that is part of the address', "<o'neil@x.test>, <'ann.b@x.test>", [" <o'neil@x.test>", " <'ann.b@x.test>"]],
    ['folds inside an address', '<ann@ \tx.test>', [' <ann@x.test>']],
    ['encodes a name', '=?utf-8?Q?J=C3=BCrgen_Gro=C3=9F?= <j@x.test>', ['Jürgen Groß <j@x.test>']],
    ['hides a comma in an encoded name', '=?utf-8?Q?Berg=2C_Ann?= <ann@x.test>, b@x.test', ['Berg, Ann <ann@x.test>', ' <b@x.test>']],
    [
      'hides an address in an encoded name, which is a name still',
      '=?utf-8?Q?boss=40x.test=2C?= <ann@x.test>',
      ['boss@x.test, <ann@x.test>'],
    ],
    ['encodes inside quotes, against RFC 2047', '"=?utf-8?B?w4RubmU=?=" <a@x.test>', ['Änne <a@x.test>']],
    ['is raw UTF-8 (RFC 6532)', utf8('Žofie Č <žofie@přívoz.test>'), ['Žofie Č <žofie@přívoz.test>']],
    ['is raw Latin-1', 'J\xfcrgen <j@x.test>', ['Jürgen <j@x.test>']],
    ['holds an address as its name', 'ann@x.test <ann@x.test>', [' <ann@x.test>']],
    ['holds a directory name', 'Berg, Ann </O=SHOP/OU=NA/CN=ABERG>', ['Berg, Ann </O=SHOP/OU=NA/CN=ABERG>']],
    [
      'holds a directory name of several words',
      'Ann </O=Shop/OU=Exchange  Group (X)/CN=ABERG>',
      ['Ann </O=Shop/OU=Exchange Group (X)/CN=ABERG>'],
    ],
    ['has stray commas', ',, a@x.test,,b@x.test,', [' <a@x.test>', ' <b@x.test>']],
  ]
  it.each(table)('that %s: %j', (_, raw, expected) => {
    expect(shown(raw)).toEqual(expected)
  })

  it('in raw 8-bit is read in the charset that the caller knows', () => {
    expect(parseAddresses('\xf1\xce\xc1 <ya@x.test>', 'koi8-r')[0]?.name).toBe('Яна')
  })
})

describe('the address parser', () => {
  it('never throws and never invents an address that the text does not hold', () => {
    const signs = fc.constantFrom('<', '>', '"', '(', ')', ',', ';', ':', '@', '\\', ' ', '=?', '?=', '[', ']', 'a', 'b.c', '\t', '\xe4')
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 60 }), (pieces) => {
        const raw = pieces.join('')
        for (const { address } of parseAddresses(raw)) {
          const letters = address.replace(/[^a-z]/gi, '')
          expect(raw.replace(/[^a-z]/gi, '')).toContain(letters)
        }
      }),
      { numRuns: 3000 },
    )
  })

  const bombs = [
    '(',
    '"',
    '<',
    ':',
    ';',
    ',',
    '@',
    'a:',
    '(a',
    '<a,',
    '"a\\',
    '=?',
    '=?a?q?',
    'a@b:',
    '[',
    '@[',
    'a ',
    '<"',
    '=?a?b?=',
  ] as const
  it.each(bombs)('takes time linear in the length of %j repeated', (bomb) => {
    const raw = bomb.repeat(520_000 / bomb.length)
    for (const text of [raw, `x ${raw};`, `x@ ${raw} y@z;`]) expect(unlessItHangs(() => parseAddresses(text))).toBeInstanceOf(Array)
  })
})

it('a list of more people than a call takes arguments is shown in whole', () => {
  const people = Array.from({ length: 600_000 }, (_, at) => ({ name: '', address: `a${at}@x.example`, group: null }))
  const shown = addressListText(people)
  expect([shown.slice(0, 26), shown.slice(-17)]).toEqual(['a0@x.example, a1@x.example', 'a599999@x.example'])
})
