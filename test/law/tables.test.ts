import { describe, expect, it } from 'vitest'
import { holidayTable } from '../../resources/holidays/generate.ts'
import table from '../../resources/holidays/holidays.json' with { type: 'json' }
import { allGrounds, ground, groundsFor, regimes } from '../../src/law/index.ts'

describe('the holiday table', () => {
  it('is what its script makes of the pinned package', () => {
    expect(JSON.parse(JSON.stringify(holidayTable(table.readOn)))).toEqual(table)
  })

  it('lists every regime that the commands promise', () => {
    const ids = regimes().map(({ id }) => id)
    for (const id of ['eu-de', 'eu-de-by', 'eu-ie', 'eu-fr', 'eu-pl', 'uk-eng', 'uk-sct', 'uk-nir']) expect(ids).toContain(id)
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('the code tables', () => {
  it('give every ground one code, at most three short words, a sentence and a source', () => {
    const codes = allGrounds().map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    for (const { short, sentence, source } of allGrounds()) {
      expect(short.split(' ').length).toBeLessThanOrEqual(3)
      expect(sentence).toMatch(/\.$/)
      expect(source).not.toBe('')
    }
  })

  it('offer a regime its own law and the non-exemption codes only', () => {
    const codes = (regime: string) => groundsFor(regime).map(({ code }) => code)
    expect(codes('eu-ie')).toEqual(expect.arrayContaining(['EU-15(4)', 'IE-162', 'OUT-OF-SCOPE']))
    expect(codes('eu-ie')).not.toContain('DE-29(1)')
    expect(codes('eu-de-by')).toContain('DE-29(1)')
    expect(codes('uk-eng')).toEqual(expect.arrayContaining(['UK-16', 'UK-19', 'DUPLICATE']))
    expect(codes('uk-eng')).not.toContain('EU-15(4)')
  })

  it('ask for the cited national law under every letter of Art. 23', () => {
    const letters = allGrounds().filter(({ code }) => code.startsWith('EU-23'))
    expect(letters).toHaveLength(10)
    for (const { test } of letters) expect(test.join(' ')).toMatch(/national law/)
  })

  it('say which numbers were not confirmed', () => {
    expect(ground('EU-85').confirmed).toBe(false)
    expect(ground('DE-34').confirmed).toBe(false)
    expect(ground('UK-16').confirmed).toBe(true)
  })

  it('refuse an unknown code', () => {
    expect(() => ground('constructor')).toThrowError(expect.objectContaining({ code: 'law/unknown-ground' }))
  })
})
