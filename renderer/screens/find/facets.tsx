import { memo } from 'react'
import type { Facet, FacetsView } from '../../../src/api/index.ts'
import { Jointed } from '../../parts/values.tsx'
import { text } from '../../text/en.ts'
import { count } from '../../text/format.ts'

const shown = 12

/** Sources, senders and years of what was found; each narrows the search. */
export const Facets = memo(function Facets({
  facets,
  onNarrow,
}: {
  facets: FacetsView
  onNarrow: (kind: 'source' | 'sender' | 'year', value: string) => void
}) {
  return (
    <nav className="facets" aria-label={text.find.facets}>
      <Group title={text.find.facetSources} facets={facets.sources} onNarrow={(value) => onNarrow('source', value)} />
      <Group title={text.find.facetYears} facets={facets.years} onNarrow={(value) => onNarrow('year', value)} />
      <Group title={text.find.facetSenders} facets={facets.senders} onNarrow={(value) => onNarrow('sender', value)} />
    </nav>
  )
})

function Group({ title, facets, onNarrow }: { title: string; facets: readonly Facet[]; onNarrow: (value: string) => void }) {
  if (facets.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <ul>
        {facets.slice(0, shown).map((facet) => (
          <li key={facet.value}>
            <button
              type="button"
              className="facet"
              title={facet.label}
              aria-label={text.find.narrow(facet.label, facet.documents)}
              onClick={() => onNarrow(facet.value)}
            >
              <span className="grow facet-label">
                <Jointed value={facet.label} />
              </span>
              <span className="num quiet">{count(facet.documents)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
