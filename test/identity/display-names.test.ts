import { describe, expect, it } from 'vitest'
import { formsOf, fullNames, namesInText, type Proposal, propose, relateDisplay } from '../../src/identity/index.ts'
import { nothing } from './no-findings.ts'

const seeds = { name: 'Jane Roe', emails: ['jane.roe@alder.example'] }
const shownAs = (name: string, address = 'x@birch.example'): readonly Proposal[] =>
  propose(seeds, { ...nothing, people: [{ address, name, documents: 3 }] })
const of = (form: string, list: readonly Proposal[]): Proposal | undefined => list.find((one) => one.form === form)
const namesOf = (name: string): readonly (readonly [string, string])[] =>
  formsOf({ name }).flatMap(({ kind, form, certainty }) => (kind === 'name' ? [[form, certainty] as const] : []))

describe('a display name with a firm, a list or a mark beside the person', () => {
  it.each([
    ['BIRCH OIL - Jane Roe', 'Jane Roe'],
    ['Jane Roe - BIRCH OIL', 'Jane Roe - BIRCH OIL'],
    ['Birch Oil Ltd | Jane Roe', 'Jane Roe'],
    ['Birch Oil: Roe, Jane', 'Roe, Jane'],
    ['Jane Roe, BIRCH', 'Jane Roe'],
    ['Jane Roe, Birch Oil Ltd', 'Jane Roe'],
    ['Roe Jane [EXT]', 'Roe Jane [EXT]'],
    ['Jane Roe via Announcements', 'Jane Roe via Announcements'],
  ])('%s is read for the person in it', (display, person) => {
    expect(relateDisplay(fullNames(['Jane Roe']), display)).toMatchObject({ relation: 'same', person })
  })
  it.each(['BIRCH OIL - Bo Lind', 'Roe - Jane', 'Bo Lind, Jane', 'Jane Roe, Bo Lind', 'Birch - J. Roe', 'Jan Row - BIRCH'])(
    '%s is somebody else, or says too little',
    (display) => {
      expect(relateDisplay(fullNames(['Jane Roe']), display)).toBeNull()
    },
  )
  it.each([
    ['Ana Pérez del Río', 'Ana Pérez', 'joined'],
    ['Ana Pérez del Río', 'Pérez del Río, Ana', 'same'],
    ['Pérez del Río, Ana', 'Ana Pérez del Río', 'same'],
    ['Pérez del Río, Ana', 'A. Pérez del Río', 'initial'],
    ['Anna Smit-van den Berg', 'Anna Smit', 'joined'],
    ['Anna Smit-van den Berg', 'Anna van den Berg', 'joined'],
  ])('of %s is known again in %s, by one surname of two or both', (name, display, relation) => {
    expect(relateDisplay(fullNames([name]), display)).toMatchObject({ relation })
  })
  it('is offered as perhaps a namesake’s, and says that a firm stands beside', () => {
    expect(of('x@birch.example', shownAs('BIRCH OIL - Jane Roe'))).toMatchObject({
      namesake: true,
      flagged: null,
      why: expect.stringMatching(/beside the name of a firm/),
    })
  })
  it('gives the reason of a name by itself before that of one beside a firm', () => {
    const people = ['BIRCH OIL - Jane Roe', 'Jane Ann Roe'].map((name) => ({ address: 'x@birch.example', name, documents: 3 }))
    expect(of('x@birch.example', propose(seeds, { ...nothing, people }))?.why).toMatch(/other middle names/)
  })
  it('gives the name alone where the address is the subject’s', () => {
    const forms = shownAs('BIRCH OIL - Jane Anne Roe', 'jane.roe@alder.example')
    expect(of('Jane Anne Roe', forms)?.why).toBe('shown with an address of the subject')
    expect(of('Jane A. Roe', shownAs('Jane A. Roe [EXT]', 'jane.roe@alder.example'))?.why).toBe('shown with an address of the subject')
  })
  it('is flagged where a list sends for the person: its address is nobody’s', () => {
    expect(of('x@birch.example', shownAs('Jane Roe via Announcements'))).toMatchObject({
      flagged: 'shared',
      namesake: false,
      why: expect.stringMatching(/a list or a service/),
    })
  })
})

describe('a name before a marriage', () => {
  it.each(['Jane Roe (née Smith)', 'Jane Roe née Smith', 'Jane Roe, geb. Smith', 'Jane Roe (geb. Smith)', 'Jane Roe [formerly: Smith]'])(
    'that is given as %s is looked for in both, and joined as a guess',
    (name) => {
      const forms = new Map(namesOf(name))
      for (const form of ['Jane Roe', 'Roe, Jane', 'Jane Smith', 'Smith, Jane']) expect(forms.get(form), form).toBe('variant')
      for (const form of ['J. Smith', 'Jane Roe-Smith', 'Jane Smith-Roe']) expect(forms.get(form), form).toBe('guess')
    },
  )
  it('that only stands in brackets is a guess, and no name where it is a short form', () => {
    const smith = formsOf({ name: 'Jane Roe (Smith)' }).find(({ form }) => form === 'Jane Smith')
    expect(smith).toMatchObject({ certainty: 'guess', why: expect.stringMatching(/perhaps one before a marriage/) })
    expect(namesOf('William Roe (Bill)').map(([form]) => form)).not.toContain('William Bill')
    expect(namesOf('Jane Roe (HR)').map(([form]) => form)).not.toContain('Jane HR')
    expect(namesOf('Jane Roe (Sales)').map(([form]) => form)).not.toContain('Jane Sales')
  })
  it('relates a colleague who is now called otherwise', () => {
    expect(relateDisplay(fullNames(['Jane Roe']), 'Jane Smith (née Roe)')).toMatchObject({ relation: 'same', by: 'former' })
    expect(relateDisplay(fullNames(['Jane Roe (née Smith)']), 'Smith, Jane')).toMatchObject({ relation: 'same', by: 'name' })
    expect(relateDisplay(fullNames(['Jane Roe']), 'Jane Smith (Roe)')).toBeNull()
    expect(relateDisplay(fullNames(['Jane Roe (Smith)']), 'Jane Smith')).toBeNull()
  })
  it('is offered from what an address shows, surely or perhaps', () => {
    expect(of('Jane Smith', shownAs('Jane Roe (née Smith)', 'jane.roe@alder.example'))?.why).toMatch(/^the name before a marriage/)
    expect(of('Jane Smith', shownAs('Jane Roe (Smith)', 'jane.roe@alder.example'))?.why).toMatch(/perhaps one before a marriage/)
    const since = shownAs('Jane Smith (née Roe)')
    expect(of('Jane Smith', since)?.why).toMatch(/^the name since a marriage/)
    expect(of('x@birch.example', since)).toMatchObject({ namesake: true, why: expect.stringMatching(/from before a marriage/) })
  })
  it('is offered from what a text says', () => {
    const text = 'Please welcome Jane Smith (née Roe) and Ann Roe geb. Falk.'
    expect(namesInText(text, ['Jane Roe'])).toContain('Jane Smith (née Roe)')
    const written = propose(seeds, { ...nothing, written: [{ text: 'Jane Smith (née Roe)', documents: 1 }] })
    expect(of('Jane Smith', written)?.why).toBe('the name since a marriage, as a text gives it')
  })
})
