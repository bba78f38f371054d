import { Button } from '@mantine/core'
import { Plus, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { act } from '../../core/act.ts'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { Failure } from '../../parts/notice.tsx'
import { Empty, Page } from '../../parts/panel.tsx'
import { text } from '../../text/en.ts'
import { AddSource } from './add-source.tsx'
import { byPath } from './by-path.ts'
import { Exceptions, placesShown } from './exceptions.tsx'
import { LedgerSums } from './ledger.tsx'
import { SourceCard } from './source-card.tsx'
import './sources.css'

/** Sources: the ledger that accounts for every message, and below it side by side what was added and what of it was not read in whole. */
export function Sources() {
  const { status } = useSession()
  const { latest: data, error } = useCommand('ledger.show', { perReason: placesShown }, ['sources'])
  const [adding, setAdding] = useState(false)
  const mayWrite = status.role !== 'auditor'
  const sources = data?.sources ?? []
  const add = mayWrite && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      {text.sources.add}
    </Button>
  )
  return (
    <Page
      title={text.sources.title}
      note={text.sources.note}
      actions={
        sources.length > 0 && (
          <>
            {mayWrite && (
              <Button variant="default" leftSection={<RefreshCw size={16} aria-hidden />} onClick={() => void act('source.rescan', {})}>
                {text.sources.rescanAll}
              </Button>
            )}
            {add}
          </>
        )
      }
    >
      <div className="stack">
        <Failure error={error} />
        {data !== null && sources.length === 0 && <Empty action={add}>{text.sources.empty}</Empty>}
        {data !== null && sources.length > 0 && (
          <>
            <LedgerSums ledger={data} />
            <div className="source-columns">
              <div className="stack">
                {byPath(sources).map((at) => (
                  <SourceCard key={at.path} at={at} mayWrite={mayWrite} />
                ))}
              </div>
              <Exceptions ledger={data} mayWrite={mayWrite} />
            </div>
          </>
        )}
      </div>
      <AddSource opened={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
