import { CircleAlert, CircleCheck, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { DeskError } from '../core/desk-error.ts'
import type { Tone } from './badge.tsx'
import { inWords } from './tell.ts'

const icons: Record<Tone, LucideIcon> = {
  neutral: Info,
  accent: Info,
  violet: Info,
  amber: TriangleAlert,
  red: CircleAlert,
  green: CircleCheck,
}

/** A sentence that must be seen, in its tone, with its icon. */
export function Notice({ tone, children }: { tone: Tone; children: ReactNode }) {
  const Icon = icons[tone]
  return (
    <div className={`notice tone-${tone}`} role={tone === 'red' ? 'alert' : 'note'}>
      <Icon size={16} aria-hidden />
      <div className="grow">{children}</div>
    </div>
  )
}

/** A failure where it happened, with what to do. */
export function Failure({ error }: { error: DeskError | null }) {
  return error === null ? null : <Notice tone="red">{inWords(error)}</Notice>
}
