import { Button } from '@mantine/core'
import { useState } from 'react'
import type { GatePlace } from '../../../src/api/index.ts'
import { act } from '../../core/act.ts'
import { useSession } from '../../core/session.ts'
import { PlaceList } from '../../parts/place-list.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'

/** Redacted text that stands unmarked, place by place, and the one act that marks it there too. */
export function Standing({ places, matter }: { places: readonly GatePlace[]; matter: string }) {
  const { status } = useSession()
  const [busy, setBusy] = useState(false)
  const marks = places.flatMap(({ document, surface, start, end, ground }) =>
    surface === null || end <= start ? [] : [{ document, surface, ground, span: { start, end } }],
  )
  const mark = async () => {
    setBusy(true)
    const made = await act('mark.add', { matter, marks })
    setBusy(false)
    if (made !== null) said(text.review.marking.done(made.marks.length, made.documents))
  }
  return (
    <div className="standing">
      <PlaceList
        places={places.map((place) => ({ ...place, surface: place.surface ?? '', subjectOwn: false }))}
        label={text.produce.standing}
      />
      {status.role !== 'auditor' && marks.length > 0 && (
        <Button size="xs" variant="default" loading={busy} onClick={() => void mark()}>
          {text.produce.markStanding(marks.length)}
        </Button>
      )}
    </div>
  )
}
