import { Button } from '@mantine/core'
import { act } from '../../core/act.ts'
import { useJobs } from '../../core/events.ts'
import { text } from '../../text/en.ts'
import { jobInWords } from './job-words.ts'

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
