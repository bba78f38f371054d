import type { ReactNode } from 'react'
import './panel.css'

/** A screen's page: title, what one can do here, and the content that scrolls. */
export function Page({ title, note, actions, children }: { title: string; note?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <div className="page">
      <header className="page-head">
        <div className="grow">
          <h1>{title}</h1>
          {note !== undefined && <p className="quiet">{note}</p>}
        </div>
        <div className="row">{actions}</div>
      </header>
      <div className="page-body">{children}</div>
    </div>
  )
}

/** A framed part of a page. */
export function Card({ children, label }: { children: ReactNode; label?: string }) {
  return (
    <section className="card" aria-label={label}>
      {children}
    </section>
  )
}

/** What stands where nothing is yet: one sentence, one thing to do. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty">
      <p>{children}</p>
      {action}
    </div>
  )
}
