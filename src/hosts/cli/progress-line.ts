import type { CoreEvent } from '../../api/index.ts'
import type { Progress } from '../../model/index.ts'

const gapMs = 3000

interface Terminal {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** Shows progress on standard error: a bar that redraws itself on a terminal, a line every few seconds elsewhere. */
export function showProgress(out: Terminal, now: () => number): { readonly onEvent: (event: CoreEvent) => void; readonly end: () => void } {
  let drawn = false
  let lastMs = now()
  return {
    onEvent: (event) => {
      if (event.type !== 'progress') return
      const line = progressText(event.progress)
      if (out.isTTY) {
        const wide = (out.columns ?? 80) - 1
        const room = Math.min(24, wide - line.length - 3)
        out.write(`\r\u001b[K${(room >= 6 ? `${bar(event.progress, room)} ${line}` : line).slice(0, wide)}`)
        drawn = true
      } else if (now() - lastMs >= gapMs || event.progress.state !== 'running') {
        lastMs = now()
        out.write(`${line}\n`)
      }
    },
    end: () => {
      if (drawn) out.write('\r\u001b[K')
      drawn = false
    },
  }
}

/** `Reading mail: 12,000 of 34,207 messages, 2,900 a second, 8 s left`. */
export function progressText(progress: Progress): string {
  const { step, done, total, unit, perSecond, remainingMs, state } = progress
  const count = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: value < 10 ? 1 : 0 })
  // Before the first one nothing is counted yet.
  const begun = done > 0 || (total ?? 0) > 0
  const parts = [begun ? `${step}: ${count(done)}${total === null ? '' : ` of ${count(total)}`} ${unit}` : step]
  if (perSecond !== null) parts.push(`${count(perSecond)} a second`)
  if (remainingMs !== null && remainingMs >= 500 && state === 'running') parts.push(`${duration(remainingMs)} left`)
  if (state !== 'running') parts.push(state)
  return parts.join(', ')
}

function duration(ms: number): string {
  const seconds = Math.round(ms / 1000)
  if (seconds < 90) return `${seconds} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

function bar({ done, total }: Progress, room: number): string {
  if (!total) return `[${' '.repeat(room)}]`
  const full = Math.max(0, Math.min(room, Math.round((done / total) * room)))
  return `[${'#'.repeat(full)}${' '.repeat(room - full)}]`
}
