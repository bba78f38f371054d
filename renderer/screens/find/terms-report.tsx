import { Button, Select } from '@mantine/core'
import { FileDown } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { attempt } from '../../core/act.ts'
import type { DeskError } from '../../core/desk-error.ts'
import { useCommand } from '../../core/use-command.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Failure } from '../../parts/notice.tsx'
import { Empty } from '../../parts/panel.tsx'
import { PathField } from '../../parts/path-field.tsx'
import { said } from '../../parts/tell.ts'
import { isWhole, withEnding } from '../../parts/whole-path.ts'
import { text } from '../../text/en.ts'
import { useMatter } from '../request/matter-context.ts'
import { TermTable } from './term-table.tsx'

type Format = keyof typeof text.find.formats

/** The search-term report: each term's documents, families, those only it finds, by custodian and by source. */
export function TermsReport({ matter }: { matter: string }) {
  const { view } = useMatter()
  const { latest } = useCommand('matter.terms', { matter }, ['matters', 'sources'])
  const coverage = useCommand('search.coverage', { matter }, ['sources'])
  const [writing, setWriting] = useState(false)
  return (
    <section className="find-report" aria-label={text.find.terms_tab}>
      <div className="row find-report-head">
        <p className="grow quiet">{text.find.termsNote}</p>
        <Button
          leftSection={<FileDown size={16} aria-hidden />}
          disabled={latest === null || latest.terms.length === 0}
          onClick={() => setWriting(true)}
        >
          {text.find.termsExport}…
        </Button>
      </div>
      {latest !== null && latest.terms.length === 0 && <Empty>{text.find.termsNone}</Empty>}
      {latest !== null && latest.terms.length > 0 && <TermTable view={latest} spread />}
      {coverage.latest !== null && (
        <p className="small quiet find-report-foot">
          {text.find.coverage(coverage.latest)} {text.find.notSearched(coverage.latest)}
        </p>
      )}
      <Dialog opened={writing} onClose={() => setWriting(false)} title={text.find.termsExport} size="lg">
        <ExportForm matter={matter} reference={view.matter.reference} onDone={() => setWriting(false)} />
      </Dialog>
    </section>
  )
}

function ExportForm({ matter, reference, onDone }: { matter: string; reference: string; onDone: () => void }) {
  const [format, setFormat] = useState<Format>('pdf')
  const [out, setOut] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<DeskError | null>(null)
  const name = `${reference.replace(/[^\p{L}\p{N}._-]+/gu, '-')}-terms.${format}`
  const write = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const answer = await attempt('terms.export', { matter, format, out: out.trim() })
    setBusy(false)
    if ('error' in answer) return setError(answer.error)
    said(text.find.termsWritten(answer.result.rows, answer.result.out))
    return onDone()
  }
  return (
    <form className="stack" onSubmit={(event) => void write(event)}>
      <Select
        label={text.find.format}
        data={Object.entries(text.find.formats).map(([value, label]) => ({ value, label }))}
        value={format}
        allowDeselect={false}
        onChange={(value) => {
          const next = (value ?? format) as Format
          setFormat(next)
          setOut((before) => withEnding(before, Object.keys(text.find.formats), next))
        }}
      />
      <PathField label={text.find.out} value={out} onChange={setOut} kind={{ save: name }} />
      <Failure error={error} />
      <Button type="submit" loading={busy} disabled={!isWhole(out.trim())}>
        {text.find.write}
      </Button>
    </form>
  )
}
