import type { Input, MatterView, Output } from '../../api/index.ts'
import { asId, counted, type Matter, type SourceId } from '../../model/index.ts'
import type { OptionTable } from './arguments.ts'
import { clockCliCommands, deadlineText, eventsText } from './clock-commands.ts'
import type { CliCommand } from './command.ts'
import { editCliCommand } from './edit-command.ts'
import { identifyCommands, undecidedAgainText } from './identify-commands.ts'
import { textList, textTable } from './text-table.ts'

type MatterInput = Input<'matter.create'>

const subjectOptions = {
  subject: 'text',
  email: 'repeated',
  name: 'repeated',
  phone: 'repeated',
  identifier: 'repeated',
  received: 'text',
  regime: 'text',
  reference: 'text',
  from: 'text',
  to: 'text',
  custodian: 'repeated',
  source: 'repeated',
} as const satisfies OptionTable

function matterText({ matter, state, deadline, daysLeft, counts, corrections }: MatterView): string {
  const facts = textList([
    ['Request', `${matter.id} ${matter.reference}`],
    ['Subject', matter.subject.name],
    ...asked(matter),
    ['Step', state],
    ['Days left', daysLeft],
    ['Documents', counts.documents],
    ['Undecided', counts.undecided],
    ['Marks', counts.marks],
    ['Suggestions', counts.suggestions],
    ['Approved', counts.approved],
  ])
  return facts + eventsText({ matter, corrections }) + deadlineText(deadline)
}

/** What a request gives of its person and its scope, as far as it does. */
function asked({ subject, scope }: Matter): readonly (readonly [string, string])[] {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ['Addresses', subject.emails],
    ['Other names', subject.names],
    ['Numbers', subject.phones],
    ['Identifiers', subject.identifiers],
    ['Mail from', scope.from === null ? [] : [scope.from]],
    ['Mail until', scope.to === null ? [] : [scope.to]],
    ['Custodians', scope.custodians],
    ['Sources', scope.sources],
  ]
  return lists.flatMap(([what, values]) => (values.length === 0 ? [] : [[what, values.join(', ')] as const]))
}

