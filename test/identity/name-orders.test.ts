import { describe, expect, it } from 'vitest'
import { allLoginsOf, type Form, formsOf, fullNames, loginsOf } from '../../src/identity/index.ts'

/** The forms of a name of one certainty, in order; of the kinds of `why` that match. */
const of = (name: string, certainty: Form['certainty'], why: RegExp): readonly string[] =>
  formsOf({ name }).flatMap((form) => (form.kind === 'name' && form.certainty === certainty && why.test(form.why) ? [form.form] : []))

describe('a name is written in every order, with and without what stands between', () => {
  it('that of two words: in both orders surely, by an initial perhaps', () => {
    expect(of('Roe, Ada', 'variant', /./u)).toEqual(['Ada Roe'])
    expect(of('Ada Roe', 'variant', /./u)).toEqual(['Roe, Ada'])
    expect(of('Ada Roe', 'guess', /initial/u)).toEqual(['A. Roe', 'Roe, A.'])
  })
  it('that with middle names: without them and by their initials surely, by initials alone or by a middle name perhaps', () => {
    expect(of('Ada Mary Jo Roe', 'variant', /./u)).toEqual(['Roe, Ada Mary Jo', 'Ada Roe', 'Roe, Ada', 'Ada M. J. Roe', 'Roe, Ada M. J.'])
    expect(of('Ada Mary Jo Roe', 'guess', /initial/u)).toEqual(['A. Roe', 'Roe, A.', 'A. M. J. Roe', 'AMJ Roe'])
    // Of two letters, a middle name is an abbreviation or somebody else's.
    expect(of('Ada Mary Jo Roe', 'guess', /by a middle name/u)).toEqual(['Mary Roe'])
  })
})

describe('a name is written in every spelling of its letters', () => {
  it('spelled out surely, with an umlaut that may stand behind two vowels perhaps', () => {
    expect(of('Jörg Weiß', 'variant', /spelling/u)).toEqual(['Joerg Weiß', 'Weiß, Joerg'])
    expect(of('Joerg Weiss', 'variant', /spelling/u)).toEqual([])
    expect(of('Joerg Weiss', 'guess', /spelling/u)).toEqual(['Jörg Weiss', 'Weiss, Jörg'])
  })
  it('in Latin letters surely', () => {
    expect(of('Анна Орлова', 'variant', /spelling/u)).toEqual(expect.arrayContaining(['Anna Orlova', 'Orlova, Anna']))
  })
  it('with a double letter once, perhaps', () => {
    expect(of('Ada Brennan', 'guess', /double letter/u)).toEqual(['Ada Brenan'])
    expect(formsOf({ name: 'Ada Brennan' }).find(({ form }) => form === 'Ada Brenan')?.group).toBe('misspelling')
    expect(of('Ada Roe', 'guess', /double letter/u)).toEqual([])
  })
})

describe('a double name is written by its halves', () => {
  it('a surname: each half, and the other way round where a hyphen joins them', () => {
    expect(of('Ada Roe-Lindt', 'guess', /double surname/u)).toEqual(['Ada Roe', 'Ada Lindt', 'Ada Lindt-Roe'])
    expect(of('Roe Lindt, Ada', 'guess', /double surname/u)).toEqual(['Ada Roe', 'Ada Lindt'])
  })
  it('a first name: each half, as a name that they may go by', () => {
    expect(of('Eva-Lena Roe', 'guess', /double first name/u)).toEqual(['Eva Roe', 'Lena Roe'])
    expect(formsOf({ name: 'Eva-Lena Roe' }).find(({ form }) => form === 'Lena Roe')?.group).toBe('nickname')
  })
  it('but not by a particle, nor by a half of two letters', () => {
    expect(of('Jan van den Berg', 'guess', /double surname/u)).toEqual([])
    expect(of('Jo-Ulla Li-Roe', 'guess', /double/u)).toEqual([])
  })
})

describe('a name is written as a login', () => {
  it('in the ways of directories, one cut at eight letters too', () => {
    expect(loginsOf({ given: ['Ada', 'Mary'], family: 'Brennan' })).toEqual([
      ...['ada.brennan', 'ada_brennan', 'adabrennan', 'abrennan', 'a.brennan', 'a_brennan'],
      ...['brennan.ada', 'brennan_ada', 'brennanada', 'brennana', 'brennan.a', 'adab', 'ada.b'],
      ...['ambrennan', 'ada.m.brennan', 'abrenna'],
    ])
    expect(loginsOf({ given: ['Ada'], family: 'Li' })).toEqual([])
  })

  it.each([
    ['Jürgen Möller', ['jmoeller', 'jmoller', 'juergenmoeller', 'moellerj']],
    ['Karl-Heinz Müller-Lüdenscheidt', ['khmueller', 'kmueller', 'karlmueller', 'khmuellerluedenscheidt', 'kluedenscheidt']],
    ['María José García López', ['mjgarcia', 'mgarcia', 'mjgarcialopez']],
    ['José de la Cruz Peña', ['jdelacruz', 'josedelacruz']],
    ['Wang Xiaoming', ['xwang', 'xmwang', 'wangxm', 'xiaomingwang']],
    ['Jane Roe (née Walker)', ['jwalker', 'janewalker', 'jroe']],
    ['Elizabeth Carter', ['lizcarter', 'bettycarter']],
  ])('also by what else somebody is called: %s', (name, logins) => {
    const own = new Set(fullNames([name]).flatMap(allLoginsOf))
    expect(logins.filter((login) => !own.has(login))).toEqual([])
    const offered = new Set(formsOf({ name }).map(({ form }) => form))
    expect(logins.filter((login) => login.length > 4 && !offered.has(login))).toEqual([])
  })

  it('but not by the initial of a short form: anybody’s whose name begins so', () => {
    expect(fullNames(['Elizabeth Carter']).flatMap(allLoginsOf)).not.toContain('lcarter')
  })
})
