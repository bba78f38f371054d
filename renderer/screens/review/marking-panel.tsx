import { Button, Checkbox } from '@mantine/core'
import { useViewportSize } from '@mantine/hooks'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Place } from '../../../src/api/index.ts'
import type { DocumentId, Ground } from '../../../src/model/index.ts'
import { useCommand } from '../../core/use-command.ts'
import { useKeys } from '../../core/use-keys.ts'
import type { Picked } from '../../paper/picked.ts'
import { KeyHint } from '../../parts/key-hint.tsx'
import { Notice } from '../../parts/notice.tsx'
import { PlaceList } from '../../parts/place-list.tsx'
import { text } from '../../text/en.ts'
import { GroundList } from './ground-list.tsx'
import { orderGrounds, useRecentGrounds } from './ground-order.ts'
import './marking.css'

/** How far a mark reaches: this place, this document, the whole request. */
export type Reach = 'here' | 'document' | 'all'
const reaches: readonly (readonly [Reach, string])[] = [
  ['here', 'h'],
  ['document', 't'],
  ['all', 'e'],
]

interface Props {
  readonly matter: string
  readonly document: DocumentId
  readonly picked: Picked
  /** Whether the selection itself touches the subject's own data. */
  readonly own: boolean
  readonly grounds: readonly Ground[]
  readonly onMark: (ground: string, reach: Reach, evenSubject: boolean, related: boolean) => void
  readonly onClose: () => void
}

const countDocuments = (places: readonly Place[]) => new Set(places.map((place) => place.document)).size
const margin = 8
/** The status line at the foot stays in sight: it says what the last mark did. */
const statusLine = 24

/** The small panel at a selection: ground, reach with its places, and a question where it is the subject's own data. */
export function MarkingPanel({ matter, document, picked, own, grounds, onMark, onClose }: Props) {
  const [reach, setReach] = useState<Reach>('here')
  const [asked, setAsked] = useState<string | null>(null)
  const [withRelated, setWithRelated] = useState(false)
  const recent = useRecentGrounds()
  const ordered = orderGrounds(grounds, recent)
  const panel = useRef<HTMLElement>(null)
  const viewport = useViewportSize()
  const [at, setAt] = useState({ left: -9999, top: -9999 })
  // A date says nobody's name elsewhere, so it is marked by itself.
  const inDate = picked.surface === 'h:date'
  const search = picked.kind === 'text' && !inDate && picked.text.trim().length > 1 ? { matter, text: picked.text } : null
  const { data } = useCommand('mark.places', search)
  const all = data?.places ?? []
  const inDocument = all.filter((place) => place.document === document)
  const places = reach === 'all' ? all : reach === 'document' ? inDocument : []
  const ownPlaces = places.filter((place) => place.subjectOwn).length
  const touchesOwn = own || ownPlaces > 0
  const related = reach === 'all' ? (data?.related ?? []) : []

  const choose = (code: string) => {
    if (touchesOwn) setAsked(code)
    else onMark(code, reach, false, withRelated && related.length > 0)
  }
  const byNumber = ordered.slice(0, 9).map((ground, index) => [String(index + 1), () => choose(ground.code)] as const)
  useKeys([
    ...byNumber,
    ['Escape', onClose],
    ['h', () => setReach('here')],
    ['t', () => (search === null ? false : setReach('document'))],
    ['e', () => (search === null ? false : setReach('all'))],
  ])
  // biome-ignore lint/correctness/useExhaustiveDependencies: placed anew whenever its content changes its size
  useLayoutEffect(() => {
    const size = panel.current?.getBoundingClientRect()
    if (size === undefined) return
    const below = picked.anchor.bottom + margin
    const lowest = window.innerHeight - statusLine - margin
    const above = picked.anchor.top - margin - size.height
    const top = below + size.height < lowest ? below : above > margin ? above : lowest - size.height
    setAt({ left: Math.max(margin, Math.min(picked.anchor.left, window.innerWidth - size.width - margin)), top: Math.max(margin, top) })
  }, [picked, reach, asked, all.length, related.length, viewport.width, viewport.height])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new selection takes the focus
  useEffect(() => {
    panel.current?.focus({ preventScroll: true })
  }, [picked])

  return (
    <section
      className="marking-panel"
      aria-label={picked.kind === 'text' ? text.review.marking.title : text.review.marking.box}
      ref={panel}
      style={at}
      tabIndex={-1}
    >
      <p className="marking-text clip">{picked.kind === 'text' ? `“${picked.text}”` : text.review.marking.box}</p>
      {picked.kind === 'text' && (
        <div className="reach" role="radiogroup" aria-label={text.review.marking.reach}>
          {reaches.map(([name, key]) => {
            const covered = name === 'document' ? inDocument : all
            const label = { here: text.review.marking.here, document: text.review.marking.document, all: text.review.marking.all }[name]
            return (
              // biome-ignore lint/a11y/useSemanticElements: radio buttons that look like one control
              <button
                key={name}
                type="button"
                role="radio"
                aria-checked={reach === name}
                aria-keyshortcuts={key}
                disabled={name !== 'here' && search === null}
                onClick={() => setReach(name)}
              >
                <span>
                  {label} <KeyHint keys={key} />
                </span>
                <span className="small num">
                  {name === 'here' || search === null
                    ? '\u00a0'
                    : data === null
                      ? text.review.marking.counting
                      : text.review.marking.places(covered.length, countDocuments(covered))}
                </span>
              </button>
            )
          })}
        </div>
      )}
      {inDate && <p className="small quiet">{text.review.marking.date}</p>}
      {places.length > 0 && (
        <div className="marking-places">
          <p className="small quiet">{text.review.marking.placesTitle}</p>
          <PlaceList places={places} label={text.review.marking.placesTitle} />
        </div>
      )}
      {related.length > 0 && (
        <div className="marking-related">
          <Checkbox
            size="xs"
            checked={withRelated}
            onChange={(event) => setWithRelated(event.currentTarget.checked)}
            label={text.review.marking.related}
          />
          <ul className="small" aria-label={text.review.marking.related}>
            {related.map((one) => (
              <li key={one.form}>
                <bdi>{one.form}</bdi> <span className="quiet num">{text.review.marking.places(one.places, one.documents)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      {asked === null ? (
        <>
          {touchesOwn && <Notice tone="amber">{own ? text.review.marking.own : text.review.marking.ownSome(ownPlaces)}</Notice>}
          <GroundList grounds={ordered} onChoose={choose} />
        </>
      ) : (
        <div className="stack" role="alert">
          <Notice tone="amber">
            <strong>{text.review.marking.own}</strong>
            <br />
            {text.review.marking.ownWhy} {ownPlaces > 0 && text.review.marking.ownSome(ownPlaces)}
          </Notice>
          <div className="row">
            <Button onClick={onClose} autoFocus>
              {text.review.marking.ownNo}
            </Button>
            <Button variant="default" onClick={() => onMark(asked, reach, true, withRelated && related.length > 0)}>
              {text.review.marking.ownYes}
            </Button>
          </div>
        </div>
      )}
    </section>
  )
}
