import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Gate, GatePlace, Mark } from '../../src/model/index.ts'
import { type DeskHome, makeDeskHome } from '../desk.ts'
import { mail, third } from '../jobs/request.ts'

const folder = mkdtempSync(join(tmpdir(), 'cli-stays-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('desk stays', () => {
  let home: DeskHome
  let document = ''
  const gate = async () => (await home.done<Gate>('officer', ['gate', 'M1'])).items.find(({ id }) => id === 'unhidden')
  beforeAll(async () => {
    writeFileSync(join(folder, '1.eml'), mail({ text: 'Nora, Will said so. I will come; you will too.' }, 'letter'))
    home = await makeDeskHome(folder)
    await home.done('officer', ['source', 'add', join(folder, '1.eml')])
    const request = ['--subject', 'Nora Quill', '--email', 'nora.quill@harbour.example', '--received', '2026-11-02', '--regime', 'eu-ie']
    await home.done('officer', ['matter', 'create', ...request])
    await home.done('officer', ['collect', 'M1'])
    const { rows } = await home.done<{ rows: { document: string }[] }>('officer', ['review', 'M1'])
    document = rows[0]?.document ?? ''
    await home.done('officer', ['code', 'M1', '--all', '--as', 'responsive'])
    const marks = join(folder, 'marks.json')
    writeFileSync(marks, JSON.stringify([{ document, surface: 't:1', start: 6, end: 10, ground: third }]))
    await home.done('officer', ['mark', 'M1', '--file', marks])
  }, 60_000)

  it('lists where redacted text stands unmarked, and lets one place stand, or all that are written just so', async () => {
    const { places } = await home.done<{ places: GatePlace[] }>('officer', ['stays', 'M1', '--doc', document])
    expect(places.map(({ start, text }) => [start, text])).toEqual([
      [22, 'will'],
      [37, 'will'],
    ])
    const one = ['--surface', 't:1', '--start', '22', '--end', '26']
    expect(await home.done('officer', ['stays', 'M1', '--doc', document, ...one])).toMatchObject({ marks: [expect.any(String)] })
    expect((await gate())?.ok).toBe(false)
    await home.done('officer', ['stays', 'M1', '--doc', document, '--text', 'will'])
    expect(await gate()).toMatchObject({ ok: true, text: expect.stringContaining('2 places of 1 document, by officer') })
    const { marks } = await home.done<{ marks: (Mark & { text: string })[] }>('officer', ['marks', 'M1'])
    expect(marks.filter(({ state }) => state === 'cleared').map(({ text, proposer }) => [text, proposer])).toEqual([
      ['will', 'officer'],
      ['will', 'officer'],
    ])
    await home.done('officer', ['decide', 'M1', '--mark', marks.at(-1)?.id ?? '', '--as', 'remove'])
    expect((await gate())?.places?.map(({ start }) => start)).toEqual([37])
  }, 60_000)

  it('refuses what stands nowhere, and half a place', async () => {
    const refusal = async (...args: string[]) => JSON.stringify(await home.desk('officer', ['stays', 'M1', ...args]))
    expect(await refusal('--doc', document, '--text', 'Will')).toContain('stands unmarked nowhere')
    expect(await refusal('--doc', document, '--surface', 't:1', '--start', '3')).toContain('Say which place')
    expect(await refusal('--doc', document, '--surface', 't:1', '--start', '3', '--end', '9')).toContain('No redacted text stands unmarked')
    expect(await refusal('--text', 'will')).toContain('Say in which document')
  }, 60_000)
})
