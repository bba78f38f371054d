import { Button } from '@mantine/core'
import { useState } from 'react'
import type { GatePlace } from '../../../src/api/index.ts'
import { attempt } from '../../core/act.ts'
import { useSession } from '../../core/session.ts'
import { Notice } from '../../parts/notice.tsx'
import { PlaceList } from '../../parts/place-list.tsx'
import { said, tell } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import './standing.css'

interface Props {
  readonly places: readonly GatePlace[]
  readonly matter: string
  /** All of them stand in the document that is open. */
  readonly ofOne?: boolean
  readonly onMarked?: () => void
}

/** Redacted text that stands unmarked, place by place, and the one act that marks it there too; asked first where it is the data subject's own. */
export function Standing({ places, matter, ofOne = false, onMarked }: Props) {
  const { status } = useSession()
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState(false)
  const marks = places.flatMap(({ document, surface, start, end, ground }) =>
    surface === null || end <= start ? [] : [{ document, surface, ground, span: { start, end } }],
  )
  const mark = async (evenSubject: boolean) => {
    setBusy(true)
    const answer = await attempt('mark.add', { matter, marks, evenSubject })
    setBusy(false)
    const own = 'error' in answer && answer.error.code === 'matter/protected-subject'
    setAsked(own)
    if ('result' in answer) {
      said(text.review.marking.done(answer.result.marks.length, answer.result.documents))
      onMarked?.()
    } else if (!own) tell(answer.error)
  }
  const clear = async ({ document, surface, start, end }: GatePlace, alike: boolean) => {
    if (surface === null) return
    setBusy(true)
    const answer = await attempt('mark.clear', { matter, places: [{ document, surface, span: { start, end } }], alike })
    setBusy(false)
    if ('result' in answer) {
      said(text.review.standing.cleared(answer.result.marks.length))
      onMarked?.()
    } else tell(answer.error)
  }
  const acts = ({ of }: { readonly of: GatePlace }) => {
    if (of.encoded === true) return <span className="small quiet">{text.review.standing.encoded}</span>
    if (status.role === 'auditor' || of.surface === null || of.end <= of.start) return null
    const alike = places.filter(
      ({ document, text: words, encoded }) => document === of.document && words === of.text && encoded !== true,
    ).length
    return (
      <span className="row standing-acts">
        <button type="button" className="link small" disabled={busy} onClick={() => void clear(of, false)}>
          {text.review.standing.clear}
        </button>
        {alike > 1 && (
          <button type="button" className="link small" disabled={busy} onClick={() => void clear(of, true)}>
            {text.review.standing.clearAlike(alike, of.text)}
          </button>
        )}
      </span>
    )
  }

  return (
    <div className="standing">
      <PlaceList
        places={places.map((place) => ({ ...place, surface: place.surface ?? '', subjectOwn: false, of: place }))}
        label={text.review.standing.list}
        numbered={!ofOne}
        acts={acts}
      />
      {status.role !== 'auditor' && marks.length > 0 && !asked && (
        <Button size="xs" variant="default" loading={busy} onClick={() => void mark(false)}>
          {text.review.standing.mark(marks.length)}
        </Button>
      )}
      {asked && (
        <div className="stack" role="alert">
          <Notice tone="amber">
            <strong>{text.review.marking.own}</strong>
            <br />
            {text.review.marking.ownWhy}
          </Notice>
          <div className="row">
            <Button size="xs" onClick={() => setAsked(false)} autoFocus>
              {text.review.marking.ownNo}
            </Button>
            <Button size="xs" variant="default" loading={busy} onClick={() => void mark(true)}>
              {text.review.marking.ownYes}
            </Button>
          </div>
        </div>
      )}
    </div>
  )
}
