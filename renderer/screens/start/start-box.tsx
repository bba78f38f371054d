import { ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { text } from '../../text/en.ts'
import './start.css'

/** The frame of everything that comes before the workstation itself. */
export function StartBox({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="start">
      <div className="start-box">
        <header className="start-head">
          <span className="start-mark">
            <ShieldCheck size={24} aria-hidden />
          </span>
          <div>
            <h2>{text.frame.product}</h2>
            <p className="quiet">{text.start.welcome}</p>
          </div>
        </header>
        <section className="card stack" aria-label={title} tabIndex={-1} data-focus-home="input, button">
          <h1>{title}</h1>
          {children}
        </section>
        <p className="quiet small">{text.start.offline}</p>
      </div>
    </main>
  )
}
