import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, bench } from './core-home.ts'

const forwarded = (id: string, date: string, inner: string): string =>
  letter({
    id,
    subject: id,
    date,
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    body: ['--b', '', 'See this.', '--b', 'Content-Type: message/rfc822', '', inner, '--b--', ''].join('\n'),
  })
const [old, recent] = ['Mon, 4 May 2009 10:00:00 +0200', 'Mon, 4 May 2026 10:00:00 +0200']
const quill = { from: 'Nora Quill <nora@harbour.example>', body: 'Quill wrote.\n' }

it('a collection by a query with a date takes the families of all that the search shows: old mail in new, and new in old', async () => {
  const { core, folder } = bench('in process')
  await annasWorkspace(core, join(folder, 'workspace'))
  const path = join(folder, 'bo.mbox')
  writeFileSync(
    path,
    mboxOf([
      forwarded('old in new', recent, letter({ ...quill, id: 'a', subject: 'inner old', date: old })),
      forwarded('new in old', old, letter({ ...quill, id: 'b', subject: 'inner new', date: recent })),
      letter({ ...quill, id: 'c', subject: 'old', date: old }),
      letter({ ...quill, id: 'd', subject: 'new', date: recent }),
    ]),
  )
  await core.call('source.add', { paths: [path] })
  const request = { subject: 'Nora Quill', emails: ['nora@harbour.example'], received: '2026-11-02', regime: 'eu-ie' }
  const asked = ['Quill date:2026', 'Quill date:2009', 'date:2009', 'Quill -date:2009', 'Quill after:2020', 'Quill before:2020']
  for (const query of asked) {
    const { matter } = await core.call('matter.create', request)
    const { hits } = await core.call('search.run', { query, matter, limit: 100 })
    await core.call('matter.collect', { matter, query })
    const { rows } = await core.call('review.list', { matter })
    const [shown, collected] = [new Set(hits.map(({ document }) => document)), new Set(rows.map(({ document }) => document))]
    const families = Map.groupBy(rows, ({ family }) => family)
    const missing = hits.filter(({ document }) => !collected.has(document)).map(({ subject }) => subject)
    const further = [...families.values()].filter((family) => !family.some(({ document }) => shown.has(document)))
    expect([query, hits.length > 0, missing, further]).toEqual([query, true, [], []])
  }
  // What a request's dates let in is what the same dates as a query find.
  const { matter } = await core.call('matter.create', { ...request, to: '2015-12-31' })
  const shown = await core.call('search.run', { query: 'Quill before:2016', limit: 100 })
  expect(shown.hits.map(({ subject }) => subject).sort()).toEqual(['inner new', 'inner old', 'old'])
  await core.call('matter.collect', { matter })
  const rows = (await core.call('review.list', { matter })).rows
  expect(rows.map(({ subject }) => subject).sort()).toEqual(['inner new', 'inner old', 'new in old', 'old', 'old in new'])
})
