import { describe, expect, it } from 'vitest'
import { formsOf } from '../../src/identity/index.ts'
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
    ['Zofia Wiśniewska', ['od Zofii Wiśniewskiej'], ['Zofii Wiśniewskiej']],
    [
      'Marek Nowak',
      ['Dla Marka Nowaka', 'dane Markowi Nowakowi', 'z Markiem Nowakiem', 'z panem Nowakiem', 'panu Nowakowi', 'Państwo Nowakowie'],
      ['Marka Nowaka', 'Markowi Nowakowi', 'Markiem Nowakiem', 'Nowakiem', 'Nowakowi', 'Nowakowie'],
    ],
    [
      'Petr Dvořák',
      ['Pro Petra Dvořáka', 'dáno Petrovi Dvořákovi', 's Petrem Dvořákem', 's panem Dvořákem', 'panu Dvořákovi', 'Dvořákův návrh'],
      ['Petra Dvořáka', 'Petrovi Dvořákovi', 'Petrem Dvořákem', 'Dvořákem', 'Dvořákovi', 'Dvořákův'],
    ],
    [
      'Pavel Novotný',
      ['Pro Pavla Novotného', 'Pavlovi Novotnému', 's Pavlem Novotným', 'panu Novotnému'],
      ['Pavla Novotného', 'Pavlovi Novotnému', 'Pavlem Novotným', 'Novotnému'],
    ],
    ['Jan Svoboda', ['Jana Svobody', 'Janu Svobodovi', 's Janem Svobodou'], ['Jana Svobody', 'Janu Svobodovi', 'Janem Svobodou']],
    ['Jana Nováková', ['s Janou Novákovou', 'od Jany Novákové', 'Novákových'], ['Janou Novákovou', 'Jany Novákové', 'Novákových']],
    ['Jürgen Möller', ['Jürgen Moellers Akte', 'Möllers Akte'], ['Jürgen Moellers', 'Möllers']],
    ['Bjørn Åse', ['Åses sak'], ['Åses']],
    ['Κώστας Μαρκίδης', ['του Κώστα Μαρκίδη'], ['Κώστα Μαρκίδη', 'Μαρκίδη']],
  ])('is proposed, and left to be decided: %s', async (name, sentences, wanted) => {
    const forms = new Map(await proposed(name, sentences))
    expect(wanted.map((form) => [form, forms.get(form)])).toEqual(wanted.map((form) => [form, null]))
  })

  it('is not made of names of other languages: Martina is nobody’s case of Martin there', () => {
    expect(formsOf({ name: 'Peter Martin' }).filter(({ why }) => why.includes('another case'))).toEqual([])
  })
})
