import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addTerm, narrowToTime, quoted } from '../../renderer/screens/find/query-edit.ts'
import { type Core, createCore } from '../../src/api/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { phrases, services } from './core-home.ts'

let folder: string
let core: Core

const people = ['Nora <nora@x.example>', 'Otto <otto@x.example>', 'Eva <eva@y.example>, Bo <bo@y.example>']
const years = [2019, 2020, 2021]

/** A mail that carries a note and another mail, which was written in an earlier year by somebody else and carries a note of its own. */
function carrying(at: number): string {
  const inner = letter({
    id: `inner${at}`,
    from: people[(at + 1) % people.length] ?? '',
    date: new Date(Date.UTC(years[(at + 1) % years.length] ?? 0, at % 12, 15)).toUTCString(),
    subject: 'An old budget',
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=in'],
    body: `--in\nContent-Type: text/plain\n\nLens.\n--in\nContent-Type: text/plain\nContent-Disposition: attachment; filename=old.txt\n\nold budget\n--in--\n`,
  })
  const note = 'Content-Type: text/plain\nContent-Disposition: attachment; filename=note.txt\n\na budget by nora@x.example'
  return letter({
    id: `outer${at}`,
    from: people[at % people.length] ?? '',
    date: at === 5 ? 'some day' : new Date(Date.UTC(years[at % years.length] ?? 0, (at * 5) % 12, 31, 23)).toUTCString(),
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=out'],
    body: `--out\nContent-Type: text/plain\n\n${at % 2 === 0 ? 'A budget.' : 'A lens.'}\n--out\n${note}\n--out\nContent-Type: message/rfc822\n\n${inner}\n--out--\n`,
  })
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-facets-'))
  const mails = Array.from({ length: 12 }, (_, at) => carrying(at))
  writeFileSync(join(folder, 'one.mbox'), mboxOf(mails.slice(0, 8)))
  writeFileSync(join(folder, 'two.mbox'), mboxOf(mails.slice(6)))
  core = createCore({ services })
  await core.call('workspace.create', { workspace: join(folder, 'w'), user: 'anna', role: 'investigator', passphrase: phrases.anna })
  for (const name of ['one.mbox', 'two.mbox']) await core.call('source.add', { paths: [join(folder, name)] })
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('a bar beside the results', () => {
  it.each([
    ...['budget', 'lens', 'budget OR lens', 'date:1970..2999', 'date:2020', 'budget date:2020', 'from:nora@x.example', 'budget from:otto'],
    ...['nora@x.example', 'type:message', 'type:txt', 'attachment:budget', 'NOT budget', 'has:attachment', 'budget after:2020-06'],
  ])('of %s finds as many documents as it says, whichever is chosen', async (query) => {
    const facets = await core.call('search.facets', { query })
    const bars = [
      ...facets.years.map((bar) => ({ bar, line: narrowToTime(query, bar.value, bar.value) })),
      ...facets.months.map((bar) => ({ bar, line: narrowToTime(query, bar.value, bar.value) })),
      ...facets.senders.map((bar) => ({ bar, line: addTerm(query, `from:${quoted(bar.value)}`) })),
      ...facets.sources.map((bar) => ({ bar, line: addTerm(query, `in:${quoted(bar.value)}`) })),
    ]
    expect(bars.length).toBeGreaterThan(4)
    const found = await Promise.all(bars.map(async ({ line }) => [line, (await core.call('search.run', { query: line })).total]))
    expect(found).toEqual(bars.map(({ bar, line }) => [line, bar.documents]))
  })
})

describe('somebody who wrote or got what was found', () => {
  it.each([
    ...['budget', 'subject:budget', 'date:2020', 'budget date:2020', '-from:nora', 'type:message', 'has:attachment', 'attachment:budget'],
    ...['from:otto', 'nora@x.example', 'NOT budget'],
  ])('of %s has as many documents as choosing them finds', async (query) => {
    const { senders, recipients } = await core.call('search.correspondents', { query })
    const total = async (term: string) => (await core.call('search.run', { query: addTerm(query, term) })).total
    expect(senders.length).toBeGreaterThan(0)
    for (const { address, documents } of senders) expect([address, documents]).toEqual([address, await total(`from:${quoted(address)}`)])
    for (const { address, documents } of recipients)
      expect([address, documents]).toEqual([address, await total(`(to:${quoted(address)} OR cc:${quoted(address)})`)])
  })
})
