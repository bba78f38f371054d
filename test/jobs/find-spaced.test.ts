import { describe, expect, it } from 'vitest'
import { formsOfMatter, identify, runTerms, withoutTwins } from '../../src/jobs/index.ts'
import type { StoredForm } from '../../src/store/index.ts'
import { indexOf, matterAbout } from '../identity/company/settle.ts'
import { letter, mboxOf } from './archive.ts'

const own = 'jsmith2@harbour.example'
const subject = { name: 'John Smith', emails: [own], phones: ['+44 20 7946 0123'] }

const archiveOf = (texts: readonly string[]) =>
  indexOf(
    mboxOf([
      letter({ id: 'own', from: `John Smith <${own}>`, to: 'bo@harbour.example' }),
      ...texts.map((body, at) =>
        letter({ id: `m${at}`, subject: `${at}`, from: 'bo@harbour.example', to: 'ida@harbour.example', body: `${body}\n` }),
      ),
    ]),
  )

/** What is offered beside what was given and the words of the name, with in how many documents it stands. */
async function offered(texts: readonly string[], given = subject): Promise<Readonly<Record<string, number>>> {
  const { forms } = identify(await archiveOf(texts), matterAbout(given, 'uk'), [], 'UTC')
  return Object.fromEntries(forms.flatMap(({ form, accepted, documents }) => (accepted === null ? [[form, documents]] : [])))
}

describe('a name in one word, letter by letter, and as a login in a text', () => {
  it('is offered as a lead where it stands', async () => {
    expect(await offered(['#JohnSmith did it', 'by JohnSmith', 'SmithJohn'])).toMatchObject({ johnsmith: 2, smithjohn: 1 })
    const spaced = ['J O H N  S M I T H\nMinutes', 'J.O.H.N. S.M.I.T.H.', 'J-o-h-n S-m-i-t-h', 'S M I T H, J O H N']
    expect(await offered(spaced)).toMatchObject({ 'J O H N S M I T H': 3, 'S M I T H J O H N': 1 })
    expect(await offered(['the login jsmith2 is locked', 'C:\\Users\\jsmith2'])).toMatchObject({ jsmith2: 3 })
  })

  it('is no name to make others of, and no proof, once it is accepted', async () => {
    const decided: StoredForm[] = [{ form: 'J O H N S M I T H', kind: 'identifier', accepted: true, why: '' }]
    const forms = formsOfMatter(matterAbout(subject, 'uk'), decided)
    expect(forms.filter(({ accepted }) => accepted === true).map(({ form }) => form)).toEqual(
      expect.arrayContaining(['J O H N S M I T H', 'John Smith']),
    )
    expect(forms.length).toBe(formsOfMatter(matterAbout(subject, 'uk'), []).length)
  })

  it('is not offered of a name so short that its letters stand anywhere', async () => {
    expect(await offered(['A. B. O. is a blood group'], { ...subject, name: 'Ab Bo' })).not.toHaveProperty('A B B O')
  })
})

describe('a telephone number without its area code', () => {
  it('is offered as a lead where it stands without', async () => {
    expect(await offered(['Call 7946 0123.', 'Call 7946-0123.', 'Call +44 20 7946 0123.'])).toHaveProperty(['7946 0123'])
    expect(await offered(['Call +44 20 7946 0123.', 'Call 020 7946 0123.'])).not.toHaveProperty(['7946 0123'])
  })

  it.each([
    ['a mobile number has none', '+44 7700 900123', '900123'],
    ['numbers are dialled in full', '+33 1 99 00 14 72', '99 00 14 72'],
  ])('is not offered where %s', async (_, phone, rest) => {
    expect(await offered([`Call ${rest}.`], { ...subject, phones: [phone] })).not.toHaveProperty([rest])
  })

  it('is no proof once it is accepted: a refused namesake in another town may have it', async () => {
    const twin = 'john.smith@quay.example'
    const index = await indexOf(
      mboxOf([
        letter({ id: 'own', from: `John Smith <${own}>`, to: 'bo@harbour.example' }),
        letter({
          id: 'twin',
          from: `John Smith <${twin}>`,
          to: 'bo@harbour.example',
          body: 'Dear Bo,\n\ncall 7946 0123.\n\nRegards\nJohn\n',
        }),
        letter({
          id: 'full',
          from: `John Smith <${twin}>`,
          to: 'bo@harbour.example',
          body: 'Dear Bo,\n\n020 7946 0123 isn’t mine.\n\nRegards\nJohn\n',
        }),
      ]),
    )
    const matter = matterAbout(subject, 'uk')
    const decided: StoredForm[] = [
      { form: twin, kind: 'email', accepted: false, why: '', another: true },
      { form: '7946 0123', kind: 'phone', accepted: true, why: '' },
    ]
    const forms = formsOfMatter(matter, decided).filter(({ accepted }) => accepted === true)
    expect(withoutTwins(index, matter, decided, runTerms(index, matter, forms, 'UTC')).refused).toHaveLength(1)
  })
})
