import { readFileSync } from 'node:fs'
import type { Input, MarkedView, Output } from '../../api/index.ts'
import { AppError, asId, counted, type DocumentId, type MarkId, type MatterId, type SurfaceId } from '../../model/index.ts'
import type { Arguments, OptionTable } from './arguments.ts'
import { usage } from './arguments.ts'
import type { CliCommand, CliResult, Session } from './command.ts'
import { documentsNamed } from './control-numbers.ts'
import { textTable } from './text-table.ts'

const selectionOptions = { all: 'switch', doc: 'documents' } as const satisfies OptionTable
const alikeOptions = { ...selectionOptions, thread: 'text', copies: 'text', list: 'switch' } as const satisfies OptionTable

async function selection(session: Session, args: Arguments, matter: MatterId): Promise<Input<'review.code'>['selection']> {
  const documents = args.many('doc')
  if (args.flag('all') === documents.length > 0) throw usage('Say which documents: either --all or --doc D….')
  return args.flag('all') ? { all: true } : { documents: [...(await documentsNamed(session, matter, documents))] }
}

/** What `--thread D` or `--copies D` stands for; null where neither is given. */
async function alikeRows(session: Session, args: Arguments, matter: MatterId): Promise<Output<'review.alike'> | null> {
  const by = args.text('thread') === undefined ? ('copies' as const) : ('thread' as const)
  const document = args.text(by)
  const others = args.flag('all') || args.many('doc').length > 0
  if (document === undefined) {
    if (args.flag('list')) throw usage('--list goes with --thread D or --copies D.')
    return null
  }
  if (others || (by === 'thread' && args.text('copies') !== undefined)) {
    throw usage('Say which documents: one of --all, --doc D…, --thread D, --copies D.')
  }
  const [id = asId<DocumentId>(document)] = await documentsNamed(session, matter, [document])
  return session.call('review.alike', { matter, document: id, by })
}

function listed({ rows }: Output<'review.alike'>): string {
  return textTable(
    ['NUMBER', 'DOCUMENT', 'DATE', 'FROM', 'SUBJECT', 'CODED', 'OUTCOME', 'STATE'],
    rows.map((row) => [
      row.controlNumber,
      row.document,
      row.date?.slice(0, 10) ?? '',
      row.from,
      row.subject,
      row.coding,
      row.disposition ?? '',
      row.state,
    ]),
  )
}

const alikeHelp =
  '--thread D: D and everything of its thread; --copies D: D and what says the same, quotations and attached files included, but for white space, case and punctuation.\n' +
  'Each document is listed; with --list that is all that is done. One undo takes the whole step back.'

async function onlyDocument(session: Session, args: Arguments, matter: MatterId): Promise<DocumentId | undefined> {
  const [document, further] = args.many('doc')
  if (further !== undefined) throw usage('Only one document can be named here.')
  return document === undefined ? undefined : (await documentsNamed(session, matter, [document]))[0]
}

/** Decides the documents that are named, or those that `--thread` or `--copies` stands for, which are listed first; with `--list` they are only listed. */
async function onChosen(
  session: Session,
  args: Arguments,
  decide: (matter: MatterId, selection: Input<'review.code'>['selection']) => Promise<CliResult>,
): Promise<CliResult> {
  const matter = await session.matter(args.words[0])
  const group = await alikeRows(session, args, matter)
  if (group === null) return decide(matter, await selection(session, args, matter))
  if (args.flag('list')) return { json: group, text: listed(group) }
  const { json, text } = await decide(matter, { documents: group.rows.map(({ document }) => document) })
  return { json, text: `${listed(group)}${text}` }
}

function marked(json: MarkedView): CliResult {
  const elsewhere = textTable(
    ['DOCUMENT', 'PLACES', 'WHY NOT'],
    json.unmarkedElsewhere.map(({ document, places, why }) => [document, places, why]),
  )
  const related = textTable(
    ['WRITTEN ALSO', 'PLACES', 'DOCUMENTS', 'WHY'],
    json.related.map(({ form, places, documents, why }) => [form, places, documents, why]),
  )
  return {
    json,
    text: [
      `${counted(json.marks.length, 'mark')} in ${counted(json.documents, 'document')}.\n`,
      elsewhere === '' ? '' : `The same text is not marked in:\n${elsewhere}`,
      related === '' ? '' : `The same person may be meant by (mark with --with-related, or one by one):\n${related}`,
    ].join(''),
  }
}

/** Says by which option the subject's own data is marked all the same, where that was refused. */
async function evenSo<Result>(marking: Promise<Result>): Promise<Result> {
  try {
    return await marking
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'matter/protected-subject') throw error
    throw new AppError(error.code, `${error.message} Then give --even-subject too.`, error.details, error)
  }
}

