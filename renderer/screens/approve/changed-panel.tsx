import { History } from 'lucide-react'
import type { ChangedSince, DocumentChange } from '../../../src/api/index.ts'
import type { Surface } from '../../../src/model/index.ts'
import { useSession } from '../../core/session.ts'
import { Notice } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { dateTime } from '../../text/format.ts'
import { useMatter } from '../request/matter-context.ts'

/** How a document differs from what a reviewer last approved or declined, above its paper: what would now leave comes first. */
export function ChangedPanel({ since, surfaces }: { since: ChangedSince; surfaces: readonly Surface[] }) {
  const { status } = useSession()
  const words = text.approve.changed
  const by = since.by === status.user ? words.you : since.by
  const when = dateTime(since.atMs)
  if (since.changes.length === 0) return <Notice tone="accent">{words.nothing(by, since.decision, when, since.seen)}</Notice>
  return (
    <section className="changed-panel tone-amber" aria-labelledby="changed-title">
      <h3 id="changed-title" className="row">
        <History size={16} aria-hidden /> {words.title(by, since.decision, when, since.seen)}
      </h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keys */}
      <ul tabIndex={0} aria-label={words.list}>
        {since.changes.map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is shown as it came and has no other order
          <li key={index}>
            <What change={change} surfaces={surfaces} />
            <span className="small quiet"> {words.who(change.by, dateTime(change.atMs))}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function What({ change, surfaces }: { change: DocumentChange; surfaces: readonly Surface[] }) {
  const { groundName } = useMatter()
  const words = text.approve.changed
  switch (change.kind) {
    case 'disclosed':
    case 'hidden':
    case 'stays':
    case 'stays-no-more':
    case 'ground': {
      const { place } = change
      const surface = surfaces.find((one) => one.id === place.surface)
      const label =
        change.kind === 'ground'
          ? words.ground(groundName(change.from), groundName(change.to))
          : 'ground' in change
            ? words[change.kind](groundName(change.ground))
            : change.kind === 'stays'
              ? words.stays
              : words.staysNoMore
      return (
        <>
          {label} <bdi className="quiet">{place.before}</bdi>
          <strong>
            <bdi>{place.text ?? words.box}</bdi>
          </strong>
          <bdi className="quiet">{place.after}</bdi>
          {surface !== undefined && (
            <span className="small quiet"> ({text.review.headers[surface.id] ?? text.review.surfaces[surface.kind]})</span>
          )}
        </>
      )
    }
    case 'disposition':
      return words.outcome(change.from, change.to, groundName)
    case 'coding':
      return words.instead(text.review.codings[change.to], text.review.codings[change.from])
    case 'privilege':
      return words.instead(text.review.privileges[change.to], text.review.privileges[change.from])
    case 'note':
      return words.note(change.from, change.to)
  }
}
