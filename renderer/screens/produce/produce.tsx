import { Button, Checkbox } from '@mantine/core'
import { PackageCheck } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { ProducedView } from '../../../src/api/index.ts'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { useJobs } from '../../core/events.ts'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { Failure } from '../../parts/notice.tsx'
import { PathField } from '../../parts/path-field.tsx'
import { said } from '../../parts/tell.ts'
import { text } from '../../text/en.ts'
import { jobInWords } from '../frame/jobs.tsx'
import { useMatter } from '../request/matter-context.ts'
import { Earlier } from './earlier.tsx'
import { Gate } from './gate.tsx'
import { LeakPlaces } from './leak-places.tsx'
import { Logs } from './logs.tsx'
import { Preview } from './preview.tsx'
import './produce.css'
import { Result } from './result.tsx'

type Format = 'eml' | 'mbox' | 'pdf'
const formats: readonly Format[] = ['eml', 'mbox', 'pdf']

/** Produce: the gate, the formats, the run with its steps, the result with its check. */
export function Produce() {
  const { matter, view } = useMatter()
  const { status } = useSession()
  const { latest: gate, error: gateError } = useCommand('produce.gate', { matter }, ['review', 'matters', 'workspace'])
  const [chosen, setChosen] = useState<readonly Format[]>(status.printEngine.available ? formats : ['eml', 'mbox'])
  const [out, setOut] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const [result, setResult] = useState<ProducedView | null>(null)
  const job = useJobs().find((one) => one.kind === 'produce' || one.kind === 'check')
  const name = `${view.matter.reference.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.zip`

  const run = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    const answer = await attempt('produce.run', { matter, out: out.trim(), formats: [...chosen] })
    setBusy(false)
    if ('error' in answer) setError(answer.error)
    else {
      setResult(answer.result)
      said(text.produce.released)
    }
  }

  return (
    <div className="produce">
      <div className="produce-main stack">
        <div>
          <h1>{text.produce.title}</h1>
          <p className="quiet">{text.produce.note}</p>
        </div>
        {result !== null && <Result result={result} reference={view.matter.reference} subject={view.matter.subject.name} />}
        <Failure error={gateError} />
        {gate !== null && <Gate gate={gate} matter={matter} />}
        {status.role !== 'auditor' && (
          <form className="card stack" onSubmit={(event) => void run(event)} aria-label={text.produce.run}>
            <fieldset className="formats">
              <legend>{text.produce.formats}</legend>
              {formats.map((format) => (
                <Checkbox
                  key={format}
                  label={format.toUpperCase()}
                  description={
                    format === 'pdf' && !status.printEngine.available ? status.printEngine.hint : text.produce.formatHints[format]
                  }
                  disabled={format === 'pdf' && !status.printEngine.available}
                  checked={chosen.includes(format)}
                  onChange={(event) =>
                    setChosen(
                      event.currentTarget.checked
                        ? formats.filter((one) => one === format || chosen.includes(one))
                        : chosen.filter((one) => one !== format),
                    )
                  }
                />
              ))}
            </fieldset>
            <PathField label={text.produce.out} description={text.produce.outHint} kind={{ save: name }} value={out} onChange={setOut} />
            <Failure error={error} />
            <LeakPlaces error={error} matter={matter} />
            <div className="row">
              <Button
                type="submit"
                leftSection={<PackageCheck size={16} aria-hidden />}
                loading={busy}
                disabled={gate?.open !== true || out.trim() === '' || chosen.length === 0}
              >
                {text.produce.run}
              </Button>
              {busy && job !== undefined && (
                <span role="status" className="grow">
                  <strong>{job.step}</strong> <span className="quiet num">{jobInWords(job)}</span>
                </span>
              )}
            </div>
          </form>
        )}
        <Earlier matter={matter} />
        <Logs matter={matter} reference={view.matter.reference} />
      </div>
      <Preview matter={matter} />
    </div>
  )
}
