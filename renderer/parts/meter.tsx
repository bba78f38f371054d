import type { Tone } from './badge.tsx'
import './meter.css'

/** One part of a stacked bar. */
export interface MeterPart {
  readonly label: string
  readonly value: number
  readonly tone: Tone
}

/** A stacked bar whose parts are also told in words to those who do not see colours. */
export function Meter({ parts, total, label }: { parts: readonly MeterPart[]; total: number; label: string }) {
  const words = parts.map((part) => `${part.label} ${part.value}`).join(', ')
  return (
    <div className="meter" role="img" aria-label={`${label}: ${words}`}>
      {parts
        .filter((part) => part.value > 0)
        .map((part) => (
          <span
            key={part.label}
            className={`meter-part tone-${part.tone}`}
            style={{ width: `${(100 * part.value) / Math.max(1, total)}%` }}
            title={`${part.label} ${part.value}`}
          />
        ))}
    </div>
  )
}
