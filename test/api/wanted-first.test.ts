import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { createCore } from '../../src/api/index.ts'
import { mboxOf, writeTree } from '../jobs/archive.ts'
import { pdfLetter } from '../jobs/pdf-letter.ts'
import { annasWorkspace, services } from './core-home.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-wanted-'))
let dieAt: string | null = null
const core = createCore({
  services: {
    ...services,
    checkpoint: (name) => {
      if (name === dieAt) throw new Error('killed')
    },
  },
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

it('attachments of documents that are in a request are read before those of others, when a pass goes on', async () => {
  // More than what is stored at a time; the one collected comes last.
  const letters = await Promise.all(Array.from({ length: 70 }, (_, at) => pdfLetter(`${at}`, `Invoice number qz${at}`)))
  writeTree(folder, { 'mail/box': mboxOf(letters) })
  await annasWorkspace(core, join(folder, 'w'))
  dieAt = 'ingest/source-done'
  await expect(core.call('source.add', { paths: [join(folder, 'mail')] })).rejects.toBeDefined()
  const { matter } = await core.call('matter.create', { subject: 'Anna Berg', emails: [], received: '2026-11-02', regime: 'eu-ie' })
  await core.call('matter.collect', { matter, query: 'subject:"Letter 69"' })
  const found = async (word: string) => (await core.call('search.run', { query: word })).total
  expect([await found('qz69'), await found('qz60')]).toEqual([0, 0])
  dieAt = 'extract/batch-committed'
  await expect(core.call('source.rescan', {})).rejects.toBeDefined()
  expect([await found('qz69'), await found('qz60')]).toEqual([1, 0])
})
