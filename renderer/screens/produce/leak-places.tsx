import type { DeskError } from '../../core/desk-error.ts'
import { useRoute } from '../../core/router.ts'
import { useCommand } from '../../core/use-command.ts'
import { text } from '../../text/en.ts'
import { line } from '../../text/format.ts'

/** Control numbers in the paths of a bundle: `pdf/CTRL-000003.pdf`. */
const controlNumber = /CTRL-\d+/gu

/** Where the check found what must be absent: each document by its number with the way to it, then the files that speak of all documents. */
export function LeakPlaces({ error, matter }: { error: DeskError | null; matter: string }) {
  const { openStep } = useRoute()
  const told = error?.details['places']
  const places = Array.isArray(told) ? told.map(String) : []
  const named = [...new Set(places.flatMap((place) => place.match(controlNumber) ?? []))]
  const files = [...new Set(places.filter((place) => place.match(controlNumber) === null))]
  const { data } = useCommand('review.list', named.length === 0 ? null : { matter, limit: 1000 })
  const rows = (data?.rows ?? []).filter((row) => named.includes(row.controlNumber))
  if (rows.length === 0 && files.length === 0) return null
  const documents = rows.map((row) => row.document)
  return (
    <section aria-label={text.produce.leakPlaces}>
      <h3>{text.produce.leakPlaces}</h3>
      <ul>
        {rows.map((row) => (
          <li key={row.document}>
            <button type="button" className="link num" onClick={() => openStep(matter, 'review', row.document, documents)}>
              {row.controlNumber}
            </button>{' '}
            <span className="quiet">{line(row.subject)}</span>
          </li>
        ))}
        {files.map((file) => (
          <li key={file}>{text.produce.leakFile(file)}</li>
        ))}
      </ul>
    </section>
  )
}
