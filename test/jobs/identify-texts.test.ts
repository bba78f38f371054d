import { describe, expect, it } from 'vitest'
import { identify } from '../../src/jobs/index.ts'
import { indexOf, matterAbout } from '../identity/company/settle.ts'
import { letter, mboxOf } from './archive.ts'

/** Mails that name Nora Quill, of which one quotes a mail that she sent from an address she no longer has. */
async function identified(count: number, quoting: number) {
  const old =
    'Nora Quill was paid less then.\n\n-----Original Message-----\nFrom: Nora Quill <nq@old-firm.example>\nTo: bo@harbour.example\n\nI agree.\n'
  const mails = Array.from({ length: count }, (_, at) =>
    letter({
      id: `m${at}`,
      from: 'bo@harbour.example',
      to: 'ida@harbour.example',
      body: at === quoting ? old : `Nora Quill asked, time ${at}.\n`,
    }),
  )
  return identify(await indexOf(mboxOf(mails)), matterAbout({ name: 'Nora Quill', emails: ['nora@harbour.example'] }, 'eu-ie'), [], 'UTC')
}

describe('other ways of writing that stand in texts', () => {
  it('are found in one of many hundred texts', async () => {
    const { forms, texts } = await identified(700, 351)
    expect(texts).toEqual({ read: 700, of: 700 })
    expect(forms.map(({ form }) => form)).toContain('nq@old-firm.example')
  })

  it('are looked for in a part of very many texts, and how many were read is told', async () => {
    const { texts } = await identified(1_200, 0)
    expect(texts).toEqual({ read: 1_000, of: 1_200 })
  })
})
