import { describe, expect, it } from 'vitest'
import { generatePassphrase, passphraseWords } from '../../src/produce/passphrase.ts'

describe('a passphrase for the requester', () => {
  it('is of seven words of the list, some 90 bits', () => {
    for (let run = 0; run < 20; run++) {
      const phrase = generatePassphrase().split(' ')
      expect(phrase).toHaveLength(7)
      for (const word of phrase) expect(passphraseWords).toContain(word)
    }
    expect(7 * Math.log2(new Set(passphraseWords).size)).toBeGreaterThan(90)
  })

  it('holds no word that nobody wants to read in an authority’s letter', () => {
    for (const word of ['douche', 'filth', 'racism', 'prison', 'widow']) expect(passphraseWords).not.toContain(word)
    for (const word of ['grape', 'glass', 'stable', 'umbrella']) expect(passphraseWords).toContain(word)
  })
})
