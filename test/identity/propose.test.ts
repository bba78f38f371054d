import { describe, expect, it } from 'vitest'
import { type Proposal, propose, type Seeds } from '../../src/identity/index.ts'
import { fc } from '../properties.ts'
import { nothing } from './no-findings.ts'

const seeds: Seeds = { name: 'Katherine Brennan', emails: ['katherine.brennan@alder.example', 'orders@alder.example'] }
const rows = [
  { address: 'katherine.brennan@alder.example', name: 'Katherine Brennan', documents: 90 },
  { address: 'katherine.brennan@alder.example', name: 'Kitty B', documents: 3 },
  { address: 'katherine.brennan@alder.example', name: 'Katherine Walsh', documents: 5 },
  { address: 'kb@home.example', name: 'Katherine Brennan', documents: 4 },
  { address: 'katherine.brenan@alder.example', name: 'Katherine Brenan', documents: 2 },
  { address: 'kate@post.example', name: 'Kate Brennan', documents: 5 },
  { address: 'k.brennan@web.example', name: '', documents: 1 },
  { address: 'brennank@web.example', name: '', documents: 1 },
  { address: 'katherine.brennan+lists@alder.example', name: '', documents: 1 },
  { address: 'katherine.brennan@mail.alder.example', name: '', documents: 1 },
  { address: 'orders@alder.example', name: 'Tom Daly', documents: 7 },
  { address: 'orders@alder.example', name: 'Ann Roche', documents: 7 },
  { address: 'info@alder.example', name: 'Katherine Brennan', documents: 1 },
  { address: 'office@brennanboats.example', name: 'Katherine Brennan', documents: 3 },
  { address: 'kat@other.example', name: 'Katherine', documents: 8 },
  { address: 'sean.brennan@alder.example', name: 'Sean Brennan', documents: 9 },
  { address: '/o=alder/ou=eu/cn=recipients/cn=kbrenna1', name: 'Brennan, Katherine', documents: 2 },
]
const proposed = propose(seeds, { ...nothing, people: rows })
const of = (form: string, list: readonly Proposal[] = proposed) => list.find((one) => one.form === form)

describe('what the headers say', () => {
  it('offers names shown with the subject’s address, from a marriage too', () => {
    expect(of('Kitty B')).toMatchObject({ kind: 'name', certainty: 'guess', flagged: null })
    expect(of('Katherine Walsh')).toMatchObject({ kind: 'name', why: 'shown with an address of the subject' })
  })
  it('offers an address with the same full name as a possible namesake’s', () => {
    expect(of('kb@home.example')).toMatchObject({ kind: 'email', namesake: true })
    expect(of('office@brennanboats.example')).toMatchObject({ kind: 'email', namesake: true })
  })
  it('offers a misspelling, a short form and logins', () => {
    expect(of('Katherine Brenan')?.group).toBe('misspelling')
    expect(of('kate@post.example')?.why).toMatch(/short or long form/)
    expect(of('k.brennan@web.example')?.why).toMatch(/written like/)
    expect(of('brennank@web.example')?.why).toMatch(/written like/)
    expect(of('kbrenna1')).toMatchObject({ kind: 'identifier', group: 'login' })
  })
  it('offers tagged and sub-domain forms of a given address as no namesake’s', () => {
    expect(of('katherine.brennan+lists@alder.example')).toMatchObject({ namesake: false, why: expect.stringMatching(/tag/) })
    expect(of('katherine.brennan@mail.alder.example')).toMatchObject({ namesake: false, why: expect.stringMatching(/sub-domain/) })
  })
  it('flags what a desk shows, and takes a desk of the own organisation for nobody’s', () => {
    expect(of('Tom Daly')?.flagged).toBe('shared')
    expect(of('info@alder.example')).toMatchObject({ flagged: 'shared', namesake: false })
  })
  it('never leads anywhere from one name alone', () => {
    expect(of('kat@other.example')).toBeUndefined()
    expect(of('sean.brennan@alder.example')).toBeUndefined()
  })
  it('does not depend on the order of rows', () => {
    const sorted = (list: readonly Proposal[]) => list.map(({ kind, form }) => `${kind} ${form}`).sort()
    expect(sorted(propose(seeds, { ...nothing, people: [...rows].reverse() }))).toEqual(sorted(proposed))
  })
})