/** `marks.json` as `cli.md` gives it, in the words of the command table, which checks it. */
function marksFromFile(path: string): Input<'mark.add'>['marks'] {
  let raw: unknown
  try {
    raw = JSON.parse(readFileSync(path, 'utf8').replace(/^\ufeff/, ''))
  } catch (error) {
    if (error instanceof SyntaxError) throw new AppError('hosts/usage', 'The file of marks is not JSON.', { path })
    throw new AppError('formats/cannot-read', 'The file of marks cannot be read. Check its path and rights.', { path }, error)
  }
  if (!Array.isArray(raw)) throw new AppError('hosts/usage', 'The file of marks must hold a list.', { path })
  return raw.map((entry: unknown) => {
    if (entry === null || typeof entry !== 'object') throw new AppError('hosts/usage', 'Each mark must be an object.', { path })
    const { start, end, ...rest } = entry as Record<string, unknown>
    return { ...rest, ...(start === undefined && end === undefined ? {} : { span: { start, end } }) }
  }) as Input<'mark.add'>['marks']
}

/** Coding, marks, approval. */
export const reviewCliCommands: readonly CliCommand[] = [
  {
    name: 'review',
    usage: 'M [--filter F] [--text T] [--limit N] [--offset N]',
    summary: 'lists the review set: who wrote what, how it is decided, what waits',
    more:
      'F: all, undecided, responsive, not-responsive, privileged, marked, suggested, unviewed, added, submitted, approved, declined.\n' +
      'added: by the last collection, to what was there.\n' +
      '--text: only documents whose line or content holds T.',
    options: { filter: 'text', text: 'text', limit: 'number', offset: 'number' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const json = await session.call('review.list', {
        matter: await session.matter(args.words[0]),
        filter: args.text('filter') as Input<'review.list'>['filter'],
        text: args.text('text'),
        limit: args.number('limit'),
        offset: args.number('offset'),
      })
      const rows = json.rows.map((row) => [
        row.controlNumber,
        row.document,
        row.date?.slice(0, 10) ?? '',
        row.from,
        row.subject,
        row.coding,
        row.disposition ?? '',
        row.ground ?? '',
        row.marks,
        row.suggestions,
        row.state,
      ])
      const head = ['NUMBER', 'DOCUMENT', 'DATE', 'FROM', 'SUBJECT', 'CODED', 'OUTCOME', 'GROUND', 'MARKS', 'SUGGESTED', 'STATE']
      return { json, text: `${counted(json.total, 'document')}.\n${textTable(head, rows)}` }
    },
  },
  {
    name: 'code',
    usage:
      'M (--all|--doc D…|--thread D|--copies D) --as responsive|not-responsive|undecided [--privilege advice|litigation|none] [--note TEXT] [--list]',
    summary: 'codes documents; privilege is a flag beside it',
    more: alikeHelp,
    options: { ...alikeOptions, as: 'text', privilege: 'text', note: 'text' },
    words: [1, 1],
    optionOf: { coding: 'as' },
    signIn: true,
    run: (session, args) =>
      onChosen(session, args, async (matter, chosen) => {
        const { changed, documents } = await session.call('review.code', {
          matter,
          selection: chosen,
          coding: args.need('as') as Input<'review.code'>['coding'],
          privilege: args.text('privilege') as Input<'review.code'>['privilege'],
          note: args.text('note'),
        })
        return { json: { coded: changed, documents }, text: `${counted(changed, 'document')} coded.\n` }
      }),
  },
  {
    name: 'dispose',
    usage: 'M (--all|--doc D…|--thread D|--copies D) --as release|redact|withhold [--ground G] [--native] [--list]',
    summary: 'decides what happens to documents',
    more: `--native releases an unmarked attachment as it is.\n${alikeHelp}`,
    options: { ...alikeOptions, as: 'text', ground: 'text', native: 'switch' },
    words: [1, 1],
    optionOf: { disposition: 'as' },
    signIn: true,
    run: (session, args) =>
      onChosen(session, args, async (matter, chosen) => {
        const json = await session.call('review.dispose', {
          matter,
          selection: chosen,
          disposition: args.need('as') as Input<'review.dispose'>['disposition'],
          ground: args.text('ground'),
          ...(args.flag('native') ? { native: true } : {}),
        })
        const kept =
          json.kept.length === 0
            ? ''
            : `${counted(json.kept.length, 'document')} with marks left as they were; name each with --doc to release it.\n`
        return { json, text: `${counted(json.changed, 'document')} changed.\n${kept}` }
      }),
  },
  {
    name: 'suggest',
    usage: 'M [--detectors a,b]',
    summary: "suggests marks for third parties' data",
    more: '--detectors: which recognizers look, of iban, card, email, phone, person; all of them without it.\n',
    options: { detectors: 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const detectors = args.text('detectors')?.split(',').filter(Boolean) as Input<'review.suggest'>['detectors']
      const json = await session.call('review.suggest', { matter: await session.matter(args.words[0]), detectors })
      const rows = json.byDetector.map(({ detector, marks }) => [detector, marks])
      return { json, text: `${json.proposed} suggestions.\n${textTable(['RECOGNIZER', 'MARKS'], rows)}` }
    },
  },
  {
    name: 'mark',
    usage: 'M --text T --ground G [--doc D|--everywhere] [--note TEXT] [--with-related] [--even-subject] · mark M --file marks.json',
    summary: 'adds marks',
    more:
      '--with-related: also the other forms in which the same person is written (addresses, order, middle names), as listed after a mark.\n' +
      "--even-subject: also where the text is the subject's own data, which is otherwise refused.",
    options: {
      text: 'text',
      ground: 'text',
      doc: 'documents',
      everywhere: 'switch',
      note: 'text',
      file: 'text',
      'even-subject': 'switch',
      'with-related': 'switch',
    },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const evenSubject = args.flag('even-subject')
      const file = args.text('file')
      if ((file === undefined) === (args.text('text') === undefined)) throw usage('Give either --text or --file.')
      if (file !== undefined) {
        const [matter, marks] = [await session.matter(args.words[0]), marksFromFile(file)]
        const documents = await documentsNamed(
          session,
          matter,
          marks.map(({ document }) => String(document)),
        )
        const named = marks.map((mark, at) => ({ ...mark, document: documents[at] ?? mark.document }))
        return marked(await evenSo(session.call('mark.add', { matter, marks: named, evenSubject })))
      }
      const matter = await session.matter(args.words[0])
      const document = await onlyDocument(session, args, matter)
      const everywhere = args.flag('everywhere')
      if (everywhere === (document !== undefined)) throw usage('Say where: either --doc D or --everywhere.')
      const { text, ground, note } = { text: args.need('text'), ground: args.need('ground'), note: args.text('note') }
      const related = args.flag('with-related')
      return marked(await evenSo(session.call('mark.text', { matter, text, ground, note, document, everywhere, evenSubject, related })))
    },
  },
  {
    name: 'stays',
    usage: 'M --doc D [--surface S --start N --end N | --text T]',
    summary: 'lets redacted text stand where it means something else ("I will come", where Will is redacted)',
    more:
      'Without a place: lists where redacted text stands unmarked in D. With --surface, --start and --end: that place stays. With --text: every place in D\n' +
      'where T stands unmarked, written just so. It is signed with the approval, listed by marks as cleared, and taken back by decide --as remove.',
    options: { doc: 'documents', surface: 'text', start: 'number', end: 'number', text: 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const matter = await session.matter(args.words[0])
      const document = await onlyDocument(session, args, matter)
      if (document === undefined) throw usage('Say in which document: --doc D.')
      const open = (await session.call('review.standing', { matter, document })).places
      const { surface, start, end, text } = {
        surface: args.text('surface'),
        start: args.number('start'),
        end: args.number('end'),
        text: args.text('text'),
      }
      if (surface === undefined && start === undefined && end === undefined && text === undefined) {
        const rows = open.map((place) => [place.surface ?? '', `${place.start}–${place.end}`, place.before, place.text, place.after])
        return {
          json: { places: open },
          text: textTable(['SURFACE', 'WHERE', 'BEFORE', 'TEXT', 'AFTER'], rows) || 'Nothing stands unmarked.\n',
        }
      }
      if ((text === undefined) === (surface === undefined || start === undefined || end === undefined))
        throw usage('Say which place: --surface S --start N --end N, or --text T.')
      const places =
        text === undefined
          ? [{ document, surface: asId<SurfaceId>(surface ?? ''), span: { start: start ?? 0, end: end ?? 0 } }]
          : open.flatMap((place) =>
              place.text === text && place.surface !== null && place.start < place.end && place.encoded !== true
                ? [{ document, surface: place.surface, span: { start: place.start, end: place.end } }]
                : [],
            )
      if (places.length === 0) throw usage('The text stands unmarked nowhere in this document, written just so.')
      const json = await session.call('mark.clear', { matter, places })
      return { json, text: `${counted(json.marks.length, 'place')} will stay as written.\n` }
    },
  },
  {
    name: 'marks',
    usage: 'M [--doc D]',
    summary: 'lists the marks',
    options: { doc: 'documents' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const matter = await session.matter(args.words[0])
      const { marks } = await session.call('mark.list', { matter, document: await onlyDocument(session, args, matter) })
      const rows = marks.map((mark) => [
        mark.id,
        mark.document,
        mark.surface,
        mark.span ? `${mark.span.start}–${mark.span.end}` : `box on page ${mark.region?.page ?? ''}`,
        mark.text ?? '',
        mark.ground,
        mark.origin.by,
        mark.state,
        mark.proposer,
        mark.approver,
      ])
      const head = ['ID', 'DOCUMENT', 'SURFACE', 'WHERE', 'TEXT', 'GROUND', 'FROM', 'STATE', 'PROPOSER', 'APPROVER']
      return {
        json: { marks: marks.map((mark) => ({ ...mark, start: mark.span?.start ?? null, end: mark.span?.end ?? null })) },
        text: textTable(head, rows) || 'No marks.\n',
      }
    },
  },
  {
    name: 'decide',
    usage: 'M --mark K… --as accept|dismiss|remove [--ground G] [--everywhere]',
    summary: 'accepts or dismisses suggestions, removes marks',
    more: '--everywhere: every place of the same text; accepting then marks the places that nothing had suggested, too.',
    options: { mark: 'repeated', as: 'text', ground: 'text', everywhere: 'switch' },
    words: [1, 1],
    optionOf: { decision: 'as' },
    signIn: true,
    run: async (session, args) => {
      const marks = args.many('mark').map((id) => asId<MarkId>(id))
      if (marks.length === 0) throw usage('Say which marks: --mark K….')
      const json = await session.call('mark.decide', {
        matter: await session.matter(args.words[0]),
        marks,
        decision: args.need('as') as Input<'mark.decide'>['decision'],
        ground: args.text('ground'),
        everywhere: args.flag('everywhere'),
      })
      return { json, text: `${counted(json.changed, 'document')} changed.\n` }
    },
  },
  {
    name: 'submit',
    usage: 'M',
    summary: 'hands decided documents to the other person',
    options: {},
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const matter = await session.matter(args.words[0])
      const submitted = await session.call('review.submit', { matter })
      // Nobody is asked here, as a screen would: so it is told what the other person gets to sign with suggestions in it.
      const open = (await session.call('review.list', { matter, filter: 'suggested', limit: 1 })).total
      const rows = submitted.notReady.map(({ document, why }) => [document, why])
      const undecided =
        open === 0
          ? ''
          : `Suggestions are not decided in ${counted(open, 'document')}: what they point at leaves as it stands. \`review M --filter suggested\` lists them.\n`
      return {
        json: { ...submitted, undecidedSuggestions: open },
        text: `${counted(submitted.submitted, 'document')} submitted.\n${undecided}${textTable(['NOT READY', 'WHY'], rows)}`,
      }
    },
  },
  {
    name: 'approve',
    usage: 'M (--all|--doc D…)',
    summary: 'approves and signs what another person proposed',
    more: 'What nobody opened is recorded as such (viewed: false), and counted in the manifest.',
    options: selectionOptions,
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const matter = await session.matter(args.words[0])
      const json = await session.call('approval.approve', { matter, selection: await selection(session, args, matter), unviewed: true })
      const rows = json.refused.map(({ document, why }) => [document, why])
      const given =
        json.passphraseFrom === null
          ? ''
          : `Your passphrase is the one that ${json.passphraseFrom} gave. The gate, the manifest and the internal log say so of these documents; choose your own (desk user passphrase) before you approve, and they don\u2019t.\n`
      return {
        json,
        text: `${counted(json.approved, 'document')} approved, ${json.unviewed} of them unopened.\n${given}${textTable(['REFUSED', 'WHY'], rows)}`,
        status: json.approved === 0 && json.refused.length > 0 ? 1 : 0,
      }
    },
  },
  {
    name: 'decline',
    usage: 'M --doc D --comment C',
    summary: 'sends a document back',
    options: { doc: 'documents', comment: 'text' },
    words: [1, 1],
    signIn: true,
    run: async (session, args) => {
      const matter = await session.matter(args.words[0])
      const document = await onlyDocument(session, args, matter)
      if (document === undefined) throw usage('--doc is needed. See --help.')
      const json = await session.call('approval.decline', { matter, document, comment: args.need('comment') })
      return { json, text: `${counted(json.declined, 'document')} declined.\n` }
    },
  },
]
