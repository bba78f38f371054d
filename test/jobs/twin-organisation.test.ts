import { describe, expect, it } from 'vitest'
import { formsOfMatter, runTerms, withoutTwins } from '../../src/jobs/index.ts'
import { documentFacts, documentText, type StoredForm } from '../../src/store/index.ts'
import { indexOf, matterAbout } from '../identity/company/settle.ts'
import { letter, mboxOf } from './archive.ts'

/** Which of a colleague’s messages that name Nora Quill are left out as the namesake’s, who writes from `twin` and signs with `sign`. */
async function leftOut(
  bodies: readonly string[],
  twin: string,
  more: readonly string[] = [],
  sign = 'Nora Quill',
): Promise<readonly string[]> {
  const own = letter({ id: 'own', from: 'Nora Quill <nora.quill@harbour.example>', to: 'bo@harbour.example' })
  const theirs = letter({ id: 'theirs', from: `Nora Quill <${twin}>`, to: 'bo@harbour.example', body: `Hello.\n\n${sign}\n` })
  const others = [...bodies, ...more].map((body, at) =>
    letter({ id: `m${at}`, from: 'bo@harbour.example', to: 'ida@harbour.example', subject: 'Hm', body: `${body}\n` }),
  )
  const index = await indexOf(mboxOf([own, theirs, ...others]))
  const matter = matterAbout({ name: 'Nora Quill', emails: ['nora.quill@harbour.example'] }, 'eu-ie')
  const decided: StoredForm[] = [{ form: twin, kind: 'email', accepted: false, why: 'another’s' }]
  const forms = formsOfMatter(matter, decided).filter(({ accepted }) => accepted === true)
  const { refused } = withoutTwins(index, matter, decided, runTerms(index, matter, forms, 'UTC'))
  const families = new Set<string>(refused.flatMap(({ family, evidence }) => (evidence === 'organisation' ? [family] : [])))
  return documentFacts(
    index,
    Array.from({ length: others.length + 2 }, (_, at) => at + 1),
  ).flatMap(({ number, id }) => (families.has(id) ? [documentText(index, number).trim()] : []))
}

describe('the firm of a refused person, which none of their mail writes out', () => {
  it('is named in one word, in words written as a name, in words that stand nowhere else, and at the start of a longer word', async () => {
    const bodies = [
      'Nora Quill of Marshgate Tyres called.',
      'Nora Quill (MARSHGATE TYRES) called.',
      'nora quill of marshgate tyres called',
      'Nora Quill of MarshgateTyres called.',
      'Nora Quill from Marshgate-Tyres called.',
      'Nora Quill at Marshgatetyresbelt has the numbers.',
      'Nora Quill (marshgatetyres_2024.xlsx)',
      'Nora Quill, www.marshgatetyres.example',
    ]
    expect(await leftOut(bodies, 'nora@marshgatetyres.example')).toEqual(bodies)
  })

  it('is not named by its words apart or the other way round', async () => {
    const bodies = [
      'Nora Quill drove to Marshgate for tyres.',
      'Nora Quill needs tyres. Marshgate is closed.',
      'Nora Quill has the Tyres from Marshgate.',
    ]
    expect(await leftOut(bodies, 'nora@marshgatetyres.example')).toEqual([])
  })

  it('is not named where everyday words happen to give its label', async () => {
    const everyday = ['It went over the time that we had.', 'We talked it over.', 'The time is up.', 'Hand it over in time.']
    const [accident, firm] = ['Nora Quill will get better over time.', 'Nora Quill of Over Time, the firm, called.']
    expect(await leftOut([accident, firm], 'nora@overtime.example', everyday)).toEqual([firm])
  })

  it('is named as its own mail parts it, in small letters too, unless these are everyday words', async () => {
    const apart = ['The marsh is wet.', 'A gate of the marsh.', 'The gate is open.', 'A dry marsh.', 'Shut the gate.', 'Marsh and gate.']
    const written = 'Nora Quill of marsh gate called.'
    expect(await leftOut([written], 'nora@marshgate.example', apart)).toEqual([])
    expect(await leftOut([written], 'nora@marshgate.example', apart, 'Nora\nMarsh Gate')).toEqual([written])
    const often = [...apart, ...apart.map((text) => `${text} marsh gate`)]
    expect(await leftOut([written], 'nora@marshgate.example', often, 'Nora\nMarsh Gate')).toEqual([])
  })

  it('tells nothing where it stands anywhere but beside the name: who is meant is in doubt', async () => {
    const bodies = [
      'Nora Quill should get a warning for how she handled the Marshgate Tyres account.',
      'Marshgate Tyres complain: Nora Quill was rude.',
      'Did Nora Quill really shout at them?\n\nIda\nfor Marshgate Tyres',
      'Nora Quill’s Marshgate Tyres order is late.',
      'Nora Quill visited Marshgate Tyres.',
      'Marshgate Tyres are angry. Nora Quill must apologise.',
    ]
    expect(await leftOut(bodies, 'nora@marshgatetyres.example')).toEqual([])
  })

  it('is named after a name, before it, in brackets, and below a name that stands alone', async () => {
    const bodies = [
      'Marshgate Tyres’ Nora Quill called.',
      'Please ask Nora Quill, Marshgate Tyres',
      'Fragen Sie Nora Quill von der Firma Marshgate Tyres.',
      'Nora Quill (buyer at Marshgate Tyres) called.',
      'The card says:\n\nNora Quill\nHead of Purchasing\nMarshgate Tyres Ltd',
    ]
    expect(await leftOut(bodies, 'nora@marshgatetyres.example')).toEqual(bodies)
  })

  it.each(['nora@noraquill.example', 'info@nora-quill.example', 'office@nquill.example'])(
    'is not told by the name that the subject bears too: %s',
    async (twin) => {
      expect(await leftOut(['Nora Quill wrote; noraquill and nquill are the logins.'], twin)).toEqual([])
    },
  )
})
