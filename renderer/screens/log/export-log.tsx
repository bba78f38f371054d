import { attempt } from '../../core/act.ts'
import { ExportDialog } from '../../parts/export-dialog.tsx'
import { text } from '../../text/en.ts'

/** Writes a copy of the audit trail that verifies without the program. */
export function ExportLog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const write = async (out: string) => {
    const answer = await attempt('audit.export', { out })
    return 'error' in answer ? answer : text.log.exported(answer.result.entries, answer.result.out)
  }
  return <ExportDialog opened={opened} onClose={onClose} words={text.log} file="audit.json" onWrite={write} />
}
