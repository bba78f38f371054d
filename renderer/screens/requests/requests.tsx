import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { MatterView } from '../../../src/api/index.ts'
import { type Step, useRoute } from '../../core/router.ts'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { type Columns, DataTable, type Sorting } from '../../parts/data-table.tsx'
import { Meter } from '../../parts/meter.tsx'
import { Failure } from '../../parts/notice.tsx'
import { Empty, Page } from '../../parts/panel.tsx'
import { text } from '../../text/en.ts'
import { civil } from '../../text/format.ts'
import { Due } from '../request/due.tsx'
import { Doors } from '../start/doors.tsx'
import { CreateRequest } from './create-request.tsx'
import './requests.css'

const stepOf = (view: MatterView): Step => (view.state === 'closed' ? 'produce' : view.state)

const columns: Columns<MatterView> = [
  {
    id: 'reference',
    header: text.requests.reference,
    cell: ({ row }) => <strong>{row.original.matter.reference}</strong>,
    meta: { width: '112px', sortable: true },
  },
  {
    id: 'subject',
    header: text.requests.subject,
    cell: ({ row }) => row.original.matter.subject.name,
    meta: { width: 'minmax(160px, 2fr)', sortable: true },
  },
  {
    id: 'received',
    header: text.requests.received,
    cell: ({ row }) => civil(row.original.matter.received),
    meta: { width: '92px', sortable: true },
  },
  { id: 'due', header: text.requests.due, cell: ({ row }) => <Due view={row.original} />, meta: { width: '184px', sortable: true } },
  {
    id: 'step',
    header: text.requests.step,
    cell: ({ row }) => <StepOf view={row.original} />,
    meta: { width: '88px', sortable: true },
  },
  {
    id: 'progress',
    header: text.requests.progress,
    cell: ({ row }) => <Decided view={row.original} />,
    meta: { width: 'minmax(72px, 1fr)' },
  },
  {
    id: 'owner',
    header: text.requests.owner,
    cell: ({ row }) => row.original.matter.createdBy,
    meta: { width: 'minmax(84px, 1fr)', sortable: true },
  },
]

/** The most urgent first; what is closed last. A clock that is paused counts as if it ran. */
const byDue = (one: MatterView, other: MatterView): number =>
  Number(one.state === 'closed') - Number(other.state === 'closed') || dueOf(one).localeCompare(dueOf(other))
const dueOf = ({ deadline, dueInForce }: MatterView): string => dueInForce ?? deadline.strictDue
const inOrder = ['identify', 'find', 'review', 'approve', 'produce', 'closed']

/** How rows are ordered by the columns whose head is a button; of those alike the most urgent stands first. */
const orders: Readonly<Record<string, (one: MatterView, other: MatterView) => number>> = {
  reference: (one, other) => one.matter.reference.localeCompare(other.matter.reference, undefined, { numeric: true }),
  subject: (one, other) => one.matter.subject.name.localeCompare(other.matter.subject.name),
  received: (one, other) => one.matter.received.localeCompare(other.matter.received),
  due: byDue,
  step: (one, other) => inOrder.indexOf(one.state) - inOrder.indexOf(other.state),
  owner: (one, other) => one.matter.createdBy.localeCompare(other.matter.createdBy),
}

function sortedBy(matters: readonly MatterView[], { column, descending }: Sorting): readonly MatterView[] {
  const order = orders[column] ?? byDue
  return matters.toSorted((one, other) => (descending ? -1 : 1) * order(one, other) || byDue(one, other))
}

/** The step that the request is at, and whether it waits for whoever is signed in: nobody approves what they proposed. */
function StepOf({ view }: { view: MatterView }) {
  const approving = view.state === 'approve'
  const queue = useCommand('approval.queue', approving ? { matter: view.matter.id } : null, ['review', 'matters'])
  const waits = queue.latest !== null && queue.latest.documents.length + queue.latest.withheld.length > 0
  return (
    <span>
      {view.state === 'closed' ? text.requests.closed : text.frame.steps[view.state]}
      {view.state === 'produce' && view.productions > 0 && <span className="step-waits small">{text.requests.notSent}</span>}
      {approving && waits && <span className="step-waits small">{text.frame.stepWaits}</span>}
    </span>
  )
}

function Decided({ view }: { view: MatterView }) {
  const { documents, undecided } = view.counts
  const done = documents - undecided
  return (
    <span className="decided" title={text.requests.decided(done, documents)}>
      <span className="grow">
        <Meter label={text.requests.progress} total={documents} parts={[{ label: text.requests.progress, value: done, tone: 'accent' }]} />
      </span>
      <span className="num small">{documents === 0 ? '–' : `${Math.floor((100 * done) / documents)} %`}</span>
    </span>
  )
}

/** The table of requests; in an empty workspace, the two doors. */
export function Requests() {
  const { openStep } = useRoute()
  const { data, error } = useCommand('matter.list', {}, ['matters', 'review'])
  const sources = useCommand('source.list', {}, ['sources'])
  const [preparing, setPreparing] = useState(false)
  const [creating, setCreating] = useState(false)
  const [selected, setSelected] = useState<string | null>(null)
  const [sorting, setSorting] = useState<Sorting>({ column: 'due', descending: false })
  const sort = (column: string): void => setSorting((before) => ({ column, descending: before.column === column && !before.descending }))
  const matters = sortedBy(data?.matters ?? [], sorting)
  const fresh = preparing || (data !== null && matters.length === 0 && sources.data?.sources.length === 0)
  const { status } = useSession()
  const create =
    status.role === 'auditor' ? undefined : (
      <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setCreating(true)}>
        {text.requests.new}
      </Button>
    )

  return (
    <Page title={text.requests.title} actions={data !== null && !fresh && matters.length > 0 ? create : undefined}>
      <Failure error={error ?? sources.error} />
      {fresh && <Doors onBusy={setPreparing} />}
      {data !== null && !fresh && matters.length === 0 && <Empty action={create}>{text.requests.empty}</Empty>}
      {!fresh && matters.length > 0 && (
        <div className="requests-table">
          <DataTable
            label={text.requests.table}
            rows={matters}
            columns={columns}
            rowId={(row) => row.matter.id}
            selected={selected ?? matters[0]?.matter.id ?? null}
            rowHeight={44}
            sorted={sorting}
            onSort={sort}
            onSelect={(row) => setSelected(row.matter.id)}
            onOpen={(row) => openStep(row.matter.id, stepOf(row))}
            onActivate={(row) => openStep(row.matter.id, stepOf(row))}
          />
        </div>
      )}
      <CreateRequest opened={creating} onClose={() => setCreating(false)} onCreated={(matter) => openStep(matter, 'identify')} />
    </Page>
  )
}
