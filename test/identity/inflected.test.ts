import { describe, expect, it } from 'vitest'
import { identify } from '../../src/jobs/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { indexOf, matterAbout } from './company/settle.ts'

/** The forms proposed for somebody of whom these sentences are all that is written. */
async function proposed(name: string, sentences: readonly string[]): Promise<readonly (readonly [string, boolean | null])[]> {
  const headers = ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: base64']
  const index = await indexOf(
    mboxOf(
      sentences.map((body, at) =>
        letter({ id: `${at}`, from: 'bo@harbour.example', headers, body: `${Buffer.from(`${body}\n`).toString('base64')}\n` }),
      ),
    ),
  )
  return identify(index, matterAbout({ name }, 'eu-ie'), [], 'UTC').forms.flatMap(({ form, accepted, documents }) =>
    documents > 0 ? [[form, accepted] as const] : [],
  )
}

describe('a name as it stands within a sentence', () => {
  it.each([
    ['משה כהן', ['הודעה ממשה כהן', 'נשלח למשה כהן', 'ומשה כהן', 'הבית של כהן', 'לכהן'], ['ממשה כהן', 'למשה כהן', 'ומשה כהן', 'לכהן']],
    ['أحمد الحسن', ['كتب لأحمد الحسن', 'وأحمد الحسن', 'قيل للحسن', 'مر بالحسن'], ['لأحمد الحسن', 'وأحمد الحسن', 'للحسن', 'بالحسن']],
    [
      'Jan Kowalski',
      ['Pismo Jana Kowalskiego', 'Dla Kowalskiego', 'dane Janowi Kowalskiemu', 'z Janem Kowalskim'],
      ['Jana Kowalskiego', 'Kowalskiego', 'Janowi Kowalskiemu', 'Janem Kowalskim'],
    ],
    ['Marek Nowicki', ['od Marka Nowickiego', 'z Markiem Nowickim'], ['Marka Nowickiego', 'Markiem Nowickim']],
    [
      'Anna Kowalska',
      ['Pismo Anny Kowalskiej', 'dane Annie Kowalskiej', 'Widzę Annę Kowalską'],
      ['Anny Kowalskiej', 'Annie Kowalskiej', 'Annę Kowalską'],
    ],
    ['Monika Nowicka', ['od Moniki Nowickiej', 'dane Monice Nowickiej'], ['Moniki Nowickiej', 'Monice Nowickiej']],
    [
      'Γιώργος Παπαδόπουλος',
      ['του Γιώργου Παπαδόπουλου', 'Κύριε Παπαδόπουλε', 'Γιώργο Παπαδόπουλε'],
      ['Γιώργου Παπαδόπουλου', 'Παπαδόπουλε', 'Γιώργο Παπαδόπουλε'],
    ],
    ['Κώστας Μαρκίδης', ['του Κώστα Μαρκίδη'], ['Κώστα Μαρκίδη', 'Μαρκίδη']],
  ])('is proposed, and left to be decided: %s', async (name, sentences, wanted) => {
    const forms = new Map(await proposed(name, sentences))
    expect(wanted.map((form) => [form, forms.get(form)])).toEqual(wanted.map((form) => [form, null]))
  })
})
