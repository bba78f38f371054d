import { X } from 'lucide-react'
import { useKeys } from '../../core/use-keys.ts'
import { Notice } from '../../parts/notice.tsx'
import { closeFailure, inWords, useTold } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { clockTime } from '../../text/format.ts'
import './status-line.css'

/** Failures that nobody has closed yet, in the layout and not over it: they push the screen up instead of covering its controls. */
export function Failures() {
  const { failures } = useTold()
  const last = failures.at(-1)
  useKeys([['Escape', () => (last === undefined ? false : closeFailure(last))]], last !== undefined)
  if (failures.length === 0) return null
  return (
    <section className="failures" aria-label={text.frame.failures}>
      {failures.map((failure) => (
        <Notice key={failure.number} tone="red">
          <div className="row failure">
            <span className="grow">
              <strong>{text.errors.title}.</strong> {inWords(failure.error)}
            </span>
            <button type="button" className="failure-close" aria-label={text.frame.closeFailure} onClick={() => closeFailure(failure)}>
              <X size={16} aria-hidden />
            </button>
          </div>
        </Notice>
      ))}
    </section>
  )
}

/** The line at the foot of the window: what was done last, and when. It is always there, so that nothing moves when it changes. */
export function StatusLine() {
  const { word } = useTold()
  return (
    <footer className="status-line small" data-word={word?.number ?? 0}>
      {word === null ? <span className="quiet">{text.frame.statusHint}</span> : <span className="quiet num">{clockTime(word.atMs)}</span>}
      <span role="status" className="status-word" title={word?.message}>
        {word !== null && <span key={word.number}>{word.message}</span>}
      </span>
    </footer>
  )
}
