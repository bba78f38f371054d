import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobReader, Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBrowser } from '../../src/hosts/find-browser.ts'
import { type DeskHome, type Ended, makeDeskHome, passphrases } from '../desk.ts'
import { newCanaries, plant, subject } from '../secrecy/planted.ts'
import { findInFolders } from '../secrecy/scan.ts'
import { approvedRequest, plainCore } from './approved.ts'
import { randomMoments } from './moments.ts'

const randomKills = 20
const lanes = 2

async function entriesOf(zip: Uint8Array, password?: string): Promise<{ path: string; bytes: Uint8Array }[]> {
  const reader = new ZipReader(password === undefined ? new Uint8ArrayReader(zip) : new BlobReader(new Blob([new Uint8Array(zip)])), {
    ...(password === undefined ? {} : { password }),
  })
  const entries = (await reader.getEntries()).filter((entry) => !entry.directory)
  const read = await Promise.all(
    entries.map(async (entry) => ({ path: entry.filename, bytes: (await entry.getData?.(new Uint8ArrayWriter())) ?? new Uint8Array() })),
  )
  await reader.close()
  return read
}

/** What leaves: the renditions, decrypted, and what the request's own records say of it. */
interface Outcome {
  readonly renditions: readonly string[]
  readonly productions: unknown
  readonly numbers: unknown
  readonly ledger: unknown
}

describe('a production, killed and ordered again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'desk-kill-produce-'))
  const canaries = newCanaries()
  let approved: DeskHome
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const place = (home: DeskHome) => ({ zip: join(home.folder, 'out/answer.zip'), letter: join(home.folder, 'out/answer.txt') })
  const order = (home: DeskHome, formats: string, options: Parameters<DeskHome['desk']>[2] = {}): Promise<Ended> =>
    home.desk('officer', ['produce', 'M1', '--out', place(home).zip, '--passphrase-out', place(home).letter, '--formats', formats], options)

  async function outcome(home: DeskHome): Promise<Outcome> {
    const [inner] = await entriesOf(readFileSync(place(home).zip), readFileSync(place(home).letter, 'utf8').trim())
    const renditions = (await entriesOf(inner?.bytes ?? new Uint8Array())).map(
      ({ path, bytes }) => `${createHash('sha256').update(bytes).digest('hex')} ${path}`,
    )
    const core = plainCore()
    try {
      await core.call('workspace.unlock', { workspace: home.workspace, user: 'officer', passphrase: passphrases.officer })
      const { productions } = await core.call('produce.list', { matter: 'M1' as never })
      const { rows } = await core.call('review.list', { matter: 'M1' as never })
      const { totals, bytes } = await core.call('ledger.show', {})
      return {
        renditions: renditions.sort(),
        productions: productions.map(({ production, documents, pages }) => ({ production, documents, pages })),
        numbers: rows.map(({ document, controlNumber }) => `${controlNumber} ${document}`),
        ledger: { totals, bytes },
      }
    } finally {
      await core.close()
    }
  }

  /** A request whose production was killed once, as it had begun: its seed is stored, and every copy goes on with it. */
  async function begun(formats: string): Promise<DeskHome> {
    const home = approved.fork()
    expect((await order(home, formats, { env: { DESK_KILL_AT: 'produce/started:1' } })).signal).toBe('SIGKILL')
    return home
  }

  /** Nothing under the target's name that is not whole, and nothing beside it, wherever the kill came. */
  function nothingHalf(home: DeskHome): void {
    const { found } = findInFolders([home.folder], Object.values(canaries))
    expect(found).toEqual([])
    const partial = readdirSync(join(home.folder, 'out')).filter((name) => !/^answer\.(zip|txt|zip\.partial)$/u.test(name))
    expect(partial).toEqual([])
  }

  function onlyTheBundle(home: DeskHome): void {
    expect(readdirSync(join(home.folder, 'out')).sort()).toEqual(['answer.txt', 'answer.zip'])
    nothingHalf(home)
  }

  beforeAll(async () => {
    const home = await makeDeskHome(folder)
    const paths = await plant(join(folder, 'mail'), canaries)
    await approvedRequest(home, { paths, subject, mark: canaries.mark })
    mkdirSync(join(home.folder, 'out'))
    approved = home
  })

  it('gives the same renditions, numbers and ledger when it dies at any checkpoint', async () => {
    const ordered = 'eml,mbox'
    const base = await begun(ordered)
    const whole = base.fork()
    expect((await order(whole, ordered)).status).toBe(0)
    const undisturbed = await outcome(whole)
    expect(undisturbed.renditions.length).toBeGreaterThan(3)

    let checkpoint = 1
    let ended = false
    const lane = async (): Promise<void> => {
      while (!ended) {
        const at = checkpoint++
        const home = base.fork()
        const killed = await order(home, ordered, { env: { DESK_KILL_AT: `*:${at}` } })
        nothingHalf(home)
        if (killed.signal !== 'SIGKILL') {
          ended = true
        } else {
          const had = existsSync(place(home).letter)
          const { status, json } = await order(home, ordered)
          // Dead after it was recorded: the bundle and its passphrase are there, and stay.
          const stays = had && (json as { error?: { code?: string } }).error?.code === 'hosts/output-exists'
          expect(status === 0 || stays, JSON.stringify(json)).toBe(true)
        }
        expect(await outcome(home), `killed at checkpoint ${at}`).toEqual(undisturbed)
        onlyTheBundle(home)
        rmSync(home.folder, { recursive: true })
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    expect(checkpoint).toBeGreaterThan(5)
  })

  it.runIf(findBrowser() !== null)('gives the same PDFs when it dies while pages are printed', async () => {
    const base = await begun('pdf')
    const whole = base.fork()
    expect((await order(whole, 'pdf')).status).toBe(0)
    const home = base.fork()
    expect((await order(home, 'pdf', { env: { DESK_KILL_AT: 'produce/rendered:3' } })).signal).toBe('SIGKILL')
    nothingHalf(home)
    expect((await order(home, 'pdf')).status).toBe(0)
    expect(await outcome(home)).toEqual(await outcome(whole))
    onlyTheBundle(home)
  })

  it(`gives the same after ${randomKills} deaths at random moments`, async () => {
    const base = await begun('eml,mbox')
    const whole = base.fork()
    const moments = randomMoments()
    expect(moments.ended(await order(whole, 'eml,mbox')).status).toBe(0)
    const undisturbed = await outcome(whole)

    let kills = 0
    const lane = async (): Promise<void> => {
      let home = base.fork()
      for (let turn = 0; turn < randomKills / lanes; turn++) {
        const { signal, status } = moments.ended(await order(home, 'eml,mbox', { killAfterMs: moments.next() }))
        if (signal === 'SIGKILL') kills += 1
        nothingHalf(home)
        // Where it was faster than the kill, the next deaths are of a production of its own.
        if (signal !== 'SIGKILL' && status === 0) {
          expect(await outcome(home)).toEqual(undisturbed)
          home = base.fork()
        }
      }
      const last = await order(home, 'eml,mbox')
      expect(last.status === 0 || existsSync(place(home).letter)).toBe(true)
      expect(await outcome(home)).toEqual(undisturbed)
      onlyTheBundle(home)
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    expect(kills).toBeGreaterThan(0)
  })
})
