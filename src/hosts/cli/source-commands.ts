import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { stdin } from 'node:process'
import { addAbortSignal } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Input, Output, SourcesView } from '../../api/index.ts'
import { AppError, asId, type DocumentId, type SourceId, sourceKinds } from '../../model/index.ts'
import { type Arguments, usage } from './arguments.ts'
import type { CliCommand, CliResult, Session } from './command.ts'
import { documentsNamed, isControlNumber } from './control-numbers.ts'
import { coverageText } from './coverage-text.ts'
import { printable, printableLines, short, textList, textTable } from './text-table.ts'

function sources(json: SourcesView): CliResult {
  const head = ['ID', 'KIND', 'FOUND', 'INDEXED', 'PARTIAL', 'FAILED', 'DUPLICATES', 'ATTACHMENTS', 'SECONDS', 'STATE', 'PATH']
  const rows = json.sources.map((source) => [
    source.id,
    source.kind,
    source.found,
    source.indexed,
    source.partial,
    source.exceptions,
    source.duplicates,
    source.attachments,
    source.seconds.toFixed(1),
    source.state,
    source.path,
  ])
  return { json, text: textTable(head, rows) || 'No sources yet. `desk source add PATH` adds one.\n' }
}

/** Places of each reason that the terminal lists. */
/** The document that `show` names, by its id or its number in a request. */
async function documentShown(session: Session, args: Arguments): Promise<DocumentId> {
  const given = args.words[0] ?? ''
  const request = args.text('matter')
  if (request === undefined && isControlNumber(given)) {
    throw usage('A number such as CTRL-000001 is of one request: say which with --matter M.')
  }
  const [named] = request === undefined ? [] : await documentsNamed(session, await session.matter(request), [given])
  return named ?? asId<DocumentId>(given)
}

const placesShown = 100

/** How many there are of each reason, then where: what may be missing first. */
function exceptionsText({ reasons, exceptions }: Output<'ledger.show'>): string {
  if (reasons.length === 0) return ''
  const places = Map.groupBy(exceptions, ({ code }) => code)
  const rows = reasons.flatMap(({ code, count }) => {
    const some = (places.get(code) ?? []).slice(0, placesShown)
    const rest = count - some.length
    const more = rest > 0 ? [['', `… and ${rest} more: --format csv --out F writes all`, '', code, '']] : []
    return [...some.map(({ source, locator, part, reason: why }) => [source, locator, part, code, why]), ...more]
  })
  const summary = textTable(
    ['COUNT', 'WHAT', 'WHY'],
    reasons.map(({ count, code, reason }) => [count, code, reason]),
  )
  return `\n${summary}\n${textTable(['SOURCE', 'WHERE', 'PART', 'WHAT', 'WHY'], rows)}`
}

