import { Button } from '@mantine/core'
import { Check, X } from 'lucide-react'
import { useState } from 'react'
import type { ApprovalGroup } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { Empty } from '../../parts/panel.tsx'
import { PlaceList } from '../../parts/place-list.tsx'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import { DeclineDialog } from './decline-dialog.tsx'

/** First by what: each text with its places, to accept or decline all of them. */
export function Groups({ groups }: { groups: readonly ApprovalGroup[] }) {
  const [declining, setDeclining] = useState<ApprovalGroup | null>(null)
  const { matter } = useMatter()
  if (groups.length === 0) return <Empty>{text.approve.nothing}</Empty>
  return (
    <div className="groups">
      <p className="quiet small">{text.approve.groupHint}</p>
      <ul className="stack" aria-label={text.approve.groups}>
        {groups.map((group) => (
          <li key={group.group}>
            <Group group={group} onDecline={() => setDeclining(group)} />
          </li>
        ))}
      </ul>
      <DeclineDialog
        opened={declining !== null}
        onClose={() => setDeclining(null)}
        onDecline={async (comment) => {
          if (declining === null) return
          const done = await act('approval.group', { matter, group: declining.group, decision: 'decline', comment })
          if (done !== null) setDeclining(null)
        }}
      />
    </div>
  )
}

function Group({ group, onDecline }: { group: ApprovalGroup; onDecline: () => void }) {
  const { matter, groundName } = useMatter()
  const [busy, setBusy] = useState(false)
  const name = group.text === '' ? text.approve.groupBox : group.text
  const done = group.decided >= group.places.length
  const accept = async () => {
    setBusy(true)
    await act('approval.group', { matter, group: group.group, decision: 'approve' })
    setBusy(false)
  }
  return (
    <article className="card group" aria-label={text.approve.groupOf(name, group.places.length, group.documents)}>
      <div className="row">
        <div className="grow">
          <h3>{text.approve.groupOf(name, group.places.length, group.documents)}</h3>
          <p className="small quiet">
            {groundName(group.ground)} ({group.ground}) · {text.approve.proposedBy(group.proposer)} ·{' '}
            {text.approve.decidedOf(group.decided, group.places.length)}
          </p>
        </div>
        <Button leftSection={<Check size={14} aria-hidden />} disabled={done} loading={busy} onClick={() => void accept()}>
          {text.approve.acceptAll}
        </Button>
        <Button variant="default" leftSection={<X size={14} aria-hidden />} onClick={onDecline}>
          {text.approve.declineAll}
        </Button>
      </div>
      <PlaceList places={group.places} label={text.approve.places} />
    </article>
  )
}
