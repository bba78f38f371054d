import { Check, CircleDashed, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { IdentityCardView } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
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
  return (
    <section className="stack" aria-label={words.twins}>
      <div>
        <h2>{words.twins}</h2>
        <p className="quiet">{words.twinsNote}</p>
        {mayWrite && <p className="small quiet">{words.twinKeys}</p>}
      </div>
      <div className="twin-cards">
        <article className="twin-card subject" aria-label={words.twinSubject}>
          <h3>{words.twinSubject}</h3>
          <Facts card={person} />
        </article>
        {twins.map((twin) => (
          <TwinCard key={twin.addresses.join(' ')} matter={matter} card={twin} mayWrite={mayWrite} onRefused={onRefused} />
        ))}
      </div>
    </section>
  )
}

interface CardProps {
  readonly matter: string
  readonly card: IdentityCardView
  readonly mayWrite: boolean
  readonly onRefused: () => void
}

function TwinCard({ matter, card, mayWrite, onRefused }: CardProps) {
  const [address = ''] = card.addresses
  const decide = async (accepted: boolean | null): Promise<void> => {
    if (!mayWrite) return
    const done = await act('matter.twin', { matter, addresses: [...card.addresses], accepted })
    if (done === null) onRefused()
    else if (done.undecidedAgain.length > 0) said(words.undecidedAgain(done.undecidedAgain.length))
  }
  const pressed = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'a') void decide(true)
    else if (event.key === 'x') void decide(false)
    else if (event.key === 'u') void decide(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const state =
    card.decision === null
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
            aria-pressed={card.decision === 'same'}
            aria-label={words.twinSameOf(address)}
            onClick={() => void decide(card.decision === 'same' ? null : true)}
          >
            <Check size={14} aria-hidden /> {words.twinSame}
          </button>
          <button
            type="button"
            className="mini"
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
