import { Button } from '@mantine/core'
import { Check, X } from 'lucide-react'
import { useRef, useState } from 'react'
import type { ApprovalGroup } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { Empty } from '../../parts/panel.tsx'
import { PlaceList } from '../../parts/place-list.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import { DeclineDialog } from './decline-dialog.tsx'

/** First by what: each text with its places, to accept or decline all of them. */
export function Groups({ groups, mayDecide }: { groups: readonly ApprovalGroup[]; mayDecide: boolean }) {
  const [declining, setDeclining] = useState<ApprovalGroup | null>(null)
  const { matter } = useMatter()
  if (groups.length === 0) return <Empty>{text.approve.nothing}</Empty>
  return (
    <div className="groups" data-focus-home="article[data-open='true']">
      {mayDecide && <p className="quiet small">{text.approve.groupHint}</p>}
      <ul className="stack" aria-label={text.approve.groups}>
        {groups.map((group) => (
          <li key={group.group}>
            <Group group={group} onDecline={mayDecide ? () => setDeclining(group) : null} />
          </li>
        ))}
      </ul>
      <DeclineDialog
        opened={declining !== null}
        onClose={() => setDeclining(null)}
        onDecline={async (comment) => {
          if (declining === null) return
          const done = await act('approval.group', { matter, group: declining.group, decision: 'decline', comment })
          if (done === null) return
          setDeclining(null)
          said(text.approve.groupDeclined(declining.text === '' ? text.approve.groupBox : declining.text, declining.places.length))
        }}
      />
    </div>
  )
}

/** The card that comes next and is still to be decided, from the top again behind the last. */
function nextOpen(card: HTMLElement | null): HTMLElement | null {
  const all = [...document.querySelectorAll<HTMLElement>('.group')]
  const at = card === null ? -1 : all.indexOf(card)
  return [...all.slice(at + 1), ...all.slice(0, Math.max(0, at))].find(({ dataset }) => dataset['open'] === 'true') ?? null
}

/** @param props.onDecline null for who decides nothing here */
function Group({ group, onDecline }: { group: ApprovalGroup; onDecline: (() => void) | null }) {
  const { matter, groundName } = useMatter()
  const [busy, setBusy] = useState(false)
  const card = useRef<HTMLElement>(null)
  const name = group.text === '' ? text.approve.groupBox : group.text
  const done = group.decided >= group.places.length
  const accept = async () => {
    setBusy(true)
    const accepted = await act('approval.group', { matter, group: group.group, decision: 'approve' })
    setBusy(false)
    if (accepted === null) return
    said(text.approve.groupAccepted(name, group.places.length))
    // The next card, not its button: pressed once more, Enter would accept what nobody has read.
    const next = nextOpen(card.current)
    requestAnimationFrame(() => (next ?? card.current)?.focus())
  }
  return (
    <article
      className="card group"
      ref={card}
      tabIndex={-1}
      data-open={!done}
      aria-label={text.approve.groupOf(name, group.places.length, group.documents)}
    >
      <div className="row">
        <div className="grow">
          <h3>{text.approve.groupOf(name, group.places.length, group.documents)}</h3>
          <p className="small quiet">
            {groundName(group.ground)} ({group.ground}) · {text.approve.proposedBy(group.proposer)} ·{' '}
            {text.approve.decidedOf(group.decided, group.places.length)}
          </p>
        </div>
        {onDecline !== null && (
          <>
            <Button leftSection={<Check size={14} aria-hidden />} disabled={done} loading={busy} onClick={() => void accept()}>
              {text.approve.acceptAll}
            </Button>
            <Button variant="default" leftSection={<X size={14} aria-hidden />} onClick={onDecline}>
              {text.approve.declineAll}
            </Button>
          </>
        )}
      </div>
      <PlaceList places={group.places} label={text.approve.places} />
    </article>
  )
}
