import { Check, CircleDashed, LoaderCircle, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { IdentityCardView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { keepFocus, mainRegion } from '../../core/keep-focus.ts'
import { Badge } from '../../parts/badge.tsx'
import { Definitions } from '../../parts/definition.tsx'
import { said } from '../../parts/tell.ts'
import { Values } from '../../parts/values.tsx'
import { text } from '../../text/en.ts'
import { date } from '../../text/format.ts'

const words = text.identify

/** The person beside every other bearer of the name, with what tells them apart; one step says whose the addresses are. */
export function TwinCards({
  matter,
  person,
  twins,
  mayWrite,
  onRefused,
}: {
  matter: string
  person: IdentityCardView
  twins: readonly IdentityCardView[]
  mayWrite: boolean
  /** A decision was refused: what is shown here is older than what stands. */
  onRefused: () => void
}) {
  const cards = useRef<HTMLDivElement>(null)
  /** The place of the card that had the focus when it was decided. A card that goes leaves the focus to the one that takes its place. */
  const place = useRef<number | null>(null)
  const shown = twins.map((twin) => twin.addresses.join(' ')).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: looks where the focus is whenever other cards stand
  useEffect(() => {
    const { current } = place
    place.current = null
    if (current === null) return
    keepFocus(() => {
      const all = cards.current?.querySelectorAll<HTMLElement>('[tabindex]') ?? []
      return all[Math.min(current, all.length - 1)] ?? mainRegion()
    })
  }, [shown])
  useEffect(() => () => keepFocus(mainRegion), [])
  /** What was decided here, the last first, with what stood before. */
  const decided = useRef<IdentityCardView[]>([])
  const put = async (twin: IdentityCardView, accepted: boolean | null): Promise<boolean> => {
    const done = await act('matter.twin', { matter, addresses: [...twin.addresses], accepted })
    if (done === null) onRefused()
    else if (done.undecidedAgain.length > 0) said(words.undecidedAgain(done.undecidedAgain.length))
    else said(spoken(twin, accepted))
    return done !== null
  }
  /** Addresses that were taken in as the person's are no card any more, but forms of theirs. */
  const putBack = async (twin: IdentityCardView): Promise<boolean> => {
    for (const form of twin.addresses) {
      if ((await act('matter.form', { matter, form, kind: 'email', accepted: acceptedOf(twin) })) === null) return false
    }
    said(spoken(twin, acceptedOf(twin)))
    return true
  }
  const decide = async (twin: IdentityCardView, accepted: boolean | null): Promise<void> => {
    if (!mayWrite) return
    place.current = twins.indexOf(twin)
    if (await put(twin, accepted)) decided.current.unshift(twin)
  }
  const undo = async (here: IdentityCardView): Promise<void> => {
    if (!mayWrite) return
    const [before, ...rest] = decided.current
    if (before !== undefined) {
      const shown = twins.some((twin) => twin.addresses.join(' ') === before.addresses.join(' '))
      if (await (shown ? put(before, acceptedOf(before)) : putBack(before))) decided.current = rest
    } else if (here.decision !== null) await decide(here, null)
    else said(words.nothingToUndo)
  }
  return (
    <section className="stack" aria-label={words.twins}>
      <div>
        <h2>{words.twins}</h2>
        <p className="quiet">{words.twinsNote}</p>
        {mayWrite && <p className="small quiet">{words.twinKeys}</p>}
      </div>
      <div className="twin-cards" ref={cards}>
        <article className="twin-card subject" aria-label={words.twinSubject}>
          <h3>{words.twinSubject}</h3>
          <Facts card={person} />
        </article>
        {twins.map((twin) => (
          <TwinCard
            key={twin.addresses.join(' ')}
            card={twin}
            mayWrite={mayWrite}
            onDecide={(accepted) => decide(twin, accepted)}
            onUndo={() => undo(twin)}
          />
        ))}
      </div>
    </section>
  )
}

const acceptedOf = ({ decision }: IdentityCardView): boolean | null => (decision === null ? null : decision === 'same')

const spoken = ({ addresses: [address = ''] }: IdentityCardView, accepted: boolean | null): string =>
  accepted === null ? words.twinOpen(address) : accepted ? words.twinSameOf(address) : words.twinElseOf(address)

interface CardProps {
  readonly card: IdentityCardView
  readonly mayWrite: boolean
  readonly onDecide: (accepted: boolean | null) => Promise<void>
  readonly onUndo: () => Promise<void>
}

function TwinCard({ card, mayWrite, onDecide, onUndo }: CardProps) {
  const [busy, setBusy] = useState(false)
  const [address = ''] = card.addresses
  /** Deciding reads mail again, which takes seconds; a second key meanwhile would be about what no longer stands. */
  const alone = async (deed: () => Promise<void>): Promise<void> => {
    if (busy) return
    setBusy(true)
    await deed()
    setBusy(false)
  }
  const decide = (accepted: boolean | null): Promise<void> => alone(() => onDecide(accepted))
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'a') void decide(true)
    else if (event.key === 'x') void decide(false)
    else if (event.key === 'u') void alone(onUndo)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const state = busy
    ? { tone: 'accent' as const, icon: LoaderCircle, word: words.twinDeciding }
    : card.decision === null
      ? { tone: 'neutral' as const, icon: CircleDashed, word: words.open }
      : card.decision === 'same'
        ? { tone: 'green' as const, icon: Check, word: words.twinSame }
        : { tone: 'red' as const, icon: X, word: words.twinElse }
  return (
    <article
      className="twin-card"
      aria-label={`${words.twinOther}: ${address}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the card takes the keys that decide about it
      tabIndex={0}
      aria-busy={busy}
      onKeyDown={pressed}
    >
      <div className="row">
        <h3 className="grow">{words.twinOther}</h3>
        <Badge tone={state.tone} icon={state.icon}>
          {state.word}
        </Badge>
      </div>
      <Facts card={card} isOther />
      {mayWrite && (
        <div className="row form-acts">
          <button
            type="button"
            className="mini"
            aria-disabled={busy}
            aria-pressed={card.decision === 'same'}
            aria-label={words.twinSameOf(address)}
            onClick={() => void decide(card.decision === 'same' ? null : true)}
          >
            <Check size={14} aria-hidden /> {words.twinSame}
          </button>
          <button
            type="button"
            className="mini"
            aria-disabled={busy}
            aria-pressed={card.decision === 'refused'}
            aria-label={words.twinElseOf(address)}
            onClick={() => void decide(card.decision === 'refused' ? null : false)}
          >
            <X size={14} aria-hidden /> {words.twinElse}
          </button>
        </div>
      )}
    </article>
  )
}

function Facts({ card, isOther = false }: { card: IdentityCardView; isOther?: boolean }) {
  const { organisation } = card
  if (!isOther && card.addresses.length === 0 && card.documents === 0) return <p className="quiet">{words.twinNothing}</p>
  return (
    <Definitions
      items={[
        [words.twinAddresses, <Values key="addresses" values={card.addresses} />],
        [words.twinNames, <Values key="names" values={card.names} />],
        [words.twinOrganisation, organisation === null ? words.twinProvider : words.twinOthers(organisation.domain, organisation.others)],
        [words.twinSignature, <Values key="signature" values={card.signature} />],
        [words.twinTime, words.twinTimes(card.documents, date(card.first), date(card.last))],
        [words.twinWrites, <Values key="correspondents" values={card.correspondents} />],
        ...(isOther
          ? [[words.twinBetween, `${words.twinBetweenCount(card.between, card.both)}; ${words.twinShared(card.shared)}`] as const]
          : []),
      ]}
    />
  )
}
