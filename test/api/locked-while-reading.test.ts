import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { mboxOf } from '../jobs/archive.ts'
import { pdfLetter } from '../jobs/pdf-letter.ts'
import { annasWorkspace, bench, failure, phrases } from './core-home.ts'

/** More than are stored in one transaction. */
const letters = 40

it('A workspace that is locked while attachments are read keeps what was read, and goes on once it is open again', async () => {
  let locking: Promise<unknown> | null = null
  const { core, folder, bugs } = bench('in process', {
    checkpoint: (name) => {
      if (name === 'extract/batch-committed') locking ??= core.call('workspace.lock', {})
    },
  })
  const workspace = join(folder, 'w')
  await annasWorkspace(core, workspace)
  const box = join(folder, 'box')
  const messages = Array.from({ length: letters }, (_, at) => pdfLetter(`${at}`, `lantern number ${at}`))
  writeFileSync(box, mboxOf(await Promise.all(messages)), 'latin1')
  expect((await failure(core.call('source.add', { paths: [box] }))).code).toBe('api/cancelled')
  await locking
  expect(await core.call('workspace.status', {})).toMatchObject({ state: 'locked' })
  await core.call('workspace.unlock', { workspace, user: 'anna', passphrase: phrases.anna })
  const found = async () => (await core.call('search.run', { query: 'lantern', limit: 100 })).total
  const [before] = [await found()]
  expect(before).toBeGreaterThan(0)
  expect(before).toBeLessThan(letters)
  expect((await core.call('source.list', {})).sources).toMatchObject([{ state: 'interrupted' }])
  await core.call('source.rescan', {})
  expect(await found()).toBe(letters)
  expect(await core.call('ledger.show', {})).toMatchObject({
    reconciles: true,
    totals: { found: letters, indexed: letters },
    exceptions: [],
  })
  expect(await core.call('audit.verify', {})).toMatchObject({ ok: true })
  expect(bugs).toEqual([])
})
