import { useCommand } from '../../core/use-command.ts'
import '../../parts/plain-table.css'
import { text } from '../../text/en.ts'
import { count } from '../../text/format.ts'

/** The search-term report: what each accepted form finds, alone and with families. */
export function Terms({ matter }: { matter: string }) {
  const { latest } = useCommand('matter.terms', { matter }, ['matters', 'sources'])
  if (latest === null || latest.terms.length === 0) return null
  return (
    <section className="card" aria-label={text.identify.terms}>
      <h2>{text.identify.terms}</h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{text.identify.term}</th>
            <th scope="col" className="figures">
              {text.identify.termDocuments}
            </th>
            <th scope="col" className="figures">
              {text.identify.termFamilies}
            </th>
            <th scope="col" className="figures">
              {text.identify.termUnique}
            </th>
          </tr>
        </thead>
        <tbody>
          {latest.terms.map((term) => (
            <tr key={term.term}>
              <td className="term">{term.term}</td>
              <td className="figures num">{count(term.documents)}</td>
              <td className="figures num">{count(term.families)}</td>
              <td className="figures num">{count(term.unique)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
