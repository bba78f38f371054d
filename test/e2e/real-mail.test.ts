import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { byCommand, type Plan } from './one-request.ts'

/** A participant of real mail with two addresses and a name, in two of his mailboxes. No picture of this mail is ever made. */
const plan: Plan = {
  sources: ['_sent_mail', 'notes_inbox'].map((folder) => corpora(`archives/enron/enron.south-s.${folder}.mbox`)),
  custodian: 'South',
  reference: 'SAR-REAL-1',
  subject: 'Steven South',
  emails: ['steven.south@enron.com', 'steven.p.south@enron.com'],
  name: 'Steven P South',
  received: new Date().toISOString().slice(0, 10),
  everywhere: [
    { subject: 'RE: RC-West Gas Trading', text: 'Susan Scott' },
    { subject: 'FW: Wild Goose Open Season', text: 'Frank Ermis' },
  ],
  once: { subject: 'Re: arkansas trip', text: 'arkansas' },
  advice: 'Instructions for FERC Meetings',
  unrelated: 'FW: March of Dimes',
}

describeWithCorpora('a request on real mail, from a mailbox to a bundle, by two people', () => {
  it('ends in a bundle by the command line, with its decisions in the log', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'real-mail-'))
    try {
      const { log } = await byCommand(folder, plan)
      expect(log.filter(({ action }) => action === 'withhold')).toHaveLength(1)
      expect(log.filter(({ action }) => action === 'redact').length).toBeGreaterThan(8)
      expect(log.every(({ proposer, approver }) => proposer !== approver)).toBe(true)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
