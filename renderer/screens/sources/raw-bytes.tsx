import { Modal, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { LedgerException } from '../../../src/api/index.ts'
import { useCommand } from '../../core/use-command.ts'
import { Failure } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { count } from '../../text/format.ts'
import { asText, bytesOf, hexRows, isText } from './hex-rows.ts'

/** What stands at an exception's place, as bytes or as text; it is never interpreted as anything else. */
export function RawBytes({ exception, onClose }: { exception: LedgerException | null; onClose: () => void }) {
  const [chosen, setChosen] = useState<{ readonly of: LedgerException | null; readonly view: 'text' | 'hex' } | null>(null)
  const input = exception && { source: exception.source, locator: exception.locator, code: exception.code }
  const { data, error } = useCommand('ledger.raw', input)
  const bytes = data && bytesOf(data.hex)
  // What was chosen was chosen for what stood there: the next place may hold something else.
  const view = chosen !== null && chosen.of === exception ? chosen.view : bytes !== null && isText(bytes) ? 'text' : 'hex'
  const shown = data?.exact === false ? text.sources.rawHolder : exception?.part == null ? '' : text.sources.rawMessage
  return (
    <Modal
      opened={exception !== null}
      onClose={onClose}
      title={text.sources.rawTitle}
      size="xl"
      closeButtonProps={{ 'aria-label': text.frame.close }}
    >
      <div className="stack">
        <p className="raw-place">
          <bdi className="mono">{exception?.locator}</bdi>
          {exception?.part != null && <bdi className="mono"> › {exception.part}</bdi>}
        </p>
        <Failure error={error} />
        {data && data.totalBytes === 0 && <p>{text.sources.rawEmpty}</p>}
        {data && data.totalBytes > 0 && bytes && (
          <>
            <div className="row">
              <p className="quiet grow">
                {shown} {text.sources.rawRange(count(data.offset), count(data.offset + bytes.length), count(data.totalBytes))}
              </p>
              <SegmentedControl
                aria-label={text.sources.rawView}
                value={view}
                onChange={(value) => setChosen({ of: exception, view: value === 'hex' ? 'hex' : 'text' })}
                data={[
                  { value: 'text', label: text.sources.rawText },
                  { value: 'hex', label: text.sources.rawHex },
                ]}
              />
            </div>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
            <section className="raw-bytes" tabIndex={0} aria-label={text.sources.rawTitle}>
              <pre className={`mono raw-${view}`}>{view === 'hex' ? hexRows(bytes, data.offset).join('\n') : asText(bytes)}</pre>
            </section>
          </>
        )}
      </div>
    </Modal>
  )
}
