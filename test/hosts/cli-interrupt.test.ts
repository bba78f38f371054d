import { spawn } from 'node:child_process'
import { createWriteStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeDeskHome } from '../desk.ts'

const main = join(import.meta.dirname, '../../src/hosts/cli/main.mjs')
const interrupting = join(import.meta.dirname, 'interrupt-instead.mjs')
/** Three times as many as are written at a time. */
const messages = 3_000

/** An mbox large enough to be interrupted in; every message is another. */
async function writeMbox(path: string): Promise<void> {
  const out = createWriteStream(path)
  for (let number = 0; number < messages; number += 1) {
    const body = `Crate ${number} left the quay.\n`.repeat(30)
    out.write(
      `From keeper@harbour.example Mon Jan  5 10:00:00 2026\nFrom: keeper@harbour.example\nTo: clerk@harbour.example\nSubject: Crate ${number}\nMessage-ID: <${number}@harbour.example>\nDate: Mon, 5 Jan 2026 10:00:00 +0000\n\n${body}\n`,
    )
  }
  out.end()
  await finished(out)
}

describe('Interrupted while it indexes', () => {
  it('desk ends with 130, keeps what was done, and goes on to the same end', async () => {
    const home = await makeDeskHome()
    onTestFinished(() => rmSync(home.folder, { recursive: true, force: true }))
    const mbox = join(home.folder, 'harbour.mbox')
    await writeMbox(mbox)
    const who = ['--workspace', home.workspace, '--user', 'officer', '--passphrase-file', home.passphraseFile('officer')]
    const child = spawn(process.execPath, ['--import', interrupting, main, 'source', 'add', mbox, '--json', ...who], {
      env: { ...process.env, DESK_KILL_AT: 'ingest/batch-committed:1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
    })
    child.stderr.resume()
    const ended = new Promise((resolve) => child.once('close', (status) => resolve(status)))
    expect(await ended).toBe(130)
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'api/cancelled' } })
    const log = await home.done<{ entries: { command: string; outcome: string }[] }>('officer', ['audit', 'list'])
    expect(log.entries.find(({ command }) => command === 'source.add')?.outcome).toBe('api/cancelled')
    const cut = await home.done<{ totals: { indexed: number } }>('officer', ['ledger'])
    expect(cut.totals.indexed).toBeGreaterThan(0)
    expect(cut.totals.indexed).toBeLessThan(messages)
    const again = await home.done<{ sources: { found: number; indexed: number }[] }>('officer', ['source', 'add', mbox])
    expect(again.sources[0]).toMatchObject({ found: messages, indexed: messages })
    const ledger = await home.done<{ reconciles: boolean; totals: object }>('officer', ['ledger'])
    expect(ledger).toMatchObject({ reconciles: true, totals: { found: messages, indexed: messages, duplicates: 0, pending: 0 } })
  })
})
