import { describe, expect, it } from 'vitest'
import { indexForm, indexWords } from '../../src/search/index.ts'
import { fc } from '../properties.ts'

/** Letters and marks that folding treats each in its own way, beside any others. */
const piece = fc.oneof(
  fc.constantFrom(
    'é',
    'e\u0301',
    'Σ',
    'ς',
    'σ',
    'ﬁ',
    '“',
    '\u00ad',
    '\u200b',
    '½',
    '한',
    '일',
    '山',
    'ก',
    'Ä',
    'ß',
    'İ',
    ' ',
    '-',
    'a',
    'Z',
    '7',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
)
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

describe('the form that text is indexed in', () => {
  it('is the same for a text whatever ASCII text stands before and after it', () => {
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 80 }), (left, right, gap) => {
        const between = 'x'.repeat(gap)
        expect(indexWords(`${left} ${between} ${right}`).filter((word) => word !== '\u00a6')).toEqual(
          [...indexWords(left), between, ...indexWords(right)].filter((word) => word !== '\u00a6'),
        )
      }),
    )
  })

  it('leaves ASCII text alone, however far from the next letter beyond it', () => {
    expect(indexForm(`Plain TEXT, ${'as it is; '.repeat(9)}“Ünder”`)).toBe(`Plain TEXT, ${'as it is; '.repeat(9)} under `)
  })

  it.each([
    ['ΠΑΠΑΔΟΠΟΥΛΟΣ', 'Παπαδόπουλος'],
    ['ΠΑΠΑΔΟΠΟΥΛΟΣa', 'Παπαδοπουλοσa'],
    ['Mu\u0308ller', 'MÜLLER'],
    ['محمـــد', 'محمد'],
  ])('brings %s and %s together', (one, other) => {
    expect(indexWords(one)).toEqual(indexWords(other))
  })
})

it('a long text is brought to it in pieces, none of which ends within a character or a syllable', () => {
  const syllables = '한글'
  const parts = syllables.normalize('NFD')
  const count = Math.ceil(1_200_000 / parts.length)
  expect(indexForm(parts.repeat(count)) === indexForm(syllables).repeat(count)).toBe(true)
  // Half a million ends within a pair, and between a letter and its accent.
  expect(indexForm(`a${'𝕬'.repeat(600_000)}`) === `a${'a'.repeat(600_000)}`).toBe(true)
  expect(indexForm(`б${'и\u0306'.repeat(600_000)}`) === `б${'и'.repeat(600_000)}`).toBe(true)
})
