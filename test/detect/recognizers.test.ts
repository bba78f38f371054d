import { describe, expect, it } from 'vitest'
import { detect, makeDetector } from '../../src/detect/index.ts'
import { unlessItHangs } from '../hang.ts'
import { fc } from '../properties.ts'

const found = (text: string, type: string, region: string | null = 'IE'): string[] =>
  detect(text, { region })
    .filter((hit) => hit.type === type)
    .map((hit) => hit.text)

describe('mail addresses', () => {
  it.each([
    ['write to jane.roe@alder.example, please', ['jane.roe@alder.example']],
    ['<jane@alder.example>; "bob+x@birch.example".', ['jane@alder.example', 'bob+x@birch.example']],
    ['mailto:jane@alder.example?subject=x', ['jane@alder.example']],
    ['at the end: jane@alder.example.', ['jane@alder.example']],
    ['**jane@alder.example**', ['jane@alder.example']],
    ['田中@例え.example へ', ['田中@例え.example']],
    ['jørgen@ålesund.example', ['jørgen@ålesund.example']],
    ['jane.roe (at) alder.example', ['jane.roe (at) alder.example']],
    ['jane [at] alder [dot] example', ['jane [at] alder [dot] example']],
    ['@alder on social media, 5 @ 3.20, a@b, jane@localhost', []],
    ['me@@alder.example', []],
    ["'jane@alder.example'", ['jane@alder.example']],
  ])('in %j are %j', (text, expected) => {
    expect(found(text, 'email')).toEqual(expected)
  })

  it('of a desk score lower than those of a person', () => {
    const [person, desk] = detect('jane@alder.example info@alder.example')
    expect(person?.score).toBeGreaterThan(desk?.score ?? 1)
  })
})

describe('bank account numbers', () => {
  it.each([
    ['IBAN IE29 AIBK 9311 5212 3456 78.', ['IE29 AIBK 9311 5212 3456 78']],
    ['to DE89370400440532013000 today', ['DE89370400440532013000']],
    ['de89370400440532013000', ['DE89370400440532013000'.toLowerCase()]],
    ['GB82-WEST-1234-5698-7654-32', ['GB82-WEST-1234-5698-7654-32']],
    ['DE89 3704 0044\n> 0532 0130 00', ['DE89 3704 0044\n> 0532 0130 00']],
    ['DE88370400440532013000 has wrong check digits', []],
    ['DE8937040044053201300 is too short', []],
    ['DE893704004405320130001 is too long', []],
    ['XDE89370400440532013000 starts within a word', []],
    ['ZZ89370400440532013000', []],
  ])('in %j are %j', (text, expected) => {
    expect(found(text, 'iban')).toEqual(expected)
  })
})

describe('payment cards', () => {
  it.each([
    ['4111 1111 1111 1111', ['4111 1111 1111 1111']],
    ['card 5555555555554444, Visa 4012-8888-8888-1881', ['5555555555554444', '4012-8888-8888-1881']],
    ['378282246310005', ['378282246310005']],
    ['6011111111111117', ['6011111111111117']],
    ['4111 1111 1111 1112 fails Luhn', []],
    ['order 94111111111111111 is longer', []],
    ['1234567812345670 has no issuer', []],
    ['0000 0000 0000 0000', []],
    ['+4111111111111111', []],
    ['ref 12.4111111111111111', []],
    ['x4111111111111111', []],
  ])('in %j are %j', (text, expected) => {
    expect(found(text, 'card')).toEqual(expected)
  })
})

describe('phone numbers', () => {
  it.each([
    ['call +353 86 123 4567 today', 'IE', ['+353 86 123 4567']],
    ['call 086 123 4567', 'IE', ['086 123 4567']],
    ['Tel. 030 901820', 'DE', ['030 901820']],
    ['06 12 34 56 78', 'FR', ['06 12 34 56 78']],
    ['+48 22 123 45 67', null, ['+48 22 123 45 67']],
    ['phone 785 8949', 'IE', ['785 8949']],
    ['(978)645-9740 x11144', 'IE', ['(978)645-9740 x11144']],
    ['on 2026-03-05 at 10.30', 'IE', []],
    ['invoice 2026-000123', 'IE', []],
    ['1.2.3.4 and 192.168.10.20', 'IE', []],
    ['86.50 EUR and 1,234,567.00', 'IE', []],
  ])('in %j for %s are %j', (text, region, expected) => {
    expect(found(text, 'phone', region)).toEqual(expected)
  })
})

describe('a name that only an address spells', () => {
  const people = [{ names: [], emails: ['susan.scott@b.example'], spelled: ['Susan Scott'] }]
  const hits = (text: string, protect: readonly string[] = []) => detect(text, { people, protect, types: ['person'] })

  it.each([
    ['Ask Susan Scott.', ['Susan Scott']],
    ['Cc: South, Steven; Scott, Susan', ['Scott, Susan']],
    ['S. Scott has it', ['S. Scott']],
    ['Susan has it, and Scott', []],
  ])('is found in full or with the initial: %s', (text, found) => {
    expect(hits(text).map((hit) => hit.text)).toEqual(found)
  })

  it('is scored under a name from a header, and says why', () => {
    const [spelled] = hits('Ask Susan Scott.')
    const [shown] = detect('Ask Susan Scott.', { people: [{ names: ['Susan Scott'], emails: [] }], types: ['person'] })
    expect(spelled?.score).toBeLessThan(shown?.score ?? 0)
    expect(JSON.stringify(spelled)).toContain('a name as a correspondent’s address spells it')
  })

  it('is not suggested where it is the subject’s', () => {
    expect(hits('Ask Susan Scott.', ['Susan Scott'])).toEqual([])
  })
})

