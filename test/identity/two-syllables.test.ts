import { describe, expect, it } from 'vitest'
import { formsOf, fullNames, relateDisplay } from '../../src/identity/index.ts'
import { indexWords } from '../../src/search/index.ts'

/** What is looked for is words in a row, so that hyphens, commas and capitals make no difference. */
const words = (text: string): string => indexWords(text).join(' ')
const soughtFor = (name: string): ReadonlySet<string> =>
  new Set(formsOf({ name }).flatMap(({ kind, form }) => (kind === 'name' ? [words(form)] : [])))

const xiaoming = [
  'Xiaoming Wang',
  'Xiao-Ming Wang',
  'Xiao Ming Wang',
  'XiaoMing Wang',
  'Wang Xiaoming',
  'Wang Xiao-Ming',
  'Wang Xiao Ming',
  'WANG, Xiao Ming',
]
const minjun = ['Minjun Kim', 'Min-jun Kim', 'Min Jun Kim', 'MinJun Kim', 'Kim Minjun', 'Kim Min-jun', 'Kim Min Jun', 'Kim, Min Jun']

describe('a given name of two syllables, as in China and Korea', () => {
  it.each([...xiaoming, ...minjun])('is looked for in one word and in two, surname last and first: %s', (name) => {
    const found = soughtFor(name)
    const all = xiaoming.includes(name) ? xiaoming : minjun
    expect(all.filter((each) => !found.has(words(each)))).toEqual([])
  })

  it.each(xiaoming)('is the same name however a header shows it: %s', (shown) => {
    for (const given of xiaoming)
      expect([given, relateDisplay(fullNames([given]), shown)?.relation]).toEqual([given, expect.stringMatching(/^(?:same|middle)$/u)])
  })

  it('is not taken apart beside a surname of elsewhere, or where it is no syllables', () => {
    for (const name of ['Roman Berger', 'Jane Roe', 'Christopher Lee', 'Mary Ann Lee', 'Lee Harris'])
      expect([name, formsOf({ name }).filter(({ why }) => /syllables|one word/u.test(why))]).toEqual([name, []])
    expect(relateDisplay(fullNames(['Xiaoming Wang']), 'Wang Xiao Hong')).toBeNull()
    expect(relateDisplay(fullNames(['Mary Smith']), 'Smith Mary Jones')).toBeNull()
  })
})
