import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, bench } from './core-home.ts'

const html = ['MIME-Version: 1.0', 'Content-Type: text/html; charset=utf-8']
const quote = '<blockquote type="cite">The lighthouse is dark.</blockquote>'
const attached = letter({ id: 'within', subject: 'Within', headers: html, body: `<p>See.</p>${quote}<p>The beacon burns.</p>` })
const mails = [
  letter({
    id: 'below',
    subject: 'Below',
    headers: html,
    body: `<p>On 3 May 2026 at 10:00, Ann wrote:</p>${quote}<p>The beacon burns.</p>`,
  }),
  letter({ id: 'above', subject: 'Above', headers: html, body: `<p>The beacon burns.</p>${quote}` }),
  letter({ id: 'own', subject: 'Own', headers: html, body: '<p>The lighthouse is dark.</p><p>The beacon burns.</p>' }),
  letter({
    id: 'notes',
    subject: 'Notes',
    body: 'The beacon burns.\n\nAnn Roe on 01/02/2025 10:00:00 AM\nTo: Bo\ncc:\nSubject: Plan\n\nThe lighthouse is dark.\n',
  }),
  letter({
    id: 'carrier',
    subject: 'Carrier',
    headers: ['MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b'],
    body: `--b\nContent-Type: text/plain\n\nSee.\n--b\nContent-Type: message/rfc822\n\n${attached}\n--b--\n`,
  }),
]

it('without quoted text a search finds the writer’s words above, between and below, and nothing that is repeated', async () => {
  const { core, folder } = bench('in process')
  writeFileSync(join(folder, 'bo.mbox'), mboxOf(mails))
  await annasWorkspace(core, join(folder, 'workspace'))
  await core.call('source.add', { paths: [join(folder, 'bo.mbox')] })
  const found = async (query: string): Promise<readonly string[]> =>
    (await core.call('search.run', { query })).hits.map(({ subject }) => subject).sort()
  expect(await found('beacon quoted:no')).toEqual(['Above', 'Below', 'Notes', 'Own', 'Within'])
  expect(await found('lighthouse quoted:no')).toEqual(['Own'])
  expect(await found('lighthouse quoted:only')).toEqual(['Above', 'Below', 'Notes', 'Within'])
  expect(await found('lighthouse')).toEqual(['Above', 'Below', 'Notes', 'Own', 'Within'])
})
