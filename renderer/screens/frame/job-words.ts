import type { Progress } from '../../../src/model/index.ts'
import { text } from '../../text/en.ts'
import { count, duration, size } from '../../text/format.ts'

/** How far a job is, in words. */
export function jobInWords(job: Progress): string {
  const show = job.unit === 'bytes' ? size : (value: number) => count(Math.round(value))
  const unit = job.unit === 'bytes' ? '' : text.frame.units[job.unit]
  // Of what has no number of steps known before, none done says nothing.
  if (job.unit === 'steps' && job.total === null && job.done === 0) return ''
  const far = job.total === null ? text.frame.jobDone(show(job.done), unit) : text.frame.jobOf(show(job.done), show(job.total), unit)
  const rate = job.perSecond === null || job.unit === 'steps' ? null : text.frame.jobRate(show(job.perSecond), unit)
  const left = job.remainingMs === null ? null : text.frame.jobLeft(duration(job.remainingMs))
  return [far.trim(), rate, left].filter(Boolean).join(' · ')
}