/** Requests, with their clock. */
export const matterCliCommands: readonly CliCommand[] = [
  {
    name: 'matter create',
    usage:
      '--subject NAME [--email A]… [--name N]… [--phone P]… [--identifier I]… --received D --regime R [--reference X] [--from D] [--to D] [--custodian C]… [--source S]…',
    summary: 'opens a request',
    more: 'Regimes: eu-<country> (eu-de-by where holidays differ by region), uk-eng, uk-sct, uk-nir.',
    options: subjectOptions,
    words: [0, 0],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('matter.create', {
        subject: args.need('subject'),
        emails: [...args.many('email')],
        names: [...args.many('name')],
        phones: [...args.many('phone')],
        identifiers: [...args.many('identifier')],
        received: args.need('received'),
        regime: args.need('regime'),
        reference: args.text('reference'),
        from: args.text('from'),
        to: args.text('to'),
        custodians: [...args.many('custodian')],
        sources: args.many('source').map((id) => asId<SourceId>(id)),
      } satisfies MatterInput)
      const ahead = `desk: the day of receipt, ${args.need('received')}, is yet to come. Where that is a slip, correct it: \`matter correct ${json.matter} E1 --on D --reason TEXT\`.\n`
      return {
        json,
        ...(json.receivedAhead ? { warning: ahead } : {}),
        text: `Request ${json.matter} (${json.reference}) is open.\n${deadlineText(json.deadline)}`,
      }
    },
  },
  editCliCommand,
  {
    name: 'matter list',
    usage: '',
    summary: 'lists the requests',
    options: {},
    words: [0, 0],
    signIn: true,
    run: async (session) => {
      const json = await session.call('matter.list', {})
      const rows = json.matters.map(({ matter, state, dueInForce, daysLeft, counts }) => [
        matter.id,
        matter.reference,
        matter.subject.name,
        state,
        dueInForce ?? 'paused',
        daysLeft,
        counts.documents,
      ])
      return { json, text: textTable(['ID', 'REFERENCE', 'SUBJECT', 'STEP', 'DUE', 'DAYS', 'DOCUMENTS'], rows) || 'No requests yet.\n' }
    },
  },
  {
    name: 'matter show',
    usage: 'M',
    summary: 'shows a request: state, clock, counts',
    options: {},
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('matter.show', { matter: await session.matter(args.words[0]) })
      return { json, text: matterText(json) }
    },
  },
  ...clockCliCommands,
  {
    name: 'matter delete',
    usage: 'M --confirm REFERENCE',
    summary: 'destroys a request with its key; the log keeps that it was',
    options: { confirm: 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('matter.delete', { matter: await session.matter(args.words[0]), confirm: args.need('confirm') })
      return { json, text: json.deleted ? 'The request was destroyed.\n' : 'Nothing was deleted.\n' }
    },
  },
  ...identifyCommands,
  {
    name: 'terms',
    usage: 'M',
    summary: 'search-term report',
    options: {},
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('matter.terms', { matter: await session.matter(args.words[0]) })
      const rows = json.terms.map(({ documents, families, unique, leftOut, ...term }) => [
        written(term),
        documents,
        families,
        unique,
        leftOut,
      ])
      const all = ['All terms together', json.documents, json.families, '', json.leftOut]
      const table = textTable(['TERM', 'DOCUMENTS', 'FAMILIES', 'ONLY HERE', 'LEFT OUT'], rows.length === 0 ? [] : [...rows, all])
      const explained = json.leftOut === 0 ? '' : 'Left out: families of somebody else of the name; `refused M` lists them.\n'
      return { json, text: rows.length === 0 ? 'No terms accepted yet.\n' : `${table}${explained}` }
    },
  },
  {
    name: 'collect',
    usage: 'M [--query Q]',
    summary: 'puts what was found, with families, into the review set',
    options: { query: 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('matter.collect', { matter: await session.matter(args.words[0]), query: args.text('query') })
      const terms = textTable(
        ['TERM', 'DOCUMENTS'],
        json.byTerm.map(({ documents, ...term }) => [written(term), documents]),
      )
      return {
        json,
        ...warningOf(json),
        text: `${counted(json.collected, 'document')} in ${counted(json.families, 'family', 'families')}, ${counted(json.duplicates, 'further copy', 'further copies')}.\n${json.refused === 0 ? '' : `${counted(json.refused, 'family', 'families')} left out as somebody else’s of the name: \`refused M\` lists them.\n`}${undecidedText(json.undecided)}${undecidedAgainText(json)}${terms}${goneTable(json.gone)}`,
      }
    },
  },
]

type Collected = Output<'matter.collect'>

/** Mail of others of the name may be among what was collected, until somebody decides. */
function undecidedText(undecided: Collected['undecided']): string {
  if (undecided === null || undecided === 0) return ''
  const shown = 'Their mail is collected where the name finds it, unless one at their organisation was refused. `identify M` shows them.'
  return `${undecided === 1 ? '1 address of the name is' : `${undecided} addresses of the name are`} undecided. ${shown}\n`
}

/** A term with the forms that are looked for by the same words. */
function written({ term, alike }: { readonly term: string; readonly alike: readonly string[] }): string {
  return [term, ...alike].join(' = ')
}

/** What was collected is not all, a line a reason. */
function warningOf({ incomplete, gone, cutShort }: Collected): { readonly warning?: string } {
  const lost =
    gone.length === 0
      ? ''
      : `desk: ${gone.length === 1 ? 'a message that was found is' : `${gone.length} messages that were found are`} gone from the source, or changed there, and not collected. Rescan the source, restored first where it is gone, and collect again; what stays gone is to be said in the answer.\n`
  const cut =
    cutShort === 0
      ? ''
      : `desk: ${counted(cutShort, 'document in the review set is', 'documents in the review set are')} not read to the end: the message is too large.\n`
  const warning = `${incomplete === null ? '' : stillToRead(incomplete)}${lost}${cut}`
  return warning === '' ? {} : { warning }
}

function goneTable(gone: Collected['gone']): string {
  const rows = gone.map(({ document, source, locator }) => [document, source, locator])
  return rows.length === 0 ? '' : `\n${textTable(['GONE', 'SOURCE', 'WHERE IT WAS'], rows)}`
}

function stillToRead({ sources, read, about, attachments, stopped }: NonNullable<Output<'matter.collect'>['incomplete']>): string {
  const of = about === null ? '' : ` of about ${about}`
  const owed = attachments === 0 ? '' : `, the text of ${attachments} attachments is still to be read`
  const next = stopped ? 'Go on reading with `source rescan`, then collect again.' : 'Collect again when `source list` shows them complete.'
  return `desk: ${sources.length === 1 ? 'a source is' : `${sources.length} sources are`} not read to the end: ${read}${of} messages read so far${owed}. What is collected now is not all. ${next}\n`
}
