import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DemoView, Services } from '../../src/api/index.ts'
import { createCore } from '../../src/api/index.ts'
import type { Truth } from '../../src/jobs/sample/index.ts'

const directory = mkdtempSync(join(tmpdir(), 'desk-demo-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const services: Services = {
  printEngine: async () => null,
  printEngineHint: 'none in this test',
  now: () => Date.UTC(2026, 10, 23, 10),
  timeZone: 'Europe/Dublin',
  checkpoint: () => {},
}

describe('the demonstration', () => {
  const out = join(directory, 'demo')
  let view: DemoView
  beforeAll(async () => {
    const core = createCore({ services })
    view = await core.call('demo.run', { out })
    await core.close()
  }, 300_000)

  it('releases a bundle that was proved, with its letter and its log', () => {
    expect(view.check.passed).toBe(true)
    expect(view.check.needles).toBeGreaterThan(20)
    expect(view.notViewed).toBe(0)
    expect(view.formats).toEqual(['eml', 'mbox'])
    expect(readFileSync(view.letter, 'utf8')).toContain(view.sha256)
    expect(readFileSync(view.bundle).byteLength).toBe(view.bytes)
    expect(readFileSync(view.internalLog, 'utf8').split('\n').length).toBeGreaterThan(20)
  })

  it('withholds what is privileged and nothing else of hers', () => {
    const truth = JSON.parse(readFileSync(join(out, 'sample', 'truth.json'), 'utf8')) as Truth
    const privileged = truth.messages.filter((message) => message.about === 'subject' && message.disposition === 'withhold')
    expect(view.withheld).toBeGreaterThanOrEqual(privileged.length)
    expect(view.documents).toBeGreaterThan(100)
  })

  it('leaves a workspace in which everything can be looked up', async () => {
    const note = readFileSync(join(out, 'SIGN-IN.txt'), 'utf8')
    const passphrase = /Nuala Investigator\n {4}(.+)\n/u.exec(note)?.[1] ?? ''
    const core = createCore({ services, workspace: view.workspace })
    await core.call('workspace.unlock', { user: 'Nuala Investigator', passphrase })
    const ledger = await core.call('ledger.show', {})
    const truth = JSON.parse(readFileSync(join(out, 'sample', 'truth.json'), 'utf8')) as Truth
    expect(ledger.reconciles).toBe(true)
    expect(ledger.totals.indexed + ledger.totals.partial).toBe(truth.instances)
    expect(ledger.totals.indexed + ledger.totals.partial - ledger.totals.duplicates).toBe(truth.messages.length)
    expect((await core.call('audit.verify', {})).ok).toBe(true)
    const [matter] = (await core.call('matter.list', {})).matters
    expect(matter?.deadline.due).toBe('2026-12-09')
    await core.close()
  })

  it('refuses a folder that holds something', async () => {
    const core = createCore({ services })
    await expect(core.call('demo.run', { out })).rejects.toMatchObject({ code: 'hosts/output-exists' })
    await core.close()
  })
})

describe('the sample request in an open workspace', () => {
  it('is collected and waits for review, once', async () => {
    const core = createCore({ services })
    await core.call('workspace.create', { workspace: join(directory, 'own'), user: 'ana', passphrase: 'plum orbit granite velvet kiosk' })
    const { matter } = await core.call('demo.open', {})
    const list = await core.call('review.list', { matter })
    expect(list.total).toBeGreaterThan(100)
    expect(list.rows.some(({ suggestions }) => suggestions > 0)).toBe(true)
    expect(await core.call('demo.open', {})).toEqual({ matter })
    await core.close()
  }, 120_000)

  it('finds with the accepted forms every message that names the subject in full, by address or by number', async () => {
    const core = createCore({ services, workspace: join(directory, 'own') })
    await core.call('workspace.unlock', { user: 'ana', passphrase: 'plum orbit granite velvet kiosk' })
    const truth = JSON.parse(readFileSync(join(directory, 'own-sample', 'truth.json'), 'utf8')) as Truth
    const { matter } = await core.call('demo.open', {})
    const { rows } = await core.call('review.list', { matter })
    const found = new Set<string>()
    for (const { kind, document } of rows) {
      if (kind === 'message') found.add((await core.call('document.show', { document })).header?.messageId ?? '')
    }
    const weak = new Set(['first-name', 'surname'])
    const wanted = truth.messages.filter(
      ({ about, forms, party }) => about === 'subject' && (party || forms.some((form) => !weak.has(form))),
    )
    const missed = wanted.filter(({ messageId }) => !found.has(messageId))
    expect(missed.map(({ thread, forms }) => `${thread}: ${forms.join(' ')}`)).toEqual([])
    await core.close()
  }, 120_000)
})
