import { strict as assert } from 'node:assert'
import type { Page } from 'playwright-core'
import { makeWorkspace, officer, signIn } from '../e2e/people.ts'
import type { Facts } from './stand-in.ts'

/** What the stand-in does with the window: the same first steps as in the browser host, and how the main process set itself up. */
export async function walk(page: Page, { switches, sandboxed, sessions, window }: Facts): Promise<void> {
  assert(sandboxed, 'every renderer is sandboxed')
  assert(
    switches.some((given) => given.startsWith('host-resolver-rules=MAP * ~NOTFOUND')),
    'no name is resolved',
  )
  const workstation = sessions.get('workstation')
  assert(workstation, 'the window has a session of its own, in memory')
  let granted = true
  workstation.permission?.(null, 'geolocation', (answer) => {
    granted = answer
  })
  assert.equal(granted, false, 'a permission request is denied')
  assert.equal(workstation.permissionCheck?.(), false, 'a permission check is denied')
  assert.equal(workstation.spellChecker, false, 'no dictionary is fetched')
  let cancelled = false
  workstation.beforeRequest({ url: 'https://leak.example/' }, (answer) => {
    cancelled = answer.cancel === true
  })
  assert(cancelled, 'a request to anywhere is cancelled')
  assert.equal(window.webContents.opens?.().action, 'deny', 'no window is opened')

  await makeWorkspace(page)
  await page.getByRole('button', { name: /^Lock/ }).first().click()
  await signIn(page, officer.name, officer.passphrase)
  await page.getByRole('button', { name: /^Lock/ }).first().waitFor({ timeout: 60_000 })
}
