import { Button, Checkbox, Select } from '@mantine/core'
import { Redo2, Undo2 } from 'lucide-react'
import type { ReviewDocumentView } from '../../../src/api/index.ts'
import type { Coding, Disposition, Mark, Privilege } from '../../../src/model/index.ts'
import { KeyHint } from '../../parts/key-hint.tsx'
import { Notice } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import { Facts } from './facts.tsx'
import { MarksList } from './marks-list.tsx'
import { outcomeOf } from './row-state.tsx'
import type { ReviewActs } from './use-review-acts.ts'

const codings: readonly (readonly [Coding, string])[] = [
  ['responsive', 'r'],
  ['not-responsive', 'n'],
  ['undecided', 'u'],
]
const dispositions: readonly (readonly [Disposition, string])[] = [
  ['release', 'o'],
  ['redact', 'd'],
  ['withhold', 'w'],
]

interface Props {
  readonly view: ReviewDocumentView
  readonly acts: ReviewActs
  readonly wholeFamily: boolean
  readonly onWholeFamily: (whole: boolean) => void
  readonly chosen: string | null
  readonly onChoose: (mark: string) => void
  readonly onCode: (coding: Coding) => void
  readonly onDispose: (disposition: Disposition) => void
  readonly onDecide: (mark: Mark, decision: 'accept' | 'dismiss' | 'remove', everywhere: boolean) => void
  readonly onAlike: () => void
  readonly onOpen: (document: string) => void
  readonly mayWrite: boolean
}

/** The right pane: what is decided of this document, its marks, and why it is here. */
export function DecisionPane(props: Props) {
  const { view, acts, wholeFamily, onWholeFamily, chosen, onChoose, onCode, onDispose, onDecide, onAlike, onOpen, mayWrite } = props
  const { groundName } = useMatter()
  const family = view.kind === 'message' ? view.familyRows.length : 1
  const outcome = outcomeOf(view)
  return (
    <section className="pane decision-pane" aria-label={text.review.decision}>
      <div className="decision-head row">
        <outcome.icon size={16} aria-hidden className={`outcome tone-${outcome.tone}`} />
        <strong className="grow clip">{outcome.word}</strong>
        <span className="small quiet num">{view.controlNumber}</span>
      </div>
      <fieldset className="decision-body" disabled={!mayWrite}>
        <legend className="hidden-visually">{text.review.decision}</legend>
        {view.declineComment !== null && (
          <Notice tone="red">
            <strong>{text.review.declined}:</strong> {view.declineComment}
          </Notice>
        )}
        {family > 1 && (
          <Checkbox
            size="xs"
            label={
              <>
                {text.review.wholeFamily(family)} <KeyHint keys="." />
              </>
            }
            checked={wholeFamily}
            onChange={(event) => onWholeFamily(event.currentTarget.checked)}
          />
        )}
        <Choice
          label={text.review.coding}
          options={codings.map(([value, key]) => ({ value, key, label: text.review.codings[value] }))}
          value={view.coding}
          onChange={(value) => onCode(value as Coding)}
        />
        <Choice
          label={text.review.disposition}
          options={dispositions.map(([value, key]) => ({ value, key, label: text.review.dispositions[value] }))}
          value={view.disposition}
          onChange={(value) => onDispose(value as Disposition)}
          disabled={view.coding === 'not-responsive'}
        />
        {view.ground !== null && view.disposition !== 'release' && (
          <p className="small">
            <span className="quiet">{text.review.ground}: </span>
            {groundName(view.ground)} <span className="quiet">{view.ground}</span>
          </p>
        )}
        <Select
          size="xs"
          label={text.review.privilege}
          data={(['none', 'advice', 'litigation'] as const).map((value) => ({ value, label: text.review.privileges[value] }))}
          value={view.privilege}
          allowDeselect={false}
          onChange={(value) => void acts.privilege((value ?? 'none') as Privilege)}
        />
        {view.kind === 'attachment' && view.marks === 0 && view.disposition === 'release' && (
          <Checkbox
            size="xs"
            label={text.review.native}
            checked={view.nativeRelease}
            onChange={(event) => void acts.dispose(view, 'release', null, event.currentTarget.checked)}
          />
        )}
        <div className="row undo-row">
          <Button variant="default" size="compact-sm" onClick={onAlike} aria-keyshortcuts="s" className="grow">
            {text.review.alike.open} <KeyHint keys="s" />
          </Button>
        </div>
        <MarksList view={view} chosen={chosen} onChoose={onChoose} onDecide={onDecide} />
        <div className="row undo-row">
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<Undo2 size={14} aria-hidden />}
            onClick={() => void acts.undo()}
            data-disabled={acts.words.none === true}
            aria-disabled={acts.words.none === true}
            aria-keyshortcuts="Control+Z"
            className="grow"
          >
            <span className="clip">{undoWords(acts)}</span>
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => void acts.redo()}
            aria-keyshortcuts="Control+Shift+Z"
            aria-label={acts.words.redo === null ? text.review.redo : text.review.redoOf(acts.words.redo)}
            title={acts.words.redo === null ? text.review.redo : text.review.redoOf(acts.words.redo)}
          >
            <Redo2 size={14} aria-hidden />
          </Button>
        </div>
        <Facts view={view} onNote={acts.note} onOpen={onOpen} />
      </fieldset>
    </section>
  )
}

function undoWords({ words }: ReviewActs): string {
  if (words.none === true) return text.review.undoNone
  return words.undo === null ? text.review.undo : text.review.undoOf(words.undo)
}

interface ChoiceProps {
  readonly label: string
  readonly options: readonly { readonly value: string; readonly key: string; readonly label: string }[]
  readonly value: string | null
  readonly onChange: (value: string) => void
  readonly disabled?: boolean
}

function Choice({ label, options, value, onChange, disabled = false }: ChoiceProps) {
  return (
    <div>
      <p className="choice-label">{label}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: pressed buttons that act at once, each with a key of its own */}
      <div className="choice" role="group" aria-label={label}>
        {options.map((option) => (
          <button
            key={option.value}
            type="button"
            aria-pressed={value === option.value}
            aria-keyshortcuts={option.key}
            disabled={disabled}
            onClick={() => onChange(option.value)}
          >
            {option.label} <KeyHint keys={option.key} />
          </button>
        ))}
      </div>
    </div>
  )
}
