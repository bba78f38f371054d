import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type DeskHome, makeDeskHome } from '../desk.ts'
import { mail, third } from '../jobs/request.ts'

const folder = mkdtempSync(join(tmpdir(), 'cli-told-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('desk tells, where a screen would ask', () => {
  let home: DeskHome
  /** What somebody at a terminal reads. */
  const read = (...args: readonly string[]): string =>
    execFileSync(
      process.execPath,
      [
        resolve(import.meta.dirname, '../../src/hosts/cli/main.mjs'),
        ...args,
        ...['--workspace', home.workspace, '--user', 'officer', '--passphrase-file', home.passphraseFile('officer')],
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
    )
  beforeAll(async () => {
    writeFileSync(join(folder, '1.eml'), mail({ text: 'Nora, ask Eve Third. Her number is +49 170 5551234.' }, 'letter'))
    home = await makeDeskHome(folder)
    await home.done('officer', ['source', 'add', join(folder, '1.eml')])
    const request = ['--subject', 'Nora Quill', '--email', 'nora.quill@harbour.example', '--received', '2026-11-02', '--regime', 'eu-ie']
    await home.done('officer', ['matter', 'create', ...request])
    await home.done('officer', ['collect', 'M1'])
    await home.done('officer', ['code', 'M1', '--all', '--as', 'responsive'])
    await home.done('officer', ['suggest', 'M1', '--detectors', 'phone'])
    await home.done('officer', ['mark', 'M1', '--text', 'Eve Third', '--ground', third, '--everywhere'])
  }, 60_000)

  it('by which option the subject’s own data is marked all the same', async () => {
    const refused = await home.desk('officer', ['mark', 'M1', '--text', 'nora.quill@harbour.example', '--ground', third, '--everywhere'])
    expect(refused.status).toBe(1)
    expect(JSON.stringify(refused.json)).toContain('--even-subject')
  }, 60_000)

  it('apart documents by their numbers in the request wherever they are named by their ids', async () => {
    const { rows } = (await home.done('officer', ['review', 'M1'])) as { rows: readonly { document: string; controlNumber: string }[] }
    const [letter] = rows
    expect(letter?.controlNumber).toBe('CTRL-000001')
    for (const number of ['CTRL-000001', 'ctrl-1']) {
      expect(await home.done('officer', ['code', 'M1', '--doc', number, '--as', 'responsive', '--note', number])).toMatchObject({
        documents: [letter?.document],
      })
    }
    expect(await home.done('officer', ['show', 'CTRL-000001', '--matter', 'M1'])).toMatchObject({ document: letter?.document })
    expect(read('marks', 'M1', '--doc', 'CTRL-000001')).toContain('Eve Third')
    const unknown = await home.desk('officer', ['code', 'M1', '--doc', letter?.document ?? '', 'CTRL-000099', '--as', 'responsive'])
    expect([unknown.status, JSON.stringify(unknown.json)]).toEqual([1, expect.stringContaining('no CTRL-000099 in this request')])
    const whose = await home.desk('officer', ['show', 'CTRL-000001'])
    expect([whose.status, JSON.stringify(whose.json)]).toEqual([2, expect.stringContaining('--matter')])
  }, 60_000)

  it('which documents a release of everything leaves alone', () => {
    expect(read('dispose', 'M1', '--all', '--as', 'release')).toContain('1 document with marks left as they were')
  }, 60_000)

  it('that suggestions go to the other person undecided', async () => {
    const fork = home.fork()
    expect(read('submit', 'M1')).toMatch(/1 document submitted[\s\S]*Suggestions are not decided in 1 document/)
    expect(await fork.done('officer', ['submit', 'M1'])).toMatchObject({ submitted: 1, undecidedSuggestions: 1 })
  }, 60_000)
})
