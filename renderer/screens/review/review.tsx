import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { ReviewDocumentView } from '../../../src/api/index.ts'
import type { Coding, Disposition, DocumentId, Mark } from '../../../src/model/index.ts'
import { call } from '../../core/client.ts'
import { toDeskError } from '../../core/desk-error.ts'
import { keepFocus } from '../../core/keep-focus.ts'
import { go, useRoute } from '../../core/router.ts'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { type Box, boxOf } from '../../paper/boxes.ts'
import { topOfMark } from '../../paper/margin-map.tsx'
import type { Picked } from '../../paper/picked.ts'
import { useKeySelect } from '../../paper/use-key-select.ts'
import { Failure } from '../../parts/notice.tsx'
import { Empty } from '../../parts/panel.tsx'
import { said, tell } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import { AlikeDialog } from './alike-dialog.tsx'
import { DecisionPane } from './decision-pane.tsx'
import { markedOf, needsGround } from './dispose-parts.ts'
import { GroundDialog } from './ground-dialog.tsx'
import { ListPane } from './list-pane.tsx'
import { MarkingPanel } from './marking-panel.tsx'
import { markedText } from './marks-list.tsx'
import { PaperPane } from './paper-pane.tsx'
import './decision.css'
import './review.css'
import { SubmitBar } from './submit-bar.tsx'
import { neighbour, rowsInOrder, threadOrder } from './thread-order.ts'
import { useReviewActs } from './use-review-acts.ts'
import { useReviewKeys, useSpaceHeld } from './use-review-keys.ts'
import { type ReviewFilter, useReviewRows } from './use-review-rows.ts'
import { useShownReport } from './use-shown-report.ts'

/** What a ground is being asked for. */
type Asking =
  | { readonly kind: 'dispose'; readonly disposition: Disposition; readonly why: string }
  | { readonly kind: 'accept'; readonly mark: Mark; readonly everywhere: boolean }

/** The box that a ground is being chosen for stays drawn meanwhile. */
function draftOf(
  view: Pick<ReviewDocumentView, 'surfaces'>,
  picked: Picked | null,
): { readonly surface: string; readonly box: Box } | null {
  if (picked?.kind !== 'box') return null
  const surface = view.surfaces.find((one) => one.id === picked.surface)
  const box = surface === undefined ? null : boxOf(surface, picked.region)
  return box === null ? null : { surface: picked.surface, box }
}

/** What a ground is asked for: whoever pressed Release is told which documents have marks. */
function groundWhy(view: ReviewDocumentView, members: readonly DocumentId[], wanted: Disposition): string {
  if (wanted === 'withhold') return text.review.groundWithhold
  const marked = markedOf(view, members)
  if (marked.size === 0) return text.review.groundRedact
  const rows = [view, ...view.familyRows.filter((row) => row.document !== view.document)]
  return text.review.groundMarked(
    rows.filter((row) => marked.has(row.document)).map((row) => row.controlNumber),
    members.length,
  )
}

