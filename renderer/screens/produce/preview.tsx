import { Select } from '@mantine/core'
import { useState } from 'react'
import { frameUrl } from '../../core/client.ts'
import { useCommand } from '../../core/use-command.ts'
import { text } from '../../text/en.ts'
import { line } from '../../text/format.ts'

/** Only the page, as wide as there is room: the viewer's own bar would offer to save and print what is not released yet. */
const pageOnly = '#toolbar=0&navpanes=0&view=FitH'

/** Real first pages of a document, as they will be in the bundle. */
export function Preview({ matter }: { matter: string }) {
  const { data } = useCommand('review.list', { matter, filter: 'responsive', limit: 1000 }, ['review'])
  const [chosen, setChosen] = useState<string | null>(null)
  const [drawn, setDrawn] = useState<string | null>(null)
  const rows = (data?.rows ?? []).filter((row) => row.kind === 'message')
  const document = chosen ?? rows[0]?.document ?? null
  return (
    <section className="produce-preview" aria-label={text.produce.preview}>
      <h2>{text.produce.preview}</h2>
      <Select
        label={text.produce.previewChoose}
        searchable
        data={rows.map((row) => ({ value: row.document, label: `${row.controlNumber} ${line(row.subject)}` }))}
        value={document}
        allowDeselect={false}
        onChange={setChosen}
      />
      {document === null ? (
        data !== null && <p className="quiet">{text.produce.previewNone}</p>
      ) : (
        <div className="produce-pages">
          <iframe
            key={document}
            title={text.produce.previewFrame}
            src={`${frameUrl('preview', { matter, document })}${pageOnly}`}
            onLoad={() => setDrawn(document)}
          />
          <p role="status" className="quiet">
            {drawn !== document && text.produce.previewMaking}
          </p>
        </div>
      )}
    </section>
  )
}
