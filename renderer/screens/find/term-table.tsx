import type { TermsView } from '../../../src/api/index.ts'
import '../../parts/plain-table.css'
import { Values } from '../../parts/values.tsx'
import { text } from '../../text/en.ts'
import { count } from '../../text/format.ts'

/** What each term finds, alone and with families, what of it is left out, and all together; with `spread` also by custodian and by source. */
export function TermTable({ view, spread = false }: { view: TermsView; spread?: boolean }) {
  return (
    <>
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
            <th scope="col" className="figures">
              {text.identify.termLeftOut}
            </th>
            {spread && (
              <>
                <th scope="col">{text.find.byCustodian}</th>
                <th scope="col">{text.find.bySource}</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {view.terms.map((term) => (
            <tr key={term.term}>
              <td className="term">
                <Values values={[term.term, ...term.alike]} />
              </td>
              <td className="figures num">{count(term.documents)}</td>
              <td className="figures num">{count(term.families)}</td>
              <td className="figures num">{count(term.unique)}</td>
              <td className="figures num">{count(term.leftOut)}</td>
              {spread && (
                <>
                  <td className="small">
                    {parts(term.byCustodian.map(({ custodian, documents }) => [custodian ?? text.find.noCustodian, documents]))}
                  </td>
                  <td className="small">{parts(term.bySource.map(({ label, documents }) => [label, documents]))}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{text.identify.termAll}</th>
            <td className="figures num">{count(view.documents)}</td>
            <td className="figures num">{count(view.families)}</td>
            <td />
            <td className="figures num">{count(view.leftOut)}</td>
            {spread && <td colSpan={2} />}
          </tr>
        </tfoot>
      </table>
      {view.leftOut > 0 && <p className="small quiet">{text.identify.termLeftOutHint}</p>}
    </>
  )
}

function parts(list: readonly (readonly [name: string, documents: number])[]): string {
  return list.map(([name, documents]) => `${name} ${count(documents)}`).join(' · ')
}
