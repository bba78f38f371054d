import { Button, CopyButton } from '@mantine/core'
import { Printer } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ProducedView } from '../../../src/api/index.ts'
import { Definitions } from '../../parts/definition.tsx'
import { Notice } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { civilLong, size, today } from '../../text/format.ts'

interface Props {
  readonly result: ProducedView
  /** The user has the passphrase; it is no longer held. */
  readonly confirmed: boolean
  /** Scrolls itself into view. */
  readonly newest: boolean
  /** Whether its letter is what printing gives: of several only one is. */
  readonly letter: boolean
  readonly reference: string
  readonly subject: string
  readonly onConfirm: () => void
  readonly onPrint: () => void
}

/** The released bundle: file, size, hash, what the check found, and the passphrase, shown until the user says that they have it. */
export function Result({ result, confirmed, newest, letter, reference, subject, onConfirm, onPrint }: Props) {
  const { check } = result
  const name = result.bundle.replace(/^.*[\\/]/u, '')
  const section = useRef<HTMLElement>(null)
  // With braces: some browsers give a promise here, which would be taken for the effect's clean-up.
  useEffect(() => {
    if (!newest) return
    // The passphrase is shown once: who used the keys, or hears the screen, is led to it.
    section.current?.focus({ preventScroll: true })
    section.current?.scrollIntoView({ block: 'start' })
  }, [newest])
  return (
    <section ref={section} className="card stack result" tabIndex={-1} aria-label={text.produce.resultOf(name)}>
      <h2>{text.produce.result}</h2>
      <Notice tone={check.passed ? 'green' : 'red'}>
        {check.passed
          ? text.produce.checkPassed(check.needles, check.technicalNeedles, check.layers)
          : text.produce.checkFailed(check.hits.length)}
      </Notice>
      <Definitions
        items={[
          [
            text.produce.file,
            <span key="file" className="mono">
              {result.bundle}
            </span>,
          ],
          [text.produce.size, size(result.bytes)],
          [
            text.produce.sha,
            <span key="sha" className="row">
              <span className="mono sha">{result.sha256}</span>
              <CopyButton value={result.sha256}>
                {({ copied, copy }) => (
                  <Button variant="default" size="compact-xs" onClick={copy}>
                    {copied ? text.frame.copied : text.frame.copy}
                  </Button>
                )}
              </CopyButton>
            </span>,
          ],
          [text.produce.contents, text.produce.contentsOf(result.documents, result.pages, result.withheld)],
        ]}
      />
      {result.notViewed > 0 && <Notice tone="amber">{text.produce.notViewed(result.notViewed)}</Notice>}
      {result.givenPassphrase > 0 && <Notice tone="amber">{text.produce.givenPassphrase(result.givenPassphrase)}</Notice>}
      {result.passphrase !== null && (
        <div className="passphrase stack">
          <h3>{text.produce.passphrase}</h3>
          <output className="passphrase-words" aria-label={text.produce.passphrase}>
            {result.passphrase}
          </output>
          <p className="quiet">{text.produce.passphraseOnce}</p>
          <div className="row">
            <Button leftSection={<Printer size={16} aria-hidden />} onClick={onPrint}>
              {text.produce.printLetter}
            </Button>
            <Button variant="default" onClick={onConfirm}>
              {text.produce.hide}
            </Button>
          </div>
          {letter && (
            <div className="letter" aria-hidden>
              <p>{civilLong(today())}</p>
              <h1>{text.produce.letterTitle(reference)}</h1>
              <p>{text.produce.letterTo(subject)}</p>
              <p>{text.produce.letterFile(name)}</p>
              <p className="letter-words">{result.passphrase}</p>
              <p>{text.produce.letterHow}</p>
              <p>
                {text.produce.letterSha}
                <br />
                <span className="mono">{result.sha256}</span>
              </p>
              <p>{text.produce.letterClose}</p>
            </div>
          )}
        </div>
      )}
      {confirmed && <p className="quiet">{text.produce.passphraseHidden}</p>}
    </section>
  )
}
