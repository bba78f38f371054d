import { describe, expect, it } from 'vitest'
import { formsOfMatter, identify, runTerms, withoutTwins } from '../../src/jobs/index.ts'
import { documentFacts, type StoredForm } from '../../src/store/index.ts'
import { indexOf, matterAbout } from '../identity/company/settle.ts'
import { letter, mboxOf } from './archive.ts'

const own = 'nora.quill@harbour.example'
const twin = 'nora.quill2@harbour.example'
const line = 'Tel. 020 7946 0018'
const number = '020 7946 0018'
const sign = (name: string, more: string): string => `See you.\n\nKind regards\n${name}\n${more}\n`
const from = (who: string, subject: string, body: string): string =>
  letter({ id: subject.replaceAll(' ', ''), from: who, to: 'bo@harbour.example', subject, body })
const mine = [1, 2].map((at) => from(`Nora Quill <${own}>`, `own ${at}`, sign('Nora Quill', line)))

/** The number's row on the screen, and whose mails stay out, once the twin is refused and the number accepted. */
async function decided(others: readonly string[]) {
  const index = await indexOf(mboxOf([...mine, ...others]))
  const matter = matterAbout({ name: 'Nora Quill', emails: [own] }, 'uk-eng')
  const before = identify(index, matter, [], 'UTC').forms.find(({ form }) => form === number)
  const forms: StoredForm[] = [
    { form: number, kind: 'phone', accepted: true, why: '' },
    { form: twin, kind: 'email', accepted: false, why: '' },
  ]
  const counting = formsOfMatter(matter, forms).filter(({ accepted }) => accepted === true)
  const { refused } = withoutTwins(index, matter, forms, runTerms(index, matter, counting, 'UTC'))
  const out = new Set<string>(refused.map(({ family }) => family))
  const facts = documentFacts(
    index,
    Array.from({ length: mine.length + others.length }, (_, at) => at + 1),
  )
  return {
    flagged: before?.flagged,
    others: before?.others,
    refused: facts.flatMap(({ id, subject }) => (out.has(id) ? [subject] : [])),
  }
}

describe('a number with which others sign too', () => {
  it('is shown as shared with who they are, and keeps nothing of a refused person in', async () => {
    const theirs = [1, 2].map((at) => from(`Nora Quill <${twin}>`, `twin ${at}`, sign('Nora Quill', line)))
    const colleague = [1, 2].map((at) => from('Ida Falk <ida@harbour.example>', `ida ${at}`, sign('Ida Falk', line)))
    expect(await decided([...theirs, ...colleague])).toEqual({ flagged: 'shared', others: ['Ida Falk'], refused: ['twin 1', 'twin 2'] })
  })

  it('is the refused person’s too where only they sign with it', async () => {
    const theirs = [
      from(`Nora Quill <${twin}>`, 'twin', sign('Nora Quill', `Stores\nHarbour House\nQuay 1\n2nd floor\nUK\nLeft door\n${line}`)),
    ]
    // Before anybody decides, the other address may be the subject's own.
    expect(await decided(theirs)).toEqual({ flagged: null, others: [], refused: ['twin'] })
  })

  it('is the subject’s where others only pass it on, quote it or mention it', async () => {
    const others = [
      from('Bo Reed <bo@harbour.example>', 'in a line', `Nora Quill has ${number}\n`),
      from('Bo Reed <bo@harbour.example>', 'in another', `Is it ${number}?\n`),
      from(
        'Ida Falk <ida@harbour.example>',
        'asks',
        sign('Ida Falk', 'Tel. 020 7946 0999').replace('See you', `Call Nora Quill, ${number}`),
      ),
      from('Ida Falk <ida@harbour.example>', 'quotes', `Yes.\n\nOn 3 May 2026, Nora wrote:\n> Hello\n> Nora Quill\n> ${line}\n`),
      from(
        'Bo Reed <bo@harbour.example>',
        'passes',
        `fyi\n\n-----Original Message-----\nFrom: Nora Quill\nTo: Bo\n\n${sign('Nora Quill', line)}`,
      ),
      from(
        'Ida Falk <ida@harbour.example>',
        'twin passes',
        sign('Ida Falk', `Nora Quill, ${twin}`).replace('See you', `Nora’s number is ${number}`),
      ),
    ]
    expect(await decided(others)).toEqual({ flagged: null, others: [], refused: [] })
  })
})
