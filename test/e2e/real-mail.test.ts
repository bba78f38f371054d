import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { corpora, describeWithCorpora } from '../corpora.ts'
import { type DeskHome, makeDeskHome } from '../desk.ts'
import { unpack } from './bundle.ts'
import {
  approveInWorkstation,
  byCommand,
  type Decided,
  decided,
  decideInWorkstation,
  type Ended,
  type Plan,
  produceInWorkstation,
} from './one-request.ts'
import { startWorkstation } from './workstation.ts'

/** A participant of real mail with two addresses and a name, in two of his mailboxes. No picture of this mail is ever made. */
const sources = ['_sent_mail', 'notes_inbox'].map((folder) => corpora(`archives/enron/enron.south-s.${folder}.mbox`))
const plan: Plan = {
  reference: 'SAR-REAL-1',
  subject: 'Steven South',
  emails: ['steven.south@enron.com', 'steven.p.south@enron.com'],
  name: 'Steven P South',
  received: new Date().toISOString().slice(0, 10),
  query: `person:"Steven South" AND (${[
    'internship',
    'barrett',
    'arkansas',
    '"christmas party"',
    '"wild goose"',
    '"FERC meetings"',
    '"march of dimes"',
    '"migration notification"',
  ].join(' OR ')})`,
  everywhere: [
    { subject: 'RE: RC-West Gas Trading', text: 'Susan Scott' },
    { subject: 'FW: Wild Goose Open Season', text: 'Frank Ermis' },
  ],
  once: [
    { subject: 'Re: arkansas trip', text: 'arkansas', where: 'header' },
    { subject: 'Re: arkansas trip', text: 'Wisconsin', where: 'body' },
  ],
  advice: 'Instructions for FERC Meetings',
  unrelated: 'FW: March of Dimes',
}

/** Of a row of the log all but ids, times, signatures, fingerprints under a production's key, and whether it was opened. */
function decision(row: Readonly<Record<string, unknown>>): string {
  const own = ['log id', 'production', 'value hmac-sha256', 'group', 'proposed at', 'approved at', 'approval signature', 'viewed']
  return JSON.stringify(Object.entries(row).filter(([column]) => !own.includes(column)))
}

describeWithCorpora('a request on real mail, from a mailbox to a bundle, by two people', () => {
  let folder = ''
  let homes: { readonly command: DeskHome; readonly clicked: DeskHome }
  let command: { readonly ended: Ended; readonly decided: Decided }
  let clicked: Ended
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'real-mail-'))
    const home = await makeDeskHome(folder)
    await home.done('officer', ['source', 'add', ...sources, '--custodian', 'South'])
    homes = { command: home, clicked: home.fork() }
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  it('ends in a bundle by the command line', async () => {
    command = { ended: await byCommand(homes.command, plan), decided: await decided(homes.command) }
    const { log } = command.ended
    expect(log.filter(({ action }) => action === 'withhold')).toHaveLength(1)
    expect(log.filter(({ action }) => action === 'redact').length).toBeGreaterThan(8)
    expect(log.every(({ proposer, approver }) => proposer !== approver)).toBe(true)
    expect(command.decided.documents).toHaveLength(12)
  })

  it('ends in a bundle in the workstation, where each document was read by both', async () => {
    const workstation = await startWorkstation({ env: { DESK_WORKSPACE: homes.clicked.workspace } })
    onTestFinished(workstation.close)
    const { page } = workstation
    await decideInWorkstation(page, plan)
    expect(await approveInWorkstation(page, plan.reference)).toBe(12)
    clicked = await produceInWorkstation(page, plan.reference, homes.clicked.folder)
    expect(clicked.log.map(({ viewed }) => viewed)).not.toContain('no')
    expect(workstation.strangers).toEqual([])
  })

  it('leaves the same rows in both internal logs', () => {
    expect(clicked.log.map(decision).sort()).toEqual(command.ended.log.map(decision).sort())
  })

  it('leaves the same codings, privileges, outcomes, grounds, states and places of marks', async () => {
    expect(await decided(homes.clicked)).toEqual(command.decided)
  })

  it('makes bundles of the same files, which 7z opens and Python reads without what was hidden everywhere', () => {
    const [left, right] = ([clicked, command.ended] as const).map(({ bundle, passphrase }, at) =>
      unpack(bundle, passphrase, join(folder, `unpacked-${at}`)),
    )
    expect(left?.files).toEqual(right?.files)
    const mails = left?.files.filter((file) => file.endsWith('.eml')) ?? []
    expect(mails).toHaveLength(10)
    const text = mails.map((file) => left?.mailText(file)).join('\n')
    expect(text).toContain('[REDACTED')
    for (const hidden of [...plan.everywhere.map((one) => one.text), 'susan.scott@enron.com']) expect(text).not.toContain(hidden)
  })
})
