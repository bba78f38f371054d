import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { type Step, useRoute } from '../../core/router.ts'
import { useCommand } from '../../core/use-command.ts'
import { Notice } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { GoneMessages } from './gone-messages.tsx'
import './still-reading.css'

/** How often the figures are asked for anew while mail is being read. */
const everyMs = 2000

function standOf({ stopped, read }: { readonly stopped: boolean; readonly read: number }): string {
  const words = text.identify.reading
  if (!stopped) return words.going
  return read === 0 ? words.anew : words.stopped
}

/**
 * Says that mail in the request's scope is not read to its end, so that what is found and collected is not all; and afterwards that what was
 * collected before that is not; and which messages were found but are gone. Nothing where everything was read and is there.
 */
export function StillReading({ matter, step }: { matter: string; step: Step }) {
  const { go, openStep } = useRoute()
  const { latest, reload } = useCommand('matter.completeness', { matter }, ['sources', 'matters', 'review'])
  const reading = latest?.reading ?? null
  const goesOn = reading !== null && !reading.stopped
  useEffect(() => {
    if (!goesOn) return
    const timer = setInterval(reload, everyMs)
    return () => clearInterval(timer)
  }, [goesOn, reload])

  if (latest === null) return null
  const revised = <Revised matter={matter} step={step} revised={latest.revised} beyond={latest.beyond} />
  if (reading === null && !latest.collectAgain) {
    return (
      <>
        {revised}
        <GoneMessages gone={latest.gone} />
      </>
    )
  }
  return (
    <>
      <section className="still-reading" aria-label={text.identify.reading.title} aria-live="polite">
        <Notice tone="amber">
          <div className="row">
            <span className="grow">
              {reading === null ? (
                text.identify.reading.again
              ) : (
                <>
                  <strong>{standOf(reading)}</strong> <span className="num">{text.identify.reading.read(reading.read, reading.about)}</span>{' '}
                  {reading.attachments > 0 && <span className="num">{text.identify.reading.attachments(reading.attachments)}</span>}{' '}
                  {latest.collectAgain ? text.identify.reading.notAllCollected : text.identify.reading.notAll}
                </>
              )}
            </span>
            {reading !== null && (
              <Button size="xs" variant="default" onClick={() => go({ screen: 'sources' })}>
                {text.identify.reading.toSources}
              </Button>
            )}
            {latest.collectAgain && step !== 'identify' && step !== 'find' && (
              <Button size="xs" variant="default" onClick={() => openStep(matter, 'identify')}>
                {text.identify.reading.toCollect}
              </Button>
            )}
          </div>
        </Notice>
      </section>
      {revised}
      <GoneMessages gone={latest.gone} />
    </>
  )
}

interface RevisedProps {
  readonly matter: string
  readonly step: Step
  readonly revised: boolean
  readonly beyond: readonly string[]
}

/** What is still to be done since the request was corrected. */
function Revised({ matter, step, revised, beyond }: RevisedProps) {
  const { go, openStep } = useRoute()
  const words = text.requests.edit
  if (!revised && beyond.length === 0) return null
  return (
    <section className="still-reading" aria-label={words.title} aria-live="polite">
      <Notice tone="amber">
        {revised && (
          <div className="row">
            <span className="grow">{words.revised}</span>
            {step !== 'identify' && (
              <Button size="xs" variant="default" onClick={() => openStep(matter, 'identify')}>
                {text.identify.reading.toCollect}
              </Button>
            )}
          </div>
        )}
        {beyond.length > 0 && (
          <div className="row">
            <span className="grow">{words.stillThere(beyond.length)}</span>
            <Button
              size="xs"
              variant="default"
              onClick={() => go({ screen: 'request', matter, step: 'review', document: beyond[0] ?? null, only: [...beyond] })}
            >
              {words.show}
            </Button>
          </div>
        )}
      </Notice>
    </section>
  )
}
