import { Button } from '@mantine/core'
import { Network } from 'lucide-react'
import { memo, useState } from 'react'
import type { CorrespondentsView } from '../../../src/api/index.ts'
import { useCommand } from '../../core/use-command.ts'
import { text } from '../../text/en.ts'
import { count } from '../../text/format.ts'
import { quoted } from './query-edit.ts'

const rowHeight = 24
const middle = 200

interface Props {
  readonly query: string
  readonly matter: string
  readonly onNarrow: (term: string) => void
}

/** Who wrote to whom in the result: senders left, recipients right, a ribbon for each pair. A name narrows the search to it. */
export const Correspondents = memo(function Correspondents({ query, matter, onNarrow }: Props) {
  const [shown, setShown] = useState(false)
  const { latest } = useCommand('search.correspondents', shown ? { query, matter } : null)
  const pairs = latest?.pairs ?? []
  const senders = latest?.senders ?? []
  const recipients = latest?.recipients ?? []
  const most = Math.max(1, ...pairs.map(({ documents }) => documents))
  const at = (list: CorrespondentsView['senders'], name: string) =>
    list.findIndex(({ address }) => address === name) * rowHeight + rowHeight / 2
  return (
    <div className="correspondents">
      <Button
        size="compact-xs"
        variant="subtle"
        leftSection={<Network size={14} aria-hidden />}
        aria-expanded={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? text.find.correspondentsHide : text.find.correspondents}
      </Button>
      {shown && pairs.length > 0 && (
        <div className="correspondents-picture">
          <ul aria-label={text.find.senders}>
            {senders.map(({ address, documents }) => (
              <li key={address}>
                <button
                  type="button"
                  className="facet"
                  aria-label={text.find.correspondentFrom(address, documents)}
                  onClick={() => onNarrow(`from:${quoted(address)}`)}
                >
                  <span className="grow clip">{address}</span>
                  <span className="num quiet">{count(documents)}</span>
                </button>
              </li>
            ))}
          </ul>
          <svg width={middle} height={Math.max(senders.length, recipients.length) * rowHeight} aria-hidden>
            <title>{text.find.correspondents}</title>
            {pairs.map(({ from, to, documents }) => {
              const [left, right] = [at(senders, from), at(recipients, to)]
              return (
                <path
                  key={`${from} ${to}`}
                  className="ribbon"
                  d={`M0 ${left} C${middle / 2} ${left} ${middle / 2} ${right} ${middle} ${right}`}
                  strokeWidth={Math.max(1, (documents / most) * 12)}
                />
              )
            })}
          </svg>
          <ul aria-label={text.find.recipients}>
            {recipients.map(({ address, documents }) => (
              <li key={address}>
                <button
                  type="button"
                  className="facet"
                  aria-label={text.find.correspondentTo(address, documents)}
                  onClick={() => onNarrow(`(to:${quoted(address)} OR cc:${quoted(address)})`)}
                >
                  <span className="grow clip">{address}</span>
                  <span className="num quiet">{count(documents)}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
})
