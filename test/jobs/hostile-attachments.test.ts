import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Core, createCore } from '../../src/api/index.ts'
import { cheapKdf } from '../store/home.ts'
import { damagedPdf, greedyDrawing, greedyPdf, plainPdf } from './hostile-pdf.ts'
import { mail, third } from './request.ts'

const phrase = 'olga keeps seven green lanterns'
const lenas = 'lena reads beneath the old lime'
const services = {
  printEngine: async () => null,
  printEngineHint: 'Install a browser.',
  printEngineAvailable: () => false,
  now: () => Date.UTC(2026, 10, 23, 10),
  timeZone: 'Europe/Dublin',
  checkpoint: () => {},
  kdf: cheapKdf,
}
const hostile = { greedy: greedyPdf(), drawing: greedyDrawing('The roof'), damaged: damagedPdf('The roof'), plain: plainPdf('The roof') }

let core: Core
let folder: string
let workspace: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-hostile-'))
  workspace = join(folder, 'workspace')
  mkdirSync(join(folder, 'mail'))
  const attachments = Object.entries(hostile).map(([name, bytes]) => ({ name: `${name}.pdf`, type: 'application/pdf', bytes }))
  writeFileSync(join(folder, 'mail', 'one.eml'), mail({ text: 'See the plans.', attachments }, 'plans'))
  core = createCore({ services })
  await core.call('workspace.create', { workspace, user: 'olga', role: 'investigator', passphrase: phrase })
  await core.call('user.add', { user: 'lena', role: 'legal-reviewer', passphrase: lenas })
  await core.call('source.add', { paths: [join(folder, 'mail')], custodian: 'Bo' })
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A busy machine may run out of time before the file has taken all memory. */
function how(code: string): string {
  return code === 'out-of-memory' || code === 'timeout' ? 'stopped' : code
}

async function documents(): Promise<Map<string, string>> {
  const { hits } = await core.call('search.run', { query: 'subject:roof' })
  const { family } = await core.call('document.show', { document: hits[0]?.document ?? '' })
  return new Map(family.map(({ label, document }) => [label, document]))
}

describe('PDFs that were made to bring the program down', () => {
  it('cost their own content when mail is taken in, and the ledger names each', async () => {
    const { reconciles, exceptions } = await core.call('ledger.show', {})
    expect(reconciles).toBe(true)
    expect(exceptions.map(({ code }) => how(code)).sort()).toEqual(['stopped', 'unreadable-attachment'])
  })

  it('can be opened: what can’t be shown says why', async () => {
    const shown: Record<string, unknown> = {}
    for (const [label, document] of await documents()) {
      if (!label.endsWith('.pdf')) continue
      const { surfaces, problems } = await core.call('document.show', { document })
      shown[label] = [surfaces.length - 1, ...problems.map(({ code }) => how(code))]
    }
    expect(shown).toEqual({
      'greedy.pdf': [0, 'stopped'],
      'drawing.pdf': [0, 'stopped'],
      'damaged.pdf': [4, 'unreadable-attachment'],
      'plain.pdf': [1],
    })
    const drawing = (await documents()).get('drawing.pdf') ?? ''
    await expect(core.call('document.frame', { document: drawing, surface: 'p:1' })).rejects.toMatchObject({
      code: 'matter/unknown-surface',
    })
  })

  it('are collected with that said, withheld, and don’t keep the rest from being produced', async () => {
    const { matter } = await core.call('matter.create', {
      subject: 'Nora Quill',
      emails: ['nora.quill@harbour.example'],
      received: '2026-11-02',
      regime: 'eu-ie',
    })
    expect(await core.call('matter.collect', { matter })).toMatchObject({ collected: 5, families: 1 })
    const { rows } = await core.call('review.list', { matter })
    const unread = rows.filter(({ subject }) => subject === 'greedy.pdf' || subject === 'drawing.pdf').map(({ document }) => document)
    for (const document of unread) {
      const { surfaces, problems } = await core.call('review.document', { matter, document })
      expect(surfaces.map(({ id }) => id)).toEqual(['n'])
      expect(problems.map(({ code }) => how(code))).toContain('stopped')
    }
    await core.call('review.code', { matter, selection: { all: true }, coding: 'responsive' })
    await core.call('review.dispose', { matter, selection: { all: true }, disposition: 'release' })
    await core.call('review.dispose', { matter, selection: { documents: unread }, disposition: 'withhold', ground: third })
    expect(await core.call('review.submit', { matter })).toMatchObject({ submitted: 5, notReady: [] })
    await core.call('workspace.lock', {})
    await core.call('workspace.unlock', { workspace, user: 'lena', passphrase: lenas })
    await core.call('user.changePassphrase', { current: lenas, next: `${lenas} still` })
    await core.call('approval.approve', { matter, selection: { all: true }, unviewed: true })
    const produced = await core.call('produce.run', { matter, out: join(folder, 'answer.zip'), formats: ['eml'] })
    expect(produced).toMatchObject({ documents: 3, withheld: 2, check: { passed: true } })
  })
})
