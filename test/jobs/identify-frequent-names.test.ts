import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { addSources, identify } from '../../src/jobs/index.ts'
import type { Matter, MatterId, UserName } from '../../src/model/index.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder } from './archive.ts'

const matter: Matter = {
  id: 'M1' as MatterId,
  reference: 'R',
  subject: { name: 'Maria Martin', names: [], emails: ['maria.martin@corp.example'], phones: [], identifiers: [] },
  scope: { from: null, to: null, custodians: [], sources: [] },
  regime: 'eu-de-by',
  received: '2026-11-02',
  events: [],
  createdAtMs: 0,
  createdBy: 'anna' as UserName,
}

/** Words a letter away from one, as every large archive has of a frequent name. */
const near = (word: string): readonly string[] =>
  [...'abcdefghijklmnopqrstuvwxyz'].flatMap((letter) => [`${word.slice(0, 3)}${letter}${word.slice(4)}`, `${word.slice(0, -1)}${letter}`])

describe('the forms of somebody whose names have dozens of words near them in the archive', () => {
  it('are proposed all the same: how they sign and are called, and the slips that stand together', async () => {
    const folder = temporaryFolder()
    const subject = 'Maria Martin <maria.martin@corp.example>'
    const mails = [
      letter({ id: 'words', from: 'Zoe <zoe@corp.example>', body: [...near('maria'), '.', ...near('martin')].join(' ') }),
      ...[1, 2, 3].map((each) => letter({ id: `own${each}`, from: subject, body: 'All is well.\n\nRegards,\nMM\n' })),
      ...[1, 2, 3].map((each) =>
        letter({ id: `to${each}`, from: 'Zoe <zoe@corp.example>', to: subject, body: 'Dear Mitzi,\n\nAll is well.\n' }),
      ),
      letter({ id: 'slip', from: 'Zoe <zoe@corp.example>', body: 'Ask Maaria Maartin.' }),
    ]
    writeFileSync(join(folder, 'mail.mbox'), mboxOf(mails))
    const index = freshIndex(join(folder, 'index.db'))
    onTestFinished(() => {
      index.close()
    })
    await addSources(environment(index), { paths: [join(folder, 'mail.mbox')] })
    const forms = identify(index, matter, [], 'Europe/Berlin').forms.map(({ form }) => form)
    expect(forms).toEqual(expect.arrayContaining(['Maria', 'MM', 'Mitzi', 'Maaria Maartin']))
  })
})
