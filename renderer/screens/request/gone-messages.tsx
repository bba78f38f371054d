import type { Output } from '../../../src/api/index.ts'
import { Notice } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'

/** As many are listed; the command line and a collection's result list all. */
const shown = 100

/** Messages that were found for the request and are gone from their source, so that they are not in the review set. */
export function GoneMessages({ gone }: { gone: Output<'matter.completeness'>['gone'] }) {
  if (gone.length === 0) return null
  return (
    <section className="still-reading" aria-label={text.identify.gone.title}>
      <Notice tone="amber">
        <details>
          <summary>
            <strong>{text.identify.gone.found(gone.length)}</strong> {text.identify.gone.whatToDo}
          </summary>
          <ul className="mono">
            {gone.slice(0, shown).map(({ document, source, locator }) => (
              <li key={document}>
                {source} {locator}
              </li>
            ))}
            {gone.length > shown && <li>{text.sources.more(gone.length - shown)}</li>}
          </ul>
        </details>
      </Notice>
    </section>
  )
}
