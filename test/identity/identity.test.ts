import { describe, expect, it } from 'vitest'
import type { Seeds } from '../../src/identity/index.ts'
import { formsOf, protectedForms, withEachExtension } from '../../src/identity/index.ts'

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
    [
      'María José García López',
      ['María José García', 'María García', 'M. J. García', 'MJ García', 'Mª José García', 'García López, María José'],
    ],
    ['María del Carmen de la Fuente Ruiz', ['María del Carmen de la Fuente', 'de la Fuente Ruiz, María del Carmen']],
    ...[
      ['Ana Pérez del Río', 'Ana Pérez', 'Pérez, Ana', 'A. Pérez', 'Pérez del Río, Ana', 'Ana del Río'],
      ['Pérez del Río, Ana', 'Ana Pérez', 'Ana Pérez del Río', 'Ana del Río', 'Pérez, Ana'],
      ['Carlos García de la Torre', 'Carlos García', 'García de la Torre, Carlos', 'C. García de la Torre'],
      ['María José Fernández-Ruiz de la Torre', 'María José Fernández', 'Mª José Fernández-Ruiz', 'Fernández-Ruiz de la Torre, María José'],
      ['Maria Pereira da Silva', 'Maria Pereira', 'Pereira da Silva, Maria'],
      ['Marie Dupont de Ligonnès', 'Marie Dupont', 'M. Dupont de Ligonnès'],
      ['Gian Carlo Rossi della Rovere', 'Gian Carlo Rossi'],
      ['Anna Smit-van den Berg', 'Anna Smit', 'A. Smit', 'Anna van den Berg', 'Smit-van den Berg, Anna'],
      ['Anna de Vries-Smit', 'Anna de Vries', 'Anna Smit'],
    ].map(([name = '', ...expected]): [string, string[]] => [name, expected]),
    ['João Pedro Costa Ferreira', ['João Pedro Ferreira', 'João Costa']],
    ['Saša Novak', ['Novak, Saša', 'S. Novak']],
    ['Thomas Bank', ['Bank, Thomas', 'Tom Bank']],
    ['Sa, Maria', ['Maria Sa', 'M. Sa']],
    ['Jack Ma', ['Ma, Jack', 'J. Ma']],
    ['Jane Roe MA', ['Roe, Jane']],
    ['Roe, Jane, PhD', ['Jane Roe', 'J. Roe']],
    ['Dr. Jane Roe, LL.M., PhD', ['Roe, Jane']],
    ...[
      ...['Dr. med. Jane Roe', 'Prof. Dr. h.c. Jane Roe', 'Dr.-Ing. Jane Roe', 'Dipl.-Kffr. Jane Roe', 'Prof.Dr. Jane Roe'],
      ...['Univ.-Prof. Dr. rer. nat. Jane Roe', 'DR. MED. Jane Roe', 'Roe, Dr. med. Jane', 'Jane Roe, Dr. phil.', 'Roe, Jane, Dr.'],
    ].map((titled): [string, string[]] => [titled, ['Jane Roe', 'Roe, Jane', 'J. Roe']]),
    ['Dr. Phil Dent', ['Dent, Phil']],
    ['mr phil jones', ['jones, phil', 'p. jones']],
    ['frau em müller', ['müller, em']],
    ['dr. phil collins', ['collins, phil']],
    ['DR. PHIL. COLLINS', ['COLLINS, PHIL.']],
    ['Pan-Pan Li', ['Li, Pan-Pan']],
    ['Eng Wei Tan', ['Tan, Eng Wei']],
    ...[
      ...['Rt Hon Jane Roe', 'Dr.Jane Roe', 'Prof.Dr.Jane Roe', 'Mr.Jane Roe'],
      ...['Mag. rer. soc. oec. Jane Roe', 'Dr. iur. utr. Jane Roe', 'tekn. dr Jane Roe', 'Mw. Jane Roe', 'Dhr. Jane Roe', 'ir. Jane Roe'],
      ...[
        'Lic. Jane Roe',
        'Dña. Jane Roe',
        'Eng. Jane Roe',
        'Capt. Jane Roe',
        'Rt. Hon. Jane Roe',
        'Доктор Jane Roe',
        'Г-н Jane Roe',
        'Κα Jane Roe',
      ],
    ].map((titled): [string, string[]] => [titled, ['Jane Roe', 'Roe, Jane', 'J. Roe']]),
    ['Dr. H. Roe', ['Roe, H.']],
    ['Roe, M.', ['M. Roe']],
    ['Ana Maria da Silva dos Santos Pereira', ['da Silva dos Santos Pereira, Ana Maria', 'Ana Pereira']],
  ])('%s includes %j', (name, expected) => {
    expect(forms({ name })).toEqual(expect.arrayContaining(expected))
  })

  it('leave out a spelling that folding finds anyway', () => {
    expect(forms({ name: 'Jürgen Müller' })).not.toContain('Jurgen Muller')
  })

  it('of one word are that word alone', () => {
    expect(formsOf({ name: 'Katherine' }).map(({ form }) => form)).toEqual(['Katherine'])
  })

  it('take no middle name for the first of two surnames', () => {
    expect(forms({ name: 'Katherine Anne Brennan' })).not.toContain('Katherine Anne')
    expect(forms({ name: 'Jan Willem van den Berg' })).not.toContain('Jan Willem')
    expect(forms({ name: 'Jan W. van den Berg' })).not.toContain('Jan W.')
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
  it('write a phone number with its extension, and without it as a guess alone', () => {
    const found = formsOf({ name: 'K B', phones: ['020 7946 0958 ext 12'], region: 'GB' }).filter(({ kind }) => kind === 'phone')
    const surer = found.filter(({ certainty }) => certainty !== 'guess').map(({ form }) => form)
    expect(surer.every((form) => form.endsWith('12'))).toBe(true)
    expect(surer).toEqual(
      expect.arrayContaining(['+44 20 7946 0958 ext 12', '020 7946 0958 ext 12', '+442079460958 ext 12', '02079460958 ext 12']),
    )
    expect(found.filter(({ certainty }) => certainty === 'guess').map(({ form }) => form)).toContain('+442079460958')
  })
  it('are kept from being redacted with whatever stands before the extension', () => {
    expect(withEachExtension('020 7946 0958 ext 12')).toEqual(expect.arrayContaining(['020 7946 0958 x12', '020 7946 0958 Durchwahl 12']))
    expect(withEachExtension('020 7946 0958')).toEqual(['020 7946 0958'])
  })
  it.each<[string, string | null, string]>([
    ['020 7946 0958-12', 'GB', '+442079460958 ext 12'],
    ['020 7946 0958, Extn. 12', 'GB', '+442079460958 ext 12'],
    ['tel:+442079460958;ext=12', null, '+442079460958 ext 12'],
    ['06131 1234 Durchwahl 56', 'DE', '+4961311234 ext 56'],
    ['+33 1 55 00 12 34 poste 56', null, '+33155001234 ext 56'],
    ['06131 1234-56', 'DE', '+496131123456'],
  ])('read the extension of %s', (phone, region, form) => {
    expect(forms({ name: 'K B', phones: [phone], region }, 'phone')).toContain(form)
  })
  it.each([
    ['0044 20 7946 0958', null, '+442079460958'],
    ['0044 20 7946 0958', 'US', '+442079460958'],
    ['(0044) 20 7946 0958', 'IE', '+442079460958'],
    ['+44 20 7946 0958', null, '00442079460958'],
    ['+44 (0)20 7946 0958', null, '02079460958'],
    ['００４４ 20 7946 0958', null, '+442079460958'],
  ])('write a number with its country as %s in %s: %s', (phone, region, other) => {
    expect(forms({ name: 'K B', phones: [phone], region }, 'phone')).toContain(other)
  })
  it.each<[string, string, 'variant' | 'guess' | null]>([
    ['Employee no. 00417', '00417', 'variant'],
    ['employee no. 417', '417', 'guess'],
    ['Emp 00417', '00417', 'guess'],
    ['Personalnummer: 00417', '00417', 'variant'],
    ['Mitarbeiter-Nr. 004-17/A', '004-17/A', 'variant'],
    ['ID 00417', '00417', 'variant'],
    ['EMP-00417', '00417', null],
    ['QQ 12 34 56 C', '12 34 56 C', null],
    ['００４１７', '00417', null],
  ])('of an identifier typed as %s are %s too: %s', (written, bare, certainty) => {
    const found = formsOf({ name: 'Zoe', identifiers: [written] }).filter(({ kind }) => kind === 'identifier')
    expect(found[0]).toMatchObject({ form: written.normalize('NFKC'), certainty: 'given' })
    expect(found.slice(1).map((one) => [one.form, one.certainty])).toEqual(certainty === null ? [] : [[bare, certainty]])
  })
  it('write an address with its domain in its own script and as it travels', () => {
    for (const email of ['Roe@BÜCHER.example', 'roe@xn--bcher-kva.example', 'roe@bücher.example.'])
      expect(forms({ name: 'K B', emails: [email] }, 'email')).toEqual(['roe@bücher.example', 'roe@xn--bcher-kva.example'])
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

describe('an address with a plus', () => {
  it('is the same mailbox without its tag; of a desk that is another’s perhaps', () => {
    const without = (address: string) =>
      formsOf({ name: 'Jane Roe', emails: [address] }).find(({ form }) => form === address.replace(/\+.*(?=@)/u, ''))?.certainty
    expect([without('jane.roe+shop@alder.example'), without('support+id111@alder.example')]).toEqual(['variant', 'guess'])
  })
})
