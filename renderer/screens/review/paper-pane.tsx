import { Button } from '@mantine/core'
import { Eye, EyeOff, Highlighter } from 'lucide-react'
import { type RefObject, useCallback, useEffect } from 'react'
import type { ReviewDocumentView } from '../../../src/api/index.ts'
import type { DocumentId, Surface } from '../../../src/model/index.ts'
import { frameUrl } from '../../core/client.ts'
import type { Box } from '../../paper/boxes.ts'
import { Paper } from '../../paper/paper.tsx'
import type { Picked } from '../../paper/picked.ts'
import { KeyHint } from '../../parts/key-hint.tsx'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import { FamilyStrip } from './family-strip.tsx'
import { ShownStatus } from './shown-status.tsx'

interface Props {
  readonly view: ReviewDocumentView
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly chosen: string | null
  readonly produced: boolean
  readonly onProduced: (produced: boolean) => void
  readonly selecting?: 'text' | 'box' | null
  readonly draft?: { readonly surface: string; readonly box: Box } | null
  readonly onChoose: (mark: string) => void
  /** Null where one only reads. */
  readonly onPick: ((picked: Picked | null) => void) | null
  readonly onMark?: () => void
  readonly onShown: (document: DocumentId, surfaces: readonly Surface[]) => void
  readonly onOpen: (document: string) => void
}

/** The middle pane: the paper, its tools above, the family below. Review and Approve show the same one. */
export function PaperPane(props: Props) {
  const { view, scroller, chosen, produced, onProduced, selecting = null, draft = null, onChoose, onPick, onMark, onShown, onOpen } = props
  const { matter, groundName } = useMatter()
  const frame = useCallback(
    (surface: Surface, asProduced: boolean) =>
      frameUrl('review', { matter, document: surface.document, surface: surface.id, mode: asProduced ? 'produced' : 'review' }),
    [matter],
  )
  const shown = useCallback((surfaces: readonly Surface[]) => onShown(view.document, surfaces), [onShown, view.document])
  // Nothing can come into sight of a document that has no surface: to open it is to have seen its placeholder.
  const bare = view.surfaces.length === 0 && !produced
  useEffect(() => {
    if (bare) shown([])
  }, [bare, shown])
  return (
    <section className="pane paper-pane" aria-label={text.review.paper}>
      <div className="paper-tools row">
        <span className="grow small quiet paper-status" role="status">
          {selecting === 'text' ? (
            text.review.marking.selecting
          ) : selecting === 'box' ? (
            text.review.marking.boxing
          ) : produced ? (
            text.review.asRequester
          ) : (
            <ShownStatus view={view} scroller={scroller} />
          )}
        </span>
        {selecting === null && onMark !== undefined && (
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Highlighter size={14} aria-hidden />}
            onClick={onMark}
            aria-keyshortcuts="m"
          >
            {text.review.mark} <KeyHint keys="m" />
          </Button>
        )}
        {selecting === null && (
          <Button
            variant={produced ? 'filled' : 'default'}
            size="compact-sm"
            aria-pressed={produced}
            title={text.review.asRequesterHold}
            leftSection={produced ? <EyeOff size={14} aria-hidden /> : <Eye size={14} aria-hidden />}
            onClick={() => onProduced(!produced)}
          >
            {text.review.asRequesterToggle} <KeyHint keys="Space" />
          </Button>
        )}
      </div>
      <div className="paper-place">
        <Paper
          key={view.document}
          document={view.document}
          surfaces={view.surfaces}
          marks={view.marksList}
          own={view.protectedSpans}
          problems={view.problems}
          scroller={scroller}
          chosen={chosen}
          produced={produced}
          draft={draft}
          groundName={groundName}
          frame={frame}
          onChoose={onChoose}
          onPick={onPick}
          onShown={shown}
        />
      </div>
      <FamilyStrip rows={view.familyRows} current={view.document} onOpen={onOpen} />
    </section>
  )
}
