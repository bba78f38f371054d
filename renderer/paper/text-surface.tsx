import type { Surface } from '../../src/model/index.ts'
import { text } from '../text/en.ts'
import { unturned } from '../text/format.ts'
import { usePaper } from './paper-context.ts'
import { isRedacting, type Segment, segmentText } from './segments.ts'

/** The marker that stands in a production in place of what was taken out; its length tells nothing. */
const marker = (ground: string) => `[REDACTED – ${ground}]`

/** A surface of plain text as runs that know their offsets, with marks as tinted blocks. */
export function TextSurface({ surface }: { surface: Surface }) {
  const paper = usePaper()
  const marks = paper.marks.filter((mark) => mark.surface === surface.id)
  const own = paper.own.filter((span) => span.surface === surface.id)
  const segments = segmentText(surface.text.length, marks, own)
  return (
    <div className="text-surface" data-runs={surface.id}>
      {segments.map((segment) => (
        <Run key={segment.start} segment={segment} text={shown(surface, segment)} />
      ))}
    </div>
  )
}

/** A line of the header would say something else than it does where it turns itself; a text keeps its directions. */
function shown({ kind, text: all }: Surface, { start, end }: Segment): string {
  const slice = all.slice(start, end)
  return kind === 'header' || kind === 'filename' ? unturned(slice) : slice
}

function Run({ segment, text: slice }: { segment: Segment; text: string }) {
  const { produced, chosen, groundName, onChoose } = usePaper()
  const { mark } = segment
  if (mark === null || (produced && !isRedacting(mark))) {
    return (
      <span data-start={segment.start} className={segment.own && !produced ? 'own' : undefined}>
        {slice}
      </span>
    )
  }
  const ground = groundName(mark.ground)
  if (produced) return segment.first ? <span className="marker">{marker(ground)}</span> : null
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the same marks are a list of buttons in the decision pane
    <mark
      data-start={segment.start}
      data-mark={mark.id}
      data-ground={segment.first && ground !== '' ? ground : undefined}
      className={`mark mark-${mark.state}`}
      data-chosen={chosen === mark.id || undefined}
      title={text.review.markOf(text.review.markStates[mark.state], slice, ground)}
      onClick={() => onChoose(mark.id)}
    >
      {slice}
    </mark>
  )
}