/** Review: list, paper, decision. */
export function Review({ document: wanted, only }: { document: string | null; only: readonly string[] | null }) {
  const { matter, view: request, grounds } = useMatter()
  const { status } = useSession()
  const { openStep } = useRoute()
  const mayWrite = status.role !== 'auditor'
  const [filter, setFilter] = useState<ReviewFilter>('all')
  const [search, setSearch] = useState('')
  const [settled] = useDebouncedValue(search, 200)
  const { rows, error } = useReviewRows(matter, filter, settled)
  const items = useMemo(() => {
    if (rows === null) return null
    const wantedOnly = only === null ? null : new Set(only)
    return threadOrder(wantedOnly === null ? rows : rows.filter((row) => wantedOnly.has(row.document)))
  }, [rows, only])
  const ordered = useMemo(() => (items === null ? [] : rowsInOrder(items)), [items])
  // What the search field finds nothing of leaves nothing open: a key would decide what is not in sight.
  const foundNothing = settled !== '' && items !== null && items.length === 0
  const current = foundNothing ? null : (wanted ?? ordered[0]?.document ?? null)
  const {
    data,
    latest,
    error: documentError,
  } = useCommand('review.document', current === null ? null : { matter, document: current }, ['review'])
  const view = foundNothing ? null : (data ?? latest)
  const loaded = data !== null

  const [wholeFamily, setWholeFamily] = useState(true)
  const [chosen, setChosen] = useState<string | null>(null)
  const [picked, setPicked] = useState<Picked | null>(null)
  const [asking, setAsking] = useState<Asking | null>(null)
  const [alike, setAlike] = useState(false)
  const [produced, setProduced] = useState(false)
  const scroller = useRef<HTMLDivElement>(null)
  const searchField = useRef<HTMLInputElement>(null)
  const acts = useReviewActs(matter, data, wholeFamily)
  const select = useKeySelect(view?.surfaces ?? [], scroller, setPicked)
  const shown = useShownReport(matter, true)
  const marks = view?.marksList.filter((mark) => ['suggested', 'proposed', 'approved', 'declined'].includes(mark.state)) ?? []

  // biome-ignore lint/correctness/useExhaustiveDependencies: another document starts from its top, with nothing chosen
  useEffect(() => {
    setChosen(null)
    setPicked(null)
    select.stop()
    scroller.current?.scrollTo({ top: 0 })
  }, [view?.document])

  const open = useCallback((document: string) => go({ screen: 'request', matter, step: 'review', document, only }, true), [matter, only])
  const move = (by: 1 | -1, unit: 'document' | 'thread' | 'family') => {
    const next = neighbour(ordered, current, by, unit)
    if (next !== null) open(next.document)
  }
  const advance = () => move(1, view?.kind === 'message' && wholeFamily ? 'family' : 'document')
  const choose = useCallback((mark: string) => {
    setChosen(mark)
    const element = scroller.current
    const top = element === null ? null : topOfMark(element, mark)
    if (element === null || top === null) return
    if (top < element.scrollTop + 16 || top > element.scrollTop + element.clientHeight - 48)
      element.scrollTo({ top: top - element.clientHeight / 3 })
  }, [])

  const code = async (coding: Coding) => {
    if (loaded && (await acts.code(coding)) && coding === 'not-responsive') advance()
  }
  const dispose = async (disposition: Disposition, ground: string | null = null) => {
    if (!loaded || view === null) return
    // Marks that were just made may not stand in the view yet, and they decide which members are redacted, and on which ground.
    const now = await call('review.document', { matter, document: view.document }).catch((failure: unknown) => tell(toDeskError(failure)))
    if (now === undefined) return
    const standing = now.marksList.find((mark) => mark.state === 'proposed' || mark.state === 'approved')?.ground ?? now.ground
    const known = ground ?? (disposition === 'withhold' ? null : standing)
    if (needsGround(now, acts.members, disposition) && known === null)
      setAsking({ kind: 'dispose', disposition, why: groundWhy(now, acts.members, disposition) })
    else if (await acts.dispose(now, disposition, known)) advance()
  }
  const decide = async (mark: Mark, decision: 'accept' | 'dismiss' | 'remove', everywhere: boolean, ground: string | null = null) => {
    const use = ground ?? (mark.ground === '' ? null : mark.ground)
    if (decision === 'accept' && use === null) return setAsking({ kind: 'accept', mark, everywhere })
    const index = suggestions.findIndex((one) => one.id === mark.id)
    const words = view === null ? '' : markedText(view, mark)
    if (await acts.decide(mark, words, decision, decision === 'accept' ? use : null, everywhere))
      setChosen(suggestions[index + 1]?.id ?? suggestions[index - 1]?.id ?? null)
  }
  const suggestions = marks.filter((mark) => mark.state === 'suggested')
  const decideChosen = (decision: 'accept' | 'dismiss' | 'remove', everywhere: boolean) => {
    const target = marks.find((mark) => mark.id === chosen) ?? (decision === 'remove' ? undefined : suggestions[0])
    if (target === undefined || !mayWrite) return
    if ((target.state === 'suggested') === (decision === 'remove')) return
    void decide(target, decision, everywhere)
  }
  const nextMark = (by: 1 | -1) => {
    const index = marks.findIndex((mark) => mark.id === chosen)
    const next = index < 0 && by < 0 ? undefined : marks[index + by]
    if (next !== undefined) choose(next.id)
    return next !== undefined
  }

  useSpaceHeld(setProduced)
  useReviewKeys(
    {
      move,
      attachment: (by) => {
        const family = view?.familyRows ?? []
        const next = family[family.findIndex((row) => row.document === current) + by]
        if (next !== undefined) open(next.document)
      },
      code: (coding) => (mayWrite ? void code(coding) : said(text.review.readsOnly)),
      togglePrivilege: () => {
        if (!mayWrite) said(text.review.readsOnly)
        else if (loaded && view !== null) void acts.privilege(view.privilege === 'none' ? 'advice' : 'none')
      },
      dispose: (disposition) => (mayWrite ? void dispose(disposition) : said(text.review.readsOnly)),
      toggleFamily: () => setWholeFamily((before) => !before),
      alike: () => mayWrite && loaded && setAlike(true),
      mark: () => mayWrite && (picked === null ? select.start() : undefined),
      suggestion: decideChosen,
      nextMark,
      undo: () => mayWrite && void acts.undo(),
      redo: () => mayWrite && void acts.redo(),
      find: () => searchField.current?.focus(),
      enter: () => scroller.current?.focus(),
    },
    scroller,
    picked !== null,
  )

  if (request.counts.documents === 0) {
    return (
      <Empty action={<Button onClick={() => openStep(matter, 'identify')}>{text.review.toIdentify}</Button>}>
        {text.review.notCollected}
      </Empty>
    )
  }
  const own =
    picked?.kind === 'text' &&
    (view?.protectedSpans.some((span) => span.surface === picked.surface && span.start < picked.end && picked.start < span.end) ?? false)
  return (
    <div className="review" data-document={data?.document} aria-busy={!loaded} data-focus-home=".paper-scroll, [role='listbox']">
      <div className="list-side">
        <ListPane
          filter={filter}
          counts={request.counts}
          onFilter={setFilter}
          search={search}
          onSearch={setSearch}
          searchField={searchField}
          items={items}
          only={only !== null}
          onAll={() => go({ screen: 'request', matter, step: 'review', document: current, only: null }, true)}
          count={ordered.length}
          current={current}
          onOpen={(row) => open(row.document)}
          onMove={(by) => move(by, 'document')}
          onEnter={() => scroller.current?.focus()}
        />
        {mayWrite ? (
          <SubmitBar matter={matter} rows={rows ?? []} onOpen={open} onFilter={setFilter} />
        ) : (
          <p className="submit-bar quiet small">{text.review.readsOnly}</p>
        )}
      </div>
      {view === null ? (
        <div className="pane paper-pane">
          <Failure error={error ?? documentError} />
        </div>
      ) : (
        <>
          <PaperPane
            view={view}
            scroller={scroller}
            chosen={chosen}
            produced={produced}
            onProduced={setProduced}
            selecting={select.active}
            draft={select.draft ?? draftOf(view, picked)}
            onChoose={choose}
            onPick={mayWrite ? setPicked : null}
            {...(mayWrite ? { onMark: () => select.start() } : {})}
            onShown={shown}
            onOpen={open}
          />
          <DecisionPane
            view={view}
            acts={acts}
            wholeFamily={wholeFamily}
            onWholeFamily={setWholeFamily}
            chosen={chosen}
            onChoose={choose}
            onCode={(coding) => void code(coding)}
            onDispose={(disposition) => void dispose(disposition)}
            onDecide={(mark, decision, everywhere) => void decide(mark, decision, everywhere)}
            onAlike={() => setAlike(true)}
            onOpen={open}
            mayWrite={mayWrite}
          />
        </>
      )}
      {picked !== null && view !== null && loaded && (
        <MarkingPanel
          matter={matter}
          document={view.document}
          picked={picked}
          own={own}
          grounds={grounds}
          onClose={() => {
            setPicked(null)
            scroller.current?.focus()
          }}
          onMark={(ground, reach, evenSubject, related) => {
            setPicked(null)
            window.getSelection()?.removeAllRanges()
            scroller.current?.focus()
            void acts.mark(picked, ground, reach, evenSubject, related)
          }}
        />
      )}
      {data !== null && (
        <AlikeDialog
          matter={matter}
          view={data}
          opened={alike}
          onClose={() => setAlike(false)}
          onGone={() => keepFocus(() => scroller.current)}
          onDecide={(documents) => {
            setAlike(false)
            void acts.alike(documents)
          }}
        />
      )}
      <GroundDialog
        opened={asking !== null}
        why={asking?.kind === 'dispose' ? asking.why : text.review.groundNeeded}
        title={asking?.kind === 'dispose' ? text.review.dispositions[asking.disposition] : text.review.chooseGround}
        grounds={grounds}
        onClose={() => setAsking(null)}
        onChoose={(ground) => {
          const now = asking
          setAsking(null)
          if (now?.kind === 'dispose') void dispose(now.disposition, ground)
          else if (now?.kind === 'accept') void decide(now.mark, 'accept', now.everywhere, ground)
        }}
      />
    </div>
  )
}
