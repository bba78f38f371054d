import { Button } from '@mantine/core'
import { Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type RefObject, useRef, useState } from 'react'
import type { QueryCheck } from '../../../src/api/index.ts'
import { mainRegion } from '../../core/keep-focus.ts'
import { text } from '../../text/en.ts'
import { complete } from './query-edit.ts'

interface Props {
  readonly query: string
  readonly check: QueryCheck | null
  readonly field: RefObject<HTMLInputElement | null>
  /** Whether what is only unfinished is told: nobody writes on. */
  readonly told: boolean
  readonly onQuery: (query: string) => void
  readonly onRun: () => void
  readonly onLeave: () => void
  /** What stands beside the query line. */
  readonly children?: ReactNode
}

/** One query line with completions, and an error that points at its place. */
export function QueryLine({ query, check, field, told, onQuery, onRun, onLeave, children }: Props) {
  const [active, setActive] = useState(-1)
  const [focused, setFocused] = useState(false)
  const under = useRef<HTMLDivElement>(null)
  /** Enter ends the completing: what is said of the query stands where they would. */
  const [ran, setRan] = useState(false)
  const completions = focused && !ran ? (check?.completions ?? []).slice(0, 8) : []
  // An empty line is where one begins, and `or` the way to `order`: no mistakes.
  const error = query.trim() === '' || (check?.error?.unfinished === true && !told) ? null : (check?.error ?? null)

  /** Escape leaves the field for what it found, or for the page where it found nothing. */
  const leave = () => {
    const found = field.current?.closest('[data-focus-home]')?.querySelector<HTMLElement>('[role="grid"]')
    ;(found ?? mainRegion())?.focus()
  }

  const pressed = (event: KeyboardEvent) => {
    const chosen = completions[active]
    if (event.key === 'ArrowDown' && completions.length > 0) setActive(Math.min(completions.length - 1, active + 1))
    else if (event.key === 'ArrowUp' && completions.length > 0) setActive(Math.max(-1, active - 1))
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) {
      onQuery(complete(query, chosen, check?.completeFrom ?? query.length))
      setActive(-1)
    } else if (event.key === 'Enter') {
      setRan(true)
      onRun()
    } else if (event.key === 'Escape') {
      if (active >= 0) setActive(-1)
      else leave()
    } else return
    event.preventDefault()
  }

  return (
    <div className="query">
      <div className="row">
        <div className="query-field grow">
          <Search size={16} aria-hidden />
          <div className="query-under" ref={under} aria-hidden>
            {error !== null && (
              <>
                {query.slice(0, error.start)}
                <span className="query-wrong">{query.slice(error.start, Math.max(error.end, error.start + 1)) || '\u00a0'}</span>
              </>
            )}
          </div>
          <input
            ref={field}
            role="combobox"
            aria-label={text.find.query}
            aria-expanded={completions.length > 0}
            aria-controls="query-completions"
            aria-activedescendant={active >= 0 ? `completion-${active}` : undefined}
            aria-invalid={error !== null}
            aria-describedby="query-message"
            spellCheck={false}
            autoComplete="off"
            value={query}
            placeholder={text.find.queryHint}
            onChange={(event) => {
              onQuery(event.currentTarget.value)
              setActive(-1)
              setRan(false)
            }}
            onKeyDown={pressed}
            onFocus={() => setFocused(true)}
            onBlur={() => {
              setFocused(false)
              onLeave()
            }}
            onScroll={(event) => {
              if (under.current !== null) under.current.scrollLeft = event.currentTarget.scrollLeft
            }}
          />
        </div>
        <Button h={36} onClick={onRun}>
          {text.find.run}
        </Button>
        {children}
      </div>
      <p id="query-message" className="query-message small" role="status">
        {error !== null && `${error.message} (${text.find.at(error.start + 1)})${text.find.known(check?.known ?? [])}`}
      </p>
      <div className="completions-place">
        {completions.length > 0 && (
          <div className="completions" role="listbox" id="query-completions" aria-label={text.find.completions}>
            {completions.map((completion, index) => (
              // biome-ignore lint/a11y/useFocusableInteractive: the query line keeps the focus and names the active option
              <div
                key={completion}
                id={`completion-${index}`}
                role="option"
                aria-selected={index === active}
                onMouseDown={(event) => {
                  event.preventDefault()
                  onQuery(complete(query, completion, check?.completeFrom ?? query.length))
                }}
              >
                {completion}
              </div>
            ))}
          </div>
        )}
      </div>
    </div>
  )
}
