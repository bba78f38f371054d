import { useCommand } from '../../core/use-command.ts'
import { text } from '../../text/en.ts'
import { TermTable } from '../find/term-table.tsx'

/** The search-term report: what each accepted form finds, alone and with families. */
export function Terms({ matter }: { matter: string }) {
  const { latest } = useCommand('matter.terms', { matter }, ['matters', 'sources'])
  if (latest === null || latest.terms.length === 0) return null
  return (
    <section className="card" aria-label={text.identify.terms}>
      <h2>{text.identify.terms}</h2>
      <TermTable view={latest} />
    </section>
  )
}
