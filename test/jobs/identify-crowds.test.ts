import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { addSources, type Identified, identify } from '../../src/jobs/index.ts'
import type { Matter, MatterId, UserName } from '../../src/model/index.ts'
import { environment, freshIndex, letter, mboxOf, temporaryFolder } from './archive.ts'

const matter: Matter = {
  id: 'M1' as MatterId,
  reference: 'R',
  subject: { name: 'Jane Roe', names: [], emails: ['jane.roe@corp.example'], phones: [], identifiers: [] },
  scope: { from: null, to: null, custodians: [], sources: [] },
  regime: 'uk-eng',
  received: '2026-11-02',
  events: [],
  createdAtMs: 0,
  createdBy: 'anna' as UserName,
}

async function identified(mails: readonly string[]): Promise<Identified> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'mail.mbox'), mboxOf(mails))
  const index = freshIndex(join(folder, 'index.db'))
  onTestFinished(() => {
    index.close()
  })
  await addSources(environment(index), { paths: [join(folder, 'mail.mbox')] })
  return identify(index, matter, [], 'Europe/Berlin')
}

const own = letter({ id: 'own', from: 'Jane Roe <jane.roe@corp.example>' })

describe('a mail with more people than write with each other', () => {
  it('says nothing of a namesake’s correspondents', async () => {
    const all = Array.from({ length: 1200 }, (_, at) => `p${at}@all.example`).join(',\n ')
    const twin = 'Jane Roe <jane@quarry.example>'
    const { twins } = await identified([
      own,
      ...[1, 2].map((at) => letter({ id: `all${at}`, from: twin, to: all })),
      letter({ id: 'one', from: twin, to: 'zoe@quarry.example' }),
    ])
    expect(twins.map(({ documents, correspondents }) => ({ documents, correspondents }))).toEqual([
      { documents: 3, correspondents: ['zoe@quarry.example'] },
    ])
  })
})

describe('hundreds of addresses that are shown with the name once', () => {
  it('hide no namesake who writes often', async () => {
    const once = Array.from({ length: 600 }, (_, at) => `Jane Roe <relay${at}@relay.example>`)
    const { twins } = await identified([
      own,
      letter({ id: 'once', from: once.join(',\n ') }),
      ...[1, 2].map((at) => letter({ id: `often${at}`, from: 'Jane Roe <jane@quarry.example>' })),
    ])
    expect(twins.map(({ addresses: [first] }) => first)).toContain('jane@quarry.example')
  })
})
