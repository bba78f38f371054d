import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createCore } from '../../src/api/index.ts'
import type { Truth } from '../../src/jobs/sample/index.ts'
import { services as usual } from '../api/core-home.ts'

const directory = mkdtempSync(join(tmpdir(), 'desk-sample-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const services = { ...usual, now: () => Date.UTC(2026, 10, 23, 10), timeZone: 'Europe/Dublin' }

describe('the sample request in an open workspace', () => {
  it('is collected and waits for review, once', async () => {
    const core = createCore({ services })
    await core.call('workspace.create', { workspace: join(directory, 'own'), user: 'ana', passphrase: 'plum orbit granite velvet kiosk' })
    const { matter } = await core.call('demo.open', {})
    const list = await core.call('review.list', { matter })
    expect(list.total).toBeGreaterThan(100)
    expect(list.rows.some(({ suggestions }) => suggestions > 0)).toBe(true)
    expect(await core.call('demo.open', {})).toEqual({ matter })
    const [opened] = (await core.call('matter.list', {})).matters
    expect(opened?.deadline.due).toBe('2026-12-09')
    await core.close()
  })

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
  })
})
