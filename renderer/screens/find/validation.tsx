import { Button, NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import type { SampledView, SampleView } from '../../../src/api/index.ts'
import type { DocumentId } from '../../../src/model/index.ts'
import { act } from '../../core/act.ts'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { useKeys } from '../../core/use-keys.ts'
import { type Columns, DataTable } from '../../parts/data-table.tsx'
import { Empty } from '../../parts/panel.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { date, line, sender } from '../../text/format.ts'
import { PreviewPane } from './preview-pane.tsx'
import { useNarrowTable } from './snippet.tsx'

const words = text.find.validation
const share = (value: number): string => value.toLocaleString('en-GB', { style: 'percent', maximumFractionDigits: 1 })
type Sampled = SampledView['documents'][number]

/** A random sample of what was not collected, to read; and what it says of the search. */
export function Validation({ matter }: { matter: string }) {
  const { status } = useSession()
  const { latest, reload } = useCommand('sample.list', { matter }, ['review'])
  const [chosen, setChosen] = useState<number | null>(null)
  const samples = latest?.samples ?? []
  const sample = samples.find(({ number }) => number === chosen) ?? samples[0] ?? null
  const working = status.role !== 'auditor'
  return (
    <div className="validation">
      <div className="validation-side">
        <p className="small quiet">{words.note}</p>
        {working && (
          <DrawForm
            matter={matter}
            onDrawn={(number) => {
              setChosen(number)
              reload()
            }}
          />
        )}
        {samples.length > 0 && <h3>{words.samples}</h3>}
        <ul>
          {samples.map((one) => (
            <li key={one.number}>
              <button
                type="button"
                className="validation-sample"
                aria-current={one.number === sample?.number || undefined}
                onClick={() => setChosen(one.number)}
              >
                <strong>{words.sample(one.number, one.size, one.population)}</strong>
                <span className="small quiet">{words.progress(one.read, one.size, one.relevant)}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      {sample === null ? (
        <Empty>{words.none}</Empty>
      ) : (
        <Reading key={sample.number} matter={matter} sample={sample} working={working} onMarked={reload} />
      )}
    </div>
  )
}

function DrawForm({ matter, onDrawn }: { matter: string; onDrawn: (number: number) => void }) {
  const [confidence, setConfidence] = useState<number | string>(95)
  const [margin, setMargin] = useState<number | string>(5)
  const [seed, setSeed] = useState('')
  const [busy, setBusy] = useState(false)
  const draw = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const drawn = await act('sample.draw', {
      matter,
      confidence: Number(confidence) / 100,
      margin: Number(margin) / 100,
      ...(seed.trim() === '' ? {} : { seed: seed.trim() }),
    })
    setBusy(false)
    if (drawn !== null) onDrawn(drawn.number)
  }
  return (
    <form className="stack" onSubmit={(event) => void draw(event)}>
      <div className="row">
        <NumberInput label={words.confidence} value={confidence} onChange={setConfidence} min={50} max={99.9} />
        <NumberInput label={words.margin} value={margin} onChange={setMargin} min={0.1} max={50} />
      </div>
      <TextInput label={words.seed} value={seed} onChange={(event) => setSeed(event.currentTarget.value)} />
      <Button type="submit" loading={busy}>
        {words.draw}
      </Button>
    </form>
  )
}

const readAs = (relevant: boolean | null): string => (relevant === null ? words.unread : relevant ? words.relevant : words.notRelevant)

const columns: Columns<Sampled> = [
  {
    id: 'date',
    header: text.find.date,
    cell: ({ row }) => <span className="num">{date(row.original.date)}</span>,
    meta: { width: '92px' },
  },
  { id: 'from', header: text.find.from, cell: ({ row }) => sender(row.original.from), meta: { width: 'minmax(80px, 0.6fr)' } },
  {
    id: 'subject',
    header: text.find.subject,
    cell: ({ row }) => line(row.original.subject) || text.find.noSubject,
    meta: { width: 'minmax(120px, 1.4fr)' },
  },
  { id: 'said', header: words.relevant, cell: ({ row }) => readAs(row.original.relevant), meta: { width: '104px' } },
]

/** Where there is no room for columns: two lines each. */
const narrowColumns: Columns<Sampled> = [
  {
    id: 'hit',
    header: text.find.hit,
    cell: ({ row: { original: one } }) => (
      <span className="hit">
        <strong className="clip hit">{line(one.subject) || text.find.noSubject}</strong>
        <span className="row small quiet">
          <span className="clip">{sender(one.from)}</span>
          <span className="num hit-copies">{date(one.date)}</span>
        </span>
      </span>
    ),
    meta: { width: 'minmax(0, 1fr)' },
  },
  { id: 'said', header: words.relevant, cell: ({ row }) => readAs(row.original.relevant), meta: { width: '88px' } },
]

interface ReadingProps {
  readonly matter: string
  readonly sample: SampleView
  readonly working: boolean
  readonly onMarked: () => void
}

function Reading({ matter, sample, working, onMarked }: ReadingProps) {
  const { latest, reload } = useCommand('sample.show', { matter, sample: sample.number })
  const [selected, setSelected] = useState<string | null>(null)
  const documents = latest?.documents ?? []
  const at = Math.max(
    0,
    documents.findIndex(({ document }) => document === selected),
  )
  const current = documents[at] ?? null
  const narrow = useNarrowTable()
  const go = (step: number) => setSelected(documents[Math.max(0, Math.min(documents.length - 1, at + step))]?.document ?? null)
  const mark = async (relevant: boolean | null) => {
    if (current === null || !working) return
    if ((await act('sample.mark', { matter, sample: sample.number, document: current.document, relevant })) === null) return
    reload()
    onMarked()
    if (relevant !== null) go(1)
  }
  useKeys([
    ['j', () => go(1)],
    ['k', () => go(-1)],
    ['y', () => void mark(true)],
    ['n', () => void mark(false)],
    ['u', () => void mark(null)],
  ])
  return (
    <>
      <section className="validation-list" aria-label={words.list}>
        <Verdict sample={sample} />
        {working && <CollectRelevant matter={matter} documents={documents} />}
        <div className="row row-wrap">
          <span className="grow small quiet">{words.keys}</span>
          {working && (
            <>
              <Button size="compact-sm" variant="default" onClick={() => void mark(true)}>
                {words.relevant}
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => void mark(false)}>
                {words.notRelevant}
              </Button>
            </>
          )}
        </div>
        <div className="find-table">
          <DataTable
            label={words.list}
            rows={documents}
            columns={narrow ? narrowColumns : columns}
            rowHeight={narrow ? 48 : 36}
            rowId={(row) => row.document}
            selected={current?.document ?? null}
            onSelect={(row) => setSelected(row.document)}
          />
        </div>
      </section>
      <PreviewPane document={current?.document ?? null} />
    </>
  )
}

/** What the sample says, in sentences. */
function Verdict({ sample }: { sample: SampleView }) {
  const { missed, recall, recallInterval, undecided, since, nowInterval } = sample
  return (
    <div role="status" className="validation-verdict">
      <p>{words.progress(sample.read, sample.size, sample.relevant)}</p>
      <p>{missed === null ? words.missedOpen : words.missed(missed.low, missed.high, share(sample.confidence))}</p>
      {missed !== null && (
        <p>
          <strong>
            {recall === null || recallInterval === null
              ? words.recallNone
              : words.recall(share(recall), share(recallInterval.low), share(recallInterval.high))}
          </strong>{' '}
          {undecided > 0 && words.provisional(undecided)}
        </p>
      )}
      {since.families > 0 && (
        <p>
          {words.since(since.families, since.responsive, since.undecided)}{' '}
          {nowInterval !== null && words.recallNow(share(nowInterval.low), share(nowInterval.high))} {words.sinceLimit}
        </p>
      )}
      <p className="small quiet">
        {words.method} {words.seedOf(sample.seed)}
      </p>
    </div>
  )
}

/** What was missed and is relevant goes into the review set with the rest. */
function CollectRelevant({ matter, documents }: { matter: string; documents: readonly Sampled[] }) {
  const [busy, setBusy] = useState(false)
  const relevant = documents.flatMap((one): DocumentId[] => (one.relevant === true ? [one.document] : []))
  if (relevant.length === 0) return null
  const collect = async () => {
    setBusy(true)
    const done = await act('matter.collect', { matter, query: relevant.map((id) => `document:${id}`).join(' OR ') })
    setBusy(false)
    if (done !== null) said(text.identify.collected(done.collected, done.families, done.duplicates) + text.find.already(done.already))
  }
  return (
    <Button size="compact-sm" loading={busy} onClick={() => void collect()}>
      {words.collect(relevant.length)}
    </Button>
  )
}
