import { Button } from '@mantine/core'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { MatterView } from '../../../src/api/index.ts'
import { type Step, useRoute } from '../../core/router.ts'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { type Columns, DataTable } from '../../parts/data-table.tsx'
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
    meta: { width: '112px' },
  },
  {
    id: 'subject',
    header: text.requests.subject,
    cell: ({ row }) => row.original.matter.subject.name,
    meta: { width: 'minmax(160px, 2fr)' },
  },
  { id: 'received', header: text.requests.received, cell: ({ row }) => civil(row.original.matter.received), meta: { width: '92px' } },
  { id: 'due', header: text.requests.due, cell: ({ row }) => <Due view={row.original} />, meta: { width: '184px' } },
  {
    id: 'step',
    header: text.requests.step,
    cell: ({ row }) => <StepOf view={row.original} />,
    meta: { width: '88px' },
  },
  {
    id: 'progress',
    header: text.requests.progress,
    cell: ({ row }) => <Decided view={row.original} />,
    meta: { width: 'minmax(72px, 1fr)' },
  },
  { id: 'owner', header: text.requests.owner, cell: ({ row }) => row.original.matter.createdBy, meta: { width: 'minmax(84px, 1fr)' } },
]

/** The most urgent first; what is closed last. A clock that is paused counts as if it ran. */
const byDue = (one: MatterView, other: MatterView): number =>
  Number(one.state === 'closed') - Number(other.state === 'closed') || dueOf(one).localeCompare(dueOf(other))
const dueOf = ({ deadline }: MatterView): string => deadline.due ?? deadline.strictDue

/** The step that the request is at, and whether it waits for whoever is signed in: nobody approves what they proposed. */
function StepOf({ view }: { view: MatterView }) {
  const approving = view.state === 'approve'
  const queue = useCommand('approval.queue', approving ? { matter: view.matter.id } : null, ['review', 'matters'])
  const waits = queue.latest !== null && queue.latest.documents.length + queue.latest.withheld.length > 0
  return (
    <span>
      {view.state === 'closed' ? text.requests.closed : text.frame.steps[view.state]}
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
  const matters = (data?.matters ?? []).toSorted(byDue)
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
