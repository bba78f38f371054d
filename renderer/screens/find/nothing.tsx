import { useCommand } from '../../core/use-command.ts'
import { Empty } from '../../parts/panel.tsx'
import { text } from '../../text/en.ts'

/** An empty answer: what was searched, and what could not be. */
export function Nothing({ matter }: { matter: string }) {
  const { latest } = useCommand('search.coverage', { matter }, ['sources'])
  return (
    <Empty>
      {text.find.nothing}
      {latest !== null && (
        <span className="find-coverage small">
          {text.find.coverage(latest)} {text.find.notSearched(latest)}
        </span>
      )}
    </Empty>
  )
}
