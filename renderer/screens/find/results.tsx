import { Button } from '@mantine/core'
import { FolderInput } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { SearchHit, SearchView } from '../../../src/api/index.ts'
import { attempt } from '../../core/act.ts'
import { call } from '../../core/client.ts'
import { type DeskError, toDeskError } from '../../core/desk-error.ts'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { useKeys } from '../../core/use-keys.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Failure } from '../../parts/notice.tsx'
import { Empty } from '../../parts/panel.tsx'
import { said, tell } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import '../review/review.css'
import { Correspondents } from './correspondents.tsx'
import { Facets } from './facets.tsx'
import './find.css'
import { Nothing } from './nothing.tsx'
import { PreviewPane } from './preview-pane.tsx'
import { addTerm, narrowToTime, quoted } from './query-edit.ts'
import { QueryLine } from './query-line.tsx'
import { SavedSearches } from './saved-searches.tsx'
import { useHitTable } from './snippet.tsx'
import { type Sort, SortSelect } from './sort-select.tsx'
import { Timeline } from './timeline.tsx'

/** More than fit on a screen; the rest comes as one scrolls. Each has its text read for a snippet. */
const pageSize = 40
/** Of a query that is not (yet) one: shown at its place in the query line, not as a failure. */
const shownAtItsPlace: readonly string[] = ['search/syntax', 'search/empty-query']
const documentOf = (hit: SearchHit) => hit.document
/** Every dated document: what the facets and the timeline show before anything is asked. */
const anyTime = 'date:1970..2999'

