import type { Ground } from '../../../src/model/index.ts'
import { KeyHint } from '../../parts/key-hint.tsx'
import { text } from '../../text/en.ts'
import './marking.css'

/** Grounds as buttons, the first nine with their keys; each with its sentence, and the test to meet on hover and focus. */
export function GroundList({ grounds, onChoose }: { grounds: readonly Ground[]; onChoose: (code: string) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look
    <div className="ground-list" role="group" aria-label={text.review.marking.grounds}>
      {grounds.map((ground, index) => (
        <button
          key={ground.code}
          type="button"
          className="ground"
          data-autofocus={index === 0 || undefined}
          aria-keyshortcuts={index < 9 ? String(index + 1) : undefined}
          title={
            ground.test.length === 0 ? ground.sentence : `${ground.sentence}\n\n${text.review.marking.test}:\n${ground.test.join('\n')}`
          }
          onClick={() => onChoose(ground.code)}
        >
          <span className="ground-key">{index < 9 && <KeyHint keys={String(index + 1)} />}</span>
          <span className="grow">
            <span className="row">
              <strong className="grow clip">{ground.short}</strong>
              <span className="small quiet">{ground.code}</span>
            </span>
            <span className="small quiet ground-sentence">{ground.sentence}</span>
          </span>
        </button>
      ))}
    </div>
  )
}
