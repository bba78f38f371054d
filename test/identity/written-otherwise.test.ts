import { describe, expect, it } from 'vitest'
import { formsOf, propose } from '../../src/identity/index.ts'
import { indexWords } from '../../src/search/index.ts'
import { nothing } from './no-findings.ts'

/** What is looked for is words in a row. */
const words = (text: string): string => indexWords(text).join(' ')
const soughtFor = (name: string): ReadonlySet<string> => new Set(propose({ name }, nothing).map(({ form }) => words(form)))
const missing = (name: string, written: readonly string[]): readonly string[] => {
  const sought = soughtFor(name)
  return written.filter((each) => !sought.has(words(each)))
}

describe('a name in mail that mistakes its letters', () => {
  it.each([
    ['Jürgen Möller', ['JÃ¼rgen MÃ¶ller', 'J?rgen M?ller', 'J\ufffdrgen M\ufffdller', 'J=FCrgen M=F6ller', 'J%C3%BCrgen M%C3%B6ller']],
    [
      'Jürgen Möller',
      ['J&uuml;rgen M&ouml;ller', 'J&#252;rgen M&#246;ller', 'Ju¨rgen Mo¨ller', 'Mo¨ller, Ju¨rgen', 'M?ller', 'M&ouml;ller'],
    ],
    ['François Lefèvre', ['FranÃ§ois LefÃ¨vre', 'Fran?ois Lef?vre', 'Franc¸ois Lefe`vre', 'Fran&ccedil;ois Lef&egrave;vre']],
    ['Petr Dvořák', ['Petr Dvoøák', 'Petr DvoÅ™Ã¡k']],
    ['İbrahim Şahin', ['Ýbrahim Þahin']],
    ['Tomasz Zieliński', ['Tomasz Zieliñski', 'ZieliÅ„ski', 'Tomasz Zieli&#324;ski']],
  ])('is offered as it shows there: %s', (name, written) => {
    expect(missing(name, written)).toEqual([])
    const garbled = formsOf({ name }).filter(({ why }) => why.includes('mistaken charset'))
    expect(garbled.map(({ certainty }) => certainty)).toEqual(garbled.map(() => 'guess'))
  })

  it('is nothing else where all its letters are ASCII', () => {
    expect(propose({ name: 'Jane Roe' }, nothing).filter(({ why }) => why.includes('charset'))).toEqual([])
  })

  it.each(['Олена Шевченко', 'Γιώργος Παπαδόπουλος', 'José Ñ'])('is no row of question marks: %s', (name) => {
    expect(formsOf({ name }).filter(({ form }) => form.split(/[ ,]+/u).some((word) => words(word) === ''))).toEqual([])
  })

  it('is not offered alone where little is left of it', () => {
    expect(soughtFor('Bjørn Åse')).not.toContain('se')
  })
})

describe('what stands before a surname', () => {
  it.each([
    [
      'Ludwig van der Berg',
      ['Ludwig v. d. Berg', 'Ludwig v.d. Berg', 'Ludwig vd Berg', 'L. vd Berg', 'Ludwig Berg', 'Berg, Ludwig', 'v.d. Berg'],
    ],
    ['Karl von Arnim', ['Karl v. Arnim', 'v. Arnim, Karl', 'Karl Arnim']],
    ['Ahmed al-Rashid', ['Ahmed El-Rashid', 'Ahmed Elrashid', 'Ahmed Rashid']],
    ['Fiona McDonald', ['Fiona Mc Donald', 'Fiona Mac Donald', 'Fiona MacDonald', 'Mac Donald, Fiona', 'Mc Donald']],
    ['Fiona MacDonald', ['Fiona Mc Donald', 'Fiona McDonald']],
  ])('is also looked for shortened, written otherwise or left out: %s', (name, written) => {
    expect(missing(name, written)).toEqual([])
  })

  it.each(['Ludwig van der Berg', 'José de la Cruz Peña', 'Ahmed al-Rashid', 'Karl von Arnim'])(
    'is never offered by itself: %s',
    (name) => {
      const offered = soughtFor(name)
      expect(['van', 'der', 'von', 'de', 'la', 'al', 'v d'].filter((word) => offered.has(word))).toEqual([])
    },
  )
})

describe('an apostrophe within a name', () => {
  it.each([
    ["Conor O'Rourke", ['Conor O\u02bcRourke', 'Conor O\u02bbRourke', 'O\u02bcRourke', 'Conor O’Rourke']],
    ["Мар'яна Дем'яненко", ['Мар\u02bcяна Дем\u02bcяненко', 'Дем\u02bcяненко']],
    ['Мар\u02bcяна Дем\u02bcяненко', ["Мар'яна Дем'яненко"]],
  ])('is also the letter of Unicode that looks like one: %s', (name, written) => {
    expect(missing(name, written)).toEqual([])
  })
})
