import { type ReactNode, type RefObject, useCallback, useMemo, useState } from 'react'
import type { ReviewDocumentView } from '../../src/api/index.ts'
import type { DocumentId, Surface } from '../../src/model/index.ts'
import { text } from '../text/en.ts'
import type { Box } from './boxes.ts'
import { HtmlSurface } from './html-surface.tsx'
import { MarginMap } from './margin-map.tsx'
import { PageSurface } from './page-surface.tsx'
import './paper.css'
import { PaperContext, type PaperScope } from './paper-context.ts'
import { selectedSpan } from './run-offsets.ts'
import { TextSurface } from './text-surface.tsx'
import { useShown } from './use-shown.ts'

interface Props extends Omit<PaperScope, 'onLayout'> {
  readonly document: DocumentId
  readonly surfaces: readonly Surface[]
  readonly problems: ReviewDocumentView['problems']
  readonly scroller: RefObject<HTMLDivElement | null>
  /** A box that is being made by keys. */
  readonly draft?: { readonly surface: string; readonly box: Box } | null
  /** Told when surfaces have been on the screen in whole. */
  readonly onShown?: (surfaces: readonly Surface[]) => void
  readonly above?: ReactNode
  readonly below?: ReactNode
}

const order = ['h:subject', 'h:from', 'h:to', 'h:cc', 'h:bcc', 'h:reply-to', 'h:date']
const place = (surface: Surface) => {
  const index = order.indexOf(surface.id)
  return index < 0 ? order.length : index
}

/** A document as paper: header block on top with every value markable, then its text, pages or picture. */
export function Paper(props: Props) {
  const { document, surfaces, problems, scroller, draft = null, onShown, above, below, ...scope } = props
  const [layout, setLayout] = useState(0)
  const onLayout = useCallback(() => setLayout((before) => before + 1), [])
  const { marks, own, chosen, produced, groundName, frame, onChoose, onPick } = scope
  const value = useMemo<PaperScope>(
    () => ({ marks, own, chosen, produced, groundName, frame, onChoose, onPick, onLayout }),
    [marks, own, chosen, produced, groundName, frame, onChoose, onPick, onLayout],
  )
  const headers = surfaces
    .filter((surface) => surface.kind === 'header' || surface.kind === 'filename')
    .sort((left, right) => place(left) - place(right))
  const bodies = surfaces.filter((surface) => surface.kind !== 'header' && surface.kind !== 'filename' && (!produced || surface.producible))
  const ready = useShown(document, surfaces, scroller, produced ? null : (onShown ?? null))

  const released = () => {
    if (onPick === null || produced) return
    setTimeout(() => onPick(pickedHere(surfaces, scroller.current)))
  }

  return (
    <PaperContext value={value}>
      <div className="paper-frame">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys; from here Tab walks through the marks */}
        <div className="paper-scroll" ref={scroller} data-produced={produced} onPointerUp={released} tabIndex={0}>
          <article className="paper" aria-label={text.review.paper}>
            {above}
            {headers.length > 0 && (
              <dl className="paper-head">
                {headers.map((surface) => (
                  <div
                    key={surface.id}
                    data-surface={surface.id}
                    data-ready="true"
                    className={surface.id === 'h:subject' ? 'paper-subject' : undefined}
                  >
                    <dt>{text.review.headers[surface.id] ?? text.review.surfaces[surface.kind]}</dt>
                    <dd>
                      <TextSurface surface={surface} />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            {problems.length > 0 && !produced && (
              <ul className="paper-problems small" aria-label={text.review.problems}>
                {[...new Set(problems.map((problem) => problem.reason))].map((reason) => (
                  <li key={reason}>{reason}</li>
                ))}
              </ul>
            )}
            {bodies.map((surface) => (
              <section
                key={`${document}${surface.id}`}
                className="paper-body"
                data-surface={surface.id}
                data-ready={ready.has(surface.id)}
                aria-label={text.review.surfaces[surface.kind]}
              >
                <Body
                  surface={surface}
                  bodies={bodies}
                  produced={produced}
                  draft={draft?.surface === surface.id ? draft.box : null}
                  onReady={() => ready.set(surface.id)}
                />
              </section>
            ))}
            {surfaces.every((surface) => surface.kind === 'header' || surface.kind === 'filename') && (
              <p className="paper-none quiet">{text.review.noSurface}</p>
            )}
            {below}
          </article>
        </div>
        <MarginMap scroller={scroller} marks={produced ? [] : marks} layout={layout} groundName={groundName} onChoose={onChoose} />
      </div>
    </PaperContext>
  )
}

function pickedHere(surfaces: readonly Surface[], scroller: HTMLElement | null) {
  const selection = window.getSelection()
  if (scroller === null || selection === null || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  const runs =
    (range.startContainer.parentElement ?? scroller).closest('[data-runs]') ??
    [...scroller.querySelectorAll('[data-runs]')].find((element) => range.intersectsNode(element))
  const surface = surfaces.find((candidate) => candidate.id === runs?.getAttribute('data-runs'))
  if (runs == null || surface === undefined) return null
  const span = selectedSpan(runs, selection, surface.text)
  if (span === null) return null
  const rect = range.getBoundingClientRect()
  const anchor = { left: rect.left, top: rect.top, bottom: rect.bottom }
  return { kind: 'text' as const, surface: surface.id, ...span, text: surface.text.slice(span.start, span.end), anchor }
}

interface BodyProps {
  readonly surface: Surface
  readonly bodies: readonly Surface[]
  readonly produced: boolean
  readonly draft: Box | null
  readonly onReady: () => void
}

function Body({ surface, bodies, produced, draft, onReady }: BodyProps) {
  const pages = bodies.filter((other) => other.kind === 'pdf-page').length
  if (surface.kind === 'pdf-page' || surface.kind === 'image') {
    const label = surface.page === null ? text.review.surfaces.image : text.review.page(surface.page.number, pages)
    return (
      <>
        {surface.page !== null && <p className="paper-note">{label}</p>}
        <PageSurface surface={surface} label={label} draft={draft} onReady={onReady} />
      </>
    )
  }
  if (surface.kind === 'html' || produced) return <HtmlSurface surface={surface} produced={produced} onReady={onReady} />
  return (
    <div className={surface.producible ? undefined : 'paper-aside'} ref={(element) => void (element !== null && onReady())}>
      {!surface.producible && (
        <p className="paper-note">{surface.kind === 'hidden' ? text.review.notProduced.hidden : text.review.notProduced.other}</p>
      )}
      <TextSurface surface={surface} />
    </div>
  )
}
