import { resolve } from 'node:path'
import type { Input, SampleView } from '../../api/index.ts'
import { asId, counted, type DocumentId } from '../../model/index.ts'
import { usage } from './arguments.ts'
import type { CliCommand, Session } from './command.ts'
import { isControlNumber } from './control-numbers.ts'
import { coverageText } from './coverage-text.ts'
import { printable, short, textList, textTable } from './text-table.ts'

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function verdict(sample: SampleView): string {
  const { missed, recallInterval, nowInterval, since } = sample
  return textList([
    ['Sample', sample.number],
    ['Drawn', `${new Date(sample.atMs).toISOString()}, ${sample.size} of ${sample.population} messages not collected, seed ${sample.seed}`],
    ['Confidence', `${percent(sample.confidence)}, margin ${percent(sample.margin)}`],
    ['Read', `${sample.read}, of them relevant ${sample.relevant}`],
    ['Missed', missed === null ? 'not known until all are read' : `between ${missed.low} and ${missed.high} messages`],
    [
      'Recall',
      sample.recall === null || recallInterval === null
        ? 'not known yet'
        : `${percent(sample.recall)} (${percent(recallInterval.low)} to ${percent(recallInterval.high)})${sample.undecided > 0 ? `, provisional: ${sample.undecided} collected messages are undecided` : ''}`,
    ],
    ...(since.families === 0
      ? []
      : [
          [
            'Since then',
            `${counted(since.families, 'message was', 'messages were')} collected, ${since.responsive} responsive, ${since.undecided} undecided${nowInterval === null ? '' : `; with those of them that it was drawn from recall is between ${percent(nowInterval.low)} and ${percent(nowInterval.high)}`}. The sample says nothing of mail taken in later.`,
          ] as const,
        ]),
  ])
}

/** A percentage as the core takes it; refused here, in percent, where it is out of bounds. */
function share(option: string, percentage: number | undefined, [least, most]: readonly [number, number]): number | undefined {
  if (percentage === undefined) return undefined
  if (percentage < least || percentage > most) throw usage(`--${option} is a percentage between ${least} and ${most}.`)
  return percentage / 100
}

function sampleNumber(given: string | undefined): number {
  if (given === undefined || !/^\d{1,6}$/.test(given)) throw usage('Give the number of the sample. `desk sample list M` lists them.')
  return Number(given)
}

async function saved(session: Session, matter: string | undefined) {
  const json = await session.call('search.saved', { matter: await session.matter(matter) })
  return {
    json,
    text:
      textTable(
        ['NAME', 'QUERY', 'BY'],
        json.searches.map((one) => [one.name, one.query, one.user]),
      ) || 'No saved searches.\n',
  }
}

/** Showing that a search was enough: coverage, samples of what was left out, saved searches. */
export const findCliCommands: readonly CliCommand[] = [
  {
    name: 'coverage',
    usage: '[M]',
    summary: 'what searches see, and what they cannot look into',
    options: {},
    words: [0, 1],
    signIn: true,
    run: async (session, args) => {
      const [given] = args.words
      const json = await session.call('search.coverage', given === undefined ? {} : { matter: await session.matter(given) })
      return { json, text: coverageText(json) }
    },
  },
  {
    name: 'sample draw',
    usage: 'M [--confidence PERCENT] [--margin PERCENT] [--seed S]',
    summary: 'draws a random sample of the messages in scope that were not collected',
    more: 'Which messages are drawn depends on the seed and their ids alone. Default: 95 % confidence, 5 points either way.',
    options: { confidence: 'number', margin: 'number', seed: 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const [confidence, margin] = [args.number('confidence'), args.number('margin')]
      const json = await session.call('sample.draw', {
        matter: await session.matter(args.words[0]),
        confidence: share('confidence', confidence, [50, 99.9]),
        margin: share('margin', margin, [0.1, 50]),
        seed: args.text('seed'),
      })
      return { json, text: verdict(json) }
    },
  },
  {
    name: 'sample list',
    usage: 'M',
    summary: 'the samples of a request with what they say of its recall',
    options: {},
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('sample.list', { matter: await session.matter(args.words[0]) })
      return { json, text: json.samples.map(verdict).join('\n') || 'No sample was drawn yet.\n' }
    },
  },
  {
    name: 'sample show',
    usage: 'M NUMBER',
    summary: 'the messages of a sample',
    options: {},
    words: [2, 2],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('sample.show', {
        matter: await session.matter(args.words[0]),
        sample: sampleNumber(args.words[1]),
      })
      const said = (relevant: boolean | null): string => (relevant === null ? 'not read' : relevant ? 'RELEVANT' : 'not relevant')
      const rows = json.documents.map((one) => [
        one.document,
        one.date?.slice(0, 10),
        short(printable(one.from), 30),
        said(one.relevant),
        one.subject,
      ])
      return { json, text: textTable(['DOCUMENT', 'DATE', 'FROM', 'READ AS', 'SUBJECT'], rows) }
    },
  },
  {
    name: 'sample mark',
    usage: 'M NUMBER --doc D… --as relevant|not-relevant|unread',
    summary: 'says of sampled messages whether they should have been collected',
    options: { doc: 'documents', as: 'text' },
    words: [2, 2],
    signIn: true,
    run: async (session, args) => {
      const matter = await session.matter(args.words[0])
      const sample = sampleNumber(args.words[1])
      const as = args.need('as')
      if (!['relevant', 'not-relevant', 'unread'].includes(as)) throw usage('--as is relevant, not-relevant or unread.')
      const given = args.many('doc')
      if (given.length === 0) throw usage('--doc is needed. See --help.')
      if (given.some(isControlNumber)) {
        throw usage(
          'Sampled messages were not collected, so none has a number in the request: name them by their ids, as `desk sample show` lists them.',
        )
      }
      const documents = given.map((id) => asId<DocumentId>(id))
      let json: SampleView | null = null
      for (const document of documents) {
        json = await session.call('sample.mark', { matter, sample, document, relevant: as === 'unread' ? null : as === 'relevant' })
      }
      return { json, text: json === null ? '' : verdict(json) }
    },
  },
  {
    name: 'saved list',
    usage: 'M',
    summary: 'the saved searches of a request',
    options: {},
    words: [1, 1],
    signIn: true,
    run: (session, args) => saved(session, args.words[0]),
  },
  {
    name: 'saved add',
    usage: 'M NAME QUERY',
    summary: 'keeps a query under a name',
    options: {},
    words: [3, 100],
    signIn: true,
    run: async (session, args) => {
      const [matter, name = '', ...query] = args.words
      await session.call('search.save', { matter: await session.matter(matter), name, query: query.join(' ') })
      return saved(session, matter)
    },
  },
  {
    name: 'saved remove',
    usage: 'M NAME',
    summary: 'forgets a saved search',
    options: {},
    words: [2, 2],
    signIn: true,
    run: async (session, args) => {
      const [matter, name = ''] = args.words
      await session.call('search.forget', { matter: await session.matter(matter), name })
      return saved(session, matter)
    },
  },
  {
    name: 'terms export',
    usage: 'M --out F [--format csv|json|pdf]',
    summary: 'writes the search-term report to a file',
    options: { out: 'text', format: 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const out = resolve(args.need('out'))
      const format = args.text('format') ?? /\.(csv|json|pdf)$/u.exec(out)?.[1] ?? 'csv'
      const json = await session.call('terms.export', {
        matter: await session.matter(args.words[0]),
        format: format as Input<'terms.export'>['format'],
        out,
      })
      return { json, text: `${json.rows} rows in ${json.out}\n` }
    },
  },
]