/** Sources, search, single messages. */
export const sourceCliCommands: readonly CliCommand[] = [
  {
    name: 'source add',
    usage: 'PATH… [--kind K] [--custodian C] [--label L]',
    summary: 'registers mail on disk and indexes it',
    more: `The kind is recognised by content; K is one of ${sourceKinds.join(', ')}. Interrupted, the same command goes on where it stopped.`,
    options: { kind: 'text', custodian: 'text', label: 'text' },
    words: [1, 10_000],
    signIn: true,
    run: async (session, args) =>
      sources(
        await session.call('source.add', {
          paths: args.words.map((path) => resolve(path)),
          kind: args.text('kind') as Input<'source.add'>['kind'],
          custodian: args.text('custodian'),
          label: args.text('label'),
        }),
      ),
  },
  {
    name: 'source rescan',
    usage: '[ID]',
    summary: 'takes in what is new; never forgets what vanished',
    options: {},
    words: [0, 1],
    signIn: true,
    run: async (session, args) => {
      const [source] = args.words
      return sources(await session.call('source.rescan', source === undefined ? {} : { source: asId<SourceId>(source) }))
    },
  },
  {
    name: 'source list',
    usage: '',
    summary: 'lists the sources',
    options: {},
    words: [0, 0],
    signIn: true,
    run: async (session) => sources(await session.call('source.list', {})),
  },
  {
    name: 'ledger',
    usage: '[--source ID] [--format csv|json --out F]',
    summary: 'shows that every message and byte is accounted for, or writes it to a file',
    options: { source: 'text', format: 'text', out: 'text' },
    words: [0, 0],
    signIn: true,
    run: async (session, args) => {
      const source = args.text('source') as SourceId | undefined
      if (args.text('out') !== undefined || args.text('format') !== undefined) {
        const format = (args.text('format') ?? 'csv') as Input<'ledger.write'>['format']
        const written = await session.call('ledger.write', { source, format, out: resolve(args.need('out')) })
        return { json: written, text: `${written.rows} rows written to ${written.out}\n` }
      }
      const json = await session.call('ledger.show', source === undefined ? {} : { source })
      const { found, indexed, partial, pending, exceptions, duplicates } = json.totals
      const totals = textList([
        ['Found', found],
        ['Indexed', indexed],
        ['Partial', partial],
        ['Pending', pending],
        ['Failed', exceptions],
        ['Duplicates', duplicates],
        ['Reconciles', json.reconciles ? 'yes, by count and by byte' : 'NO'],
      ])
      return { json, text: `${totals}${exceptionsText(json)}`, status: json.reconciles ? 0 : 1 }
    },
  },
  {
    name: 'search',
    usage: 'QUERY [--matter M] [--limit N] [--offset N] [--sort relevance|date]',
    summary: 'searches the index',
    more: `Words next to each other must all occur. "a phrase", AND OR NOT (groups), a NEAR/5 b, prefix*, fuzzy~1 fuzzy~2.
from: to: cc: bcc: subject: body: filename: attachment: type:pdf size:>1MB date:2024..2025-03 before: after: date:none
Dates: what is attached to a message is of its time too; an attached message is found by its own date and by that of the message that carries it.
An address is found whichever way its domain is written, also in a name that a header shows; @x.example is a domain, @x all that begin so.
from: also finds for whom a list sends (X-Original-From, X-Original-Sender), and who sent on (Resent-From).
to: also finds whom a copy was delivered, resent or enveloped to (Delivered-To, X-Original-To, Resent-To …); plain words also find people in
Bcc, Reply-To, Return-Path and the like, and Keywords, Comments and Thread-Topic.
has:attachment in:S1 custodian:"Name" quoted:no quoted:only; with --matter also coding:responsive has:marks person:"Name".
By relevance: documents with more of the alternatives (OR, a person's forms), rare ones counting more; those with the words in subject,
file name or sender; of those alike, the newest first.`,
    options: { matter: 'text', limit: 'number', offset: 'number', sort: 'text' },
    words: [1, 100],
    signIn: true,
    run: async (session, args) => {
      const matter = args.text('matter') === undefined ? undefined : await session.matter(args.text('matter'))
      const json = await session.call('search.run', {
        query: args.words.join(' '),
        matter,
        limit: args.number('limit'),
        offset: args.number('offset'),
        sort: args.text('sort') as Input<'search.run'>['sort'],
      })
      const hits = json.hits.map(
        (hit) =>
          `${hit.document}  ${hit.date?.slice(0, 10) ?? 'no date   '}  ${short(printable(hit.from), 40)}\n  ${printable(hit.subject)}\n  ${printable(hit.snippet)}\n`,
      )
      const expanded = json.expansions.map(
        ({ term, words, cut }) =>
          `${printable(term)}: ${printable(words.join(', ')) || 'no word of the archive'}${cut ? ' and more, left out' : ''}\n`,
      )
      const text = `${json.total} found in ${json.tookMs.toFixed(0)} ms\n${expanded.join('')}${hits.join('')}`
      if (json.total > 0) return { json, text }
      // That nothing was found says little without where it was looked for.
      const coverage = await session.call('search.coverage', matter === undefined ? {} : { matter })
      return { json: { ...json, coverage }, text: `${text}\n${coverageText(coverage)}` }
    },
  },
  {
    name: 'show',
    usage: 'DOCUMENT [--matter M] [--raw]',
    summary: 'shows one document: headers, surfaces, family, copies',
    more: 'DOCUMENT: its id, as a search lists it, or with --matter its number in that request (CTRL-000001).',
    options: { matter: 'text', raw: 'switch' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const document = await documentShown(session, args)
      if (args.flag('raw')) {
        const { bytes, contentType } = await session.call('document.raw', { document })
        return { json: { document, contentType, encoding: 'base64', raw: Buffer.from(bytes).toString('base64') }, text: bytes }
      }
      const json = await session.call('document.show', { document })
      const surfaces = json.surfaces.map(
        (surface) => `--- ${surface.id} (${surface.kind})\n${printableLines('text' in surface ? String(surface.text ?? '') : '')}\n`,
      )
      const family = textTable(
        ['DOCUMENT', 'KIND', 'TYPE', 'BYTES', 'NAME'],
        json.family.map((member) => [member.document, member.kind, member.type, member.sizeBytes, member.label]),
      )
      const copies = textTable(
        ['SOURCE', 'CUSTODIAN', 'WHERE'],
        json.instances.map((instance) => [instance.source, instance.custodian, instance.locator]),
      )
      return { json, text: `${surfaces.join('')}\n${family}\n${copies}` }
    },
  },
  {
    name: 'parse',
    usage: 'FILE',
    summary: 'shows one message as the reader sees it; no workspace needed',
    options: {},
    words: [1, 1],
    signIn: false,
    alone: true,
    run: async (session, args) => {
      const json = await session.call('message.parse', { path: resolve(args.words[0] ?? '') })
      const headers = json.headers.map(({ name, value }) => `${printable(name)}: ${printable(value)}\n`).join('')
      const parts = textTable(
        ['PART', 'TYPE', 'CHARSET', 'BYTES', 'NAME'],
        json.parts.map((part) => [part.path, part.type, part.charset, part.bytes, part.filename]),
      )
      const problems = json.problems.map((problem) => `${printable(JSON.stringify(problem))}\n`).join('')
      return { json, text: `${headers}\n${parts}${problems === '' ? '' : `\nProblems:\n${problems}`}` }
    },
  },
  {
    name: 'detect',
    usage: 'FILE|- [--region R]',
    summary: 'runs the recognizers over plain text',
    options: { region: 'text' },
    words: [1, 1],
    signIn: false,
    alone: true,
    run: async (session, args) => {
      const [file = ''] = args.words
      const json = await session.call('detect.run', { text: await plainText(file, session.signal), region: args.text('region') })
      const rows = json.hits.map((hit) => [hit.type, hit.start, hit.end, hit.score.toFixed(2), hit.text, hit.why])
      return { json, text: textTable(['TYPE', 'START', 'END', 'SCORE', 'TEXT', 'WHY'], rows) || 'Nothing found.\n' }
    },
  },
]

async function plainText(file: string, signal: AbortSignal): Promise<string> {
  try {
    return (file === '-' ? await buffer(addAbortSignal(signal, stdin)) : readFileSync(file)).toString('utf8').replace(/^\ufeff/, '')
  } catch (error) {
    if (signal.aborted) throw new AppError('api/cancelled', 'Stopped.')
    throw new AppError('formats/cannot-read', 'The file cannot be read. Check its path and rights.', { path: file }, error)
  }
}
