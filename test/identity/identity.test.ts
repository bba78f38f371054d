import { describe, expect, it } from 'vitest'
import type { Seeds } from '../../src/identity/index.ts'
import { aliasesSeen, formsOf, protectedForms } from '../../src/identity/index.ts'

const forms = (seeds: Seeds, kind = 'name'): string[] => formsOf(seeds).flatMap((one) => (one.kind === kind ? [one.form] : []))

describe('forms of a name', () => {
  it.each([
    ['Katherine Brennan', ['Brennan, Katherine', 'K. Brennan', 'Kate Brennan', 'Katherine Brenan']],
    ['Katherine Anne Brennan', ['Katherine Brennan', 'Katherine A. Brennan', 'Brennan, Katherine Anne']],
    ['Jürgen Müller', ['Juergen Mueller', 'Müller, Jürgen']],
    ['Joerg Mueller', ['Jörg Müller']],
    ['Łukasz Żółty', ['Lukasz Zolty']],
    ['Анна Орлова', ['Anna Orlova', 'Орлова, Анна']],
    ['Jan van den Berg', ['van den Berg, Jan', 'J. van den Berg']],
  ])('%s includes %j', (name, expected) => {
    expect(forms({ name })).toEqual(expect.arrayContaining(expected))
  })

  it('leave out a spelling that folding finds anyway', () => {
    expect(forms({ name: 'Jürgen Müller' })).not.toContain('Jurgen Muller')
  })

  it('of one word are that word alone', () => {
    expect(formsOf({ name: 'Katherine' }).map(({ form }) => form)).toEqual(['Katherine'])
  })

  it('never hold a bare first name or surname', () => {
    expect(forms({ name: 'Katherine Brennan' }).every((form) => /\s/.test(form))).toBe(true)
  })
})

describe('forms of addresses, numbers and logins', () => {
  it('keep an address exactly, and without its tag', () => {
    expect(forms({ name: 'K B', emails: ['Kate+x@Alder.example'] }, 'email')).toEqual(['kate+x@alder.example', 'kate@alder.example'])
  })
  it('write a phone number in the usual ways', () => {
    expect(forms({ name: 'K B', phones: ['086 123 4567'], region: 'IE' }, 'phone')).toEqual(
      expect.arrayContaining(['086 123 4567', '+353861234567', '+353 86 123 4567', '0861234567', '00353861234567']),
    )
  })
  it('write a name as logins', () => {
    expect(forms({ name: 'Jürgen Weiß' }, 'identifier')).toEqual(expect.arrayContaining(['jurgen.weiss', 'jweiss']))
  })
  it('each say why, and appear once', () => {
    const all = formsOf({ name: 'Kate Brennan', names: ['Brennan, Kate', 'kate brennan'], emails: ['k@alder.example', 'K@ALDER.example'] })
    expect(all.every(({ why }) => why !== '')).toBe(true)
    expect(new Set(all.map(({ kind, form }) => `${kind}${form.toLowerCase()}`)).size).toBe(all.length)
  })
  it('that are guesses are not protected until they are accepted', () => {
    const seeds = { name: 'Katherine Brennan' }
    expect(protectedForms(seeds)).not.toContain('Kate Brennan')
    expect(protectedForms(seeds, ['Kate Brennan'])).toContain('Kate Brennan')
  })
})

describe('what the headers say', () => {
  const seeds = { name: 'Katherine Brennan', emails: ['katherine.brennan@alder.example', 'orders@alder.example'] }
  const rows = [
    { address: 'katherine.brennan@alder.example', name: 'Katherine Brennan', documents: 90 },
    { address: 'katherine.brennan@alder.example', name: 'Kitty B', documents: 3 },
    { address: 'kb@home.example', name: 'Katherine Brennan', documents: 4 },
    { address: 'katherine.brenan@alder.example', name: 'Katherine Brenan', documents: 2 },
    { address: 'kate@post.example', name: 'Kate Brennan', documents: 5 },
    { address: 'k.brennan@web.example', name: '', documents: 1 },
    { address: 'orders@alder.example', name: 'Tom Daly', documents: 7 },
    { address: 'kat@other.example', name: 'Katherine', documents: 8 },
    { address: 'sean.brennan@alder.example', name: 'Sean Brennan', documents: 9 },
  ]
  const aliases = aliasesSeen(seeds, rows)
  const alias = (form: string) => aliases.find((one) => one.form === form)

  it('offers a name shown with the subject’s address', () => {
    expect(alias('Kitty B')).toMatchObject({ kind: 'name', documents: 3, shared: false })
  })
  it('offers an address with the same full name as a possible namesake', () => {
    expect(alias('kb@home.example')).toMatchObject({ kind: 'email', namesake: true })
  })
  it('offers a misspelling, a short form and a login', () => {
    expect(alias('Katherine Brenan')?.why).toMatch(/one letter/)
    expect(alias('kate@post.example')?.why).toMatch(/short form/)
    expect(alias('k.brennan@web.example')?.why).toMatch(/written like/)
  })
  it('flags what a desk shows', () => {
    expect(alias('Tom Daly')?.shared).toBe(true)
  })
  it('never leads anywhere from one name alone', () => {
    expect(alias('kat@other.example')).toBeUndefined()
    expect(alias('sean.brennan@alder.example')).toBeUndefined()
  })
  it('does not depend on the order of rows', () => {
    expect(aliasesSeen(seeds, [...rows].reverse())).toEqual(aliases)
  })
})
