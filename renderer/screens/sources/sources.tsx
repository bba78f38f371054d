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
import { Ledger, placesShown } from './ledger.tsx'
import { SourceCard } from './source-card.tsx'
import './sources.css'

/** Sources: cards, and the ledger that accounts for every message. */
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
        {sources.length > 0 && (
          <>
            <div className="source-cards">
              {sources.map((source) => (
                <SourceCard key={source.id} source={source} mayWrite={mayWrite} />
              ))}
            </div>
            {data !== null && <Ledger ledger={data} mayWrite={mayWrite} />}
          </>
        )}
      </div>
      <AddSource opened={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
