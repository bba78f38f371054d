import { Modal, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { LedgerException } from '../../../src/api/index.ts'
import { useCommand } from '../../core/use-command.ts'
import { Failure } from '../../parts/notice.tsx'
import { text } from '../../text/en.ts'
import { count } from '../../text/format.ts'
import { asText, bytesOf, hexRows } from './hex-rows.ts'

/** What stands at an exception's place, as bytes or as text; it is never interpreted as anything else. */
export function RawBytes({ exception, onClose }: { exception: LedgerException | null; onClose: () => void }) {
  const [view, setView] = useState<'text' | 'hex'>('text')
  const input = exception && { source: exception.source, locator: exception.locator, code: exception.code }
  const { data, error } = useCommand('ledger.raw', input)
  const bytes = data && bytesOf(data.hex)
  return (
    <Modal
      opened={exception !== null}
      onClose={onClose}
      title={text.sources.rawTitle}
      size="xl"
      closeButtonProps={{ 'aria-label': text.frame.close }}
    >
      <div className="stack">
        <p className="mono raw-place">{exception?.locator}</p>
        <Failure error={error} />
        {data && bytes && (
          <>
            <div className="row">
              <p className="quiet grow">
                {data.exact ? '' : `${text.sources.rawHolder} `}
                {text.sources.rawRange(count(data.offset), count(data.offset + bytes.length), count(data.totalBytes))}
              </p>
              <SegmentedControl
                aria-label={text.sources.rawView}
                value={view}
                onChange={(value) => setView(value === 'hex' ? 'hex' : 'text')}
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
