import { describe, expect, it } from 'vitest'
import { foldText, lettersApart, lettersOf, spacedWords } from '../../src/model/index.ts'

const millions = 6_000_000

describe('the letters of a text', () => {
  it('tell what it says whatever stands between them', () => {
    expect(lettersOf(foldText('> Ann-Berg,\n> Köln 3'))).toBe('annbergkoln3')
    expect(spacedWords(foldText('“Ann-Berg”, Köln'))).toBe(' ann berg koln')
    expect(lettersApart('annberg').test('mail to ann.berg@x')).toBe(true)
    expect(lettersApart('annberg').test('joannberg')).toBe(false)
  })

  it('are found in any text that mail can hold: of millions of signs, or of millions of letters and one sign', () => {
    const drawn = `a${'\u2014'.repeat(millions)}b`
    expect(lettersOf(drawn)).toBe('ab')
    expect(spacedWords(drawn)).toBe('a b')
    expect(lettersApart('ab').test(drawn)).toBe(false)
    expect(foldText(`${'a\n'.repeat(millions)}\u2014`).length).toBe(2 * millions + 1)
  })
})
