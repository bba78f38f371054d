import { Button } from '@mantine/core'
import type { Progress } from '../../../src/model/index.ts'
import { act } from '../../core/act.ts'
import { useJobs } from '../../core/events.ts'
import { text } from '../../text/en.ts'
import { count, duration, size } from '../../text/format.ts'

/** How far a job is, in words. */
export function jobInWords(job: Progress): string {
  const show = job.unit === 'bytes' ? size : (value: number) => count(Math.round(value))
  const unit = job.unit === 'bytes' ? '' : text.frame.units[job.unit]
  const far = job.total === null ? text.frame.jobDone(show(job.done), unit) : text.frame.jobOf(show(job.done), show(job.total), unit)
  const rate = job.perSecond === null || job.unit === 'steps' ? null : text.frame.jobRate(show(job.perSecond), unit)
  const left = job.remainingMs === null ? null : text.frame.jobLeft(duration(job.remainingMs))
  return [far.trim(), rate, left].filter(Boolean).join(' · ')
}

/** The strip of running jobs; it stays while one changes screens. */
export function Jobs() {
  const jobs = useJobs()
  if (jobs.length === 0) return null
  return (
    <section className="jobs" aria-label={text.frame.jobs}>
      {jobs.map((job) => (
        <div className="job" key={job.job}>
          <span className="job-step">{job.step}</span>
          <progress aria-label={job.step} value={job.total === null ? undefined : job.done} max={job.total ?? undefined} />
          <span className="grow num clip quiet">{jobInWords(job)}</span>
          <Button
            variant="default"
            size="compact-sm"
            aria-label={text.frame.jobCancel(job.step)}
            onClick={() => void act('job.cancel', { job: job.job })}
          >
            {text.frame.cancel}
          </Button>
        </div>
      ))}
    </section>
  )
}
