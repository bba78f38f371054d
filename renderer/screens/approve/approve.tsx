import { Button, Tabs } from '@mantine/core'
import { useState } from 'react'
import type { ApprovalView, ReviewRow } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { useRoute } from '../../core/router.ts'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { Failure, Notice } from '../../parts/notice.tsx'
import { Empty } from '../../parts/panel.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import './approve.css'
import { DocumentReview } from './document-review.tsx'
import { Groups } from './groups.tsx'

type Tab = 'what' | 'document' | 'withheld'

/** Where a document that is asked for stands; else the first list that holds something. */
function firstTab(queue: ApprovalView, document: string | null): Tab {
  const holds = (rows: readonly ReviewRow[]) => rows.some((row) => row.document === document)
  if (holds(queue.withheld)) return 'withheld'
  if (holds(queue.documents) || (queue.byText.length === 0 && queue.documents.length > 0)) return 'document'
  return queue.byText.length === 0 && queue.withheld.length > 0 ? 'withheld' : 'what'
}

/** Approve: by what, by document, withheld. Never one's own proposals. */
export function Approve({ document }: { document: string | null }) {
  const { matter } = useMatter()
  const { latest: queue, error } = useCommand('approval.queue', { matter }, ['review', 'matters'])
  return queue === null ? <Failure error={error} /> : <Queue queue={queue} error={error} document={document} />
}

function Queue({ queue, error, document }: { queue: ApprovalView; error: DeskError | null; document: string | null }) {
  const users = useCommand('user.list', {}, ['workspace'])
  const { status } = useSession()
  const [tab, setTab] = useState<string | null>(() => firstTab(queue, document))
  const nothing = queue.byText.length + queue.documents.length + queue.withheld.length === 0
  const suggested = queue.documents.filter((row) => row.suggestions > 0 && row.coding === 'responsive')
  const readsOnly = status.role === 'auditor'
  const own = readsOnly
    ? [text.approve.ownReader(queue.own, queue.ownFor)]
    : [
        text.approve.own(queue.own),
        // Who shares documents with another person needs nobody else: they are told what the two do.
        ...(queue.ownFor.length === 0 && queue.ownShared > 0 ? [] : [text.approve.ownWho(queue.ownFor)]),
        ...(queue.ownShared > queue.takeOver.length ? [text.approve.ownShared(queue.ownShared - queue.takeOver.length)] : []),
      ]
  const given = users.latest?.users.find(({ user }) => user === status.user)?.passphraseFrom
  const count = (value: number) => <span className="quiet num"> {value}</span>
  return (
    <div className="approve" data-focus-home="[role='tab'][aria-selected='true'], .empty button">
      <div className="approve-head stack">
        <p className="quiet">{readsOnly ? text.approve.noteReadOnly : text.approve.note}</p>
        <Failure error={error} />
        {queue.lapsed.length > 0 && <Notice tone="amber">{text.approve.lapsed(queue.lapsed.length, [...new Set(queue.lapsed)])}</Notice>}
        {queue.own > 0 && (
          <Notice tone="accent">
            {own.join(' ')}
            {queue.takeOver.length > 0 && !readsOnly && <TakeOver rows={queue.takeOver} />}
          </Notice>
        )}
        {given != null && !nothing && !readsOnly && <Notice tone="amber">{text.approve.givenPassphrase(given)}</Notice>}
        {tab === 'what' && suggested.length > 0 && (
          <Notice tone="amber">
            {text.approve.suggestionsLeft(
              suggested.reduce((sum, row) => sum + row.suggestions, 0),
              suggested.length,
            )}
          </Notice>
        )}
      </div>
      {nothing ? (
        <NothingWaits lapsed={queue.lapsed.length} />
      ) : (
        <Tabs value={tab} onChange={setTab} className="approve-tabs" keepMounted={false}>
          <Tabs.List aria-label={text.approve.tabs} px={16}>
            <Tabs.Tab value="what">
              {text.approve.byWhat}
              {count(queue.byText.length)}
            </Tabs.Tab>
            <Tabs.Tab value="document">
              {text.approve.byDocument}
              {count(queue.documents.length)}
            </Tabs.Tab>
            <Tabs.Tab value="withheld">
              {text.approve.withheld}
              {count(queue.withheld.length)}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="what" className="approve-panel">
            <Groups groups={queue.byText} mayDecide={!readsOnly} />
          </Tabs.Panel>
          <Tabs.Panel value="document" className="approve-panel">
            <DocumentReview rows={queue.documents} changed={queue.changed} wanted={document} label={text.approve.documents} />
          </Tabs.Panel>
          <Tabs.Panel value="withheld" className="approve-panel">
            <DocumentReview rows={queue.withheld} changed={queue.changed} wanted={document} label={text.approve.withheld} />
          </Tabs.Panel>
        </Tabs>
      )}
    </div>
  )
}

/** What somebody else submitted, and both proposed something in: who takes it over lets the other approve it. All of it must have been opened. */
function TakeOver({ rows }: { rows: readonly ReviewRow[] }) {
  const { matter } = useMatter()
  const { openStep } = useRoute()
  const [busy, setBusy] = useState(false)
  const documents = rows.map(({ document }) => document)
  const unopened = rows.filter(({ viewed }) => !viewed).map(({ document }) => document)
  const takeOver = async () => {
    setBusy(true)
    const done = await act('review.submit', { matter, documents })
    setBusy(false)
    if (done !== null) said(text.review.submitted(done.submitted))
  }
  return (
    <div className="row row-wrap take-over">
      <span className="grow">{text.approve.takeOver(rows.length, unopened.length)}</span>
      {unopened.length > 0 ? (
        <Button variant="default" onClick={() => openStep(matter, 'review', unopened[0], unopened)}>
          {text.produce.show(unopened.length)}
        </Button>
      ) : (
        <Button loading={busy} onClick={() => void takeOver()}>
          {text.approve.takeOverButton}
        </Button>
      )}
    </div>
  )
}

/** Nothing waits here: says whether all is done or what has to come first, with the way there. */
function NothingWaits({ lapsed }: { lapsed: number }) {
  const { matter, view } = useMatter()
  const { openStep } = useRoute()
  const { status } = useSession()
  const { documents, approved, submitted } = view.counts
  // An auditor submits nothing, and is led to nothing that they can't do.
  const open = status.role === 'auditor' ? 0 : documents - approved - submitted
  if (documents > 0 && approved === documents && lapsed === 0) {
    return (
      <Empty action={<Button onClick={() => openStep(matter, 'produce')}>{text.approve.toProduce}</Button>}>
        {text.approve.allApproved(documents)}
      </Empty>
    )
  }
  return (
    <Empty action={open > 0 ? <Button onClick={() => openStep(matter, 'review')}>{text.approve.toReview}</Button> : undefined}>
      {text.approve.nothingSubmitted}
      {open > 0 && ` ${text.approve.notSubmitted(open)}`}
    </Empty>
  )
}