describe('the other correspondents’ names', () => {
  const people = [
    { names: ['Anne-Marie O’Neil', "O'Neil, Anne-Marie"], emails: [] },
    { names: ['Dr. Łukasz Żółty (Alder)'], emails: [] },
    { names: ['Jan van den Berg'], emails: [] },
    { names: ['Will Young'], emails: [] },
    { names: ['田中 花子'], emails: [] },
    { names: ['Support Team', 'info@alder.example'], emails: [] },
  ]
  const names = (text: string, protect: readonly string[] = []): string[] =>
    detect(text, { people, protect, types: ['person'] }).map((hit) => hit.text)
  it.each([
    ['Thanks Anne-Marie O’Neil.', ['Anne-Marie O’Neil']],
    ['ANNE MARIE O NEIL', ['ANNE MARIE O NEIL']],
    ['O’Neil, Anne-Marie', ['O’Neil, Anne-Marie']],
    ['A. O’Neil said', ['A. O’Neil']],
    ['Anne-Marie\n> O’Neil', ['Anne-Marie\n> O’Neil']],
    ['Łukasz Żółty i zółty kolor', ['Łukasz Żółty']],
    ['Jan van den Berg, van den Berg', ['Jan van den Berg', 'van den Berg'].slice(0, 1)],
    ['we will see young people', []],
    ['Will Young came', ['Will Young']],
    ['田中さんと田中花子', ['田中', '田中花子']],
    ['Ask the Support Team', []],
  ])('in %j are %j', (text, expected) => {
    expect(names(text)).toEqual(expected)
  })

  it('are not suggested where they are the subject’s own', () => {
    const own = ['Anna Berg', 'Berg, Anna']
    expect(names('Anna Berg and Jan van den Berg', own)).toEqual(['Jan van den Berg'])
    expect(names('Berg, Anna', own)).toEqual([])
    expect(names('Dear Anna', own)).toEqual([])
  })

  it('of a first name shared with the subject are found only in full', () => {
    const detector = makeDetector({ people: [{ names: ['Anna Roth'], emails: [] }], protect: ['Anna Berg'], types: ['person'] })
    expect(detector('Anna said to Anna Roth and Roth').map((hit) => hit.text)).toEqual(['Anna Roth', 'Roth'])
  })
})

describe('the subject', () => {
  const protect = ['Jane Roe', 'jane.roe@alder.example', '+353 86 123 4567', 'IE29AIBK93115212345678']
  it('is never suggested, in any format', () => {
    const text = 'Jane Roe <Jane.Roe@ALDER.example> 086 123 4567, IE29 AIBK 9311 5212 3456 78'
    expect(detect(text, { region: 'IE', protect })).toEqual([])
  })
})

describe('hits', () => {
  it('are sorted, lie within the text, do not overlap, and say why', () => {
    const pieces = [
      'jane@alder.example',
      '4111 1111 1111 1111',
      '086 123 4567',
      'DE89 3704 0044 0532 0130 00',
      'Jane Roe',
      ' ',
      '\n',
      'x',
      '0',
    ]
    const detector = makeDetector({ region: 'IE', people: [{ names: ['Jane Roe'], emails: [] }] })
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        let last = 0
        for (const hit of detector(text)) {
          expect(hit.start).toBeGreaterThanOrEqual(last)
          expect(text.slice(hit.start, hit.end)).toBe(hit.text)
          expect(hit.text.length).toBeGreaterThan(0)
          expect(hit.why).not.toBe('')
          expect(hit.why).not.toContain(hit.text)
          last = hit.end
        }
      }),
    )
  })

  it('are the same each time', () => {
    const text = 'Jane Roe, jane@alder.example, 086 123 4567'
    expect(detect(text, { region: 'IE' })).toEqual(detect(text, { region: 'IE' }))
  })

  it.each([
    ['a', 0, 'a'.repeat(1_000_000)],
    // The slowest of them: half a second for a hundred thousand signs.
    ['1 ', 0, '1 '.repeat(100_000)],
    ['@', 0, '@'.repeat(1_000_000)],
    ['a.', 100_000, `${'a.'.repeat(200_000)}@`],
    ['DE89 ', 0, 'DE89 '.repeat(100_000)],
    ['(at) ', 0, '(at) '.repeat(200_000)],
  ])('come from %j repeated, in time linear in the length', (_, places, text) => {
    expect(unlessItHangs(() => detect(text, { region: 'IE', people: [{ names: ['A A'], emails: [] }] }))).toHaveLength(places)
  })
})
