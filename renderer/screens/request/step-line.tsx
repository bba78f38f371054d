import type { MatterView } from '../../../src/api/index.ts'
import { type Step, steps, useRoute } from '../../core/router.ts'
import { text } from '../../text/en.ts'
import { count } from '../../text/format.ts'

function countOf(step: Step, { counts }: MatterView): string {
  if (step === 'find') return counts.documents === 0 ? '' : count(counts.documents)
  if (step === 'review') return counts.documents === 0 ? '' : `${count(counts.documents - counts.undecided)}/${count(counts.documents)}`
  if (step === 'approve') return counts.submitted + counts.approved === 0 ? '' : `${count(counts.approved)}/${count(counts.documents)}`
  return ''
}

/** 1 Identify → 5 Produce, with counts; one may go back at any time. */
export function StepLine({ view, current }: { view: MatterView; current: Step }) {
  const { openStep } = useRoute()
  return (
    <nav className="steps" aria-label={text.frame.stepsOf(view.matter.reference)}>
      <ol>
        {steps.map((step, index) => {
          const far = countOf(step, view)
          const waits = view.state === step
          return (
            <li key={step}>
              <button
                type="button"
                className="step"
                aria-current={current === step ? 'step' : undefined}
                data-waits={waits}
                onClick={() => openStep(view.matter.id, step)}
              >
                <span className="step-number">{index + 1}</span>
                {text.frame.steps[step]}
                {far !== '' && <span className="step-count num">{far}</span>}
                {waits && <span className="hidden-visually">, {text.frame.stepWaits}</span>}
              </button>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}
