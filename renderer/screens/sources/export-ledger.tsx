import { attempt } from '../../core/act.ts'
import { ExportDialog } from '../../parts/export-dialog.tsx'
import { text } from '../../text/en.ts'

/** Writes the ledger as CSV, for the file of a request. */
export function ExportLedger({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const write = async (out: string) => {
    const answer = await attempt('ledger.write', { format: 'csv', out })
    return 'error' in answer ? answer : text.sources.exported(answer.result.rows, out)
  }
  return <ExportDialog opened={opened} onClose={onClose} words={text.sources} file="ledger.csv" onWrite={write} />
}
