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

it('the search-term report counts a document that is in scope by a copy of a source and another of a custodian, under both', async () => {
  const { core, folder } = bench('in process')
  await annasWorkspace(core, join(folder, 'workspace'))
  const mail = letter({ id: 'one', from: 'Nora Quill <nora@harbour.example>' })
  const ids: string[] = []
  for (const custodian of ['Ann', 'Bo', 'Cy']) {
    const path = join(folder, `${custodian}.mbox`)
    writeFileSync(path, mboxOf([mail]))
    await core.call('source.add', { paths: [path], custodian })
    ids.push((await core.call('source.list', {})).sources.at(-1)?.id ?? '')
  }
  const request = { subject: 'Nora Quill', emails: ['nora@harbour.example'], received: '2026-11-02', regime: 'eu-ie' }
  const { matter } = await core.call('matter.create', { ...request, sources: [ids[0] as never], custodians: ['Bo'] })
  const [term] = (await core.call('matter.terms', { matter })).terms
  expect(term).toMatchObject({
    documents: 1,
    byCustodian: [{ custodian: 'Bo', documents: 1 }],
    bySource: [{ source: ids[0], documents: 1 }],
  })
})
