import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import './badge.css'

/** The tones of states; each always comes with an icon and a word. */
export type Tone = 'neutral' | 'accent' | 'amber' | 'red' | 'green' | 'violet'

/** A state as icon and word on its tint. */
export function Badge({ tone, icon: Icon, children, title }: { tone: Tone; icon: LucideIcon; children: ReactNode; title?: string }) {
  return (
    <span className={`badge tone-${tone}`} title={title}>
      <Icon size={12} aria-hidden />
      {children}
    </span>
  )
}
