import { Button, Checkbox } from '@mantine/core'
import { PackageCheck } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import { attempt } from '../../core/act.ts'
import { useJobs } from '../../core/events.ts'
import { confirmPassphrase, followProduction, forgetConfirmed, useProductions } from '../../core/productions.ts'
import { currentRoute } from '../../core/router.ts'
import { useSession } from '../../core/session.ts'
import { useCommand } from '../../core/use-command.ts'
import { Failure } from '../../parts/notice.tsx'
import { PathField } from '../../parts/path-field.tsx'
import { said, tell } from '../../parts/tell.ts'
import { isWhole } from '../../parts/whole-path.ts'
import { text } from '../../text/en.ts'
import { jobInWords } from '../frame/job-words.ts'
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
  const owner = { workspace: status.workspace, user: status.user, matter }
  const { results, running, error } = useProductions(owner)
  /** Of several letters one is printed; else the newest is what the printer would get. */
  const [chosenLetter, setChosenLetter] = useState<string | null>(null)
  const open = results.filter((one) => !one.confirmed)
  const letter = (open.find((one) => one.key === chosenLetter) ?? open[0])?.key ?? null
  useEffect(() => forgetConfirmed, [])
  const job = useJobs().find((one) => one.kind === 'produce' || one.kind === 'check')
  const name = `${view.matter.reference.replace(/[^\p{L}\p{N}._-]+/gu, '-')}.zip`

  const run = async (event: FormEvent) => {
    event.preventDefault()
    const { reference } = view.matter
    const answer = await followProduction(
      { ...owner, reference },
      attempt('produce.run', { matter, out: out.trim(), formats: [...chosen] }),
    )
    // By now the user may be anywhere: a result waits for them here, a failure is told where they are.
    const route = currentRoute()
    const here = route.screen === 'request' && route.matter === matter && route.step === 'produce'
    if ('error' in answer) {
      if (!here) tell(answer.error)
    } else said(here ? text.produce.released : text.produce.releasedElsewhere(reference))
  }

  return (
    <div className="produce">
      <div className="produce-main stack">
        <div>
          <h1>{text.produce.title}</h1>
          <p className="quiet">{text.produce.note}</p>
        </div>
        {results.map((one, index) => (
          <Result
            key={one.key}
            result={one.result}
            confirmed={one.confirmed}
            newest={index === 0}
            letter={one.key === letter}
            reference={view.matter.reference}
            subject={view.matter.subject.name}
            onConfirm={() => confirmPassphrase(one.key)}
            onPrint={() => {
              flushSync(() => setChosenLetter(one.key))
              window.print()
            }}
          />
        ))}
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
                loading={running}
                disabled={gate?.open !== true || !isWhole(out.trim()) || chosen.length === 0}
              >
                {text.produce.run}
              </Button>
              {running && job !== undefined && (
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
