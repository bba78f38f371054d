import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import type { MatterId } from '../../src/model/index.ts'
import { letter, mboxOf } from '../jobs/archive.ts'
import { annasWorkspace, services } from './core-home.ts'

const letters = (from: number, to: number) =>
  mboxOf(Array.from({ length: to - from }, (_, at) => letter({ id: `${from + at}`, to: 'Nora Quill <nora.quill@harbour.example>' })))

const each = 400

describe('collecting while a source is not read to its end', () => {
  let folder: string
  let core: Core
  let matter: MatterId
  let dieAt: string | null = null
  const collect = () => core.call('matter.collect', { matter })
  const completeness = () => core.call('matter.completeness', { matter })

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'desk-completeness-'))
    const mail = join(folder, 'mail')
    mkdirSync(mail)
    // More than what one transaction takes.
    for (const [at, name] of ['a.mbox', 'b.mbox', 'c.mbox'].entries()) writeFileSync(join(mail, name), letters(at * each, at * each + each))
    writeFileSync(join(folder, 'small.mbox'), letters(9000, 9001))
    const checkpoint = (name: string) => {
      if (name === dieAt) throw new Error('killed')
    }
    core = createCore({ services: { ...services, checkpoint } })
    await annasWorkspace(core, join(folder, 'workspace'))
    await core.call('source.add', { paths: [join(folder, 'small.mbox')], custodian: 'Bo' })
    const made = await core.call('matter.create', {
      subject: 'Nora Quill',
      emails: ['nora.quill@harbour.example'],
      received: '2026-11-02',
      regime: 'eu-ie',
    })
    matter = made.matter
  })
  afterAll(async () => {
    await core.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('says nothing where everything was read', async () => {
    expect(await completeness()).toEqual({ reading: null, collectAgain: false, gone: [], revised: false, beyond: [] })
    expect((await collect()).incomplete).toBeNull()
  })

  it('says how much was read of about how much, and that it stopped', async () => {
    dieAt = 'ingest/batch-committed'
    await expect(core.call('source.add', { paths: [join(folder, 'mail')] })).rejects.toBeDefined()
    dieAt = null
    const { incomplete, collected } = await collect()
    expect(incomplete).toMatchObject({ stopped: true, sources: ['S2'] })
    expect(incomplete?.read).toBe(collected)
    expect(collected).toBeLessThan(3 * each)
    expect(incomplete?.about).toBeGreaterThan(3 * each * 0.85)
    expect(incomplete?.about).toBeLessThan(3 * each * 1.15)
  })

  it('says nothing about sources outside the scope', async () => {
    const made = await core.call('matter.create', {
      subject: 'Nora Quill',
      emails: ['nora.quill@harbour.example'],
      received: '2026-11-02',
      regime: 'eu-ie',
      custodians: ['Bo'],
    })
    expect(await core.call('matter.completeness', { matter: made.matter })).toEqual({
      reading: null,
      collectAgain: false,
      gone: [],
      revised: false,
      beyond: [],
    })
  })

  it('asks to collect again once everything was read, until that is done', async () => {
    expect((await completeness()).collectAgain).toBe(true)
    await core.call('source.rescan', {})
    expect(await completeness()).toEqual({ reading: null, collectAgain: true, gone: [], revised: false, beyond: [] })
    const again = await collect()
    expect(again.incomplete).toBeNull()
    expect(again.collected + again.already).toBe(3 * each + 1)
    expect(await completeness()).toEqual({ reading: null, collectAgain: false, gone: [], revised: false, beyond: [] })
    const { total, rows } = await core.call('review.list', { matter, filter: 'added' })
    expect([total, (await core.call('matter.show', { matter })).counts.added]).toEqual([again.collected, again.collected])
    expect(rows.every(({ coding }) => coding === 'undecided')).toBe(true)
  })

  it('shows nothing as added by a collection that found nothing new', async () => {
    expect(await collect()).toMatchObject({ collected: 0 })
    expect(await core.call('review.list', { matter, filter: 'added' })).toMatchObject({ total: 0 })
  })
})