describe('what the vocabulary says', () => {
  const vocabulary = new Map([
    ['katherine', 50],
    ['brennan', 60],
    ['kathrine', 2],
    ['brenan', 3],
    ['brannen', 1],
    ['kate', 9],
    ['brendan', 40],
  ])
  const list = propose(seeds, { ...nothing, vocabulary })
  it.each(['Kathrine Brenan', 'Brenan, Kathrine', 'Kate Brenan', 'K. Brenan', 'Kathrine', 'Kate'])('offers %s', (form) => {
    expect(of(form, list)).toBeDefined()
  })
  it.each([
    ['Jürgen Groß-Müller', ['Groß-Müller', 'Gross-Mueller']],
    ["Marie d'Étienne", ["d'Étienne"]],
    ["Elizabeth O'Connor-Smith", ["O'Connor-Smith", "O'Connor", 'OConnor']],
    ['María José García López', ['García López']],
  ])('offers the whole surname of %s alone, and halves that the index cuts', (name, expected) => {
    const found = propose({ name }, { ...nothing, vocabulary: new Map([['oconnor', 1]]) })
    expect(found.map(({ form }) => form)).toEqual(expect.arrayContaining(expected))
  })
  it('offers a surname that holds a mark word by word, since it is indexed so', () => {
    const found = propose(
      { name: 'Siobhan O’Rourke' },
      {
        ...nothing,
        vocabulary: new Map([
          ['rourle', 1],
          ['orourke', 2],
          ['tourke', 1],
        ]),
      },
    )
    expect(of('Siobhan O’Rourle', found)?.group).toBe('misspelling')
    expect(of('Siobhan O’Tourke', found)?.group).toBe('misspelling')
    expect(found.some(({ form }) => /^siobhan[ .]orourke$/i.test(form))).toBe(true)
  })
})

