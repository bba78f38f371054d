import { Inbox, TestTubeDiagonal } from 'lucide-react'
import { useState } from 'react'
import { act } from '../../core/act.ts'
import { useRoute } from '../../core/router.ts'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import './start.css'

/** The two doors of an empty workspace: the sample request, or one's own mail. */
export function Doors({ onBusy }: { onBusy: (busy: boolean) => void }) {
  const { go, openStep } = useRoute()
  const [busy, setBusy] = useState(false)
  const sample = async () => {
    setBusy(true)
    onBusy(true)
    const opened = await act('demo.open', {})
    setBusy(false)
    onBusy(false)
    if (opened === null) return
    openStep(opened.matter, 'review')
    said(text.start.sampleOpened)
  }
  return (
    <section className="stack" aria-label={text.start.doors} style={{ maxWidth: 640, margin: '48px auto 0' }}>
      <h2>{text.start.doors}</h2>
      <div className="doors">
        <button type="button" className="door" onClick={() => void sample()} disabled={busy}>
          <TestTubeDiagonal size={20} aria-hidden />
          <strong>{busy ? text.start.sampleBusy : text.start.sample}</strong>
          <span className="quiet">{text.start.sampleWhy}</span>
        </button>
        <button type="button" className="door" onClick={() => go({ screen: 'sources' })} disabled={busy}>
          <Inbox size={20} aria-hidden />
          <strong>{text.start.own}</strong>
          <span className="quiet">{text.start.ownWhy}</span>
        </button>
      </div>
    </section>
  )
}
