import { useCommand } from '../../core/use-command.ts'
import '../../parts/plain-table.css'
import { text } from '../../text/en.ts'
import { count, dateTime } from '../../text/format.ts'

/** Productions of this request so far. */
export function Earlier({ matter }: { matter: string }) {
  const { data } = useCommand('produce.list', { matter }, ['matters', 'audit'])
  if (data === null || data.productions.length === 0) return null
  return (
    <section className="card" aria-label={text.produce.earlier}>
      <h2>{text.produce.earlier}</h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{text.produce.production}</th>
            <th scope="col">{text.produce.when}</th>
            <th scope="col">{text.produce.who}</th>
            <th scope="col" className="figures">
              {text.produce.documents}
            </th>
            <th scope="col" className="figures">
              {text.produce.pages}
            </th>
            <th scope="col">{text.produce.file}</th>
          </tr>
        </thead>
        <tbody>
          {data.productions.map((production) => (
            <tr key={production.production}>
              <td>{production.production}</td>
              <td className="num">{dateTime(production.atMs)}</td>
              <td>{production.user}</td>
              <td className="figures num">{count(production.documents)}</td>
              <td className="figures num">{count(production.pages)}</td>
              <td className="mono" title={production.sha256}>
                {production.bundle}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
