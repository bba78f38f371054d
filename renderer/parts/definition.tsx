import type { ReactNode } from 'react'
import './definition.css'

/** Label and value pairs in two columns. */
export function Definitions({ items }: { items: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="definitions">
      {items.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
