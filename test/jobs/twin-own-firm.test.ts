import { describe, expect, it } from 'vitest'
import { formsOfMatter, runTerms, withoutTwins } from '../../src/jobs/index.ts'
import { documentFacts, type StoredForm } from '../../src/store/index.ts'
import { indexOf, matterAbout } from '../identity/company/settle.ts'
import { type Letter, letter, mboxOf } from './archive.ts'

const namesake = 'Nora Quill <nora.quill@harbour-view.example>'

interface Asked {
  readonly own?: string
  readonly twin?: string
}

/** Which of these messages are left out as the namesake's, by their subjects. */
async function leftOut(
  letters: readonly Omit<Letter, 'id'>[],
  { own = 'nora.quill@harbour.example', twin = 'nora.quill@harbour-view.example' }: Asked = {},
): Promise<readonly string[]> {
  const mails = [{ from: `Nora Quill <${own}>` }, { from: `Nora Quill <${twin}>` }, ...letters].map((given, at) =>
    letter({ subject: `${at}`, to: 'bo@harbour.example', from: 'bo@harbour.example', ...given, id: `m${at}` }),
  )
  const index = await indexOf(mboxOf(mails))
  const matter = matterAbout({ name: 'Nora Quill', emails: [own], phones: ['+44 20 7946 0123'], identifiers: ['EMP-20117'] }, 'uk')
  const decided: StoredForm[] = [{ form: twin, kind: 'email', accepted: false, why: 'another’s', another: true }]
  const forms = formsOfMatter(matter, decided).filter(({ accepted }) => accepted === true)
  const refused = new Set<string>(
    withoutTwins(index, matter, decided, runTerms(index, matter, forms, 'UTC')).refused.map(({ family }) => family),
  )
  const facts = documentFacts(
    index,
    mails.map((_, at) => at + 1),
  )
  return facts.flatMap(({ id, subject }) => (refused.has(id) && subject.length > 1 ? [subject] : []))
}

/** Mail that a namesake writes or gets, with this text. */
const theirs = (body: string): Omit<Letter, 'id'> => ({ from: namesake, body: `${body}\n`, subject: body.replace(/\s+/gu, ' ') })

describe('mail of a refused namesake that tells of the subject', () => {
  it('stays where it has the subject’s own firm beside the name', async () => {
    const told = [
      'Your colleague Nora Quill of Harbour called.',
      'Ihre Kollegin Nora Quill von der Firma Harbour rief an.',
      'Harbour’s Nora Quill has our papers.',
      'Please tell Nora Quill (Harbour) to stop.',
      'Her card says:\n\nNora Quill\nHead of Stock\nHarbour Ltd\n',
      'To: Nora Quill, Harbour\n',
    ]
    expect(await leftOut(told.map(theirs))).toEqual([])
  })

  it('stays where its header shows the name with that firm at the namesake’s address: a program completed the wrong one', async () => {
    const wrong = '"Nora Quill (Harbour)" <nora.quill@harbour-view.example>'
    expect(await leftOut([{ to: `Ida Lund <ida@harbour.example>, ${wrong}`, subject: 'Your salary' }])).toEqual([])
  })

  it.each(['nora.quill@harbour.example', '+44 20 7946 0123', '020 7946 0123', 'EMP-20117'])(
    'stays where it holds what is the subject’s alone: %s',
    async (own) => {
      expect(await leftOut([theirs(`Is ${own} your namesake?`)])).toEqual([])
    },
  )

  it('stays in the threads it stands in, where only names tell of the subject in other messages', async () => {
    const opened = { ...theirs('Our order'), subject: 'Our order' }
    const reply = (body: string, id: string) => ({ body, subject: id, headers: ['References: <m2@berg.example>'] })
    const doubt = reply('Nora Quill of Harbour must not touch it.\n', 'Doubt')
    const named = reply('Nora Quill has an interest in it.\n', 'Named')
    expect(await leftOut([opened, named])).toEqual(['Our order', 'Named'])
    expect(await leftOut([opened, named, doubt])).toEqual(['Our order'])
  })

  it('is left out where that firm stands elsewhere: it writes to the firm all the time', async () => {
    const said = [
      'Dear Harbour team,\n\nwhere is my order?\n\nNora Quill\n',
      'Where is it?\n\nNora Quill\n\n> Dear Nora Quill,\n>\n> Harbour thanks you.\n> Bo, Harbour\n',
      'Where is it?\n\nNora Quill\nFrom: Bo Lund <bo@harbour.example>\nTo: Nora Quill\n',
      'Dear Nora Quill,\n\nHarbour confirms it.\n\nBo\n',
      'Nora Quill\nHarbour View Ltd\n',
      'This is Nora Quill of Harbour View.',
      'Nora Quill asked Harbour for it.',
      'Please write to Nora Quill (nora.quill@harbour.example.au) or nora.quill@harbour.example.nz',
      'Where is it?\n\nNora Quill\nOn 3 May bo@harbour.example wrote:\n',
    ]
    const mails = said.map((body, at) => ({ ...theirs(body), subject: `Order ${at}` }))
    expect(await leftOut(mails)).toEqual(mails.map(({ subject }) => subject))
  })

  it('is left out where the namesake is of the same firm: it tells nothing', async () => {
    const twin = 'nora.quill2@harbour.example'
    const mail = { from: `Nora Quill <${twin}>`, body: 'Nora Quill\nHarbour Ltd\n', subject: 'Stock' }
    expect(await leftOut([mail], { twin })).toEqual(['Stock'])
  })

  it('is left out where the subject’s firm is a provider of mail or an everyday word', async () => {
    const mail = { from: namesake, body: 'Nora Quill at Gmail, over there.\n', subject: 'Web' }
    expect(await leftOut([mail], { own: 'nora.quill@gmail.com' })).toEqual(['Web'])
    const over = Array.from({ length: 12 }, (_, at) => ({
      from: 'a@b.example',
      to: 'c@d.example',
      body: 'It is over.\n',
      subject: `${at}`,
    }))
    const said = { from: namesake, body: 'Nora Quill (over and out)\n', subject: 'Radio' }
    expect(await leftOut([said, ...over], { own: 'nora.quill@over.example' })).toEqual(['Radio'])
  })
})
