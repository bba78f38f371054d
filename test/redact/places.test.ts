import { describe, expect, it } from 'vitest'
import { foldText, lettersApart } from '../../src/model/index.ts'
import { foldSurface } from '../../src/redact/fold-surface.ts'
import { alignQuote, findLetters, findPlaces, needlesOf } from '../../src/redact/index.ts'
import { unlessItHangs } from '../hang.ts'
import { fc } from '../properties.ts'
import { htmlSurface, mark, spanOf, textSurface } from './build.ts'

function places(text: string, needle: string): string[] {
  return findPlaces({ text }, needle).map(({ start, end }) => text.slice(start, end))
}

describe('the places of a text', () => {
  it.each([
    ['JANE roe and Jane  Roe', 'jane roe', ['JANE roe', 'Jane  Roe']],
    ['Zoë, ZOE\u0308', 'zoe', ['Zoë', 'ZOE\u0308']],
    ['Jane\n> Roe', 'Jane Roe', ['Jane\n> Roe']],
    ['> > Jane\n> > Roe', 'Jane Roe', ['Jane\n> > Roe']],
    ['Ja\u200bne R\u00adoe', 'Jane Roe', ['Ja\u200bne R\u00adoe']],
    ['Bartho-\nlomew, Bartho-\n> lomew', 'Bartholomew', ['Bartho-\nlomew', 'Bartho-\n> lomew']],
    ['Li Lisa Ali Li2 li@x.example _li_', 'Li', ['Li', 'li']],
    ['Smith Smithson smith42 blacksmith', 'Smith', ['Smith', 'smith']],
    ['office@x.example, oﬃce', 'office', ['office', 'oﬃce']],
    ['山田太郎さん', '山田太郎', ['山田太郎']],
    ['Ｊａｎｅ Roe', 'Jane Roe', ['Ｊａｎｅ Roe']],
    ['a\tb', 'a b', ['a\tb']],
    ['nothing', '', []],
  ])('of %j for %j are %j', (text, needle, expected) => {
    expect(places(text, needle)).toEqual(expected)
  })

  it('are found over inline tags, cells and blocks of a mail', () => {
    const surface = htmlSurface('<p>J<b>ane</b></p><p>Roe</p><table><tr><td>Jane<td>Roe</table>')
    expect(findPlaces(surface, 'Jane Roe')).toHaveLength(2)
  })

  it('are exactly the spans where it was put', () => {
    const other = fc.constantFrom('alpha', 'beta', 'gamma', 'Delta', 'ÉPSILON', '\n', '\n> ', ' ')
    const form = fc.constantFrom('Jane Roe', 'JANE ROE', 'Jane\nRoe', 'Ja\u0301ne\n> Roe', 'jane \t roe', 'Ja\u200dne Roe')
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 3, arbitrary: other }, { weight: 1, arbitrary: form.map((text) => ({ text })) }), { maxLength: 20 }),
        (pieces) => {
          let text = ''
          const expected: { start: number; end: number }[] = []
          for (const piece of pieces) {
            if (typeof piece === 'string') text += ` ${piece}`
            else {
              text += ' '
              expected.push({ start: text.length, end: text.length + piece.text.length })
              text += piece.text
            }
          }
          expect(findPlaces({ text }, 'Jane Roe')).toEqual(expected)
        },
      ),
    )
  })

  it('fold as the vocabulary does, where nothing is quoted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        fc.pre(!text.includes('>'))
        expect(foldSurface(text.toWellFormed()).text).toBe(foldText(text.toWellFormed()))
      }),
      { numRuns: 500 },
    )
  })

  it('are found in time linear in a long text', () => {
    const text = '> '.repeat(200_000) + 'a-\n'.repeat(100_000)
    expect(unlessItHangs(() => findPlaces({ text }, 'aaaaaaa'))).toEqual([])
  })
})

describe('the same letters with other signs between them', () => {
  const found = (text: string, wanted: string) => findLetters({ text }, wanted).map(({ start, end }) => text.slice(start, end))

  it.each([
    ['To: bartholomew.quist@example.org, x', 'Bartholomew Quist', ['bartholomew.quist@example.org']],
    ['see Bartholomew_Quist.doc', 'Bartholomew Quist', ['Bartholomew_Quist']],
    ['write to Bartholomew.Quist@example.org.', 'Bartholomew Quist', ['Bartholomew.Quist@example.org']],
    ['(020) 7946-0958', '020 7946 0958', ['020) 7946-0958']],
    ['BartholomewQuist', 'Bartholomew Quist', ['BartholomewQuist']],
    // What findPlaces finds is no place of another kind.
    ['Bartholomew Quist', 'bartholomew quist', []],
    // Inside a longer word the letters meet by chance.
    ['xbartholomewquist', 'Bartholomew Quist', []],
    ['bartholomewquisting', 'Bartholomew Quist', []],
    // Too few letters to say anything.
    ['a.n.n.li', 'Ann Li', []],
  ] as const)('%s: %s', (text, wanted, places) => {
    expect(found(text, wanted)).toEqual(places)
  })

  it('are found just where a pattern of them is that tries every place', () => {
    const wanted = 'ab7aab7b'
    const sign = fc.constantFrom('a', 'b', 'é', '7', ' ', '-', '.', '\u{1f300}', '\u{20000}')
    const piece = fc.oneof(sign, fc.constantFrom(wanted, 'ab7-aab7b', 'a.b.7.a.a.b.7.b'))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('')
        const form = foldSurface(text)
        const plain = findPlaces({ text }, wanted)
        const matches = [...form.text.matchAll(new RegExp(lettersApart(wanted), 'gu'))].map(({ index, 0: match }) => ({
          start: form.starts[index] ?? 0,
          end: form.ends[index + match.length - 1] ?? 0,
        }))
        const apart = matches.filter(({ start, end }) => !plain.some((place) => place.start <= start && end <= place.end))
        expect(findLetters({ text }, wanted)).toEqual(apart)
      }),
    )
  })

  it('are found in time linear in a long text', () => {
    const text = 'ab- '.repeat(200_000)
    expect(unlessItHangs(() => findLetters({ text }, 'ab'.repeat(90)))).toHaveLength(Math.floor(400_000 / 180))
  })
})

describe('a passage in quotes', () => {
  it('is found rewrapped and with quoting marks', () => {
    const passage = 'Please keep the diagnosis of my son between us until Friday.'
    const other = textSurface('Ann wrote:\n> Please keep the diagnosis\n> of my son between us\n>until Friday.\nOK')
    const [span] = alignQuote(passage, other)
    expect(other.text.slice(span?.start, span?.end)).toBe('Please keep the diagnosis\n> of my son between us\n>until Friday.')
  })
})

describe('needles', () => {
  it('are the hidden stretches and those of their words that stand nowhere else in the open', () => {
    const surface = textSurface('Please call Bartholomew Quist about the contract. The contract is Li.')
    const marks = [mark(surface, spanOf(surface, 'Bartholomew Quist about the contract')), mark(surface, spanOf(surface, 'Li'))]
    expect(needlesOf(surface, marks)).toEqual(['Bartholomew Quist about the contract', 'Bartholomew', 'Quist', 'about', 'Li'])
    expect(needlesOf(surface, marks, ['all about Quist'])).toEqual(['Bartholomew Quist about the contract', 'Bartholomew', 'Li'])
    expect(needlesOf(surface, [])).toEqual([])
  })
})
