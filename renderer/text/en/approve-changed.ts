import type { ChangedSince, DocumentChange } from '../../../src/api/index.ts'

type Outcome = Extract<DocumentChange, { kind: 'disposition' }>['to']

const outcomes = { release: 'released', redact: 'redacted', withhold: 'withheld' } as const
const outcomeOf = ({ value }: Outcome): string => (value === null ? 'undecided' : outcomes[value])
const decidedBy = (by: string, decision: ChangedSince['decision'], when: string, seen: boolean): string =>
  `since ${by} ${decision} it${seen ? '' : ' unopened'} on ${when}`

/** What changed since a reviewer last saw a document. */
export const changed = {
  you: 'you',
  title: (by: string, decision: ChangedSince['decision'], when: string, seen: boolean) => `Changed ${decidedBy(by, decision, when, seen)}`,
  nothing: (by: string, decision: ChangedSince['decision'], when: string, seen: boolean) =>
    `Nothing has changed ${decidedBy(by, decision, when, seen)}.`,
  list: 'What changed',
  badge: 'Changed since it was last approved or declined',
  who: (by: string, when: string) => `– ${by}, ${when}`,
  stays: 'Redacted elsewhere, and stays here, since it means something else:',
  staysNoMore: 'No longer decided to mean something else:',
  disclosed: (ground: string) => `No longer redacted (${ground}):`,
  hidden: (ground: string) => `Newly redacted (${ground}):`,
  ground: (from: string, to: string) => `Redacted as ${to} instead of ${from}:`,
  box: 'a box on a picture',
  instead: (to: string, from: string) => `Now “${to}” instead of “${from}”.`,
  note: (from: string, to: string) =>
    from === '' ? `Note added: “${to}”` : to === '' ? `Note removed: “${from}”` : `Note “${to}” instead of “${from}”`,
  /** `Now withheld instead of redacted.`, `On the ground X instead of Y.` */
  outcome: (from: Outcome, to: Outcome, groundName: (code: string | null) => string) =>
    [
      from.value === to.value ? '' : `Now ${outcomeOf(to)} instead of ${outcomeOf(from)}.`,
      to.ground === null || from.ground === to.ground
        ? ''
        : from.ground === null
          ? `On the ground: ${groundName(to.ground)}.`
          : `On the ground ${groundName(to.ground)} instead of ${groundName(from.ground)}.`,
      to.ground === null && from.value === to.value && from.ground !== null ? `Without the ground ${groundName(from.ground)}.` : '',
      from.native === to.native
        ? ''
        : to.native
          ? 'The attachment would now leave as it is (native).'
          : 'The attachment would no longer leave as it is (native).',
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
} as const
