import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { makeDeskHome } from '../desk.ts'

it('`desk user end` needs a reason and a word for the last of a role, and the passphrase opens nothing afterwards', async () => {
  const parent = mkdtempSync(join(tmpdir(), 'desk-end-'))
  onTestFinished(() => rmSync(parent, { recursive: true, force: true }))
  const home = await makeDeskHome(parent)
  expect(await home.desk('officer', ['user', 'end', 'counsel'])).toMatchObject({ status: 2 })
  const end = ['user', 'end', 'counsel', '--why', 'left the firm']
  expect(await home.desk('officer', end)).toMatchObject({ status: 1, json: { error: { code: 'api/last-of-role' } } })
  expect(await home.done('officer', [...end, '--even-last'])).toMatchObject({
    user: 'counsel',
    role: 'legal-reviewer',
    ended: { by: 'officer', why: 'left the firm' },
  })
  expect(await home.desk('counsel', ['status'])).toMatchObject({ status: 1, json: { error: { code: 'store/wrong-passphrase' } } })
  expect(await home.done('officer', ['audit', 'verify'])).toMatchObject({ ok: true })
})
