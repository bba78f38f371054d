import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, bench } from './core-home.ts'

it('the search-term report says of sources without a custodian that they have none, whichever they are', async () => {
  const { core, folder } = bench('in process')
  await annasWorkspace(core, join(folder, 'workspace'))
  const sources = [
    ['bo', { custodian: 'Bo' }],
    ['lone', {}],
    ['blank', { custodian: ' ' }],
  ] as const
  for (const [name, given] of sources) {
    const path = join(folder, `${name}.mbox`)
    writeFileSync(path, mboxOf([letter({ id: name, from: 'Nora Quill <nora@harbour.example>' })]))
    await core.call('source.add', { paths: [path], ...given })
  }
  const request = { subject: 'Nora Quill', emails: ['nora@harbour.example'], received: '2026-11-02', regime: 'eu-ie' }
  const { matter } = await core.call('matter.create', request)
  const { terms } = await core.call('matter.terms', { matter })
  expect(terms[0]?.byCustodian).toEqual([
    { custodian: null, documents: 2 },
    { custodian: 'Bo', documents: 1 },
  ])
  const out = join(folder, 'terms.json')
  await core.call('terms.export', { matter, format: 'json', out })
  const { columns, rows } = JSON.parse(readFileSync(out, 'utf8'))
  expect(columns.filter((name: string) => /custodian/iu.test(name))).toEqual(['Custodian: Bo', 'No custodian'])
  expect(rows[0]).toMatchObject({ 'Custodian: Bo': '1', 'No custodian': '2' })
})
