import { Check, MapPinned, Trash2, X } from 'lucide-react'
import type { ReviewDocumentView } from '../../../src/api/index.ts'
import type { Mark } from '../../../src/model/index.ts'
import { KeyHint } from '../../parts/key-hint.tsx'
import { Notice } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import { Standing } from './standing.tsx'
import { SuggestButton } from './suggest-button.tsx'

interface Props {
  readonly view: ReviewDocumentView
  readonly chosen: string | null
  readonly onChoose: (mark: string) => void
  readonly onDecide: (mark: Mark, decision: 'accept' | 'dismiss' | 'remove', everywhere: boolean) => void
}

/** What a mark covers, in the words of the document. */
export function markedText(view: Pick<ReviewDocumentView, 'surfaces'>, mark: Mark): string {
  const surface = view.surfaces.find((candidate) => candidate.id === mark.surface)
  if (mark.span === null || surface === undefined) {
    return surface?.image === null || surface === undefined ? text.review.box(mark.region?.page ?? 1) : text.review.boxImage
  }
  return surface.text.slice(mark.span.start, mark.span.end)
}

/** Suggestions to decide, then the marks that stand. */
export function MarksList({ view, chosen, onChoose, onDecide }: Props) {
  const { matter } = useMatter()
  const suggestions = view.marksList.filter((mark) => mark.state === 'suggested')
  const marks = view.marksList.filter((mark) => ['proposed', 'approved', 'declined', 'cleared'].includes(mark.state))
  return (
    <>
      {view.standing.length > 0 && (
        <Notice tone="amber">
          {text.review.standing.here(view.standing.length)}
          <Standing ofOne places={view.standing} matter={matter} />
        </Notice>
      )}
      <section aria-label={text.review.suggestions}>
        <div className="row">
          <h3 className="grow">
            {text.review.suggestions} <span className="quiet num">{suggestions.length}</span>
          </h3>
          <SuggestButton />
        </div>
        {suggestions.length === 0 && <p className="small quiet">{text.review.noSuggestions}</p>}
        <ul className="marks">
          {suggestions.map((mark) => (
            <MarkLine key={mark.id} view={view} mark={mark} chosen={chosen === mark.id} onChoose={onChoose}>
              <Act
                label={text.review.accept}
                keys="a"
                onClick={() => onDecide(mark, 'accept', false)}
                icon={<Check size={14} aria-hidden />}
              />
              <Act
                label={text.review.everywhere}
                keys="e"
                onClick={() => onDecide(mark, 'accept', true)}
                icon={<MapPinned size={14} aria-hidden />}
              />
              <Act
                label={text.review.dismiss}
                keys="x"
                onClick={() => onDecide(mark, 'dismiss', false)}
                icon={<X size={14} aria-hidden />}
              />
            </MarkLine>
          ))}
        </ul>
      </section>
      <section aria-label={text.review.marksTitle}>
        <h3>
          {text.review.marksTitle} <span className="quiet num">{marks.length}</span>
        </h3>
        {marks.length === 0 && <p className="small quiet">{text.review.noMarks}</p>}
        <ul className="marks">
          {marks.map((mark) => (
            <MarkLine key={mark.id} view={view} mark={mark} chosen={chosen === mark.id} onChoose={onChoose}>
              <Act
                label={mark.state === 'cleared' ? text.review.takeBack : text.review.remove}
                keys="Del"
                onClick={() => onDecide(mark, 'remove', false)}
                icon={<Trash2 size={14} aria-hidden />}
              />
            </MarkLine>
          ))}
        </ul>
      </section>
    </>
  )
}

function MarkLine({
  view,
  mark,
  chosen,
  onChoose,
  children,
}: {
  view: ReviewDocumentView
  mark: Mark
  chosen: boolean
  onChoose: (mark: string) => void
  children: React.ReactNode
}) {
  const { groundName } = useMatter()
  const words = markedText(view, mark)
  const ground = groundName(mark.ground)
  return (
    <li className="mark-line" data-chosen-line={chosen || undefined}>
      <button
        type="button"
        className="mark-choose"
        aria-pressed={chosen}
        aria-label={text.review.markOf(text.review.markStates[mark.state], words, ground)}
        onClick={() => onChoose(mark.id)}
      >
        <span className={`swatch mark-${mark.state}`} aria-hidden />
        <span className="grow">
          <span className="mark-words">{words}</span>
          <span className="small quiet mark-why">
            {text.review.markStates[mark.state]}
            {ground !== '' && ` · ${ground}`}
            {mark.origin.why !== null && ` · ${mark.origin.why}`}
          </span>
        </span>
      </button>
      {chosen && <span className="mark-acts">{children}</span>}
    </li>
  )
}

function Act({ label, keys, onClick, icon }: { label: string; keys: string; onClick: () => void; icon: React.ReactNode }) {
  return (
    <button type="button" className="mark-act" onClick={onClick} aria-keyshortcuts={keys === 'Del' ? 'Delete' : keys}>
      {icon} {label} <KeyHint keys={keys} />
    </button>
  )
}
