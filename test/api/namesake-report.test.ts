import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import type { MatterId } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { phrases, services } from './core-home.ts'

const twin = 'john.smith@othercorp.example'
const harvester = 'john.smith@harvest.example'
const about = (subject: string, body: string): string =>
  letter({ id: subject, subject, body, from: 'bo@harbour.example', to: 'ida@harbour.example' })

const theirs = [
  'In one word: Othercorp’s',
  'Hyphened: OTHER-CORP',
  'As shown in a header: Other  Corp',
  'As signed: O Thercorp',
  'In an address: www.othercorp.example',
]
const subjects = [
  'Across words: another corporate event',
  'Across a hyphen: an-other corporate event',
  'Within a word: othercorporation',
  'Everyday word: the harvest was good',
]
const mails = [
  letter({ id: 'own', subject: 'Own', from: 'John Smith <john.smith@harbour.example>', to: 'bo@harbour.example' }),
  letter({
    id: 'twin',
    subject: 'Twin',
    from: `John Smith <${twin}>`,
    to: 'Other Corp Sales <sales@othercorp.example>',
    body: 'Yours\n\nJohn\nO’Thercorp Ltd\n',
  }),
  letter({ id: 'harvester', subject: 'Harvester', from: `John Smith <${harvester}>`, to: 'bo@harbour.example' }),
  ...[...theirs, ...subjects].map((subject) => about(subject, `John Smith (${subject.split(': ')[1]}) is there.\n`)),
  ...['May', 'June', 'July', 'August', 'Autumn'].map((month) => about(month, `The harvest of ${month}.\n`)),
]

describe('after others of the name were refused', () => {
  let folder: string
  let core: Core
  let matter: MatterId
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-namesake-report-'))
    writeFileSync(join(folder, 'bo.mbox'), mboxOf(mails))
    core = createCore({ services })
    const who = { user: 'anna', role: 'investigator', passphrase: phrases.anna } as const
    await core.call('workspace.create', { workspace: join(folder, 'workspace'), ...who })
    await core.call('source.add', { paths: [join(folder, 'bo.mbox')] })
    const request = { subject: 'John Smith', emails: ['john.smith@harbour.example'], received: '2026-11-02', regime: 'eu-ie' }
    matter = (await core.call('matter.create', request)).matter
    await core.call('matter.twin', { matter, addresses: [twin], accepted: false })
    await core.call('matter.twin', { matter, addresses: [harvester], accepted: false })
    await core.call('matter.collect', { matter })
  })
  afterAll(async () => {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('mail about the name is theirs where it names their organisation in whole words, and the subject’s else', async () => {
    const { families } = await core.call('matter.refused', { matter })
    const named = families.filter(({ evidence }) => evidence === 'organisation').map(({ subject }) => subject)
    expect(named.sort()).toEqual(theirs.toSorted())
    const { rows } = await core.call('review.list', { matter })
    expect(rows.map(({ subject }) => subject).sort()).toEqual(['Own', ...subjects].sort())
  })

  it('the search-term report says of each term, and of all, how many families are left out', async () => {
    const view = await core.call('matter.terms', { matter })
    expect(view.terms.find(({ term }) => term === 'John Smith')).toMatchObject({ families: 12, leftOut: 7 })
    expect(view.terms.find(({ term }) => term === 'john.smith@harbour.example')).toMatchObject({ families: 1, leftOut: 0 })
    expect(view).toMatchObject({ families: 12, leftOut: 7 })
    const out = join(folder, 'terms.json')
    await core.call('terms.export', { matter, format: 'json', out })
    const { rows, notes } = JSON.parse(readFileSync(out, 'utf8'))
    const column = 'Families left out as another person’s'
    expect(rows.find(({ Term }: { Term: string }) => Term === 'John Smith')).toMatchObject({ [column]: '7' })
    expect(rows.at(-1)).toMatchObject({ Term: 'All terms together', Families: '12', [column]: '7' })
    expect(notes).toContainEqual({ name: column, value: expect.stringContaining('not collected') })
  })

  it('counts as left out no more what somebody takes in', async () => {
    const { families } = await core.call('matter.refused', { matter })
    const document = families.find(({ subject }) => subject === 'Twin')?.document ?? ('' as never)
    await core.call('matter.readmit', { matter, document, readmit: true })
    expect(await core.call('matter.terms', { matter })).toMatchObject({ families: 12, leftOut: 6 })
  })
})
