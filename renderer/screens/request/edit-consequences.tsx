import { useEffect, useRef } from 'react'
import type { ChangedField, Output } from '../../../src/api/index.ts'
import { useCommand } from '../../core/use-command.ts'
import { Notice } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { civil, dateTime } from '../../text/format.ts'

const words = text.requests.edit

/** A corrected field in words: what stood there, and what stands. */
function useInWords(): (changed: ChangedField) => string {
  const sources = useCommand('source.list', {}, ['sources'])
  const label = (id: string): string => sources.data?.sources.find((source) => source.id === id)?.label ?? id
  return ({ field, from, to }) => {
    const shown = (values: readonly string[]): string => {
      if (values.length === 0) return words.nothing
      if (field === 'from' || field === 'to') return values.map(civil).join(', ')
      return (field === 'sources' ? values.map(label) : values).join(', ')
    }
    return words.changed(text.requests.fields[field], shown(from), shown(to))
  }
}

/** What a correction would do, before it is done: nothing of it comes as a surprise. */
export function EditConsequences({ foreseen }: { foreseen: Output<'matter.edit-preview'> }) {
  const { changed, added, dropped, kept, beyond, reopened, collectAgain } = foreseen
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const inWords = useInWords()
  return (
    <section className="stack" aria-labelledby="edit-consequences">
      <h2 id="edit-consequences" tabIndex={-1} ref={heading}>
        {words.consequences}
      </h2>
      <ul className="edit-list">
        {changed.map((each) => (
          <li key={each.field}>{inWords(each)}</li>
        ))}
      </ul>
      <ul className="edit-list">
        {added.length > 0 && <li>{words.added(added.join(', '))}</li>}
        {dropped.length > 0 && <li>{words.dropped(dropped.join(', '))}</li>}
        {kept.length > 0 && <li>{words.kept(kept.join(', '))}</li>}
        {beyond.length > 0 && <li>{words.beyond(beyond.length)}</li>}
        {collectAgain && <li>{words.collectAgain}</li>}
      </ul>
      {reopened.length > 0 && <Notice tone="amber">{words.reopened(reopened.length)}</Notice>}
      <p className="quiet">{words.nothingLost}</p>
    </section>
  )
}

/** How the request was corrected before, the last first. */
export function EditHistory({ view: { revisions } }: { view: Output<'matter.show'> }) {
  const inWords = useInWords()
  if (revisions.length === 0) return null
  return (
    <details>
      <summary>{words.history(revisions.length)}</summary>
      <ul className="edit-list small">
        {revisions.toReversed().map(({ changed, reason, by, atMs }) => (
          <li key={atMs}>
            {changed.map(inWords).join('; ')}
            <br />
            <span className="quiet">{words.historyBy(by, dateTime(atMs), reason)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}
