import { describe, expect, it } from 'vitest'
import type { Seeds } from '../../src/identity/index.ts'
import { formsOf, protectedForms } from '../../src/identity/index.ts'

const forms = (seeds: Seeds, kind = 'name'): string[] => formsOf(seeds).flatMap((one) => (one.kind === kind ? [one.form] : []))

describe('forms of a name', () => {
  it.each([
    ['Katherine Brennan', ['Brennan, Katherine', 'K. Brennan', 'Kate Brennan', 'Katherine Brenan']],
    ['Katherine Anne Brennan', ['Katherine Brennan', 'Katherine A. Brennan', 'Brennan, Katherine Anne']],
    ['Jürgen Müller', ['Juergen Mueller', 'Müller, Jürgen']],
    ['Joerg Mueller', ['Jörg Müller']],
    ['Łukasz Żółty', ['Żółty, Łukasz']],
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
