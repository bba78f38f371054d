import { Button, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Download, ShieldCheck } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { AuditEntryView, AuditVerified } from '../../../src/api/index.ts'
import { call } from '../../core/client.ts'
import { type DeskError, toDeskError } from '../../core/desk-error.ts'
import { useCommand } from '../../core/use-command.ts'
import { type Columns, DataTable } from '../../parts/data-table.tsx'
import { Failure, Notice } from '../../parts/notice.tsx'
import { Empty, Page } from '../../parts/panel.tsx'
import { tell } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { dateTime } from '../../text/format.ts'
import { ExportLog } from './export-log.tsx'
import './log.css'

const columns: Columns<AuditEntryView> = [
  { id: 'sequence', header: text.log.sequence, cell: ({ row }) => row.original.sequence, meta: { width: '56px', figures: true } },
  {
    id: 'when',
    header: text.log.when,
    cell: ({ row }) => <span className="num">{dateTime(row.original.atMs)}</span>,
    meta: { width: '136px' },
  },
  { id: 'user', header: text.log.user, cell: ({ row }) => row.original.user, meta: { width: '120px' } },
  { id: 'command', header: text.log.command, cell: ({ row }) => row.original.command, meta: { width: '160px' } },
  { id: 'matter', header: text.log.matter, cell: ({ row }) => row.original.matter ?? '', meta: { width: '64px' } },
  {
    id: 'what',
    header: text.log.what,
    cell: ({ row }) => <span title={row.original.what}>{row.original.what}</span>,
    meta: { width: 'minmax(120px, 1fr)' },
  },
  {
    id: 'hash',
    header: text.log.hash,
    cell: ({ row }) => (
      <span className="mono" title={row.original.hash}>
        {row.original.hash.slice(0, 12)}
      </span>
    ),
    meta: { width: '104px' },
  },
]
const pageSize = 200

/** Log: the audit trail with filters, its verification, its export. */
export function Log() {
  const [user, setUser] = useState<string | null>(null)
  const [matter, setMatter] = useState<string | null>(null)
  const [command, setCommand] = useState('')
  const [settled] = useDebouncedValue(command, 250)
  const [entries, setEntries] = useState<readonly AuditEntryView[]>([])
  const [verified, setVerified] = useState<AuditVerified | null>(null)
  const [selected, setSelected] = useState<string | null>(null)
  const [verifying, setVerifying] = useState(false)
  const [exporting, setExporting] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const users = useCommand('user.list', {}, ['workspace'])
  const matters = useCommand('matter.list', {}, ['matters'])
  const filter = {
    ...(user === null ? {} : { user }),
    ...(matter === null ? {} : { matter }),
    ...(settled === '' ? {} : { command: settled }),
  }
  const first = useCommand('audit.list', { ...filter, limit: pageSize }, ['audit'])
  const { data } = first

  useEffect(() => {
    if (data !== null) setEntries(data.entries)
  }, [data])
  const chosen = entries.find((entry) => String(entry.sequence) === selected)
  const key = JSON.stringify(filter)
  const more = useCallback(() => {
    if (data === null || entries.length >= data.total || entries.length === 0) return
    call('audit.list', { ...(JSON.parse(key) as typeof filter), limit: pageSize, offset: entries.length })
      .then((next) =>
        setEntries((before) => [...before, ...next.entries.filter((entry) => !before.some((one) => one.sequence === entry.sequence))]),
      )
      .catch((failure: unknown) => setError(toDeskError(failure)))
  }, [data, entries, key])
  const verify = () => {
    setVerifying(true)
    call('audit.verify', {})
      .then(setVerified)
      .catch((failure: unknown) => tell(toDeskError(failure)))
      .finally(() => setVerifying(false))
  }

  return (
    <Page
      title={text.log.title}
      note={text.log.note}
      actions={
        <>
          <Button variant="default" leftSection={<ShieldCheck size={16} aria-hidden />} loading={verifying} onClick={verify}>
            {text.log.verify}
          </Button>
          <Button variant="default" leftSection={<Download size={16} aria-hidden />} onClick={() => setExporting(true)}>
            {text.log.export}
          </Button>
        </>
      }
    >
      <div className="log">
        <Failure error={first.error ?? error} />
        {verified !== null && (
          <Notice tone={verified.ok ? 'green' : 'red'}>
            {verified.ok ? text.log.verified(verified.entries) : text.log.broken(verified.brokenAt ?? 0)}{' '}
            <span className="mono">
              {text.log.head} {verified.head}
            </span>
          </Notice>
        )}
        <div className="row log-filters">
          <Select
            label={text.log.filterUser}
            placeholder={text.log.anyUser}
            clearable
            data={(users.data?.users ?? []).map((one) => one.user)}
            value={user}
            onChange={setUser}
          />
          <Select
            label={text.log.filterMatter}
            placeholder={text.log.anyMatter}
            clearable
            data={(matters.data?.matters ?? []).map((one) => ({ value: one.matter.id, label: one.matter.reference }))}
            value={matter}
            onChange={setMatter}
          />
          <TextInput
            label={text.log.filterCommand}
            placeholder={text.log.filterCommandHint}
            value={command}
            onChange={(event) => setCommand(event.currentTarget.value)}
          />
          <span className="quiet num log-total" role="status">
            {data !== null && text.log.total(data.total)}
          </span>
        </div>
        {data !== null && data.total === 0 ? (
          <Empty>{text.log.empty}</Empty>
        ) : (
          <div className="log-table">
            <DataTable
              label={text.log.table}
              rows={entries}
              columns={columns}
              rowId={(row) => String(row.sequence)}
              rowHeight={32}
              onEnd={more}
              selected={selected}
              onSelect={(row) => setSelected(String(row.sequence))}
            />
          </div>
        )}
        {chosen !== undefined && (
          <section className="card log-entry" aria-label={text.log.entry}>
            <p className="mono">{chosen.what}</p>
            <p className="mono quiet">{chosen.hash}</p>
          </section>
        )}
      </div>
      <ExportLog opened={exporting} onClose={() => setExporting(false)} />
    </Page>
  )
}
