import type { JobControl, Progress } from '../model/index.ts'
import type { CoreEvent } from './views.ts'

const shortestGapMs = 200

/** A job's reports on their way to the listeners: with rate and time left, at most five a second, the last one always. */
export interface ProgressMeter {
  report: JobControl['report']
  readonly reported: boolean
  end(state: 'done' | 'cancelled' | 'failed'): void
}

export function createMeter(
  job: string,
  kind: Progress['kind'],
  services: { readonly now: () => number },
  emit: (event: CoreEvent) => void,
): ProgressMeter {
  let step = ''
  let startedMs = 0
  let startedAt = 0
  let sentMs = Number.NEGATIVE_INFINITY
  let latest: Progress | null = null
  let later: NodeJS.Timeout | null = null

  const send = (): void => {
    if (later) clearTimeout(later)
    later = null
    if (!latest) return
    sentMs = services.now()
    emit({ type: 'progress', progress: latest })
  }
  return {
    get reported() {
      return latest !== null
    },
    report: (report) => {
      const nowMs = services.now()
      if (report.step !== step) {
        // Each step has its own unit and pace.
        step = report.step
        startedMs = nowMs
        startedAt = report.done
      }
      const elapsedMs = nowMs - startedMs
      const perSecond = elapsedMs >= 500 && report.done > startedAt ? ((report.done - startedAt) * 1000) / elapsedMs : null
      const left = report.total === null ? null : Math.max(0, report.total - report.done)
      const remainingMs = perSecond === null || left === null ? null : Math.round((left / perSecond) * 1000)
      latest = { job, kind, ...report, perSecond, remainingMs, state: 'running' }
      const waitMs = sentMs + shortestGapMs - nowMs
      if (waitMs <= 0) send()
      else if (!later) later = setTimeout(send, waitMs).unref()
    },
    end: (state) => {
      if (!latest) return
      latest = { ...latest, state, remainingMs: null }
      send()
    },
  }
}

/** Which word a job's progress goes under. */
export function progressKind(command: string): Progress['kind'] {
  if (command === 'matter.collect') return 'collect'
  if (command === 'review.suggest') return 'suggest'
  if (command === 'check.bundle') return 'check'
  if (command.startsWith('source.')) return 'ingest'
  return 'produce'
}
