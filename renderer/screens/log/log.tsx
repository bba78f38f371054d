import { Button, Select } from '@mantine/core'
import { Download, ShieldCheck } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AuditEntryView, AuditVerified } from '../../../src/api/index.ts'
import { call } from '../../core/client.ts'
import { type DeskError, toDeskError } from '../../core/desk-error.ts'
import { useCommand } from '../../core/use-command.ts'
import { type Columns, DataTable } from '../../parts/data-table.tsx'
import { Failure, Notice } from '../../parts/notice.tsx'
import { Empty, Page } from '../../parts/panel.tsx'
import { tell } from '../../parts/tell.ts'
import { logKinds } from '../../text/en/log-events.ts'
import { text } from '../../text/en.ts'
import { dateTime } from '../../text/format.ts'
import { ExportLog } from './export-log.tsx'
import './log.css'
import { sentenceOf } from './sentence.ts'

/** Columns, the request by its reference where it is known. */
const columnsOf = (reference: (matter: string) => string): Columns<AuditEntryView> => [
  { id: 'sequence', header: text.log.sequence, cell: ({ row }) => row.original.sequence, meta: { width: '48px', figures: true } },
  {
    id: 'when',
    header: text.log.when,
    cell: ({ row }) => <span className="num">{dateTime(row.original.atMs)}</span>,
    meta: { width: '136px' },
  },
  { id: 'user', header: text.log.user, cell: ({ row }) => row.original.user, meta: { width: '120px' } },
  {
    id: 'matter',
    header: text.log.matter,
    cell: ({ row: { original } }) => (original.matter === null ? '' : reference(original.matter)),
    meta: { width: '112px' },
  },
  {
    id: 'what',
    header: text.log.what,
    cell: ({ row: { original } }) => {
      const sentence = sentenceOf(original)
      return (
        <span title={sentence} className={original.outcome === 'done' ? undefined : 'log-not-done'}>
          {sentence}
        </span>
      )
    },
    meta: { width: 'minmax(160px, 1fr)' },
  },
]
const pageSize = 200

/** Log: the audit trail with filters, its verification, its export. */
export function Log() {
  const [user, setUser] = useState<string | null>(null)
  const [matter, setMatter] = useState<string | null>(null)
  const [command, setCommand] = useState<string | null>(null)
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
    ...(command === null ? {} : { command }),
  }
  const first = useCommand('audit.list', { ...filter, limit: pageSize }, ['audit'])
  const { data } = first
  const known = matters.data?.matters
  const columns = useMemo(() => columnsOf((matter) => known?.find((one) => one.matter.id === matter)?.matter.reference ?? matter), [known])

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
          <Select
            label={text.log.filterCommand}
            placeholder={text.log.anyCommand}
            clearable
            searchable
            data={Object.entries(logKinds).map(([value, label]) => ({ value, label }))}
            value={command}
            onChange={setCommand}
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
            <p>
              <strong>{sentenceOf(chosen)}.</strong>
            </p>
            <p className="small quiet">
              {text.log.code} {chosen.command}
              {chosen.outcome !== 'done' && ` · ${text.log.outcome(chosen.outcome)}`} · {text.log.hash}{' '}
              <span className="mono">{chosen.hash}</span>
            </p>
          </section>
        )}
      </div>
      <ExportLog opened={exporting} onClose={() => setExporting(false)} />
    </Page>
  )
}
