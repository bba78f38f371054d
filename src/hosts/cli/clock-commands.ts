import type { Output } from '../../api/index.ts'
import type { ClockEventId, ClockEventKind, Deadline } from '../../model/index.ts'
import { asId } from '../../model/index.ts'
import { usage } from './arguments.ts'
import type { CliCommand } from './command.ts'
import { textList, textTable } from './text-table.ts'

/** The reckoning of a deadline, with every step and its source. */
export function deadlineText(deadline: Deadline): string {
  const facts = textList([
    ['Due', deadline.due ?? 'not running: a pause is open'],
    ['Without pauses', deadline.strictDue],
    [deadline.extended ? 'Extended to' : 'If extended', deadline.extendedDue],
    ['Tell of it by', deadline.noticeBy],
  ])
  return facts + deadline.basis.map(({ date, step, source }) => `  ${date ?? '          '}  ${step} (${source})\n`).join('')
}

/** The events of a clock that stand, and those that were corrected or taken back. */
export function eventsText({ matter, corrections }: Pick<Output<'matter.show'>, 'matter' | 'corrections'>): string {
  const standing = matter.events.map(({ id, kind, on, by }) => [id, kind, on, by, ''])
  const gone = corrections.map(({ event, instead, reason, by }) => [
    event.id,
    event.kind,
    event.on,
    event.by,
    `${instead === null ? 'taken back' : `corrected: ${instead.id} stands`} (${by}: ${reason})`,
  ])
  return textTable(['EVENT', 'KIND', 'ON', 'BY', ''], [...standing, ...gone])
}

/** `2026-01-05..2026-01-20`, or `2026-01-05..` for a question that is still open. */
function clarification(given: string): { asked: string; answered: string | null } {
  const match = /^([^.]+)\.\.(.*)$/.exec(given)
  if (!match?.[1]) throw usage('--clarify is written D..D, or D.. while the question is open.')
  return { asked: match[1], answered: match[2] || null }
}

const kinds = 'received, identity-asked, identity-answered, clarification-asked, clarification-answered, extended, sent'

/** The clock: reckoning a deadline, the events of a request, correcting them. */
export const clockCliCommands: readonly CliCommand[] = [
  {
    name: 'ground list',
    usage: '[--regime R]',
    summary: 'shows the grounds on which something is redacted or withheld, with their codes',
    options: { regime: 'text' },
    words: [0, 0],
    signIn: false,
    alone: true,
    run: async (session, args) => {
      const json = await session.call('ground.list', { regime: args.text('regime') })
      const rows = json.grounds.map(({ code, short, sentence }) => [code, short, sentence])
      return { json, text: textTable(['CODE', 'SHORT', 'SENTENCE'], rows) }
    },
  },
  {
    name: 'deadline',
    usage: '--received D --regime R [--identity D] [--clarify D..[D]]… [--extended D] [--zone TZ]',
    summary: 'reckons the deadline; no workspace needed',
    more: '--extended: the day on which the requester was told of an extension; told too late, it lengthens nothing.',
    options: { received: 'text', regime: 'text', identity: 'text', clarify: 'repeated', extended: 'text', zone: 'text' },
    words: [0, 0],
    signIn: false,
    alone: true,
    run: async (session, args) => {
      const json = await session.call('deadline.compute', {
        received: args.need('received'),
        regime: args.need('regime'),
        identity: args.text('identity'),
        clarify: args.many('clarify').map(clarification),
        extended: args.text('extended'),
        zone: args.text('zone'),
      })
      return { json, text: deadlineText(json) }
    },
  },
  {
    name: 'matter event',
    usage: 'M --kind K --on D',
    summary: 'records an event of the clock',
    more: `K: ${kinds}.`,
    options: { kind: 'text', on: 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const matter = await session.matter(args.words[0])
      const json = await session.call('matter.event', { matter, kind: args.need('kind') as ClockEventKind, on: args.need('on') })
      return { json, text: eventsText(json) + deadlineText(json.deadline) }
    },
  },
  {
    name: 'matter correct',
    usage: 'M EVENT [--on D] [--kind K] --reason TEXT',
    summary: 'corrects an event of the clock; both stay in the record',
    more: `EVENT: its number, as \`matter show\` lists it (E1). K: ${kinds}.`,
    options: { on: 'text', kind: 'text', reason: 'text' },
    words: [2, 2],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('matter.correct', {
        matter: await session.matter(args.words[0]),
        event: asId<ClockEventId>(args.words[1] ?? ''),
        on: args.text('on'),
        kind: args.text('kind') as ClockEventKind | undefined,
        reason: args.need('reason'),
      })
      return { json, text: eventsText(json) + deadlineText(json.deadline) }
    },
  },
  {
    name: 'matter take-back',
    usage: 'M EVENT --reason TEXT',
    summary: 'takes back an event of the clock that did not happen; it stays in the record',
    more: 'EVENT: its number, as `matter show` lists it (E2).',
    options: { reason: 'text' },
    words: [2, 2],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('matter.take-back', {
        matter: await session.matter(args.words[0]),
        event: asId<ClockEventId>(args.words[1] ?? ''),
        reason: args.need('reason'),
      })
      return { json, text: eventsText(json) + deadlineText(json.deadline) }
    },
  },
]
