import { useMemo } from 'react'
import type { Step } from '../../core/router.ts'
import { useCommand } from '../../core/use-command.ts'
import { Boundary } from '../../parts/boundary.tsx'
import { Failure } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { Approve } from '../approve/approve.tsx'
import { Find } from '../find/find.tsx'
import { Identify } from '../identify/identify.tsx'
import { Produce } from '../produce/produce.tsx'
import { Review } from '../review/review.tsx'
import { Clock } from './clock.tsx'
import { MatterContext, type MatterScope } from './matter-context.ts'
import './request.css'
import { EditRequest } from './edit-request.tsx'
import { StepLine } from './step-line.tsx'
import { StillReading } from './still-reading.tsx'

/** One request: its line of steps, its clock, and the step one is in. */
export function Request({
  matter,
  step,
  document,
  only,
}: {
  matter: string
  step: Step
  document: string | null
  only: readonly string[] | null
}) {
  const { latest: view, error } = useCommand('matter.show', { matter }, ['matters', 'review'])
  const regime = view?.matter.regime
  const grounds = useCommand('ground.list', regime === undefined ? null : { regime })
  const list = grounds.data?.grounds
  const scope = useMemo<MatterScope | null>(() => {
    if (view === null) return null
    const names = new Map((list ?? []).map((ground) => [ground.code, ground.short]))
    return { matter, view, grounds: list ?? [], groundName: (code) => (code === null ? '' : (names.get(code) ?? code)) }
  }, [matter, view, list])

  if (scope === null) return <div style={{ padding: 24 }}>{error !== null && <Failure error={error} />}</div>
  return (
    <MatterContext value={scope}>
      <div className="request">
        <header className="request-bar">
          <div className="request-name">
            <div className="clip">
              <strong>{scope.view.matter.reference}</strong>
            </div>
            <div className="clip small quiet">{scope.view.matter.subject.name}</div>
          </div>
          <EditRequest label={text.requests.edit.short} />
          <StepLine view={scope.view} current={step} />
          <Clock view={scope.view} />
        </header>
        <StillReading matter={matter} step={step} />
        <div className="request-body">
          <Boundary place={step}>
            {step === 'identify' && <Identify />}
            {step === 'find' && <Find />}
            {step === 'review' && <Review document={document} only={only} />}
            {step === 'approve' && <Approve document={document} />}
            {step === 'produce' && <Produce />}
          </Boundary>
        </div>
      </div>
    </MatterContext>
  )
}
