import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCore } from '../../src/api/index.ts'
import { services } from '../api/core-home.ts'
import { type DeskHome, makeDeskHome, passphrases } from '../desk.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { signIn } from './people.ts'
import { goTo, newRequest, openRequest } from './steps/request.ts'
import { oneWalk } from './walk.ts'
import { pictures, startWorkstation, type Workstation } from './workstation.ts'

const each = 400
const received = ['--received', '2026-11-02', '--regime', 'eu-ie']
const letters = (from: number) =>
  mboxOf(
    Array.from({ length: each }, (_, at) =>
      letter({ id: `${from + at}`, to: 'Nora Quill <nora.quill@harbour.example>', subject: `Slates, lot ${from + at}` }),
    ),
  )

describe('a request while a source is not read to its end', () => {
  let folder = ''
  let home: DeskHome
  /** A copy of the same workspace, for the command line. */
  let other: DeskHome
  let desk: Workstation
  const page = () => desk.page
  const told = () => page().getByRole('region', { name: 'Not everything is read yet' })
  oneWalk(page)

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'still-reading-'))
    home = await makeDeskHome(folder)
    const mail = join(home.folder, 'mail')
    mkdirSync(mail)
    for (const at of [0, 1, 2]) writeFileSync(join(mail, `${at}.mbox`), letters(at * each))
    const core = createCore({
      services: {
        ...services,
        checkpoint: (name) => {
          if (name === 'ingest/batch-committed') throw new Error('killed')
        },
      },
    })
    await core.call('workspace.unlock', { workspace: home.workspace, user: 'officer', passphrase: passphrases.officer })
    await core.call('source.add', { paths: [mail], label: 'Harbour office' }).catch(() => {})
    await core.close()
    other = home.fork()
    desk = await startWorkstation({ env: { DESK_WORKSPACE: home.workspace } })
    await signIn(page(), 'officer', passphrases.officer)
    await newRequest(page(), { reference: 'SAR-7', subject: 'Nora Quill', emails: ['nora.quill@harbour.example'], identifiers: [] })
  })
  afterAll(async () => {
    await desk?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('is warned about by the command line, beside its one JSON document', async () => {
    await other.done('officer', ['matter', 'create', '--subject', 'Nora Quill', '--email', 'nora.quill@harbour.example', ...received])
    const collected = await other.desk('officer', ['collect', 'M1'])
    expect(collected.status).toBe(0)
    // As many as the batch held that was written before the kill.
    const { read } = (collected.json as { incomplete: { read: number } }).incomplete
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThan(3 * each)
    expect(collected.json).toMatchObject({ collected: read, incomplete: { sources: ['S1'], stopped: true } })
    expect(collected.errors).toMatch(
      new RegExp(`^desk: a source is not read to the end: ${read} of about 1[12]\\d\\d messages read so far\\. `, 'mu'),
    )
  })

  it('says in every step how much was read, of about how much', async () => {
    for (const step of ['Find', 'Identify'] as const) {
      await goTo(page(), step)
      await told()
        .getByText(/^A source was not read to its end\. \d.?\d+ of about 1.[12]\d\d messages read so far;\s+what is found/)
        .waitFor()
    }
    await pictures(page(), 'still-reading')
  })

  it('says with what was collected that it is not all, and stays on the screen', async () => {
    await page().getByRole('button', { name: 'Collect into the request' }).click()
    await page()
      .getByText(/documents collected in .* Collect again when it is done/)
      .waitFor()
    await told().getByText('what was collected is not all').waitFor()
    await pictures(page(), 'still-reading-collected')
  })

  it('leads to the source, and asks to collect again once it was read', async () => {
    await told().getByRole('button', { name: 'Sources' }).click()
    await page().getByRole('button', { name: 'Rescan Harbour office' }).click()
    await page().getByText('Complete', { exact: true }).waitFor()
    await openRequest(page(), 'SAR-7')
    await goTo(page(), 'Review')
    await told().getByText('It is read now: collect again').waitFor()
    await told().getByRole('button', { name: 'To collecting' }).click()
    await page().getByRole('button', { name: 'Collect into the request' }).click()
    await page()
      .getByText(/^1.200 documents/u)
      .first()
      .waitFor()
    await told().waitFor({ state: 'hidden' })
  })
})
