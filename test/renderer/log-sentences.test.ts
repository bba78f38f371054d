import { describe, expect, it } from 'vitest'
import { sentenceOf } from '../../renderer/screens/log/sentence.ts'
import { logEvents, logKinds } from '../../renderer/text/en/log-events.ts'
import type { AuditEntryView } from '../../src/api/index.ts'
import { commandNames, loadCommand } from '../../src/api/table.ts'

const entry = (over: Partial<AuditEntryView>): AuditEntryView => ({
  sequence: 1,
  atMs: 0,
  user: 'Olga' as AuditEntryView['user'],
  command: 'review.code',
  matter: null,
  what: '',
  recorded: null,
  documents: null,
  outcome: 'done',
  hash: '',
  ...over,
})

describe('the log in sentences', () => {
  it('has one, and a name to filter by, for every command that is recorded, and for no other', async () => {
    const entries = await Promise.all(commandNames.map(async (name) => ({ name, access: (await loadCommand(name)).access })))
    const recorded = entries.flatMap(({ name, access }) => (access === 'write' ? [name] : []))
    expect(Object.keys(logEvents).sort()).toEqual(recorded.sort())
    expect(Object.keys(logKinds).sort()).toEqual(recorded.sort())
  })

  it.each(Object.keys(logEvents))('%s reads as words even where nothing was recorded with it', (command) => {
    const sentence = sentenceOf(entry({ command }))
    expect(sentence).toMatch(/^\p{Lu}/u)
    expect(sentence).not.toMatch(/undefined|null|\[object|[{}]/u)
  })

  it.each([
    ['review.code', { coding: 'responsive' }, { count: 1, first: ['CTRL-000015'] }, 'Coded CTRL-000015 responsive'],
    [
      'review.dispose',
      { disposition: 'withhold', ground: 'EU-15(4)' },
      { count: 5, first: ['CTRL-000001', 'CTRL-000002', 'CTRL-000003'] },
      'Outcome of CTRL-000001, CTRL-000002, CTRL-000003 and 2 others: withhold on the ground EU-15(4)',
    ],
    [
      'mark.text',
      { text: 'Maeve Corrigan', ground: 'EU-15(4)', everywhere: true },
      null,
      'Marked “Maeve Corrigan” everywhere on the ground EU-15(4)',
    ],
    [
      'produce.run',
      { formats: ['eml', 'pdf'], production: 'P2', sha256: 'ab'.repeat(32) },
      null,
      'Produced the bundle P2 as EML, PDF, SHA-256 abababababab…',
    ],
    ['approval.decline', { comment: 'Too much.' }, { count: 1, first: [] }, 'Declined 1 document: “Too much.”'],
    [
      'matter.decide',
      { accept: ['Kitty', 'Kit'], refuse: [], samePeople: [], refuseTwins: ['kit@far.example'] },
      null,
      'Accepted the forms “Kitty, Kit”; Somebody else: “kit@far.example”',
    ],
    ['matter.form', { form: 'Kitty', kind: 'name', accepted: false }, null, 'Refused the form “Kitty”'],
  ] as const)('%s is told with what it was about', (command, recorded, documents, sentence) => {
    expect(sentenceOf(entry({ command, recorded, documents }))).toBe(sentence)
  })

  it('says of what failed that it was not done, and of a kill that it was interrupted', () => {
    expect(sentenceOf(entry({ command: 'review.submit', outcome: 'store/disk-full' }))).toMatch(/^Not done: /u)
    expect(sentenceOf(entry({ command: 'produce.run', outcome: 'interrupted' }))).toMatch(/^Interrupted: /u)
  })

  it('tells in words that the newest signature beside the log was lost, which no command records', () => {
    expect(sentenceOf(entry({ command: 'audit.head', outcome: 'store/audit-head-missing' }))).toMatch(/entries may have been cut off/u)
  })

  it('keeps the name of a command that this program does not know', () => {
    expect(sentenceOf(entry({ command: 'old.command' }))).toBe('old.command')
  })
})