/** One query line, facets, a timeline, results, and what they say. */
export function Results() {
  const { matter } = useMatter()
  const { status } = useSession()
  const [query, setQuery] = useState('')
  const [asked, setAsked] = useState('')
  const [sort, setSort] = useState<Sort>('relevance')
  const [hits, setHits] = useState<readonly SearchHit[]>([])
  const [answer, setAnswer] = useState<SearchView | null>(null)
  /** What `answer` and `hits` answer: until the next answer, they are of the query before. */
  const [answered, setAnswered] = useState('')
  const [error, setError] = useState<DeskError | null>(null)
  const [refused, setRefused] = useState<DeskError | null>(null)
  const [selected, setSelected] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  /** The query at which Enter was pressed, or the line was left: from then on it is told what is missing. */
  const [told, setTold] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    setRefused(null)
    if (asked === '') {
      setError(null)
      setAnswer(null)
      setAnswered('')
      setHits([])
      return
    }
    let live = true
    call('search.run', { query: asked, sort, limit: pageSize, matter, lane: 'find' })
      .then((found) => {
        if (!live) return
        setAnswer(found)
        setAnswered(asked)
        setHits(found.hits)
        setSelected(found.hits[0]?.document ?? null)
        setError(null)
      })
      .catch((failure: unknown) => live && setError(toDeskError(failure)))
    return () => {
      live = false
    }
  }, [asked, sort, matter])
  // After the search, which is asked first; what stands beside the results comes after them, so that it doesn't keep them waiting.
  const { data: check, latest: lastCheck } = useCommand('search.check', { query, caret: query.length, matter })
  const facets = useCommand('search.facets', { query: answered === '' ? anyTime : answered, matter, lane: 'find' }, ['sources'])
  // Nothing may stand beneath a query that it does not answer as if it did, least of all be collected.
  const unfinished = check === null ? error?.details['unfinished'] === true : check.error?.unfinished === true
  const unreadable = error !== null || query.trim() === '' || check?.ok === false
  const current = answer !== null && error === null && answered === asked && query.trim() === asked
  const more = () => {
    if (!current || hits.length >= answer.total) return
    call('search.run', { query: asked, sort, limit: pageSize, offset: hits.length, matter })
      .then((next) => setHits((before) => [...before, ...next.hits.filter((hit) => !before.some((one) => one.document === hit.document))]))
      .catch((failure: unknown) => tell(toDeskError(failure)))
  }
  // What is typed is run with every letter, at once and without waiting for the check: nobody types faster than a search is given up for the next, and each pause would be
  // added to the time after which results stand (150 ms at most). An answer that comes after the next letter is dropped.
  const write = useCallback((next: string) => {
    setQuery(next)
    const typed = next.trim()
    if (typed !== '') setAsked(typed)
  }, [])
  const ask = useCallback((next: string) => {
    setTold(next)
    setQuery(next)
    setAsked(next.trim())
  }, [])
  // What the parts around the query line call stays the same whatever is typed: none of them is drawn anew with every letter.
  const latest = useRef({ query, more })
  latest.current = { query, more }
  const narrowTime = useCallback((from: string, to: string) => ask(narrowToTime(latest.current.query, from, to)), [ask])
  const narrowTerm = useCallback((term: string) => ask(addTerm(latest.current.query, term)), [ask])
  const narrow = useCallback(
    (kind: 'source' | 'sender' | 'year', value: string) => {
      if (kind === 'year') narrowTime(value, value)
      else narrowTerm(kind === 'sender' ? `from:${quoted(value)}` : `in:${quoted(value)}`)
    },
    [narrowTime, narrowTerm],
  )
  const select = useCallback((hit: SearchHit) => setSelected(hit.document), [])
  const end = useCallback(() => latest.current.more(), [])
  const collect = async () => {
    setBusy(true)
    setRefused(null)
    const collected = await attempt('matter.collect', { matter, query: asked })
    setBusy(false)
    if ('error' in collected) {
      if (collected.error.code === 'api/cancelled') tell(collected.error)
      else setRefused(collected.error)
      return
    }
    const done = collected.result
    said(
      `${text.identify.collected(done.collected, done.families, done.duplicates) + text.find.already(done.already)}${text.identify.gone.collected(done.gone.length)}${text.identify.cutShort(done.cutShort)}${done.incomplete === null ? '' : ` ${text.identify.reading.title}: ${text.identify.reading.notAllCollected}`}`,
    )
  }
  const table = useHitTable()
  useKeys([['/', () => field.current?.focus()]])

  return (
    <div className="find" data-focus-home="[role='grid'], [role='combobox']">
      <div className="find-top">
        <QueryLine
          query={query}
          check={check}
          field={field}
          told={told === query}
          onQuery={write}
          onRun={() => ask(query)}
          onLeave={() => setTold(query)}
        >
          <SavedSearches matter={matter} query={query.trim()} savable={lastCheck?.ok === true && status.role !== 'auditor'} onAsk={ask} />
        </QueryLine>
        {asked !== '' && facets.latest !== null && <Timeline facets={facets.latest.months} onNarrow={narrowTime} />}
        {answered !== '' && <Correspondents query={answered} matter={matter} onNarrow={narrowTerm} />}
      </div>
      <div className="find-body">
        {facets.latest === null ? <div /> : <Facets facets={facets.latest} onNarrow={narrow} />}
        <section className="find-results" aria-label={text.find.results}>
          <div className="row find-tools">
            <span className="grow num" role="status">
              {unreadable && asked !== ''
                ? unfinished && told !== query
                  ? answer === null
                    ? text.find.unfinishedFirst
                    : text.find.unfinished
                  : answer === null
                    ? text.find.unreadableFirst
                    : text.find.unreadable
                : answer !== null && asked !== '' && text.find.found(answer.total, answer.tookMs)}
            </span>
            <SortSelect sort={sort} onSort={setSort} />
            {status.role !== 'auditor' && (
              <Button
                leftSection={<FolderInput size={16} aria-hidden />}
                disabled={!current || answer.total === 0}
                loading={busy}
                title={text.find.collectHint}
                onClick={() => void collect()}
              >
                {text.find.collect}
              </Button>
            )}
          </div>
          {answer?.expansions.map(({ term, words, cut }) => (
            <p key={term} className="small quiet find-expansion">
              {text.find.expanded(term, words, cut)}
            </p>
          ))}
          {error !== null && !shownAtItsPlace.includes(error.code) && <Failure error={error} />}
          <Failure error={refused} />
          {asked === '' ? (
            <Empty>{text.find.begin}</Empty>
          ) : answer !== null && answer.total === 0 && !unreadable ? (
            <Nothing matter={matter} />
          ) : (
            <div className="find-table" data-stale={unreadable || undefined}>
              <DataTable
                label={text.find.results}
                rows={hits}
                columns={table.columns}
                rowId={documentOf}
                selected={selected}
                rowHeight={table.rowHeight}
                onSelect={select}
                onEnd={end}
              />
            </div>
          )}
        </section>
        <PreviewPane document={asked === '' || unreadable ? null : selected} />
      </div>
    </div>
  )
}
