import { describe, expect, it } from 'vitest'
import { formsOfMatter, identify, runTerms } from '../../src/jobs/index.ts'
import { countTerms } from '../../src/jobs/term-search.ts'
import { indexOf, matterAbout } from '../identity/company/settle.ts'
import { letter, mboxOf } from './archive.ts'

/** Mail by Nora Quill, and six that only her telephone number finds, written in three ways. */
const mail = [
  letter({ id: 'own', from: 'Nora Quill <nora@harbour.example>', body: 'Call me.\n\nNora Quill\n020 7946 0018\n' }),
  ...['020 7946 0018', '(020) 7946-0018', '02079460018', '020-7946-0018', '020 7946 0018', '02079460018'].map((number, at) =>
    letter({ id: `n${at}`, from: 'Bo Lind <bo@harbour.example>', to: 'ida@harbour.example', body: `Ring ${number} at noon.\n` }),
  ),
]

describe('a telephone number in the search-term report', () => {
  it('is one term however it is written, and what only it finds is told as in Identify', async () => {
    const index = await indexOf(mboxOf(mail))
    const matter = matterAbout({ name: 'Nora Quill', emails: ['nora@harbour.example'], phones: ['020 7946 0018'] }, 'uk')
    const forms = formsOfMatter(matter, []).filter(({ accepted }) => accepted === true)
    const { terms } = countTerms(index, matter.scope, runTerms(index, matter, forms, 'UTC'), [])
    const numbers = terms.filter(({ term }) => /\d/u.test(term))
    expect(numbers).toEqual([expect.objectContaining({ term: '020 7946 0018', documents: 7, unique: 6 })])
    const identified = identify(index, matter, [], 'UTC').forms.filter(({ kind, accepted }) => kind === 'phone' && accepted === true)
    expect(identified.map(({ form, documents, unique }) => ({ form, documents, unique }))).toEqual([
      { form: '020 7946 0018', documents: 7, unique: 6 },
    ])
  })
})

describe('forms that are looked for by the same words', () => {
  it('are one term, which alone finds what nothing else does', async () => {
    const login = [1, 2, 3].map((at) => letter({ id: `l${at}`, body: 'The login nora.quill failed.\n' }))
    const index = await indexOf(mboxOf([...login, letter({ id: 'f', body: 'Quill Nora, payroll.\n' })]))
    const matter = matterAbout({ name: 'Nora Quill', names: ['Quill Nora'], identifiers: ['nora.quill'] }, 'uk')
    const forms = formsOfMatter(matter, []).filter(({ accepted }) => accepted === true)
    const { terms } = countTerms(index, matter.scope, runTerms(index, matter, forms, 'UTC'), [])
    const found = terms.filter(({ documents }) => documents > 0).map(({ term, alike, unique }) => [[term, ...alike].toSorted(), unique])
    expect(found).toContainEqual([expect.arrayContaining(['Nora Quill', 'nora.quill']), 3])
    expect(found).toContainEqual([expect.arrayContaining(['Quill Nora']), 1])
    expect(found).toHaveLength(2)
  })
})
