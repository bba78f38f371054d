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

describe('an address of the subject', () => {
  it('is neither a namesake’s nor a name where a header or a text writes it otherwise', async () => {
    const text = 'Please see <roe@corp.example>, or roe <roe@corp.example.>. Contact roe@corp.example [mailto:roe@corp.example].\n'
    const mails = [
      letter({ id: 'a', from: 'Jane Roe <roe@corp.example.>', to: 'bo@x.example', body: text }),
      letter({ id: 'b', from: '"roe@corp.example" <roe@corp.example>', to: 'bo@x.example', body: text }),
      letter({ id: 'c', from: 'Jane Roe <roe@xn--bcher-kva.example>', to: 'Jane Roe <ROE@BÜCHER.example>', body: text }),
    ]
    const index = await indexOf(mboxOf(mails))
    for (const emails of [
      ['roe@corp.example', 'roe@bücher.example'],
      ['Roe@CORP.example.', 'roe@xn--bcher-kva.example'],
    ]) {
      const { forms, twins, person } = identify(index, matterAbout({ name: 'Jane Roe', emails }, 'eu-ie'), [], 'UTC')
      expect(twins).toEqual([])
      expect(forms.filter(({ namesake }) => namesake)).toEqual([])
      expect(forms.filter(({ group }) => group === 'address').map(({ form, documents }) => [form, documents])).toEqual([
        ['roe@corp.example', 3],
        ['roe@bücher.example', 1],
        ['roe@xn--bcher-kva.example', 1],
      ])
      expect(person).toMatchObject({
        addresses: ['roe@corp.example', 'roe@bücher.example'],
        names: ['Jane Roe'],
        documents: 3,
      })
      expect(forms.filter(({ why }) => why.startsWith('shown with'))).toEqual([])
    }
  })
})

describe('other ways of writing that stand in texts', () => {
  it('are found in one of many hundred texts', async () => {
    const { forms, texts } = await identified(700, 351)
    expect(texts).toEqual({ read: 700, of: 700 })
    expect(forms.map(({ form }) => form)).toContain('nq@old-firm.example')
  })

  it('are told with how far the text brings address and name together, and that it may be somebody else’s', async () => {
    const body = (text: string): string => `${text}\n`
    const mails = [
      letter({
        id: 'a',
        from: 'Nora Quill <nora@harbour.example>',
        to: 'bo@harbour.example',
        body: 'See you.\n\nBest\nNora\nprivate: nq7@home.example\nteam: info@harbour.example\n',
      }),
      letter({
        id: 'q',
        from: 'Nora Quill <nora@harbour.example>',
        to: 'bo@harbour.example',
        body: 'See below.\n\nDear Ms Quill,\nas agreed.\n\nRegards\nPhilip\nphilip77@home.example\n',
      }),
      letter({
        id: 'b',
        from: 'bo@harbour.example',
        to: 'ida@harbour.example',
        body: body('On Mon, Jan 6, 2025 at 10:00 AM Nora Quill <nq@old-firm.example> wrote:\n> I agree.'),
      }),
      letter({ id: 'c', from: 'bo@harbour.example', to: 'ida@harbour.example', body: body('You reach Nora Quill at quilly@web.example.') }),
      letter({ id: 'd', from: 'bo@harbour.example', to: 'ida@harbour.example', body: body('Nora Quill - tom@alder.example') }),
      letter({ id: 'e', from: 'Tom Daly <tom@alder.example>', to: 'ida@harbour.example', body: body('Fine.') }),
    ]
    const { forms } = identify(
      await indexOf(mboxOf(mails)),
      matterAbout({ name: 'Nora Quill', emails: ['nora@harbour.example'] }, 'eu-ie'),
      [],
      'UTC',
    )
    const addresses = forms.filter(({ group, accepted }) => group === 'address' && accepted === null)
    expect(addresses.map(({ form, why, namesake, flagged }) => [form, why, namesake, flagged]).sort()).toEqual([
      ['nq7@home.example', 'stands in a signature of the subject; it may be somebody else’s', true, null],
      ['nq@old-firm.example', 'shown with the subject’s name; it may be a namesake', true, null],
      ['quilly@web.example', 'stands beside the name in a text: “Nora Quill”; it may be somebody else’s', true, null],
      ['tom@alder.example', 'stands beside the name in a text: “Nora Quill”; it may be somebody else’s', false, 'shared'],
    ])
  })

  it('are looked for in a part of very many texts, and how many were read is told', async () => {
    const { texts } = await identified(1_200, 0)
    expect(texts).toEqual({ read: 1_000, of: 1_200 })
  })
})

describe('initials that the subject never signs with', () => {
  const others = (id: string, body: string, from = 'Bo Lund <bo@harbour.example>'): string =>
    letter({ id, from, to: 'Ida Moss <ida@harbour.example>', body: `${body}\n` })

  it('are proposed, undecided, where people write them who write with the subject', async () => {
    const mails = [
      letter({ id: 'own', from: 'Nora Quill <nora@harbour.example>', to: 'Bo Lund <bo@harbour.example>', body: 'Hello.\n' }),
      others('a', 'NQ is ill until Friday.'),
      others('b', 'Ask N.Q. about it.'),
      others('c', 'Room nq is free; see /NQ/list.'),
      others('d', 'NQ called.', 'Zoe Stein <zoe@elsewhere.example>').replaceAll('ida@harbour.example', 'max@elsewhere.example'),
      others('e', 'See you.\n\nBest\nNQ', 'Ned Quist <ned@harbour.example>').replaceAll('ida@', 'bo@'),
    ]
    const { forms } = identify(
      await indexOf(mboxOf(mails)),
      matterAbout({ name: 'Nora Quill', emails: ['nora@harbour.example'] }, 'eu-ie'),
      [],
      'UTC',
    )
    expect(forms.filter(({ form }) => /^n\.?q/i.test(form))).toMatchObject([
      {
        form: 'NQ',
        accepted: null,
        flagged: 'common',
        others: ['Ned Quist <ned@harbour.example>', 'Ned Quist'],
        why: expect.stringMatching(/ 2 mails/),
        documents: 4,
      },
      { form: 'N.Q.', accepted: null, documents: 1 },
    ])
  })

  it('are not where only strangers write them, or in small letters', async () => {
    const mails = [
      letter({ id: 'own', from: 'Nora Quill <nora@harbour.example>', to: 'Bo Lund <bo@harbour.example>', body: 'Hello.\n' }),
      others('c', 'Room nq is free.'),
      others('d', 'NQ called.', 'Zoe Stein <zoe@elsewhere.example>').replaceAll('ida@harbour.example', 'max@elsewhere.example'),
    ]
    const { forms } = identify(
      await indexOf(mboxOf(mails)),
      matterAbout({ name: 'Nora Quill', emails: ['nora@harbour.example'] }, 'eu-ie'),
      [],
      'UTC',
    )
    expect(forms.filter(({ form }) => /^n\.?q/i.test(form))).toEqual([])
  })
})