describe('what texts say', () => {
  it('offers a pet name that no table knows once it is a habit, and not a colleague’s name', () => {
    const found = propose(seeds, {
      ...nothing,
      bearers: ['Devlin Kate'],
      signed: [
        { text: 'Bunny', documents: 2 },
        { text: 'Devlin', documents: 9 },
        { text: 'Foam', documents: 1 },
        { text: 'KB', documents: 1 },
      ],
      greeted: [{ text: 'Brennan', documents: 1 }],
    })
    expect(of('Bunny', found)?.why).toBe('the subject signs so')
    expect(of('Devlin', found)).toBeUndefined()
    expect(of('Foam', found)).toBeUndefined()
    expect(of('KB', found)?.why).toMatch(/^initials/)
  })
  it('offers initials with those of a middle name that nobody gave, and no abbreviation', () => {
    const signed = ['KMB', 'KT', 'K.X.', 'KTX', 'TB', 'kt'].map((text) => ({ text, documents: 1 }))
    const found = propose(seeds, { ...nothing, signed, greeted: [{ text: 'KQ', documents: 1 }] })
    expect(found.flatMap(({ form, why }) => (/perhaps initials/.test(why) ? [form] : []))).toEqual([
      'KMB',
      'K.M.B.',
      'KT',
      'K.T.',
      'K.X.',
      'KX',
    ])
    const ursula = propose(
      { name: 'Ursula Kent' },
      {
        ...nothing,
        signed: [
          { text: 'UK', documents: 1 },
          { text: 'US', documents: 9 },
        ],
      },
    )
    expect(ursula.map(({ form, why }) => [form, why])).toContainEqual(['UK', 'initials: the subject signs so'])
    expect(of('US', ursula)).toBeUndefined()
  })
  it('does not take the firm in a signature for a pet name', () => {
    const found = propose(seeds, { ...nothing, people: rows, signed: [{ text: 'Alder', documents: 9 }] })
    expect(of('Alder', found)).toBeUndefined()
  })
  it('takes no organisation for a person: shown with the subject’s address, or signed', () => {
    const shown = ['Alder', 'Alder Ltd', 'Acme GmbH', 'Kitty'].map((name) => ({
      address: 'katherine.brennan@alder.example',
      name,
      documents: 9,
    }))
    const signed = ['Acme Ltd', 'Alder Boats'].map((text) => ({ text, documents: 9 }))
    const found = propose(seeds, { ...nothing, people: shown, signed })
    expect(found.flatMap(({ form, why }) => (/shown with|signs so/.test(why) ? [form] : []))).toEqual(['Kitty'])
  })
  it('knows the name with the surname first and no comma', () => {
    const shown = ['BRENNAN Katherine'].map((name) => ({ address: 'k@web.example', name, documents: 1 }))
    const found = propose(seeds, { ...nothing, people: shown })
    expect(of('k@web.example', found)).toMatchObject({ namesake: true, flagged: null })
    const bearers = ['BRENNAN Katherine']
    expect(of('Brennan', propose(seeds, { ...nothing, bearers, vocabulary: new Map([['brennan', 4]]) }))?.flagged).toBeNull()
  })
  it('offers initials with points and without, since the index has them as other words', () => {
    const found = propose(seeds, { ...nothing, signed: [{ text: 'KB', documents: 1 }] })
    expect(of('KB', found)).toBeDefined()
    expect(of('K.B.', found)?.why).toMatch(/^initials/)
    const pointed = propose(seeds, { ...nothing, signed: [{ text: 'K.B.', documents: 1 }] })
    expect(of('KB', pointed)).toBeDefined()
    expect(of('JF Dubreuil', propose({ name: 'Jean François Dubreuil' }, nothing))).toBeDefined()
  })
  it('offers numbers that stand on a card of the subject once', () => {
    const found = propose(seeds, { ...nothing, carded: [{ text: '+44 20 7946 0018', documents: 1 }] })
    expect(of('+44 20 7946 0018', found)).toMatchObject({ kind: 'phone', why: 'stands on a card of the subject' })
  })
  it('offers initials that only others write as doubtful, and says who has the same', () => {
    const initials = [{ text: 'KB', documents: 3, others: ['Karl Bohm'] }]
    const found = propose(seeds, { ...nothing, initials })
    expect(of('KB', found)).toMatchObject({
      certainty: 'guess',
      flagged: 'common',
      others: ['Karl Bohm'],
      why: expect.stringMatching(/^initials, perhaps.* in 3 mails/),
    })
    expect(of('K.B.', found)?.certainty).toBe('guess')
    expect(of('KB', propose(seeds, { ...nothing, initials, signed: [{ text: 'KB', documents: 1 }] }))?.why).toBe(
      'initials: the subject signs so',
    )
  })
  it('says who else is called so', () => {
    const found = propose(seeds, {
      ...nothing,
      bearers: ['Kate Molloy', 'Molloy, Kate', 'Katherine Brennan'],
      vocabulary: new Map([['kate', 4]]),
    })
    expect(of('Kate', found)).toMatchObject({ flagged: 'common', others: ['Kate Molloy', 'Molloy, Kate'] })
    expect(of('Brennan', found)?.flagged).toBeNull()
  })
})

describe('proposals', () => {
  it('appear once for the same words, each with its reason, whatever the archive holds', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ address: fc.string(), name: fc.string(), documents: fc.nat() })),
        fc.array(fc.string()),
        fc.string(),
        (people, texts, name) => {
          const written = texts.map((text) => ({ text, documents: 2 }))
          const list = propose(
            { name, emails: ['a@b.example'] },
            { ...nothing, people, written, signed: written, greeted: written, phones: written, bearers: texts },
          )
          expect(list.every(({ why, form }) => why !== '' && form.trim() !== '')).toBe(true)
          expect(new Set(list.map(({ kind, form }) => `${kind} ${form}`)).size).toBe(list.length)
        },
      ),
      { numRuns: 200 },
    )
  })
})
